"""How a pin whose answer was lost is known again, and how long is waited for what."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from pressroom.features.pins.publishing.matching import SKEW, Sought, find
from pressroom.features.pins.publishing.models import PublishAttempt
from pressroom.features.pins.publishing.rules import Waits, priority_of, settled_at, wait_after
from pressroom.providers.pinterest import PinFound

CLAIMED = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OVER = CLAIMED + timedelta(minutes=1)
PIN = uuid4()
LINK = "https://blog.example/leek-soup"


def sought(title: str = "Leek soup", link: str | None = LINK) -> Sought:
    return Sought(pin_id=PIN, title=title, link=link, since=CLAIMED, until=OVER)


def found(
    title: str = "Leek soup", link: str | None = LINK, *, after: timedelta | None = timedelta(seconds=1), pin: str = "1"
) -> PinFound:
    created = CLAIMED + after if after is not None else None
    return PinFound(id=pin, title=title, link=link, board_id="1", section_id=None, created_at=created)


@pytest.mark.parametrize(
    ("title", "link"),
    [
        ("Leek soup", LINK),
        ("  Leek   soup ", LINK + "/"),
        ("LEEK SOUP", LINK.replace("https://", "http://www.")),
        ("Leek soup", LINK.replace("-", "%2D")),
    ],
)
def test_a_pin_is_known_by_title_and_link_however_they_are_written(title: str, link: str) -> None:
    assert find(sought(), [found(title, link)], known=()) is not None


def test_entities_in_a_title_are_read() -> None:
    assert find(sought("Salt & pepper"), [found("Salt &amp; pepper")], known=()) is not None


@pytest.mark.parametrize(
    ("title", "link"), [("Pea soup", LINK), ("Leek soup", "https://blog.example/pea-soup"), ("Leek soup", None)]
)
def test_another_title_or_link_is_another_pin(title: str, link: str | None) -> None:
    assert find(sought(), [found(title, link)], known=()) is None


def test_the_query_of_a_link_tells_pins_apart() -> None:
    assert find(sought(link=f"{LINK}?utm_content=a"), [found(link=f"{LINK}?utm_content=b")], known=()) is None


def test_what_was_there_before_is_not_it_but_a_slow_clock_is_allowed_for() -> None:
    assert find(sought(), [found(after=-SKEW - timedelta(seconds=1))], known=()) is None
    assert find(sought(), [found(after=-SKEW + timedelta(seconds=1))], known=()) is not None
    assert find(sought(), [found(after=None)], known=()) is not None


def test_what_came_long_after_the_call_was_over_is_not_it() -> None:
    assert find(sought(), [found(after=OVER - CLAIMED + SKEW + timedelta(seconds=1))], known=()) is None
    assert find(sought(), [found(after=OVER - CLAIMED + SKEW)], known=()) is not None


def test_what_is_known_as_another_pin_is_left_aside() -> None:
    assert find(sought(), [found()], known={"1"}) is None


def test_a_link_with_the_pin_s_own_id_is_certain_whatever_the_title_and_the_clock() -> None:
    tagged = f"{LINK}?utm_content={PIN}"
    other = found("Another title", tagged, after=-timedelta(days=3), pin="2")
    assert find(sought(link=tagged), [found(link=LINK), other], known=()) == other


def test_of_several_that_look_alike_the_earliest_is_taken() -> None:
    listed = [found(after=timedelta(seconds=seconds), pin=str(seconds)) for seconds in (9, 2, 5)]
    chosen = find(sought(), listed, known=())
    assert chosen is not None
    assert chosen.id == "2"


def test_a_wait_is_what_was_asked_for_and_ends_after_the_last() -> None:
    waits = Waits().of("limited")
    assert [wait_after(waits, times) for times in range(4)] == [60.0, 120.0, 240.0, None]
    assert wait_after(waits, 1, 7.0) == 7.0
    assert wait_after(waits, 3, 7.0) is None
    assert [wait_after(Waits().of("unreached"), times) for times in range(4)] == [15.0, 60.0, 240.0, None]


def test_a_call_that_may_be_under_way_is_waited_out_before_its_board_is_read() -> None:
    attempt = PublishAttempt(created_at=CLAIMED, sent_at=CLAIMED + timedelta(seconds=1))
    assert settled_at(attempt, timeout_seconds=60, settle_seconds=60) == CLAIMED + timedelta(seconds=121)
    attempt.ended_at = CLAIMED + timedelta(seconds=3)
    assert settled_at(attempt, timeout_seconds=60, settle_seconds=60) == CLAIMED + timedelta(seconds=63)


def test_what_was_due_earlier_goes_first() -> None:
    assert priority_of(CLAIMED - timedelta(seconds=1)) < priority_of(CLAIMED) < 2**31
