"""What crosses the API about pictures."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from pressroom.core.assets.models import Source
from pressroom.core.metadata.schemas import Said, Tags, without_nul
from pressroom.features.media.models import Item, Stage, Status
from pressroom.features.media.rules import version_of
from pressroom.kernel.clock import Instant

Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), without_nul]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), without_nul]


class AcceptedItem(BaseModel):
    """A file that was taken in, or the picture it already is."""

    id: UUID
    status: Status
    filename: str
    run_id: str | None
    duplicate_of: UUID | None = Field(default=None, description="Set where these very bytes were here already.")


class RefusedFile(BaseModel):
    """A file that was not taken in, and why."""

    filename: str
    detail: str
    code: str | None


class AcceptedPictures(BaseModel):
    """What became of each file of an upload."""

    media: list[AcceptedItem]
    refused: list[RefusedFile] = Field(default_factory=list)


class ColourOut(BaseModel):
    """One of a picture's main colours; `share` is 0 to 1."""

    name: str
    basic: str
    hex: str
    share: float


class Analysis(BaseModel):
    """What the describing model said of a picture."""

    description: str | None
    tags: list[str]
    content: str | None = None
    style: str | None = None
    colors: list[str] = Field(default_factory=list)
    subjects: list[str] = Field(default_factory=list)
    mood: str | None = None


class ItemOut(BaseModel):
    """A picture."""

    id: UUID
    status: Status
    failed_stage: Stage | None
    error: str | None
    error_code: str | None
    paused_reason: str | None = Field(description="Why its run waits, which goes on by itself; else null.")
    source: Source
    source_id: str | None
    source_url: str | None
    folder_id: UUID | None
    filename: str
    mime_type: str
    size: int
    width: int | None
    height: int | None
    frames: int | None
    storage_key: str
    url: str
    thumbnail: str | None
    placeholder: str | None
    description: str | None
    tags: list[str]
    analysis: Analysis
    colours: list[ColourOut]
    metadata: dict[str, Any] = Field(description="What the camera noted: taken_at, camera, location; and notes.")
    attempt: int
    run_id: str | None
    revision_id: UUID | None
    created_at: Instant
    updated_at: Instant
    processed_at: Instant | None
    deleted_at: Instant | None

    @classmethod
    def of(cls, item: Item) -> Self:
        """Return a picture as the API shows it."""
        made = {
            "mime_type": item.asset.mime,
            "size": item.asset.size,
            "storage_key": item.asset.storage_key,
            "url": f"/api/media/{item.id}/original",
            "thumbnail": f"/api/media/{item.id}/thumbnail?v={version_of(item)}" if item.width else None,
            "analysis": Analysis(description=item.description, tags=item.tags, **item.analysis),
            "metadata": _metadata(item),
        }
        return cls(**{name: getattr(item, name) for name in cls.model_fields if name not in made}, **made)


class ItemList(BaseModel):
    """A page of pictures."""

    items: list[ItemOut]
    next_cursor: str | None


class LookalikeList(BaseModel):
    """Pictures that look nearly the same, most alike first."""

    items: list[ItemOut]
    next_cursor: None = None


class StartedItem(BaseModel):
    """Work on a picture that goes on behind the answer."""

    id: UUID
    status: Status
    run_id: str


class MediaStatus(BaseModel):
    """How many pictures stand in each status, and those completed last."""

    counts: dict[Status, int]
    recently_completed: list[ItemOut]


class ItemEdit(BaseModel):
    """A person's own words; what is left out stays as it is."""

    description: Description | None = None
    tags: Tags | None = None
    content: Words | None = None
    style: Words | None = None
    mood: Words | None = None
    subjects: Tags | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The fields that were given."""
        return {name: value for name, value in self.model_dump().items() if value is not None}

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.values:
            raise PydanticCustomError("nothing", "Nothing to change was given.")
        return self


class Several(BaseModel):
    """Some pictures."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]


class SeveralDescribed(Several):
    """Some pictures, and what should be different about their descriptions."""

    feedback: Said | None = None


class SeveralTagged(Several):
    """Some pictures, and the tags they get and lose."""

    add: Tags = Field(default_factory=list)
    remove: Tags = Field(default_factory=list)


class Outcome(BaseModel):
    """What became of one of several."""

    id: UUID
    success: bool
    error: str | None = None


class Outcomes(BaseModel):
    """What became of several; one that does not allow it stops none of the others."""

    total: int
    succeeded: int
    failed: int
    results: list[Outcome]


class StartedBatch(BaseModel):
    """Work on several that goes on behind the answer; the run's output tells what became of each."""

    run_id: str
    total: int


class WishesOut(BaseModel):
    """What the workspace asks of the describing model for its pictures."""

    prompt: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), without_nul] | None = None
    keep_location: bool = False


def _metadata(item: Item) -> dict[str, Any]:
    location = None if item.latitude is None else {"latitude": item.latitude, "longitude": item.longitude}
    taken = item.taken_at.isoformat().replace("+00:00", "Z") if item.taken_at else None
    return {"taken_at": taken, "camera": item.camera, "location": location, "notes": list(item.notes)}
