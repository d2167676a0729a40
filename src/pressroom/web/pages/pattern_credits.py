"""Samples of credits for `/-/patterns`."""

from datetime import timedelta

from pressroom.kernel.clock import now
from pressroom.web.views.credits import CreditAccountRow, CreditEntryRow, CreditsPart, Spending
from pressroom.web.views.shell import Choice

SPENDING = (
    Spending(available=1204, in_use=0, all_in_use=False),
    Spending(available=0, in_use=3, all_in_use=True),
    Spending(available=0, in_use=0, all_in_use=False),
)
"""Plenty, all of it in use, and nothing left."""


def credits_part() -> CreditsPart:
    """Return what an owner sees."""
    return CreditsPart(
        user_id="sample-user",
        spending=Spending(available=17, in_use=3, all_in_use=False),
        is_owner=True,
        accounts=(
            CreditAccountRow(name="Ada", is_you=True, balance=20),
            CreditAccountRow(name="Grace, who paints the sets of the theatre", is_you=False, balance=1_000_000),
        ),
        grantees=(Choice(value="sample-user", label="Ada (ada@example.org)", is_chosen=False),),
        entries=(
            _entry("1", -1, "Paid", "Plushie of a cat", is_refundable=True),
            _entry("2", 1, "Refunded", "It came out grey", by="Ada"),
            _entry("3", -1, "Paid", "Felt of a motorcycle in front of the garage door", is_refunded=True),
            _entry("4", 20, "Granted", "Welcome"),
        ),
        src="/settings/credits",
        older_url="/settings?credits=sample#credits",
        newest_url="/settings#credits",
    )


def _entry(
    number: str,
    amount: int,
    kind: str,
    reason: str,
    *,
    by: str | None = None,
    is_refundable: bool = False,
    is_refunded: bool = False,
) -> CreditEntryRow:
    return CreditEntryRow(
        id=f"sample-{number}",
        amount=amount,
        kind=kind,
        whose="Grace",
        reason=reason,
        by=by,
        at=now() - timedelta(minutes=7),
        is_refundable=is_refundable,
        is_refunded=is_refunded,
    )
