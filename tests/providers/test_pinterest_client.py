"""The real client at a server that breaks, lies, stalls and counts: what each fault means to who asked."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from pressroom.kernel.errors import OutcomeUnknown, ProviderAuthLost, ProviderBusy, ProviderError, ProviderRefused
from pressroom.providers.pinterest import (
    Limited,
    Pinterest,
    PinterestRefused,
)
from tests.pinterest_http import Answer, as_json
from tests.pinterest_server import (
    Fault,
    PinterestServer,
    answered,
    broken,
    half_answer,
    limited,
    patience,
    reset,
    slow,
    web_page,
)
from tests.providers.pinboards import a_pin, real_at


@pytest.fixture
def server() -> Iterator[PinterestServer]:
    """A Pinterest of the test's own."""
    with PinterestServer() as server:
        yield server
        assert server.breaches == []


def account_at(server: PinterestServer, *, timeout_seconds: float = 20.0, provider: str = "pinterest") -> Pinterest:
    access, _ = server.grant()
    return real_at(server, timeout_seconds=timeout_seconds)(provider, token=lambda: access)


@pytest.mark.parametrize(
    ("fault", "is_made"),
    [
        (reset(is_done=False), False),
        (reset(is_done=True), True),
        (half_answer(), True),
        (broken(500), False),
        (broken(502, is_done=True), True),
        (broken(503), False),
        (slow(2), True),
        (slow(2, is_done=False), False),
        (web_page(200), False),
        (web_page(200, is_done=True), True),
        (web_page(502, is_done=True), True),
        (answered(302), False),
        (answered(408), False),
        (answered(409), False),
        (answered(400, "Sorry! Something went wrong on our end.", code=2787), False),
        (Fault(answer=as_json(201, {"title": "no id"}), is_done=True), True),
        (Fault(answer=as_json(201, ["no object"]), is_done=True), True),
        (Fault(answer=as_json(201, {"id": "../../boards"}), is_done=True), True),
        (Fault(answer=Answer(201, b"\xff\xfe{", {}), is_done=True), True),
        (Fault(answer=Answer(201, b"[" * 100_000, {}), is_done=True), True),
    ],
)
def test_an_answer_that_is_none_leaves_open_what_became_of_the_pin_and_is_asked_for_once(
    server: PinterestServer, fault: Fault, *, is_made: bool
) -> None:
    board = server.add_board("Sewing")
    server.fail_next("publish", fault)
    with pytest.raises(OutcomeUnknown):
        account_at(server, timeout_seconds=patience(fault)).publish(a_pin(board))
    assert server.asked("publish") == 1
    assert len(server.pins()) == is_made


def test_an_unknown_outcome_keeps_the_request_s_id_where_there_was_an_answer(server: PinterestServer) -> None:
    server.fail_next("publish", broken(500))
    with pytest.raises(OutcomeUnknown, match="HTTP 500") as raised:
        account_at(server).publish(a_pin(server.add_board("Sewing")))
    assert (raised.value.request_id, raised.value.http_status) == ("rid-1", 500)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(None, None), ("17", 17), ("0", 0), ("1e400", None), ("nan", None), ("soon", None), ("9999999", 86_400)],
)
def test_too_many_calls_say_for_how_long_where_it_is_told(
    server: PinterestServer, header: str | None, seconds: float | None
) -> None:
    server.fail_next("publish", limited(header))
    with pytest.raises(Limited, match="rate limit") as raised:
        account_at(server).publish(a_pin(server.add_board("Sewing")))
    assert raised.value.retry_after == seconds
    assert raised.value.http_status == 429
    assert server.pins() == []


def test_a_time_to_come_back_may_be_a_date(server: PinterestServer) -> None:
    server.fail_next("publish", limited("Wed, 21 Oct 2015 07:28:00 GMT"))
    with pytest.raises(Limited) as raised:
        account_at(server).publish(a_pin(server.add_board("Sewing")))
    assert raised.value.retry_after == 0


@pytest.mark.parametrize(
    ("fault", "error", "code", "words"),
    [
        (answered(401, "Authentication failed."), ProviderAuthLost, None, "Reconnect it"),
        (answered(403, "Not for you", code=7), PinterestRefused, "forbidden", "Not for you."),
        (
            answered(403, "Apps with Trial access may not create Pins in production", code=29),
            PinterestRefused,
            "forbidden",
            "publishes in the sandbox only",
        ),
        (answered(404, "Board not found."), PinterestRefused, "board_gone", "no longer at Pinterest"),
        (web_page(404), PinterestRefused, "refused", "without a reason"),
        (answered(400, "The link is spam\x00\n."), PinterestRefused, "refused", r"HTTP 400\): The link is spam \."),
        (answered(413, "Too large"), PinterestRefused, "refused", "Too large"),
        (answered(422, "x" * 9000), PinterestRefused, "refused", "x{300}"),
        (web_page(403), PinterestRefused, "forbidden", "without a reason"),
    ],
)
def test_a_refusal_says_why_and_nothing_was_made(
    server: PinterestServer, fault: Fault, error: type[ProviderError], code: str | None, words: str
) -> None:
    server.fail_next("publish", fault)
    with pytest.raises(error, match=words) as raised:
        account_at(server).publish(a_pin(server.add_board("Sewing")))
    assert getattr(raised.value, "code", None) == code
    assert raised.value.request_id == "rid-1"
    assert server.pins() == []
    assert "\0" not in str(raised.value)


@pytest.mark.parametrize(
    "fault",
    [
        reset(is_done=False),
        half_answer(),
        broken(500),
        broken(503),
        slow(2),
        web_page(200),
        web_page(502),
        answered(409),
    ],
)
def test_what_is_only_read_may_be_tried_again(server: PinterestServer, fault: Fault) -> None:
    board = server.add_board("Sewing")
    server.fail_next("newest", fault)
    with pytest.raises(ProviderBusy):
        account_at(server, timeout_seconds=patience(fault)).newest(board)
    assert account_at(server).newest(board) == []


def test_a_page_instead_of_an_answer_withdraws_no_pin(server: PinterestServer) -> None:
    account = account_at(server)
    pin_id = account.publish(a_pin(server.add_board("Sewing"))).pin_id
    server.fail_next("withdraw", web_page(200))
    with pytest.raises(ProviderBusy):
        account.withdraw(pin_id)
    account.withdraw(pin_id)
    assert server.pins() == []


@pytest.mark.parametrize("zone", ["", "Z", "+00:00"])
def test_a_time_without_a_zone_is_utc(server: PinterestServer, zone: str) -> None:
    server.places.zone = zone
    account = account_at(server)
    found = account.pin(account.publish(a_pin(server.add_board("Sewing"))).pin_id)
    assert found is not None
    assert found.created_at is not None
    assert abs((found.created_at - datetime.now(UTC)).total_seconds()) < 3


def test_a_clock_that_is_ahead_is_told_as_it_goes(server: PinterestServer) -> None:
    server.places.skew = 3600
    account = account_at(server)
    found = account.pin(account.publish(a_pin(server.add_board("Sewing"))).pin_id)
    assert found is not None
    assert found.created_at is not None
    assert 3590 < (found.created_at - datetime.now(UTC)).total_seconds() < 3610


def test_a_list_of_odd_rows_gives_those_that_are_pins(server: PinterestServer) -> None:
    rows = [{"id": 7, "title": None, "created_at": "yesterday"}, {"title": "no id"}, "text", None, {"id": "8"}]
    server.fail_next("newest", Fault(answer=as_json(200, {"items": rows})))
    found = account_at(server).newest(server.add_board("Sewing"))
    assert [(pin.id, pin.title, pin.created_at) for pin in found] == [("7", "", None), ("8", "", None)]


def test_the_newest_of_a_list_are_by_their_own_times_and_whole_pages_are_asked_for(server: PinterestServer) -> None:
    board = server.add_board("Sewing")
    times = {"1": "2026-01-02T03:04:05", "2": "2026-11-22T03:04:05Z", "3": "2026-11-22T03:04:05+02:00", "4": None}
    rows = [{"id": name, "created_at": at} for name, at in times.items()]
    server.fail_next("newest", Fault(answer=as_json(200, {"items": rows, "bookmark": None})))
    assert [pin.id for pin in account_at(server).newest(board, most=3)] == ["2", "3", "1"]
    assert [one.query for one in server.requests] == [{"page_size": "250"}]


def test_pages_that_are_not_full_are_read_on_until_there_are_enough_pins_or_no_more(server: PinterestServer) -> None:
    account, board = account_at(server), server.add_board("Sewing")
    oldest = account.publish(a_pin(board)).pin_id
    for _ in range(4):
        account.publish(a_pin(board))
    server.places.page_most = 2
    assert len(account.newest(board, most=4)) == 4
    everything = account.newest(board)
    assert (len(everything), everything[-1].id) == (5, oldest)


def test_a_list_that_never_ends_is_left(server: PinterestServer) -> None:
    again = Fault(answer=as_json(200, {"items": [{"id": "1", "name": "One"}], "bookmark": "same"}))
    server.fail_next("boards", *[again] * 5)
    assert len(list(account_at(server).boards())) == 2


def test_several_policies_in_one_line_are_read(server: PinterestServer) -> None:
    rates = account_at(server).publish(a_pin(server.add_board("Sewing"))).rates
    assert [(rate.name, rate.limit, rate.remaining, rate.resets_in) for rate in rates] == [
        ("safety_net_app_id_user_id", 100, None, None),
        ("org_write_app_id_user_id", 1000, 998, 41),
    ]


def test_the_sandbox_is_another_address(server: PinterestServer) -> None:
    account_at(server, provider="pinterest_sandbox").account()
    assert server.requests[-1].path == "/sandbox/v5/user_account"
    with pytest.raises(ProviderRefused, match="no account at Pinterest"):
        account_at(server, provider="tumblr")


@pytest.mark.parametrize("token", ["", "a b", "a\r\nX-Evil: 1", "tökén"])
def test_what_cannot_be_a_token_is_not_sent(server: PinterestServer, token: str) -> None:
    with pytest.raises(ProviderAuthLost, match="Reconnect"):
        real_at(server)("pinterest", token=lambda: token).account()
    assert server.requests == []


def test_no_token_is_written_to_any_log(server: PinterestServer, caplog: pytest.LogCaptureFixture) -> None:
    access, _ = server.grant()
    with caplog.at_level("DEBUG"):
        real_at(server)("pinterest", token=lambda: access).account()
        server.fail_next("account", reset(is_done=False))
        with pytest.raises(ProviderBusy) as raised:
            real_at(server)("pinterest", token=lambda: access).account()
    assert access not in caplog.text + str(raised.value)
