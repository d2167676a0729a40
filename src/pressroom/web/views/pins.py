"""What the pages of pins are given."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from pressroom.web.views.media import Picture
from pressroom.web.views.metadata import Difference, RunLink
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
    """Several pins being written, or written a while ago; `run` is the run that keeps what becomes of each."""

    run: str
    progress: Progress
    failed: int
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PinText:
    """One of the texts of a pin, as the form holds it: perhaps typed and refused."""

    value: str
    most: int
    """Characters it may have, counted as Pinterest counts; of keywords, how many there may be."""
    is_locked: bool
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinForm:
    """All that a person can say about a pin."""

    title: PinText
    description: PinText
    alt_text: PinText
    keywords: PinText
    boards: Sequence[Choice]
    board_error: str | None
    link: str
    link_error: str | None
    made_link: str | None
    """Where the project's template leads, for a pin without a link of its own."""
    tags: str
    tags_error: str | None
    is_refused: bool
    """Whether it holds what was typed and not saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinFormPartial(View):
    """What `POST /pins/{id}` answers a script where something was refused."""

    template: ClassVar[str] = "pins/_form.html"
    form: PinForm
    url: str
    is_closed: bool
    """Whether nothing of it can be changed now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinAnswer:
    """One of the newest three answers, and what it cost."""

    id: str
    at: datetime
    author: str
    cost: str
    """`free`, `$0.0004`; empty for what a person wrote."""
    title: str
    description: str
    feedback: str | None
    notes: Sequence[str]
    is_current: bool
    is_older: bool
    is_newer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PinArticle:
    """The article a pin leads to."""

    url: str
    title: str
    excerpt: str
    site: str
    external_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinDetail:
    """All that the page of a pin says."""

    id: str
    name: str
    picture: Picture
    fit: Fitting
    title: str
    opening: str
    """The description's first line."""
    site: str
    """The host it leads to."""
    state: State
    failure: str | None
    waits_for: str | None
    """What its run was set aside for, in words."""
    is_deleted: bool
    is_busy: bool
    can_retry: bool
    can_write: bool
    is_published: bool
    form: PinForm
    scheduled_at: datetime | None
    schedule_error: str | None
    published_url: str | None
    answers: Sequence[PinAnswer]
    differences: Sequence[Difference] | None
    project: Crumb
    article: PinArticle | None
    siblings: Sequence[PinRow]
    runs: Sequence[RunLink]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PinStagePartial(View):
    """`GET /pins/{id}/stage`."""

    template: ClassVar[str] = "pins/_stage.html"
    pin: PinDetail


@dataclass(frozen=True, slots=True)
class PinPanelPartial(View):
    """`GET /pins/{id}/panel`."""

    template: ClassVar[str] = "pins/_panel.html"
    pin: PinDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class PinPage(View):
    """`GET /pins/{id}`."""

    template: ClassVar[str] = "pins/show.html"
    shell: Shell
    pin: PinDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureOffer:
    """A picture that a pin can be made of: `value` says which, as the form sends it."""

    value: str
    label: str
    detail: str
    picture: Picture | None
    """None where it has not been fetched yet."""
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PinMaking:
    """The form that makes pins: what is chosen, and what can be."""

    projects: Sequence[Choice]
    articles: Sequence[Choice]
    boards: Sequence[Choice]
    query: str
    """What the library is searched for."""
    of_article: Sequence[PictureOffer]
    of_library: Sequence[PictureOffer]
    of_generations: Sequence[PictureOffer]
    is_written: bool
    """Whether the pins are to be written as soon as they are made."""
    error: str | None
    max_upload_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PinNewPage(View):
    """`GET /pins/new`; prefilled by article, project, media and generation."""

    template: ClassVar[str] = "pins/new.html"
    shell: Shell
    making: PinMaking
