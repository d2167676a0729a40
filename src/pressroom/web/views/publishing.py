"""What templates say of pins on their way to Pinterest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pressroom.web.views.shell import Choice, Crumb, State, View


@dataclass(frozen=True, slots=True, kw_only=True)
class TryRow:
    """One try to publish a pin."""

    number: int
    state: State
    at: datetime
    account: str
    seconds: float | None
    """How long Pinterest took to answer; None where nothing was sent, or the answer is not here."""
    answer: str
    """`HTTP 201`; empty where there was none."""
    request_id: str
    reason: str
    """What Pinterest said, or why nothing came of it; empty where it went well."""
    run_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinPublishing:
    """Where a pin stands on its way to Pinterest, and what can be done about it."""

    pin_id: str
    account: str
    """The account that its project publishes with; empty where there is none."""
    obstacles: Sequence[str]
    """Why it cannot be published as it is."""
    ways: Sequence[Crumb]
    """Where that is mended."""
    waits_for: str | None
    sections: Sequence[Choice]
    """The sections of its board, where one can be chosen."""
    section: str
    """The section it was put in, where that stays."""
    url: str | None
    """Where it is at Pinterest."""
    published_at: datetime | None
    seen_at: datetime | None
    gone_at: datetime | None
    can_publish: bool
    is_under_way: bool
    can_withdraw: bool
    why_not_withdrawn: str | None
    """What has to be done before it can be withdrawn."""
    is_withdrawing: bool
    trouble: str | None
    """Why it could not be withdrawn."""
    is_made_by_ai: bool
    """Whether its picture is."""
    tries: Sequence[TryRow]


@dataclass(frozen=True, slots=True)
class PinPublishingPartial(View):
    """`GET /pins/{id}/publication`."""

    template: ClassVar[str] = "pins/_publishing.html"
    publishing: PinPublishing


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What publishing some pins now comes to."""

    number: int
    """Those that nothing stands in the way of."""
    lasts: str
    """About how long they take in all, in words; empty for one."""
    hindered: Sequence[str]
    """Why the others will not be published, each reason with its number."""


@dataclass(frozen=True, slots=True)
class ForecastPartial(View):
    """`POST /pins/publication/estimate`."""

    template: ClassVar[str] = "pins/_forecast.html"
    forecast: Forecast
