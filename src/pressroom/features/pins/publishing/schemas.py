"""What crosses the API about publishing."""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field

from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.features.pins.publishing.rules import was_withdrawn
from pressroom.kernel.clock import Instant

OF_ITS_OWN = {"claimed_at", "withdrawn"}


class AttemptOut(BaseModel):
    """One try to publish a pin."""

    id: UUID
    number: int
    run_id: str
    connection_id: UUID | None
    account: str
    outcome: Outcome
    claimed_at: Instant
    sent_at: Instant | None
    ended_at: Instant | None
    pinterest_pin_id: str | None
    request_id: str | None
    http_status: int | None
    error: str | None
    error_code: str | None
    retry_after: float | None
    withdrawn: bool = Field(description="Whether what it brought to Pinterest was taken back since.")

    @classmethod
    def of(cls, attempt: PublishAttempt, pin: Pin) -> Self:
        """Return a try to publish a pin as the API shows it."""
        named = {name: getattr(attempt, name) for name in cls.model_fields if name not in OF_ITS_OWN}
        return cls(claimed_at=attempt.created_at, withdrawn=was_withdrawn(attempt, pin), **named)


class AttemptList(BaseModel):
    """Every try to publish a pin, newest first."""

    items: list[AttemptOut]


class Publication(BaseModel):
    """What became of a pin that was published, or withdrawn: its id at Pinterest, or why it is not there."""

    success: bool
    pinterest_pin_id: str | None = None
    error: str | None = None


class PublicationState(BaseModel):
    """Where a pin stands on its way to Pinterest."""

    status: PinStatus
    scheduled_at: Instant | None
    published_at: Instant | None
    pinterest_pin_id: str | None
    pinterest_url: str | None
    obstacles: list[str] = Field(description="Why it could not be published as it is; empty where nothing is missing.")
    waiting_reason: str | None = Field(description="What it waits for; null where it just waits for its turn.")
    error: str | None
    error_code: str | None
    seen_at: Instant | None = Field(description="When it was last found at Pinterest.")
    gone_at: Instant | None = Field(description="When it was found to be gone there, though nobody withdrew it here.")
    attempts: int = Field(description="How often it was tried; `/api/pins/{id}/attempts` lists the tries.")


class Published(BaseModel):
    """What became of one of several: its id at Pinterest, or why it was not published."""

    id: UUID
    success: bool
    pinterest_pin_id: str | None = None
    error: str | None = None


class PublishedPins(BaseModel):
    """What became of several pins, in the order they were named; the output of their run tells it by id."""

    total: int
    published: int
    failed: int
    results: list[Published]

    @classmethod
    def of(cls, output: Mapping[str, Any], places: Mapping[UUID, str | None]) -> Self:
        """Return what a run told of several; `places` has their ids at Pinterest, in the order they were named."""
        told = {UUID(one["id"]): one for one in output["results"]}
        results = [Published(**told[one], pinterest_pin_id=place) for one, place in places.items() if one in told]
        return cls(**dict(output) | {"results": results})
