"""Credits given, charged and given back. Entries are written once and never changed."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import column, select, table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.core.credits.models import WELCOME, CreditEntry, Kind
from pressroom.core.credits.queries import entry
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, Invalid, NotFound
from pressroom.kernel.ids import new_id

MOST_AT_ONCE = 1_000_000
LONGEST_REASON = 200
USERS = table("users", column("id"))
"""Named, not imported: accounts know credits, which everyone new is welcomed with."""


class Refund(NamedTuple):
    """What gave a charge back, and whether it was written just now or before."""

    entry: CreditEntry
    is_new: bool


def lock_account(session: Session, user_id: UUID) -> None:
    """Make everything else that spends a user's credits wait until this transaction ends; raises NotFound.

    To be called before a balance is relied on, and before a subject's own row is locked. The user's key is not locked,
    so what only refers to them goes on.
    """
    user = select(USERS.c.id).where(USERS.c.id == user_id).with_for_update(key_share=True)
    if session.scalar(user) is None:
        raise NotFound("There is no such user.")


def grant(
    session: Session, *, workspace_id: UUID, user_id: UUID, amount: int, reason: str, granted_by: UUID | None
) -> CreditEntry:
    """Give a user credits; raises Invalid when there are none to give, too many at once, or no reason is said."""
    if not 1 <= amount <= MOST_AT_ONCE:
        raise Invalid(f"A grant is of 1 to {MOST_AT_ONCE:,} credits.", code="amount")
    given = CreditEntry(
        workspace_id=workspace_id,
        user_id=user_id,
        amount=amount,
        kind=Kind.GRANT,
        reason=_said(reason),
        granted_by=granted_by,
    )
    session.add(given)
    session.flush()
    return given


def welcome(session: Session, *, workspace_id: UUID, user_id: UUID, amount: int) -> bool:
    """Give a new member what everyone begins with, once; return whether it was given now. 0 gives nothing."""
    if amount == 0:
        return False
    return _written(
        session,
        workspace_id=workspace_id,
        user_id=user_id,
        amount=amount,
        kind=Kind.GRANT,
        reason="Welcome",
        subject_kind=WELCOME,
        subject_id=user_id,
    )


def charge(session: Session, *, workspace_id: UUID, user_id: UUID, subject: tuple[str, UUID], reason: str) -> bool:
    """Take one credit for a subject, once however often it is asked; return whether it was taken now.

    Waits for the account's lock, so that whoever holds it sees the charge and the subject's end together.
    """
    lock_account(session, user_id)
    subject_kind, subject_id = subject
    return _written(
        session,
        workspace_id=workspace_id,
        user_id=user_id,
        amount=-1,
        kind=Kind.CHARGE,
        reason=reason,
        subject_kind=subject_kind,
        subject_id=subject_id,
    )


def refund(session: Session, *, workspace_id: UUID, entry_id: UUID, reason: str, granted_by: UUID | None) -> Refund:
    """Give a charge back, once; a second time changes nothing and returns the first.

    Raises NotFound when the workspace has no such entry, Conflict when it is no charge, Invalid without a reason.
    """
    charged = entry(session, workspace_id, entry_id)
    if charged.kind is not Kind.CHARGE:
        raise Conflict("Only a charge can be refunded, and this is none.", code="not_a_charge")
    is_new = _written(
        session,
        workspace_id=workspace_id,
        user_id=charged.user_id,
        amount=-charged.amount,
        kind=Kind.REFUND,
        reason=_said(reason),
        subject_kind=charged.subject_kind,
        subject_id=charged.subject_id,
        granted_by=granted_by,
    )
    given_back = select(CreditEntry).where(
        CreditEntry.kind == Kind.REFUND,
        CreditEntry.subject_kind == charged.subject_kind,
        CreditEntry.subject_id == charged.subject_id,
    )
    return Refund(session.scalars(given_back).one(), is_new)


def _written(session: Session, **values: Any) -> bool:  # noqa: ANN401  # the columns of the table
    """Write an entry unless its subject has one of its kind; return whether it was written."""
    statement = insert(CreditEntry).values(id=new_id(), created_at=now(), **values).on_conflict_do_nothing()
    return session.execute(statement.returning(CreditEntry.id)).first() is not None


def _said(reason: str) -> str:
    said = reason.strip()
    if not said:
        raise Invalid("Say why: people see the reason next to their credits.", code="reason")
    if len(said) > LONGEST_REASON:
        raise Invalid(f"A reason has at most {LONGEST_REASON} characters.", code="reason")
    return said
