"""A pin whose answer was lost, told from others on its board. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Self
from unicodedata import normalize
from urllib.parse import unquote, urlsplit
from uuid import UUID

from pressroom.features.pins.publishing.models import PublishAttempt
from pressroom.features.pins.publishing.rules import over_at
from pressroom.providers.pinterest import PinFound

SKEW = timedelta(hours=1)
"""How far Pinterest's clock may be behind ours, or its times be told in another zone than they say. Pins that are known
to be others are left aside anyway, so a long time costs nothing; a short one would cost a pin published twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a try sent, by which its pin is known again."""

    pin_id: UUID
    title: str
    link: str | None
    since: datetime
    """When it was claimed, by our clock."""
    until: datetime
    """When its call was over for certain."""

    @classmethod
    def of(cls, attempt: PublishAttempt, *, timeout_seconds: float) -> Self:
        """Return what to look for after a try."""
        return cls(
            pin_id=attempt.pin_id,
            title=attempt.title,
            link=attempt.link,
            since=attempt.created_at,
            until=over_at(attempt, timeout_seconds=timeout_seconds),
        )

    def is_of_its_time(self, found: PinFound) -> bool:
        """Tell whether a pin may have been made by the call: one that does not say when, may."""
        return found.created_at is None or self.since - SKEW <= found.created_at <= self.until + SKEW

    def is_by_link(self, found: PinFound) -> bool:
        """Tell whether the link holds the pin's own id, so that it can be no other."""
        mine = str(self.pin_id)
        return bool(self.link and found.link) and mine in (self.link or "") and mine in unquote(found.link or "")

    def is_like(self, found: PinFound) -> bool:
        """Tell whether link and title are what was sent, and it was not made before, nor long after."""
        is_named_so = told(found.title) == told(self.title) and address(found.link) == address(self.link)
        return is_named_so and self.is_of_its_time(found)


def find(sought: Sought, listed: Iterable[PinFound], *, known: Collection[str]) -> PinFound | None:
    """Return the pin of a try among those of its board; None where it is not there.

    One that is known as another pin's, or as what this pin was before it was withdrawn, is left aside. Of several that
    look alike, the earliest is taken, so that two tries do not claim each other's.
    """
    candidates = [one for one in listed if one.id not in known]
    certain = [one for one in candidates if sought.is_by_link(one)]
    alike = certain or [one for one in candidates if sought.is_like(one)]
    return min(alike, key=lambda one: (one.created_at or sought.since, one.id), default=None)


def told(title: str) -> str:
    """Return a title as it compares: however its spaces, entities and accents are written."""
    return " ".join(normalize("NFC", unescape(title)).split()).casefold()


def address(link: str | None) -> str:
    """Return an address as it compares: without scheme, fragment, and a slash at its end."""
    if not link:
        return ""
    parts = urlsplit(unescape(link.strip()))
    query = f"?{unquote(parts.query)}" if parts.query else ""
    return (parts.netloc.casefold() + unquote(parts.path).rstrip("/") + query).removeprefix("www.")
