"""Samples for `/-/patterns` of pins on their way to Pinterest."""

from dataclasses import replace
from datetime import timedelta

from pressroom.features.pins.publishing.models import Outcome
from pressroom.features.pins.publishing.rules import UNCONNECTED
from pressroom.kernel.clock import now
from pressroom.web.pages.pin_standing import OUTCOMES
from pressroom.web.views.publishing import Forecast, PinPublishing, TryRow
from pressroom.web.views.shell import Choice, Crumb

PUBLISHED_URL = "https://www.pinterest.com/pin/813744226420795884/"
SECTIONS = (
    Choice(value="s1", label="Soups", is_chosen=True),
    Choice(value="s2", label="Breads", is_chosen=False),
)
FORECASTS = (
    Forecast(number=12, lasts="2 minutes", hindered=()),
    Forecast(number=1, lasts="", hindered=("2 not: Pin must have an image",)),
    Forecast(number=0, lasts="", hindered=(f"3 not: {UNCONNECTED}",)),
)
WAYS = (Crumb("/projects", "Choose an account for the project"), Crumb("/connections", "Connections"))


def published() -> PinPublishing:
    """Return a pin that came to Pinterest at the third try."""
    at = now() - timedelta(hours=3)
    came = TryRow(
        number=3,
        state=OUTCOMES[Outcome.FOUND],
        at=at,
        account="ada",
        seconds=1.2,
        answer="HTTP 201",
        request_id="6122714523901",
        reason="",
        run_url="/runs/r3",
    )
    reason = "The connection was reset before an answer came."
    lost = replace(came, number=2, state=OUTCOMES[Outcome.LOST], seconds=None, answer="", request_id="", reason=reason)
    limited = replace(came, number=1, state=OUTCOMES[Outcome.LIMITED], answer="HTTP 429", reason="Asked to wait 60 s.")
    return PinPublishing(
        pin_id="sample-1",
        account="ada",
        obstacles=(),
        ways=(),
        waits_for=None,
        sections=(),
        section="Soups",
        url=PUBLISHED_URL,
        published_at=at,
        seen_at=now() - timedelta(hours=1),
        gone_at=None,
        can_publish=False,
        is_under_way=False,
        can_withdraw=True,
        why_not_withdrawn=None,
        is_withdrawing=False,
        trouble=None,
        is_made_by_ai=True,
        tries=(came, lost, limited),
    )


def publishings() -> list[PinPublishing]:
    """Return a pin in every state on its way."""
    out = published()
    ready = replace(out, url=None, published_at=None, can_withdraw=False, is_made_by_ai=False, section="", tries=())
    lost = "The account ada has to be connected again: Token refresh failed: invalid_grant."
    return [
        out,
        replace(ready, pin_id="sample-2", can_publish=True, sections=SECTIONS),
        replace(ready, pin_id="sample-3", account="", obstacles=(UNCONNECTED,), ways=WAYS),
        replace(ready, pin_id="sample-4", obstacles=(lost,), ways=WAYS[1:], waits_for=lost),
        replace(ready, pin_id="sample-5", is_under_way=True, waits_for="Pinterest asked to wait before the next pin."),
        replace(out, pin_id="sample-6", url=None, seen_at=None, gone_at=now(), trouble="Pinterest was not reached."),
        replace(out, pin_id="sample-7", can_withdraw=False, is_withdrawing=True, tries=()),
        replace(out, pin_id="sample-8", can_withdraw=False, why_not_withdrawn=lost, tries=()),
    ]
