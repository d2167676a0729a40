"""Which runs a command is about: one by its id, or all that options find."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from pressroom.core.runs.filters import Filters
from pressroom.core.runs.queries import STATUSES

RunId = Annotated[str, typer.Argument(metavar="ID", help="The run's id.")]
Status = Annotated[str | None, typer.Option(help=f"Only runs in this status: {', '.join(STATUSES)}.")]
Workflow = Annotated[str | None, typer.Option(help="Only runs of this workflow.")]
Queue = Annotated[str | None, typer.Option(help="Only runs of this queue.")]
ErrorSays = Annotated[str | None, typer.Option("--error", help="Only runs whose error says this somewhere.")]
Since = Annotated[datetime | None, typer.Option(help="Only runs accepted then or later, in UTC.")]
Until = Annotated[datetime | None, typer.Option(help="Only runs accepted before then, in UTC.")]


def narrowed(  # one for each option
    *,
    status: str | None,
    workflow: str | None,
    queue: str | None,
    error: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Filters:
    """Return what options narrow runs to; raises Invalid for a status that does not exist."""
    return Filters(
        status=status,
        workflow=workflow,
        queue=queue,
        text=error,
        since=since.replace(tzinfo=UTC) if since else None,
        until=until.replace(tzinfo=UTC) if until else None,
    ).checked()
