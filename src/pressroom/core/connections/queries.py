"""Connections found. Every query takes the workspace."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.kernel.errors import NotFound


def connection(session: Session, workspace_id: UUID, connection_id: UUID, *, lock: bool = False) -> Connection:
    """Return one connection; raises NotFound. With `lock`, nobody else changes it until the transaction ends."""
    statement = select(Connection).where(Connection.id == connection_id, Connection.workspace_id == workspace_id)
    found = session.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise NotFound("There is no such connection here. Connect the account first.")
    return found


def connections(session: Session, workspace_id: UUID, *, provider: str | None = None) -> Sequence[Connection]:
    """Return a workspace's connections, oldest first."""
    statement = select(Connection).where(Connection.workspace_id == workspace_id)
    if provider:
        statement = statement.where(Connection.provider == provider)
    return session.scalars(statement.order_by(Connection.id)).all()


def broken(session: Session, workspace_id: UUID) -> int:
    """Return how many connections wait for a person to reconnect them."""
    inactive = select(func.count()).where(Connection.workspace_id == workspace_id, Connection.active.is_(False))
    return session.scalar(inactive) or 0
