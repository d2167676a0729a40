"""What every page says of accounts that cannot be used: which ones, why, and whether a person has to do something."""

from pressroom.core.connections.models import Connection
from pressroom.kernel.failure import AUTH_LOST, BUSY
from pressroom.web.pages.page import trouble_of

WAITS = "work waits until then; nothing is lost."


def lost(account: str, reason: str | None = "It was taken back.", code: str = AUTH_LOST) -> Connection:
    """Return an account that cannot be used."""
    return Connection(account=account, last_error=reason, error_code=code)


def said(*broken: Connection) -> tuple[str, str] | None:
    """Return what is said of accounts."""
    found = trouble_of(broken)
    return (found.title, found.detail) if found else None


def test_nothing_is_said_where_all_accounts_can_be_used() -> None:
    assert said() is None


def test_one_account_is_named_with_the_reason() -> None:
    assert said(lost("ada")) == ("ada needs you to sign in again.", f"It was taken back. Its {WAITS}")
    assert said(lost("ada", None)) == ("ada needs you to sign in again.", f"Its {WAITS}")


def test_two_accounts_are_named_and_more_are_counted() -> None:
    assert said(lost("ada"), lost("bob")) == ("ada and bob need you to sign in again.", f"Their {WAITS}")
    three = said(lost("ada"), lost("bob"), lost("eve"))
    assert three == ("ada and 2 more accounts need you to sign in again.", f"Their {WAITS}")


def test_nobody_has_to_sign_in_where_a_provider_is_only_out_of_order() -> None:
    busy = lost("ada", "Token refresh failed: sign-in is busy.", BUSY)
    assert said(busy) == (
        "ada cannot be used just now.",
        "Token refresh failed: sign-in is busy. That is tried again every hour by itself; nothing is lost.",
    )
    assert said(busy, lost("bob")) == ("bob needs you to sign in again.", f"It was taken back. Its {WAITS}")
