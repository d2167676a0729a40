"""What the part of the settings about credits is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from pressroom.core.credits.rules import Available
from pressroom.web.views.shell import Choice, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What someone may spend, as `_components/spending.html` shows it wherever it is spent."""

    available: int
    in_use: int
    all_in_use: bool

    @classmethod
    def of(cls, credits_: Available) -> Self:
        """Return an account as pages show it."""
        return cls(available=credits_.available, in_use=credits_.in_use, all_in_use=credits_.all_in_use)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditAccountRow:
    """A member, and their balance."""

    name: str
    is_you: bool
    balance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditEntryRow:
    """A change of a balance."""

    id: str
    amount: int
    kind: str
    """In words: `Granted`, `Paid`, `Refunded`."""
    whose: str | None
    """Whose credits they are; None where all are one's own."""
    reason: str
    by: str | None
    """Who granted or refunded."""
    at: datetime
    is_refundable: bool
    """Whether whoever looks may give it back."""
    is_refunded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsPart:
    """One's own credits; for an owner everyone's, and the ways to grant and refund."""

    user_id: str
    spending: Spending
    is_owner: bool
    accounts: Sequence[CreditAccountRow]
    grantees: Sequence[Choice]
    entries: Sequence[CreditEntryRow]
    src: str
    """Where this part is fetched again."""
    older_url: str | None
    newest_url: str | None
    """Where the list begins, on a page that goes on with it."""


@dataclass(frozen=True, slots=True)
class CreditsPartial(View):
    """`GET /settings/credits`."""

    template: ClassVar[str] = "settings/_credits.html"
    credits: CreditsPart
