"""Connections found. Every query takes the workspace."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.core.connections.rules import AHEAD, RENEWED_AHEAD
from pressroom.kernel.belonging import belonging
from pressroom.kernel.clock import now
from pressroom.kernel.failure import BUSY


def connection(session: Session, workspace_id: UUID, connection_id: UUID, *, lock: bool = False) -> Connection:
    """Return one connection; raises NotFound. With `lock`, nobody else changes it until the transaction ends."""
    return belonging(
        session,
        Connection,
        workspace_id,
        connection_id,
        missing="There is no such connection here. Connect the account first.",
        lock=lock,
    )


def connections(session: Session, workspace_id: UUID, *, provider: str | None = None) -> Sequence[Connection]:
    """Return a workspace's connections, oldest first."""
    statement = select(Connection).where(Connection.workspace_id == workspace_id)
    if provider:
        statement = statement.where(Connection.provider == provider)
    return session.scalars(statement.order_by(Connection.id)).all()


def lost(session: Session, workspace_id: UUID) -> Sequence[Connection]:
    """Return the connections that cannot be used, oldest first: most wait for a person to reconnect them."""
    inactive = select(Connection).where(Connection.workspace_id == workspace_id, Connection.active.is_(False))
    return session.scalars(inactive.order_by(Connection.id)).all()


def names(session: Session, workspace_id: UUID, ids: Collection[str]) -> Mapping[str, str]:
    """Return what accounts are called, by their connections' ids; those of other workspaces are left out."""
    rows = session.execute(
        select(Connection.id, Connection.account).where(
            Connection.workspace_id == workspace_id, Connection.id.in_({UUID(one) for one in ids})
        )
    )
    return {str(row.id): row.account for row in rows}


def expiring(session: Session) -> list[str]:
    """Return the active connections of all workspaces whose tokens end within seven days, the next to end first."""
    ending = select(Connection.id).where(
        Connection.active, Connection.provider.in_(RENEWED_AHEAD), Connection.token_expires_at <= now() + AHEAD
    )
    return [str(one) for one in session.scalars(ending.order_by(Connection.token_expires_at))]


def interrupted(session: Session) -> list[str]:
    """Return the connections of all workspaces that are inactive only because their provider was out of order."""
    waiting = select(Connection.id).where(Connection.active.is_(False), Connection.error_code == BUSY)
    return [str(one) for one in session.scalars(waiting.order_by(Connection.id))]


def provider_of(session: Session, connection_id: UUID) -> str | None:
    """Return whose account a connection is; None where it is gone."""
    return session.scalar(select(Connection.provider).where(Connection.id == connection_id))
