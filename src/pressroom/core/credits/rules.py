"""What may be spent: the balance, less what is in progress and will be paid for when it completes."""

from dataclasses import dataclass

from pressroom.kernel.errors import OutOfCredits


@dataclass(frozen=True, slots=True)
class Available:
    """A balance, and how many credits of it are in use: one for each thing in progress."""

    balance: int
    in_use: int

    @property
    def available(self) -> int:
        """How many credits may be spent now, never less than none.

        Without the account's lock the two numbers are read one after the other, and what completes in between is
        counted as in use and as paid.
        """
        return max(self.balance - self.in_use, 0)

    @property
    def all_in_use(self) -> bool:
        """Whether there are credits, and all of them are reserved."""
        return self.balance > 0 and self.available == 0


def check_one_left(credits_: Available) -> None:
    """Raise OutOfCredits when not one credit is available, saying whether to wait or to ask for more."""
    if credits_.available > 0:
        return
    if credits_.all_in_use:
        whose = "Your one credit is" if credits_.balance == 1 else f"All {credits_.balance:,} of your credits are"
        raise OutOfCredits(
            f"{whose} in use. Wait for what is in progress to complete; what fails is not paid for.",
            code="credits_in_use",
        )
    raise OutOfCredits(
        "You have no credits left. An owner of this workspace can grant more, in Settings under Credits.",
        code="no_credits",
    )
