"""When a webhook is tried again, what it is sent, and how it is signed."""

from datetime import UTC, datetime, timedelta
from itertools import count, takewhile

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from pressroom.core.events.rules import check_known, check_subscribable, closest_first, subscriptions_of
from pressroom.core.webhooks.rules import body_of, is_taken, wait_after
from pressroom.core.webhooks.secrets import headers_of, new_secrets, rotated
from pressroom.kernel.errors import Invalid

NOW = datetime.now(UTC)


def test_tries_grow_further_apart_and_end_after_a_day() -> None:
    waits = [wait for wait in takewhile(bool, (wait_after(n, None, chance=0) for n in count(1))) if wait]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=5)
    assert timedelta(hours=23) < sum(waits, timedelta()) < timedelta(hours=25)
    assert len(waits) == 7


def test_a_wait_is_spread_and_never_shorter_than_asked() -> None:
    assert wait_after(1, None, chance=1) == timedelta(seconds=6)
    assert wait_after(1, 90, chance=0) == timedelta(seconds=90)
    for age in (10**9, 1e17, float("inf")):
        assert wait_after(1, age, chance=0) == timedelta(hours=24)


def test_only_a_2xx_says_that_it_arrived() -> None:
    assert [one for one in (None, 199, 200, 204, 299, 301, 410, 500) if is_taken(one)] == [200, 204, 299]


def test_what_is_signed_is_believed_by_who_knows_the_secret_and_by_nobody_else() -> None:
    known, body = new_secrets(), body_of("pin.published", NOW, {"pin_id": "ö"})
    headers = headers_of(known, message_id="msg_1", body=body, at=NOW)
    assert Webhook(known.current).verify(body, headers)["data"] == {"pin_id": "ö"}
    for other, altered in ((new_secrets().current, body), (known.current, body + " ")):
        with pytest.raises(WebhookVerificationError):
            Webhook(other).verify(altered, headers)


def test_for_a_day_after_a_new_secret_the_one_before_is_believed_as_well() -> None:
    before = new_secrets()
    after = rotated(before)
    soon = headers_of(after, message_id="msg_1", body="{}", at=NOW)
    for secret in (before.current, after.current):
        Webhook(secret).verify("{}", soon)
    assert after.in_use(NOW + timedelta(hours=25)) == [after.current]


def test_names_stand_for_themselves_for_their_kind_and_for_all() -> None:
    assert subscriptions_of("document.completed") == ["document.completed", "document.*", "*"]
    for name in ("document.*", "*", "alert.raised", "pin.published", "order/paid"):
        check_subscribable(name, ["order/paid"])
    with pytest.raises(Invalid, match=r"Perhaps: document\.completed"):
        check_subscribable("document.complete", [])


def test_an_unknown_name_is_answered_with_what_it_may_have_meant() -> None:
    assert closest_first("order/pait", ["a/b", "order/paid", "z"])[0] == "order/paid"
    with pytest.raises(Invalid, match="There are: a/b"):
        check_known("x", ["a/b"])
