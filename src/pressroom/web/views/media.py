"""What the pages of the media library are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from pressroom.web.views.metadata import Difference, Provenance, RevisionRow, RunLink
from pressroom.web.views.shell import Choice, Crumb, Shell, State, View

MediaRemedy = Literal["retry", "describe"]
"""What a person can do about a failure: read the file again, or describe it again."""
NARROWEST, WIDEST, SQUARE = 4, 30, 10
"""Ten times width over height, between which a picture keeps its shape in the grid."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A smaller copy: its address and its width in pixels."""

    url: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture to be shown: smallest thumbnail first, none while there is none."""

    alt: str
    """The description's start, or the file's name."""
    width: int | None
    height: int | None
    thumbnails: Sequence[Thumbnail]
    placeholder: str = ""
    """A tiny WebP as a `data:` address, shown blurred until the picture is there."""

    @property
    def ratio(self) -> int:
        """Ten times width over height, as far as the grid follows it."""
        if not (self.width and self.height):
            return SQUARE
        return min(WIDEST, max(NARROWEST, round(SQUARE * self.width / self.height)))


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaTile:
    """A picture in the grid."""

    id: str
    url: str
    """Its page, with the filters it was found by, so that its neighbours are known there."""
    name: str
    caption: str | None
    """The description's start."""
    picture: Picture
    state: State
    failure: str | None = None
    remedy: MediaRemedy | None = None
    is_artwork: bool = False
    duplicates: int = 0
    """How many others look nearly the same."""


@dataclass(frozen=True, slots=True)
class MediaTilePartial(View):
    """`GET /media/{id}/tile`."""

    template: ClassVar[str] = "media/_tile.html"
    tile: MediaTile


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaBatch:
    """Up to a hundred tiles; `id` tells it from the others on the page (the cursor it began at, or `first`)."""

    id: str
    tiles: Sequence[MediaTile]
    more_url: str | None
    """The page that begins with the next batch, for browsers without scripts."""
    load_url: str | None
    """The next batch alone."""
    here: str
    """The page that holds this batch, to fetch it again while it is the only one."""


@dataclass(frozen=True, slots=True)
class MediaBatchPartial(View):
    """`GET /media/batch`: the same filters as the page, and a cursor."""

    template: ClassVar[str] = "media/_batch.html"
    batch: MediaBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFilters:
    """What the grid is narrowed to; dates as `2026-11-21`, or empty."""

    query: str
    statuses: Sequence[Choice]
    """Pending, processing, completed and failed, each with its count in the whole library."""
    sources: Sequence[Choice]
    folders: Sequence[Choice]
    tags: Sequence[Choice]
    colours: Sequence[Choice]
    """Of the twelve: red orange yellow green teal blue purple pink brown black grey white; `value` is that word."""
    since: str
    until: str
    is_narrowed: bool
    """Whether any of it is on, so that an empty grid means no match rather than nothing yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaCounts:
    """How many pictures there are in all, and by status."""

    total: int
    statuses: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class MediaCountsPartial(View):
    """`GET /media/counts`."""

    template: ClassVar[str] = "media/_counts.html"
    counts: MediaCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaPage(View):
    """`GET /media`; its filters are sent as q, status, source, folder, tag, colour, since, until."""

    template: ClassVar[str] = "media/index.html"
    shell: Shell
    filters: MediaFilters
    batch: MediaBatch
    counts: MediaCounts
    max_upload_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Swatch:
    """A colour of a picture: its name, itself as `#a1b2c3`, and its share of the picture, 0 to 1."""

    name: str
    hex: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a picture came from."""

    label: str
    """`Upload`, `Google Drive`, `A folder on this server`."""
    folder: Crumb | None
    path: str | None
    """Where in that folder it lies."""
    external_url: str | None
    """Where the source itself shows it; https only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeThing:
    """A generation made of a picture."""

    url: str
    style: str
    state: State
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What whoever looks had made of a picture, newest first."""

    media_id: str
    things: Sequence[MadeThing]


@dataclass(frozen=True, slots=True)
class MediaMadePartial(View):
    """`GET /media/{id}/generations`."""

    template: ClassVar[str] = "media/_made.html"
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaDetail:
    """All that the panel beside the picture says."""

    id: str
    name: str
    picture: Picture
    state: State
    failure: str | None
    remedy: MediaRemedy | None
    is_deleted: bool
    is_busy: bool
    """Whether work goes on, so that asking for more is refused."""
    has_metadata: bool
    description: str | None
    tags: Sequence[str]
    content: str | None
    style: str | None
    subjects: Sequence[str]
    mood: str | None
    colours: Sequence[Swatch]
    provenance: Provenance | None
    revisions: Sequence[RevisionRow]
    differences: Sequence[Difference] | None
    runs: Sequence[RunLink]
    kind_label: str
    """`JPEG picture`."""
    size: int
    created_at: datetime
    taken_at: datetime | None
    camera: str | None
    location: str | None
    """Only where a person chose to keep it."""
    origin: Origin
    duplicates: Sequence[MediaTile]
    artwork: Crumb | None
    styles: Sequence[Choice]
    """What a picture can be made of it in."""
    made: Made


@dataclass(frozen=True, slots=True)
class MediaPanelPartial(View):
    """`GET /media/{id}/panel`."""

    template: ClassVar[str] = "media/_panel.html"
    media: MediaDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaItemPage(View):
    """`GET /media/{id}`."""

    template: ClassVar[str] = "media/show.html"
    shell: Shell
    media: MediaDetail
    back_url: str
    """The grid it was found in."""
    previous_url: str | None
    next_url: str | None
