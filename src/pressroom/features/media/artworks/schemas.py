"""What crosses the API about artworks."""

from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from pressroom.core.metadata.schemas import Tags, without_nul
from pressroom.features.media.artworks.models import Artwork
from pressroom.kernel.clock import Instant

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), without_nul]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), without_nul]
Currency = Literal["EUR", "USD", "GBP", "CHF", "JPY", "AUD", "CAD", "SEK", "DKK", "NOK", "PLN", "CZK"]


class ArtworkOut(BaseModel):
    """An artwork; `price` is a decimal number in `currency` (ISO 4217)."""

    id: UUID
    media_id: UUID
    title: str
    description: str
    tags: list[str]
    price: Decimal | None
    currency: str | None
    created_at: Instant
    updated_at: Instant
    deleted_at: Instant | None

    @classmethod
    def of(cls, artwork: Artwork) -> Self:
        """Return an artwork as the API shows it."""
        return cls(**{name: getattr(artwork, name) for name in cls.model_fields})


class ArtworkList(BaseModel):
    """A page of artworks."""

    items: list[ArtworkOut]
    next_cursor: str | None


class ArtworkOutcome(BaseModel):
    """What became of one picture of several; `id` is the picture's."""

    id: UUID
    success: bool
    error: str | None = None
    artwork: ArtworkOut | None = None


class ArtworkOutcomes(BaseModel):
    """What became of several pictures."""

    total: int
    succeeded: int
    failed: int
    results: list[ArtworkOutcome]


class NewArtworks(BaseModel):
    """The pictures that a person chose to make artworks of."""

    media_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]


class ArtworkEdit(BaseModel):
    """What is to be different about an artwork; what is left out stays as it is."""

    title: Title | None = None
    description: Description | None = None
    tags: Tags | None = None
    price: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)] | None = None
    currency: Currency | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The fields that were given; a price may be given as null, to have none."""
        given = self.model_dump(exclude_unset=True)
        return {name: value for name, value in given.items() if value is not None or name in {"price", "currency"}}
