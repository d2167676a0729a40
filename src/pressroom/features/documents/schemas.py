"""What crosses the API about documents."""

from collections.abc import Sequence
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from pressroom.core.metadata.schemas import Tags
from pressroom.features.documents.models import Document, Stage, Status
from pressroom.features.documents.search import Hit
from pressroom.kernel.clock import Instant

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Summary = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class AcceptedDocument(BaseModel):
    """A file that was taken in, or the document it already is."""

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


class AcceptedUpload(BaseModel):
    """What became of each file of an upload."""

    documents: list[AcceptedDocument]
    refused: list[RefusedFile] = Field(default_factory=list)


class HighlightOut(BaseModel):
    """A place where the words were found; `marks` are start and end offsets into `text`."""

    page: int
    text: str
    marks: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """Return a hit as the API shows it."""
        return cls(page=hit.page, text=hit.text, marks=hit.marks)


class DocumentOut(BaseModel):
    """A document."""

    id: UUID
    status: Status
    failed_stage: Stage | None
    error: str | None
    error_code: str | None
    paused_reason: str | None = Field(description="Why its run waits, which goes on by itself; else null.")
    filename: str
    display_name: str | None
    tags: list[str]
    summary: str | None
    language: str | None
    dates: list[dict[str, Any]]
    amounts: list[dict[str, Any]]
    page_count: int | None
    pages_read: int
    attempt: int
    run_id: str | None
    revision_id: UUID | None
    created_at: Instant
    completed_at: Instant | None
    deleted_at: Instant | None
    highlights: list[HighlightOut] | None = Field(default=None, description="Only where `q` is given.")

    @classmethod
    def of(cls, document: Document, hits: Sequence[Hit] | None = None) -> Self:
        """Return a document as the API shows it."""
        found = None if hits is None else [HighlightOut.of(hit) for hit in hits]
        values = {name: getattr(document, name) for name in cls.model_fields if name != "highlights"}
        return cls(**values, highlights=found)


class DocumentList(BaseModel):
    """A page of documents."""

    items: list[DocumentOut]
    next_cursor: str | None


class ReadAgain(BaseModel):
    """How to read a document anew."""

    password: str | None = Field(default=None, max_length=1000, description="Opens an encrypted file.")


class MetadataEdit(BaseModel):
    """A person's own words; what is left out stays as it is."""

    display_name: Name | None = None
    tags: Tags | None = None
    summary: Summary | None = None
    language: str | None = Field(default=None, min_length=2, max_length=8)

    @property
    def values(self) -> dict[str, Any]:
        """The fields that were given."""
        return {name: value for name, value in self.model_dump().items() if value is not None}

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.values:
            raise PydanticCustomError("nothing", "Nothing to change was given.")
        return self


class StartedRun(BaseModel):
    """Work that goes on behind the answer."""

    id: UUID
    status: Status
    run_id: str
