"""What crosses the API about events."""

import re
from collections.abc import Sequence
from math import isfinite
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from pressroom.core.events.models import Event, EventStart, Source
from pressroom.core.events.rules import MOST_AT_ONCE, EventName, SenderId
from pressroom.kernel.clock import Instant

HALF = re.compile("[\ud800-\udfff]")
"""Half a character: no text that has one can be written as UTF-8."""


def _keepable(data: dict[str, Any]) -> dict[str, Any]:
    """Return data that can be kept as JSON; raises ValueError, with the field it is about."""
    todo: list[tuple[str, Any]] = [("", data)]
    while todo:
        place, value = todo.pop()
        match value:
            case str() if "\0" in value:
                raise ValueError(f"{_named(place)}text with a NUL character cannot be kept")
            case str() if HALF.search(value):
                raise ValueError(f"{_named(place)}text with half a character, a lone surrogate, cannot be kept")
            case float() if not isfinite(value):
                raise ValueError(f"{_named(place)}a number that is infinite, or none at all, cannot be kept")
            case dict():
                todo += [(place, name) for name in value]
                todo += [(f"{place}.{name}", one) for name, one in value.items()]
            case list():
                todo += [(f"{place}.{number}", one) for number, one in enumerate(value)]
    return data


def _named(place: str) -> str:
    printable = place.removeprefix(".").encode("ascii", "backslashreplace").decode().replace("\0", "\\0")
    return f"{printable}: " if printable else ""


class EventIn(BaseModel):
    """Something that happened. Sent again under the same `id`, it is the same event for 24 hours and starts nothing."""

    id: SenderId | None = None
    name: EventName
    data: Annotated[dict[str, Any], AfterValidator(_keepable)] = Field(default_factory=dict)
    caused_by: UUID | None = Field(
        default=None, description="The event that led to this one, so that a circle of them is noticed."
    )


class EventsIn(BaseModel):
    """Several events, accepted together or not at all."""

    events: list[EventIn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class EventAccepted(BaseModel):
    """An event that is safe, and the runs it started; `refusals` say why a workflow that listens did not start.

    Where `is_known`, it had been sent before: this is what it started then.
    """

    event_id: UUID
    run_ids: list[str]
    refusals: list[str]
    is_known: bool

    @classmethod
    def of(cls, event: Event, starts: Sequence[EventStart], *, is_known: bool) -> Self:
        """Return what an event's sender is told."""
        return cls(
            event_id=event.id,
            run_ids=[one.run_id for one in starts if one.run_id],
            refusals=[one.refusal for one in starts if one.refusal],
            is_known=is_known,
        )


class EventsAccepted(BaseModel):
    """Several events that are safe, in the order they were sent."""

    events: list[EventAccepted]


class StartOut(BaseModel):
    """A workflow that listens: its run, or why it did not start."""

    workflow: str
    run_id: str | None
    refusal: str | None


class EventOut(BaseModel):
    """An event. `source` says where it came from, `depth` how many events led to it."""

    id: UUID
    external_id: str | None
    name: str
    data: dict[str, Any]
    source: Source
    depth: int
    created_at: Instant
    starts: list[StartOut]

    @classmethod
    def of(cls, event: Event, starts: Sequence[EventStart]) -> Self:
        """Return an event as the API shows it."""
        values = {name: getattr(event, name) for name in cls.model_fields if name != "starts"}
        told = [StartOut(workflow=one.workflow, run_id=one.run_id, refusal=one.refusal) for one in starts]
        return cls(**values, starts=told)


class EventList(BaseModel):
    """A page of events, newest first."""

    items: list[EventOut]
    next_cursor: str | None


class EventKind(BaseModel):
    """A name of events: which workflows begin with one, and the JSON schema of its data where they have one."""

    name: str
    is_told_by_us: bool = Field(description="Pressroom tells it itself; it cannot be sent.")
    workflows: list[str]
    data_schema: dict[str, Any] | None


class EventKinds(BaseModel):
    """What can be sent, and what webhooks can ask for."""

    items: list[EventKind]
    next_cursor: None = None
