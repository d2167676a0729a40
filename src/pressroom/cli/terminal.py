"""What a person or a program sees: results on standard output, everything else on standard error."""

import json
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDE = 200
"""Columns of a table that goes into a file or a pipe."""
WHOLE = 2
"""First columns of a table that are never broken: an id, to be copied, and a status."""


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else WIDE
    return Console(stderr=stderr, width=width, markup=False, highlight=False, emoji=False)


out = _console(stderr=False)
err = _console(stderr=True)


def quiet_logs() -> None:
    """Keep all but warnings out of the display, here and in the worker, unless a level was asked for."""
    if "PRESSROOM_LOG_LEVEL" not in os.environ:
        os.environ["PRESSROOM_LOG_LEVEL"] = "warning"
        logging.getLogger().setLevel(logging.WARNING)


def print_json(value: BaseModel | Mapping[str, Any]) -> None:
    """Print one JSON object as the whole result."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    out.print(json.dumps(value, ensure_ascii=False, indent=2, default=_plain), soft_wrap=True)


def say(message: str) -> None:
    """Tell a person something that is no result."""
    err.print(message, soft_wrap=True)


def say_more(next_cursor: str | None) -> None:
    """Tell a person how a list goes on, where it does."""
    if next_cursor:
        say(f"There are more: go on with --cursor {next_cursor}")


def complain(message: str) -> None:
    """Tell a person, in red, what went wrong."""
    err.print(Text(message, style="red"), soft_wrap=True)


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, nothing: str) -> None:
    """Print rows under headings, the first two columns never broken; or the sentence `nothing` when there are none."""
    if not rows:
        say(nothing)
        return
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for number, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=number < WHOLE)
    for row in rows:
        table.add_row(*row)
    out.print(table)


def print_facts(facts: Mapping[str, str]) -> None:
    """Print names and values, one a line."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts.items():
        table.add_row(name, value)
    out.print(table)


def clock(at: datetime | None) -> str:
    """Return an instant for people, in UTC; empty if there is none."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if at else ""


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return str(value)
