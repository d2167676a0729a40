"""A published pin is taken back, and looked for every week."""

from datetime import timedelta
from typing import Any

import pytest

from pressroom.features.pins.models import KIND, Pin, PinStatus
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.features.pins.publishing.rules import withdraw_run_id
from pressroom.kernel.clock import now
from pressroom.kernel.durable import PUBLISHING
from pressroom.kernel.errors import Conflict, ProviderBusy
from pressroom.providers.pinterest import Limited, PinterestRefused
from tests.caller import Caller, problem_of
from tests.connected import connect_pinterest
from tests.publishing import Publisher, told


def test_a_withdrawn_pin_is_ready_again_and_its_tries_stay(publisher: Publisher) -> None:
    pin_id = publisher.pin("Leek soup")
    publisher.published(pin_id)
    run_id = publisher.withdraw(pin_id)
    publisher.board.blogs.over(run_id)
    pin = publisher.row(pin_id)
    assert (pin.status, pin.pinterest_pin_id, pin.published_at) == (PinStatus.READY, None, None)
    assert publisher.there() == []
    assert publisher.outcomes(pin_id) == [Outcome.PUBLISHED]
    assert publisher.published(pin_id).status is PinStatus.PUBLISHED
    assert publisher.there() == ["Leek soup"]


def test_a_pin_that_is_gone_already_is_withdrawn_all_the_same(publisher: Publisher) -> None:
    pin_id = publisher.pin("Leek soup")
    publisher.pinterest.remove_pin(publisher.published(pin_id).pinterest_pin_id or "")
    publisher.board.blogs.over(publisher.withdraw(pin_id))
    assert publisher.row(pin_id).status is PinStatus.READY


def test_a_withdrawal_waits_for_a_busy_pinterest(publisher: Publisher) -> None:
    pin_id = publisher.pin("Leek soup")
    publisher.published(pin_id)
    publisher.pinterest.failures["withdraw"] = [ProviderBusy("A moment.") for _ in range(4)]
    publisher.board.blogs.over(publisher.withdraw(pin_id))
    assert publisher.row(pin_id).status is PinStatus.READY


def test_a_withdrawal_that_is_refused_leaves_the_pin_published_and_says_why(publisher: Publisher) -> None:
    pin_id = publisher.pin("Leek soup")
    publisher.published(pin_id)
    publisher.pinterest.failures["withdraw"] = [PinterestRefused("Not allowed.", code="forbidden")]
    assert publisher.board.blogs.over(publisher.withdraw(pin_id)).status == "failed"
    pin = publisher.row(pin_id)
    assert (pin.status, pin.error) == (PinStatus.PUBLISHED, "Not allowed.")
    assert publisher.there() == ["Leek soup"]


def test_once_a_week_what_is_gone_is_found_out_and_what_is_back_too(publisher: Publisher) -> None:
    pins = [publisher.pin(f"Soup {number}") for number in range(3)]
    ids = [publisher.published(one).pinterest_pin_id or "" for one in pins]
    publisher.pinterest.remove_pin(ids[1])
    publisher.pinterest.failures["pin"] = [ProviderBusy("A moment.", retry_after=0.1)]
    assert checked(publisher) == {"seen": 0, "gone": 0, "accounts_left_aside": 0}
    week = now() - timedelta(days=7)
    for one in pins:
        publisher.change(Pin, one, seen_at=week, gone_at=week if one == pins[2] else None)
    assert checked(publisher) == {"seen": 2, "gone": 1, "accounts_left_aside": 0}
    rows = [publisher.row(one) for one in pins]
    assert [bool(row.gone_at) for row in rows] == [False, True, False]
    assert {row.status for row in rows} == {PinStatus.PUBLISHED}
    assert all(row.seen_at and row.seen_at > week for row in (rows[0], rows[2]))


def test_an_account_that_is_busy_for_long_keeps_no_other_from_being_looked_at(publisher: Publisher) -> None:
    pins = [publisher.pin(f"Soup {number}") for number in range(3)]
    other = connect_pinterest(publisher.app, publisher.board.workspace_id, "grace")
    for one in pins:
        publisher.published(one)
        publisher.change(Pin, one, seen_at=now() - timedelta(days=7))
    with publisher.session() as session:
        session.get_one(PublishAttempt, publisher.attempts(pins[1])[0].id).connection_id = other
    publisher.pinterest.failures["pin"] = [Limited("Wait.", retry_after=86_400.0)]
    assert checked(publisher) == {"seen": 1, "gone": 0, "accounts_left_aside": 1}
    assert publisher.pinterest.calls["pin"] == 2
    assert checked(publisher) == {"seen": 2, "gone": 0, "accounts_left_aside": 0}


def test_a_pin_is_withdrawn_once_at_a_time(idle: Publisher) -> None:
    pin_id = idle.pin("Leek soup", status=PinStatus.PUBLISHED, pinterest_pin_id="1", published_at=now())
    idle.withdraw(pin_id)
    with pytest.raises(Conflict, match="being withdrawn already"):
        idle.withdraw(pin_id)
    assert idle.row(pin_id).attempt == 1


def test_a_withdrawal_that_comes_late_takes_back_nothing_that_was_published_since(publisher: Publisher) -> None:
    pin_id = publisher.pin("Leek soup")
    publisher.published(pin_id)
    with publisher.session() as session:
        late = publisher.app.durable.enqueue(
            session,
            "withdraw_pin",
            str(pin_id),
            "1",
            run_id=withdraw_run_id(pin_id, 9),
            workspace_id=publisher.board.workspace_id,
            subject=(KIND, pin_id),
            queue=PUBLISHING,
            partition=publisher.connection_id,
        )
    assert publisher.board.blogs.over(late).status == "failed"
    pin = publisher.row(pin_id)
    assert (pin.status, pin.error, publisher.there()) == (PinStatus.PUBLISHED, None, ["Leek soup"])


def test_a_failed_withdrawal_is_tried_again_on_its_pin_and_its_run_says_so(admin: Caller, publisher: Publisher) -> None:
    pin_id = publisher.pin("Leek soup")
    publisher.published(pin_id)
    publisher.pinterest.failures["withdraw"] = [PinterestRefused("Not allowed.", code="forbidden")]
    run_id = publisher.withdraw(pin_id)
    publisher.board.blogs.over(run_id)
    body = problem_of(admin.http.post(f"/api/runs/{run_id}/retry"), 409, "published")
    assert "Press Withdraw on the pin" in body["detail"]


def test_what_is_not_published_cannot_be_withdrawn(idle: Publisher) -> None:
    with pytest.raises(Conflict, match="not published"):
        idle.withdraw(idle.pin("Leek soup"))


def checked(publisher: Publisher) -> Any:  # noqa: ANN401  # a run's result
    """Have the weekly round made; return what it found."""
    return told(publisher.app, "check_published")
