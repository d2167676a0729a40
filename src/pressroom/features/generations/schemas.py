"""What crosses the API about generations."""

from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from pressroom.features.generations.models import Generation, Status, Step
from pressroom.kernel.clock import Instant

ENDS = (
    "`completed` and `failed` are ends: stop asking there. While `processing`, ask again after `Retry-After` seconds; "
    "after five minutes without an end, stop, and look at its run."
)


class StartedGeneration(BaseModel):
    """A photo that was taken in; what becomes of it goes on behind the answer."""

    success: bool = True
    generation_id: UUID
    status: Status
    run_id: str

    @classmethod
    def of(cls, generation: Generation) -> Self:
        """Return a generation that has just begun."""
        return cls(generation_id=generation.id, status=generation.status, run_id=generation.run_id)


class PictureOut(BaseModel):
    """A picture in the sizes it is shown; `width` and `height` are the file's own, in pixels."""

    url: str
    thumbnail: str
    width: int
    height: int
    placeholder: str


class GenerationOut(BaseModel):
    """A generation as the API shows it."""

    id: UUID
    status: Status = Field(description=ENDS)
    step: Step = Field(description="The step it is at, or failed at.")
    style: str
    filename: str
    original_url: str
    result_url: str | None
    original: PictureOut | None = Field(description="None until the photo was looked at.")
    result: PictureOut | None = Field(description="None until the picture is delivered.")
    subject_type: str | None
    subject_description: str | None
    subject_features: list[str]
    error: str | None
    error_code: str | None
    paused_reason: str | None = Field(description="Why its run waits, which goes on by itself; else null.")
    notes: list[str]
    model: str | None
    cost_usd: Decimal | None
    attempt: int
    run_id: str
    created_at: Instant
    started_at: Instant
    finished_at: Instant | None
    seconds: float | None
    deleted_at: Instant | None

    @classmethod
    def of(cls, generation: Generation) -> Self:
        """Return a generation as the API shows it."""
        original, result = pictures_of(generation)
        made = {
            "original_url": f"/api/generations/{generation.id}/original",
            "result_url": result.url if result else None,
            "original": original,
            "result": result,
            "notes": [*generation.analysis.get("notes", []), *generation.painting.get("notes", [])],
            "model": generation.painting.get("model"),
        }
        return cls(**{name: getattr(generation, name) for name in cls.model_fields if name not in made}, **made)


class GenerationList(BaseModel):
    """A page of generations, newest first."""

    items: list[GenerationOut]
    next_cursor: str | None


class StyleOut(BaseModel):
    """A style pictures can be made in."""

    key: str
    name: str
    tagline: str


class StyleList(BaseModel):
    """The styles, in the order they are offered."""

    items: list[StyleOut]


class WantedStyle(BaseModel):
    """The style a picture is to be made in."""

    style: str = Field(default="plushie", max_length=40)


class Restyle(BaseModel):
    """How to try a failed generation again."""

    style: str | None = Field(default=None, max_length=40, description="Another style; as it was where left out.")


def pictures_of(generation: Generation) -> tuple[PictureOut | None, PictureOut | None]:
    """Return the photo and the picture made of it; None for what is not to be seen yet.

    The addresses hold the files' digests: other bytes, another address.
    """
    shown = generation.status is Status.COMPLETED and generation.result is not None
    return (
        _picture(generation, "original", generation.original.sha256, generation.original_look),
        _picture(generation, "result", generation.result.sha256, generation.result_look)
        if shown and generation.result
        else None,
    )


def _picture(generation: Generation, which: str, sha256: str, look: dict[str, object]) -> PictureOut | None:
    if not look:
        return None
    address = f"/api/generations/{generation.id}/{which}"
    return PictureOut.model_validate({**look, "url": address, "thumbnail": f"{address}/thumbnail?v={sha256[:12]}"})
