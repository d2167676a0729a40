"""What the pages of artworks are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pressroom.web.views.media import Picture
from pressroom.web.views.shell import Choice, Crumb, Shell, View


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtworkTile:
    """An artwork in the grid."""

    id: str
    url: str
    title: str
    price: str | None
    """With its currency: `1,200.00 €`."""
    picture: Picture


@dataclass(frozen=True, slots=True)
class ArtworkTilePartial(View):
    """`GET /artworks/{id}/tile`."""

    template: ClassVar[str] = "artworks/_tile.html"
    artwork: ArtworkTile


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtworkBatch:
    """Up to a hundred tiles, as `MediaBatch` is of pictures."""

    id: str
    tiles: Sequence[ArtworkTile]
    more_url: str | None
    load_url: str | None
    here: str


@dataclass(frozen=True, slots=True)
class ArtworkBatchPartial(View):
    """`GET /artworks/batch`."""

    template: ClassVar[str] = "artworks/_batch.html"
    batch: ArtworkBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtworksPage(View):
    """`GET /artworks`."""

    template: ClassVar[str] = "artworks/index.html"
    shell: Shell
    query: str
    batch: ArtworkBatch
    total: int
    is_narrowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtworkDetail:
    """One artwork."""

    id: str
    title: str
    description: str
    tags: Sequence[str]
    price: str
    """As typed: `1200.00`, or empty."""
    currencies: Sequence[Choice]
    picture: Picture
    media: Crumb
    """The picture it was made of."""
    created_at: datetime
    is_deleted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtworkPage(View):
    """`GET /artworks/{id}`; its form posts title, description, tags, price and currency to `/artworks/{id}`."""

    template: ClassVar[str] = "artworks/show.html"
    shell: Shell
    artwork: ArtworkDetail
    errors: Mapping[str, str]
    """By field: title, price."""
