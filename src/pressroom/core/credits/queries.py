"""Balances and entries of the ledger. Every query takes the workspace."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from pressroom.core.credits.models import CreditEntry, Kind
from pressroom.core.credits.rules import Available
from pressroom.kernel.belonging import belonging
from pressroom.kernel.cursors import id_in

InUse = Callable[[Session, UUID, UUID], int]
"""Counts what a user (second) has in progress in a workspace (first)."""

BALANCE = select(func.coalesce(func.sum(CreditEntry.amount), 0)).where(
    CreditEntry.workspace_id == bindparam("workspace"), CreditEntry.user_id == bindparam("user")
)
"""Built once: everything that costs a credit asks."""
MOST = 200


@dataclass(frozen=True, slots=True)
class EntryListing:
    """A page of entries, newest first."""

    entries: Sequence[CreditEntry]
    next_cursor: str | None


def balance(session: Session, workspace_id: UUID, user_id: UUID) -> int:
    """Return a user's credits in a workspace: the sum of their entries."""
    return session.scalar(BALANCE, {"workspace": workspace_id, "user": user_id}) or 0


def available(session: Session, workspace_id: UUID, user_id: UUID, in_use: InUse) -> Available:
    """Return what a user may spend; to rely on it, lock the account first."""
    reserved = in_use(session, workspace_id, user_id)  # first, so that what completes meanwhile is not spent twice
    return Available(balance(session, workspace_id, user_id), reserved)


def balances(session: Session, workspace_id: UUID) -> Mapping[UUID, int]:
    """Return the credits of every user who ever had any in a workspace, by user."""
    rows = session.execute(
        select(CreditEntry.user_id, func.sum(CreditEntry.amount))
        .where(CreditEntry.workspace_id == workspace_id)
        .group_by(CreditEntry.user_id)
    )
    return {user_id: total for user_id, total in rows}  # noqa: C416  # a row is a tuple to mypy only when unpacked


def entry(session: Session, workspace_id: UUID, entry_id: UUID) -> CreditEntry:
    """Return one entry; raises NotFound."""
    return belonging(
        session,
        CreditEntry,
        workspace_id,
        entry_id,
        missing="There is no such entry in this workspace's ledger of credits.",
    )


def entries(
    session: Session, workspace_id: UUID, *, user_id: UUID | None = None, limit: int = 50, cursor: str | None = None
) -> EntryListing:
    """Return a page of a user's entries, or of everyone's, newest first."""
    limit = max(1, min(limit, MOST))
    statement = select(CreditEntry).where(CreditEntry.workspace_id == workspace_id)
    if user_id:
        statement = statement.where(CreditEntry.user_id == user_id)
    if cursor:
        statement = statement.where(CreditEntry.id < id_in(cursor))
    rows = session.scalars(statement.order_by(CreditEntry.id.desc()).limit(limit + 1)).all()
    return EntryListing(rows[:limit], str(rows[limit - 1].id) if len(rows) > limit else None)


def refunded(session: Session, charges: Sequence[CreditEntry]) -> frozenset[UUID]:
    """Return which of these charges were given back, by entry."""
    paid = {(one.subject_kind, one.subject_id): one.id for one in charges if one.kind is Kind.CHARGE}
    rows = session.execute(
        select(CreditEntry.subject_kind, CreditEntry.subject_id).where(
            CreditEntry.kind == Kind.REFUND, CreditEntry.subject_id.in_([subject for _, subject in paid])
        )
    )
    return frozenset(paid[kind, subject] for kind, subject in rows if (kind, subject) in paid)
