"""What every panel about something described is given: its revisions, where they came from, the runs behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pressroom.web.views.shell import Crumb, State


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that was found, and what it is of."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where what is said about something came from."""

    author: str
    at: datetime
    run: Crumb | None
    seconds: float | None
    confidence: Literal["low", "medium", "high"] | None
    notes: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    """One of the newest three answers."""

    id: str
    at: datetime
    author: str
    name: str
    """What tells it from the others: a document's name, the start of a picture's description."""
    feedback: str | None
    is_current: bool
    is_older: bool
    is_newer: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of two revisions, word by word."""

    label: str
    pieces: Sequence[tuple[str, Literal["same", "added", "removed"]]]


@dataclass(frozen=True, slots=True)
class RunLink:
    """A run that touched something."""

    id: str
    workflow: str
    state: State
    at: datetime
    seconds: float | None
