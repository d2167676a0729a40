"""What crosses the API about carousels."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from pressroom.features.pins.models import PictureSource, PinSlide
from pressroom.features.pins.slides.rules import MOST_PICTURES


class SlideOut(BaseModel):
    """A further picture of a pin."""

    id: UUID
    number: int = Field(description="Its place among the pin's pictures; the pin's own is 1.")
    source: PictureSource
    picture_url: str | None
    width: int | None = Field(description="Null until it has been looked at.")
    height: int | None
    placeholder: str | None
    thumbnail: str | None
    error: str | None = Field(description="Why it could not be had; else null.")
    error_code: str | None
    run_id: str | None

    @classmethod
    def of(cls, slide: PinSlide) -> Self:
        """Return a further picture as the API shows it."""
        version = slide.asset.sha256[:12] if slide.asset else ""
        url = f"/api/pins/{slide.pin_id}/slides/{slide.id}/thumbnail?v={version}"
        made = {
            "number": slide.position + 1,
            **{name: slide.picture.get(name) for name in ("width", "height", "placeholder")},
            "thumbnail": url if slide.picture else None,
        }
        return cls(**{name: getattr(slide, name) for name in cls.model_fields if name not in made}, **made)


class SlideList(BaseModel):
    """A pin's further pictures, in order."""

    items: list[SlideOut]


class Place(BaseModel):
    """Where a picture goes."""

    number: Annotated[int, Field(ge=1, le=MOST_PICTURES, description="1 makes it the pin's own picture.")]
