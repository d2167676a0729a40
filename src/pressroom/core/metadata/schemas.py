"""What crosses the API about any subject's metadata."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from pydantic_core import PydanticCustomError

from pressroom.core.metadata.models import Author, Revision
from pressroom.kernel.clock import Instant


def _each_once(tags: list[str]) -> list[str]:
    return list(dict.fromkeys(tags))


def _refuse_nul(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError("unusable", "A character in it cannot be used.")
    return text


without_nul = AfterValidator(_refuse_nul)
Said = Annotated[str, StringConstraints(max_length=2000), without_nul]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Tags = Annotated[list[Tag], Field(max_length=30), AfterValidator(_each_once)]


class RevisionOut(BaseModel):
    """One answer about a subject."""

    id: UUID
    values: dict[str, Any]
    author: Author
    feedback: str | None
    model: str | None
    run_id: str | None
    confidence: float | None
    notes: list[str]
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: float | None
    seconds: float | None
    prompt_version: int | None = Field(description="Which of the workspace's own prompts; null for the shipped one.")
    created_at: Instant

    @classmethod
    def of(cls, revision: Revision) -> Self:
        """Return a revision as the API shows it."""
        return cls(**{name: getattr(revision, name) for name in cls.model_fields})


class RevisionList(BaseModel):
    """A subject's revisions, newest first."""

    items: list[RevisionOut]
    next_cursor: None = None


class Feedback(BaseModel):
    """What should be different about a description."""

    feedback: Said | None = None
