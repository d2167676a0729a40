"""What crosses the API about many pins at once."""

from collections.abc import Sequence
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from pressroom.core.metadata.schemas import Said, Tags
from pressroom.features.pins.actions.bulk import Changes, Outcome, Spread
from pressroom.features.pins.projects.models import Fit
from pressroom.features.pins.schemas import At

MOST_AT_ONCE = 1000
LONGEST_WEEKS = 7 * 24 * 60
"""Minutes between two pins of a spread, at most."""

PinIds = Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]


class SeveralPins(BaseModel):
    """Some pins; a thousand at most."""

    pin_ids: PinIds


class SeveralDescribed(SeveralPins):
    """Some pins, and what should be different about what is said of them."""

    feedback: Said | None = None


class TagChange(BaseModel):
    """Tags that are added and taken away."""

    add: Tags = Field(default_factory=list)
    remove: Tags = Field(default_factory=list)


class SpreadOut(BaseModel):
    """Times for many pins, in the order they are named: the first one's, and the minutes to each next."""

    start: At
    every_minutes: Annotated[int, Field(ge=0, le=LONGEST_WEEKS)]


class PinChanges(BaseModel):
    """What is to be changed about some pins; what is left out stays as it is."""

    board_id: UUID | None = None
    fit: Fit | None = None
    tags: TagChange | None = None
    scheduled_at: At | None = Field(default=None, description="One time for all; null takes them off the schedule.")
    spread: SpreadOut | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.model_fields_set:
            raise PydanticCustomError("nothing", "Nothing to change was given.")
        if self.spread and "scheduled_at" in self.model_fields_set:
            raise PydanticCustomError("both", "Give one time for all, or a spread, not both.")
        return self

    @property
    def changes(self) -> Changes:
        """What is asked for."""
        spread = Spread(start=self.scheduled_at, every_minutes=0) if self.scheduled_at else None
        if self.spread:
            spread = Spread(start=self.spread.start, every_minutes=self.spread.every_minutes)
        return Changes(
            board_id=self.board_id,
            fit=self.fit,
            add_tags=self.tags.add if self.tags else (),
            remove_tags=self.tags.remove if self.tags else (),
            spread=spread,
            unschedule="scheduled_at" in self.model_fields_set and self.scheduled_at is None,
        )


class SeveralChanged(SeveralPins):
    """Some pins, and what is to be changed about them."""

    changes: PinChanges


class PinOutcome(BaseModel):
    """What became of one of several."""

    id: UUID
    success: bool
    error: str | None = None


class PinOutcomes(BaseModel):
    """What became of several; one that does not allow it stops none of the others."""

    total: int
    succeeded: int
    failed: int
    results: list[PinOutcome]

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Self:
        """Return what became of several pins, as the API shows it."""
        results = [PinOutcome(id=one.id, success=one.error is None, error=one.error) for one in outcomes]
        succeeded = sum(one.success for one in results)
        return cls(total=len(results), succeeded=succeeded, failed=len(results) - succeeded, results=results)


class StartedPins(BaseModel):
    """Work on several that goes on behind the answer; the run's output tells what became of each."""

    run_id: str
    total: int
