"""Alerts found. Every query takes the workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.alerts.models import Alert
from pressroom.core.alerts.rules import Cause
from pressroom.kernel.belonging import belonging
from pressroom.kernel.cursors import id_in

MOST = 200
SHOWN = 3
"""So many stand on every page."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of alerts, newest first."""

    alerts: Sequence[Alert]
    next_cursor: str | None


def alert(session: Session, workspace_id: UUID, alert_id: UUID, *, lock: bool = False) -> Alert:
    """Return one alert; raises NotFound. With `lock`, nobody else changes it until the transaction ends."""
    return belonging(session, Alert, workspace_id, alert_id, missing="There is no such alert here.", lock=lock)


def alerts(
    session: Session, workspace_id: UUID, *, is_open: bool | None = None, limit: int = 50, cursor: str | None = None
) -> Listing:
    """Return a page of alerts, newest first; raises Invalid for a cursor no list gave."""
    limit = max(1, min(limit, MOST))
    wanted = select(Alert).where(Alert.workspace_id == workspace_id).order_by(Alert.id.desc()).limit(limit + 1)
    if is_open is not None:
        wanted = wanted.where(Alert.ended_at.is_(None) if is_open else Alert.ended_at.is_not(None))
    if cursor:
        wanted = wanted.where(Alert.id < id_in(cursor))
    found = session.scalars(wanted).all()
    return Listing(found[:limit], str(found[limit - 1].id) if found[limit:] else None)


def to_be_shown(session: Session, workspace_id: UUID) -> Sequence[Alert]:
    """Return the alerts that last and that nobody has put aside, the newest few; lost accounts are told elsewhere."""
    return session.scalars(
        select(Alert)
        .where(
            Alert.workspace_id == workspace_id,
            Alert.ended_at.is_(None),
            Alert.dismissed_at.is_(None),
            Alert.cause != Cause.CONNECTION,
        )
        .order_by(Alert.id.desc())
        .limit(SHOWN)
    ).all()
