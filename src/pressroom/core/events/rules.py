"""Pure decisions about events: how they are called, what they may be, and how long a chain of them may get."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from pressroom.core.floor.catalogue import closest
from pressroom.core.webhooks.rules import TEST
from pressroom.kernel.errors import Invalid

MOST_DEPTH = 8
"""So many events may lead to one another; the next starts nothing."""
ID_LASTS = timedelta(hours=24)
"""How long a sender's id stands for one event."""
MOST_BYTES = 256_000
"""The data of one event, as JSON."""
MOST_AT_ONCE = 1000
NAME = r"^[A-Za-z0-9][A-Za-z0-9_./:-]*$"
FACTS: dict[str, tuple[str, ...]] = {
    "document": ("processing", "ocr_complete", "generating_metadata", "completed", "failed"),
    "media": ("pending", "processing", "completed", "failed"),
    "generation": ("processing", "completed", "failed"),
    "article": ("pending", "processing", "completed", "failed", "skipped"),
    "pin": ("draft", "describing", "ready", "scheduled", "publishing", "published", "failed"),
}
"""What Pressroom tells by itself: by kind of thing, what it may become."""
ALERTS = ("alert.raised", "alert.ended")
TOLD = (*(f"{kind}.{status}" for kind, statuses in FACTS.items() for status in statuses), *ALERTS)
"""The names of everything Pressroom tells by itself."""
TOO_DEEP = (
    f"This event is the last of a chain of {MOST_DEPTH} that led to one another, so it starts nothing: "
    "they would go on for ever."
)

EventName = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=NAME)]
SenderId = Annotated[str, StringConstraints(min_length=1, max_length=200), Field(description="Good for 24 hours.")]


def subscriptions_of(name: str) -> list[str]:
    """Return what a webhook may have subscribed to that stands for an event of this name."""
    return list(dict.fromkeys((name, f"{name.partition('.')[0]}.*", "*")))


def check_known(name: str, known: Collection[str]) -> None:
    """Raise Invalid unless somebody listens to events of this name, saying which names there are, closest first."""
    if name in TOLD or name == TEST:  # whoever listens may rely on it
        raise Invalid(f"“{name}” is told by Pressroom itself when it happens; it cannot be sent.", code="own_event")
    if name in known:
        return
    raise Invalid(
        f"Nothing listens to “{name}”. There are: {', '.join(closest_first(name, known))}.", code="unknown_event"
    )


def check_subscribable(name: str, known: Iterable[str]) -> None:
    """Raise Invalid unless a webhook may ask for this: an event, all of a kind as `document.*`, or `*`."""
    names = subscribable(known)
    if name not in names:
        near = closest_first(name, names)[:5]
        raise Invalid(f"There is no event called “{name}”. Perhaps: {', '.join(near)}.", code="unknown_event")


def subscribable(known: Iterable[str]) -> Sequence[str]:
    """Return all that a webhook may ask for: everything, all of a kind, and each event there is."""
    groups = [f"{kind}.*" for kind in (*FACTS, "alert")]
    return ["*", *groups, *TOLD, *known]


def closest_first(name: str, known: Iterable[str]) -> Sequence[str]:
    """Return names in order of their likeness to one that was typed, then by the alphabet."""
    rest = sorted(known)
    near = closest(name, rest)
    return [*near, *(one for one in rest if one not in near)]


def data_of_fact(kind: str, subject_id: object, status: str) -> dict[str, Any]:
    """Return what is told of a thing that became something else."""
    return {f"{kind}_id": str(subject_id), "status": status}
