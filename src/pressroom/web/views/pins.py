"""What the pages of pins are given."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from pressroom.web.views.media import Picture
from pressroom.web.views.shell import Choice, Crumb, Progress, Shell, State, View

Fitting = Literal["crop", "pad"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRow:
    """A pin in the table or on the board."""

    id: str
    name: str
    """Its title, or words that stand for one."""
    picture: Picture
    fit: Fitting
    title: str
    description: str
    board: Choice | None
    project: Crumb
    article: Crumb | None
    tags: Sequence[str]
    state: State
    failure: str | None
    waits_for: str | None
    """What it waits for on its way to Pinterest, where that is more than its turn."""
    published_url: str | None
    """Where it is at Pinterest."""
    scheduled_at: datetime | None
    locked: Collection[str]
    """Names of the fields that are left alone when the pin is written again."""
    is_busy: bool
    """Whether work goes on, so that nothing about it can be changed."""
    is_published: bool
    can_retry: bool


@dataclass(frozen=True, slots=True)
class PinRowPartial(View):
    """`GET /pins/{id}/row`."""

    template: ClassVar[str] = "pins/_row.html"
    pin: PinRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PinBatch:
    """Up to a hundred rows; `id` tells it from the others on the page (the cursor it began at, or `first`)."""

    id: str
    rows: Sequence[PinRow]
    more_url: str | None
    """The page that begins with the next batch, for browsers without scripts."""
    load_url: str | None
    """The next batch alone."""
    here: str
    """The page that holds this batch, to fetch it again while it is the only one."""
    moves: str
    """The statuses that a pin of this list does not have."""


@dataclass(frozen=True, slots=True)
class PinBatchPartial(View):
    """`GET /pins/batch`: the same filters as the page, and a cursor."""

    template: ClassVar[str] = "pins/_batch.html"
    batch: PinBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptView:
    """A way to look at the table that whoever looks keeps."""

    id: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PinFilters:
    """What the table is narrowed to."""

    query: str
    statuses: Sequence[Choice]
    projects: Sequence[Choice]
    boards: Sequence[Choice]
    tags: Sequence[Choice]
    planned: Sequence[Choice]
    article: Choice | None
    """The article whose pins are shown, where one is chosen."""
    narrowed: Mapping[str, str]
    """The filters that are on, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Several pins being written or published, or that were; `run` is the run that keeps what becomes of each."""

    run: str
    progress: Progress
    is_publishing: bool
    """Whether they are published, not written."""
    succeeded: int
    failed: int
    reason: str
    """Why most of these failed, once all are over."""
    paused: int
    paused_reason: str | None
    """Why those wait that are paused."""
    is_over: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class PinWritingPartial(View):
    """`GET /pins/writing`."""

    template: ClassVar[str] = "pins/_writing.html"
    writing: Sequence[Writing]


@dataclass(frozen=True, slots=True)
class PinEstimatePartial(View):
    """`GET /pins/estimate`."""

    template: ClassVar[str] = "pins/_estimate.html"
    estimate: str
    """What writing the chosen pins will cost, in words."""
    is_free: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PinsPage(View):
    """`GET /pins`; its filters are sent as q, status, project, board, article, tag, planned."""

    template: ClassVar[str] = "pins/index.html"
    shell: Shell
    filters: PinFilters
    views: Sequence[KeptView]
    boards: Sequence[Choice]
    batch: PinBatch
    writing: Sequence[Writing]
    has_projects: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PinColumn:
    """The pins of one status."""

    status: str
    label: str
    total: int
    cards: Sequence[PinRow]
    here: str
    """This column alone, as long as it is."""
    more_url: str | None
    """This column alone, longer."""
    all_url: str
    """Its pins in the table."""
    moves: str


@dataclass(frozen=True, slots=True)
class PinColumnPartial(View):
    """`GET /pins/board/{status}`."""

    template: ClassVar[str] = "pins/_column.html"
    column: PinColumn


@dataclass(frozen=True, slots=True)
class PinCardPartial(View):
    """`GET /pins/{id}/card`."""

    template: ClassVar[str] = "pins/_card.html"
    pin: PinRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PinsBoardPage(View):
    """`GET /pins/board`."""

    template: ClassVar[str] = "pins/board.html"
    shell: Shell
    columns: Sequence[PinColumn]
    projects: Sequence[Choice]
    has_projects: bool
