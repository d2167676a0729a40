"""Alerts as pages show them, each with the way to where it is mended."""

from urllib.parse import quote

from pressroom.core.alerts.models import Alert
from pressroom.core.alerts.rules import TITLES, Cause
from pressroom.web.narrowing import address
from pressroom.web.views.alerts import AlertRow
from pressroom.web.views.shell import AlertLine, Crumb, State


def alert_line(alert: Alert) -> AlertLine:
    """Return an alert as every page shows it."""
    return AlertLine(id=str(alert.id), title=TITLES[Cause(alert.cause)], reason=alert.reason, cure=cure_of(alert))


def alert_row(alert: Alert) -> AlertRow:
    """Return an alert as a row of their list."""
    return AlertRow(
        id=str(alert.id),
        title=TITLES[Cause(alert.cause)],
        reason=alert.reason,
        state=State("ok", "Over") if alert.ended_at else State("bad", "Lasts"),
        at=alert.created_at,
        ended_at=alert.ended_at,
        cure=None if alert.ended_at else cure_of(alert),
        can_dismiss=alert.ended_at is None and alert.dismissed_at is None,
    )


def cure_of(alert: Alert) -> Crumb | None:
    """Return the page on which something can be done about an alert; None where none can."""
    match Cause(alert.cause):
        case Cause.FAILURES:
            return Crumb(address("/runs", {"status": "failed", "workflow": alert.about}), "See the runs")
        case Cause.QUEUE:
            return Crumb(f"/runs/queues#queue-{quote(alert.about)}", "See the queue")
        case Cause.CONNECTION:
            return Crumb(f"/connections#connection-{alert.about}", "Reconnect")
        case Cause.BUDGET:
            return Crumb("/settings#spending", "Change the budget")
        case Cause.WEBHOOK:
            return Crumb(f"/webhooks/{alert.about}", "See the webhook")
        case _:
            return None
