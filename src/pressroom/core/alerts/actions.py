"""Alerts raised and ended, each told as an event; and put aside by a person."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.alerts.models import Alert
from pressroom.core.alerts.rules import Finding
from pressroom.core.events.models import Source
from pressroom.core.events.recording import Happened, record
from pressroom.core.floor.catalogue import Catalogue
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.ids import new_id
from pressroom.kernel.log import logger

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Settled:
    """What began to be wrong since the last look, and what is well again."""

    raised: list[Alert]
    ended: list[Alert]


def settle(session: Session, app: App, catalogue: Catalogue, findings: Iterable[Finding]) -> Settled:
    """Make the alerts that last those of what was found, in one transaction with the events that tell of it."""
    wrong = {one.key: one for one in findings}
    lasting = {
        (one.workspace_id, one.cause, one.about): one
        for one in session.scalars(select(Alert).where(Alert.ended_at.is_(None)).with_for_update())
    }
    raised = [_raised(session, one) for key, one in wrong.items() if key not in lasting]
    ended = [one for key, one in lasting.items() if key not in wrong]
    for one in ended:
        one.ended_at = now()
    session.flush()
    for name, several in (("alert.raised", raised), ("alert.ended", ended)):
        for one in several:
            log.warning(name, cause=one.cause, about=one.about, reason=one.reason)
            record(session, app, catalogue, _told(one, name))
    return Settled(raised, ended)


def dismiss(alert: Alert) -> None:
    """Put an alert aside: it stays in the list, and stands on no page any more."""
    alert.dismissed_at = alert.dismissed_at or now()


def _raised(session: Session, finding: Finding) -> Alert:
    alert = Alert(
        id=new_id(),
        workspace_id=finding.workspace_id,
        cause=finding.cause.value,
        about=finding.about,
        reason=finding.reason,
    )
    session.add(alert)
    return alert


def _told(alert: Alert, name: str) -> Happened:
    data = {"alert_id": str(alert.id), "cause": alert.cause, "about": alert.about, "reason": alert.reason}
    return Happened(workspace_id=alert.workspace_id, name=name, data=data, source=Source.FACT)
