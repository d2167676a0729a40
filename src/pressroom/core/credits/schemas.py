"""What crosses the API about credits."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from pressroom.core.credits.actions import LONGEST_REASON, MOST_AT_ONCE
from pressroom.core.credits.models import CreditEntry, Kind
from pressroom.core.credits.rules import Available
from pressroom.kernel.clock import Instant

Reason = Annotated[str, Field(min_length=1, max_length=LONGEST_REASON, description="Shown next to the credits.")]


class CreditsOut(BaseModel):
    """What someone may spend: `available` is the balance, less one for each thing in progress."""

    balance: int
    in_use: int
    available: int

    @classmethod
    def of(cls, credits_: Available) -> Self:
        """Return an account as the API shows it."""
        return cls(balance=credits_.balance, in_use=credits_.in_use, available=credits_.available)


class CreditEntryOut(BaseModel):
    """A change of a balance. A charge and its refund have the same subject; `granted_by` is the owner who gave."""

    id: UUID
    user_id: UUID
    amount: int
    kind: Kind
    reason: str
    subject_kind: str | None
    subject_id: UUID | None
    granted_by: UUID | None
    created_at: Instant

    @classmethod
    def of(cls, entry: CreditEntry) -> Self:
        """Return an entry as the API shows it."""
        return cls(**{name: getattr(entry, name) for name in cls.model_fields})


class CreditEntryList(BaseModel):
    """A page of entries, newest first."""

    items: list[CreditEntryOut]
    next_cursor: str | None


class CreditAccountOut(BaseModel):
    """A member of the workspace, and their balance."""

    user_id: UUID
    name: str
    email: str | None
    role: str
    balance: int


class CreditAccountList(BaseModel):
    """Every member's account, longest-standing first."""

    items: list[CreditAccountOut]
    next_cursor: None = None


class NewGrant(BaseModel):
    """Credits for someone, and why."""

    amount: int = Field(ge=1, le=MOST_AT_ONCE)
    reason: Reason


class NewRefund(BaseModel):
    """Why a charge is given back."""

    reason: Reason
