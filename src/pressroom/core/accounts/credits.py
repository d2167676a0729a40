"""The members of a workspace with what they have to spend."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.accounts.models import Role, User
from pressroom.core.accounts.queries import members
from pressroom.core.credits.queries import balances
from pressroom.core.credits.schemas import CreditAccountOut


@dataclass(frozen=True, slots=True)
class CreditAccount:
    """A member and their balance."""

    user: User
    role: Role
    balance: int

    @property
    def out(self) -> CreditAccountOut:
        """The account as the API shows it."""
        user = self.user
        return CreditAccountOut(user_id=user.id, name=user.name, email=user.email, role=self.role, balance=self.balance)


def credit_accounts(session: Session, workspace_id: UUID) -> Sequence[CreditAccount]:
    """Return every member's account, longest-standing first."""
    credits_ = balances(session, workspace_id)
    return [CreditAccount(user, role, credits_.get(user.id, 0)) for user, role in members(session, workspace_id)]
