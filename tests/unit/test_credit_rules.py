"""What may be spent, and what is said when nothing may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressroom.core.credits.rules import Available, check_one_left
from pressroom.kernel.errors import OutOfCredits

NUMBERS = st.integers(0, 10**6)


@given(balance=NUMBERS, in_use=NUMBERS)
def test_what_is_available_is_the_balance_less_what_is_in_use_and_never_less_than_none(
    balance: int, in_use: int
) -> None:
    assert Available(balance, in_use).available == max(balance - in_use, 0)


@given(balance=NUMBERS, in_use=NUMBERS)
def test_one_more_may_begin_only_while_a_credit_is_neither_spent_nor_in_use(balance: int, in_use: int) -> None:
    credits_ = Available(balance, in_use)
    if balance > in_use:
        check_one_left(credits_)
    else:
        with pytest.raises(OutOfCredits):
            check_one_left(credits_)


@pytest.mark.parametrize(
    ("balance", "in_use", "code", "says"),
    [
        (0, 0, "no_credits", "You have no credits left. An owner of this workspace can grant more"),
        (0, 1, "no_credits", "You have no credits left."),
        (1, 1, "credits_in_use", "Your one credit is in use. Wait for what is in progress"),
        (1200, 1200, "credits_in_use", "All 1,200 of your credits are in use."),
    ],
)
def test_nothing_left_and_all_in_use_are_told_apart(balance: int, in_use: int, code: str, says: str) -> None:
    with pytest.raises(OutOfCredits, match=says) as caught:
        check_one_left(Available(balance, in_use))
    assert caught.value.code == code
