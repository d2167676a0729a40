"""What crosses the API about when pins go out."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from pressroom.features.pins.planning.actions import MOST_DAYS, Planned, Span
from pressroom.features.pins.planning.concerns import Concern, Kind
from pressroom.features.pins.planning.outlook import Day
from pressroom.features.pins.schemas import PinOut
from pressroom.features.pins.several import SeveralPins
from pressroom.kernel.clock import Instant


class ConcernOut(BaseModel):
    """Something about a planned pin: it blocks its publishing, or is only worth a look."""

    kind: Kind
    code: str
    text: str


class PlannedPin(BaseModel):
    """A pin in the calendar, and what stands against it, the worst first."""

    at: Instant
    pin: PinOut
    concerns: list[ConcernOut]


class FreeTime(BaseModel):
    """A time of a project's week that no pin goes out at."""

    at: Instant
    project_id: UUID


class CrowdOut(BaseModel):
    """An account with more pins on a day than `PRESSROOM_PUBLISH_DAILY_LIMIT`."""

    connection_id: UUID
    account: str
    planned: int
    limit: int


class CalendarDay(BaseModel):
    """A day: its pins by their time, the first 200 of `total`; its free times; accounts with too many pins."""

    date: date
    total: int
    pins: list[PlannedPin]
    free: list[FreeTime]
    crowded: list[CrowdOut]

    @classmethod
    def of(cls, day: Day, *, daily_pins: int) -> Self:
        """Return a day as the API shows it."""
        pins = [PlannedPin(at=one.at, pin=PinOut.of(one.pin), concerns=_told(one.concerns)) for one in day.entries]
        crowded = [
            CrowdOut(connection_id=one.connection_id, account=one.account, planned=one.number, limit=daily_pins)
            for one in day.crowds
        ]
        free = [FreeTime(at=one.at, project_id=one.project.id) for one in day.free]
        return cls(date=day.date, total=day.number, pins=pins, free=free, crowded=crowded)


class Calendar(BaseModel):
    """Days in a row, as a clock in `zone` tells them."""

    zone: str
    items: list[CalendarDay]
    next_cursor: None = None


class FreeTimes(BaseModel):
    """The next times of a project's week that no pin goes out at; `zone` is the project's."""

    zone: str
    items: list[Instant]
    next_cursor: None = None


class SeveralPlanned(SeveralPins):
    """Some pins, and when they are to go out: at the next free times of their projects' weeks, or spread over days."""

    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = Field(
        default=None, description="Spread them evenly over so many days. Unset: the next free times, one after another."
    )
    first: date | None = Field(default=None, description="The first of these days; unset: today.")

    @property
    def span(self) -> Span | None:
        """The days, where they are to be spread."""
        return Span(self.days, self.first) if self.days else None


class PlannedOutcome(BaseModel):
    """What became of one of several."""

    id: UUID
    success: bool
    scheduled_at: Instant | None = None
    error: str | None = None


class PlannedOutcomes(BaseModel):
    """What became of several; one that does not allow it stops none of the others."""

    total: int
    succeeded: int
    failed: int
    results: list[PlannedOutcome]

    @classmethod
    def of(cls, planned: Sequence[Planned]) -> Self:
        """Return what became of several pins, as the API shows it."""
        results = [
            PlannedOutcome(id=one.id, success=one.error is None, scheduled_at=one.at, error=one.error)
            for one in planned
        ]
        succeeded = sum(one.success for one in results)
        return cls(total=len(results), succeeded=succeeded, failed=len(results) - succeeded, results=results)


def _told(concerns: Sequence[Concern]) -> list[ConcernOut]:
    return [ConcernOut(kind=one.kind, code=one.code, text=one.text) for one in concerns]
