"""Options that several commands share."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output, and nothing else there.")]
InWorkspace = Annotated[
    str | None, typer.Option("--workspace", help="Name or id of the workspace. Unset: the first one.")
]
AtMost = Annotated[int, typer.Option("--limit", min=1, max=200, help="Most rows to show.")]
From = Annotated[str | None, typer.Option("--cursor", help="Where to go on: the `next_cursor` of the list before.")]
