"""What every page has around it, and the small values that many pages share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

Section = Literal[
    "home", "documents", "media", "artworks", "generations", "pins", "runs", "connections", "settings", ""
]
Tone = Literal["idle", "ready", "planned", "run", "ok", "warn", "bad"]


COUNTED = 1000
"""So many are counted beside a name in the navigation, and no more."""


@dataclass(frozen=True, slots=True)
class View:
    """What one template is given; its fields are the template's names."""

    template: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What every page says of accounts that cannot be used: which, and why, or what of it."""

    title: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLine:
    """Something that an owner should know of."""

    id: str
    title: str
    reason: str
    cure: "Crumb | None"
    """The page on which something can be done about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The frame of a signed-in page: where one is, and as whom."""

    section: Section
    user_name: str
    user_email: str | None
    workspace_name: str
    is_owner: bool = False
    """Whether what belongs to the whole installation may be shown."""
    document_count: int
    running_count: int
    media_count: int = 0
    pin_count: int = 0
    counted_most: int = COUNTED
    """Pictures and pins are counted as far as this: a library of a million costs a page no more than a small one."""
    generations_running: int = 0
    """How many of one's own generations are in progress."""
    owns_workspace: bool = False
    alerts: Sequence[AlertLine] = ()
    """What is not as it should be, for owners, until they put it aside."""
    broken_connections: int = 0
    """How many connections cannot be used."""
    trouble: Trouble | None = None
    """What is said of those."""


@dataclass(frozen=True, slots=True)
class NavPartial(View):
    """`GET /-/nav`."""

    template: ClassVar[str] = "_nav.html"
    shell: Shell


@dataclass(frozen=True, slots=True)
class State:
    """Where something stands, in words, and the tone that colours them."""

    tone: Tone
    label: str


PAUSED = State("warn", "Paused")
"""Of anything whose run waits for a budget."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much is done, of how much; `total` is None while that is not known."""

    done: int
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value a list can be narrowed to."""

    value: str
    label: str
    is_chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Pages read this month; a limit of 0 is none."""

    used: int
    limit: int
    renews_on: date


@dataclass(frozen=True, slots=True)
class Crumb:
    """A link to something else: its address and its name."""

    url: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(View):
    """What went wrong, why, and where to go; drawn without the shell, for it may not be known who asks."""

    template: ClassVar[str] = "error.html"
    status: int
    title: str
    detail: str
    way_on: Crumb
