"""What the pages of generations are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pressroom.web.views.credits import Spending
from pressroom.web.views.media import Picture
from pressroom.web.views.metadata import RunLink
from pressroom.web.views.shell import Choice, Crumb, Progress, Shell, State, View


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleChoice:
    """A style pictures can be made in."""

    key: str
    name: str
    tagline: str
    sample: str | None
    """Where a picture in this style lies among the static files, if there is one."""
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationTile:
    """A generation in the gallery."""

    id: str
    name: str
    """The photo's file name."""
    style: str
    """As people read it."""
    state: State
    """While it is in progress, the step it is at."""
    progress: Progress | None
    """Which step of how many, while it is in progress."""
    started_at: datetime
    original: Picture
    result: Picture | None
    failure: str | None
    styles: Sequence[StyleChoice]
    """What a failed one can be tried again in; its own is chosen."""


@dataclass(frozen=True, slots=True)
class GenerationTilePartial(View):
    """`GET /generations/{id}/tile`."""

    template: ClassVar[str] = "generations/_tile.html"
    tile: GenerationTile


@dataclass(frozen=True, slots=True)
class GenerationRowPartial(View):
    """`GET /generations/{id}/row`."""

    template: ClassVar[str] = "generations/_row.html"
    generation: GenerationTile


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationBatch:
    """Some tiles; `id` tells the batch from the others on the page (the cursor it began at, or `first`)."""

    id: str
    tiles: Sequence[GenerationTile]
    more_url: str | None
    load_url: str | None
    here: str
    moves: str
    """The statuses in which a tile no longer belongs here, parted by spaces."""


@dataclass(frozen=True, slots=True)
class GenerationBatchPartial(View):
    """`GET /generations/batch`: the same filters as the page, and a cursor."""

    template: ClassVar[str] = "generations/_batch.html"
    batch: GenerationBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """What whoever looks may spend, and whether one more may begin now."""

    user_id: str
    spending: Spending
    refusal: str | None
    """Why not, when as many are in progress as anyone may have."""
    is_locked: bool


@dataclass(frozen=True, slots=True)
class StudioPartial(View):
    """`GET /generations/credits`."""

    template: ClassVar[str] = "generations/_credits.html"
    studio: Studio


@dataclass(frozen=True, slots=True)
class ShelfPicture:
    """A picture of the library to choose."""

    id: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class ShelfPartial(View):
    """`GET /generations/library`."""

    template: ClassVar[str] = "generations/_shelf.html"
    shelf: Sequence[ShelfPicture]


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationsPage(View):
    """`GET /generations`; its filters are sent as status and style."""

    template: ClassVar[str] = "generations/index.html"
    shell: Shell
    studio: Studio
    styles: Sequence[StyleChoice]
    max_upload_bytes: int
    statuses: Sequence[Choice]
    narrowing: Sequence[Choice]
    """The styles to narrow the gallery to."""
    batch: GenerationBatch
    is_narrowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationDetail:
    """All that is known about a generation."""

    id: str
    name: str
    style: str
    state: State
    progress: Progress | None
    failure: str | None
    waits_for: str | None
    """Why it is paused, where it is."""
    original: Picture
    result: Picture | None
    styles: Sequence[StyleChoice]
    is_deleted: bool
    subject: str | None
    """`A pet`."""
    description: str | None
    features: Sequence[str]
    models: str | None
    notes: Sequence[str]
    paid: str
    """In credits, as a sentence."""
    cost: str | None
    """What its models cost, once one was asked."""
    stopped_at: str | None
    """The step at which it failed, in words."""
    seconds: float | None
    attempt: int
    origin: str
    created_at: datetime
    started_at: datetime
    run_id: str
    runs: Sequence[RunLink]
    media: Crumb | None
    """The result in the library."""


@dataclass(frozen=True, slots=True)
class GenerationPanelPartial(View):
    """`GET /generations/{id}/panel`."""

    template: ClassVar[str] = "generations/_panel.html"
    generation: GenerationDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationPage(View):
    """`GET /generations/{id}`."""

    template: ClassVar[str] = "generations/show.html"
    shell: Shell
    generation: GenerationDetail
