"""The members of a workspace with what they have to spend."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.accounts.models import Role, User
from pressroom.core.accounts.queries import members
from pressroom.core.credits.queries import balances


@dataclass(frozen=True, slots=True)
class CreditAccount:
    """A member and their balance."""

    user: User
    role: Role
    balance: int


def credit_accounts(session: Session, workspace_id: UUID) -> Sequence[CreditAccount]:
    """Return every member's account, longest-standing first."""
    credits_ = balances(session, workspace_id)
    return [CreditAccount(user, role, credits_.get(user.id, 0)) for user, role in members(session, workspace_id)]
