"""Cron: taken, refused with what is wrong, and the times that were missed."""

from datetime import UTC, datetime, timedelta

import pytest

from pressroom.core.floor.crons import MOST_MISSED, checked_cron, in_words, missed_since, next_time
from pressroom.kernel.errors import Invalid

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["* * * * *", "*/15 8-18 * * 1-5", "0 0 29 2 *", "  5   4 * *  sun "])
def test_five_fields_are_taken_and_written_in_one_way(text: str) -> None:
    assert checked_cron(text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "has 0"),
        ("* * * *", "has 4"),
        ("* * * * * *", "has 6"),
        ("61 * * * *", "the minute cannot be that"),
        ("* 25 * * someday", "the hour and the weekday cannot be that"),
        ("0 0 30 2 *", "is no cron"),
        ("@reboot * * * *", "the minute cannot be that"),
        ("every minute of the day", "cannot be that"),
    ],
)
def test_what_is_no_cron_is_refused_with_what_is_wrong(text: str, wrong: str) -> None:
    with pytest.raises(Invalid, match=wrong) as refused:
        checked_cron(text)
    assert refused.value.code == "cron"


def test_the_next_time_is_after_the_instant_given() -> None:
    assert next_time("0 * * * *", NOON) == NOON + timedelta(hours=1)
    assert next_time("30 3 * * *", NOON) == datetime(2026, 3, 2, 3, 30, tzinfo=UTC)


def test_times_between_two_instants_were_missed_and_neither_of_the_two() -> None:
    missed = missed_since("0 * * * *", NOON, NOON + timedelta(hours=3))
    assert missed is not None
    assert missed.number == 2
    assert next_time("0 * * * *", missed.just_before) == NOON + timedelta(hours=1)
    assert missed_since("0 * * * *", NOON, NOON + timedelta(hours=1)) is None


def test_of_very_many_missed_times_the_newest_are_caught_up_with() -> None:
    missed = missed_since("* * * * *", NOON - timedelta(days=7), NOON)
    assert missed is not None
    assert missed.number == MOST_MISSED
    assert next_time("* * * * *", missed.just_before) == NOON - timedelta(minutes=MOST_MISSED)


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("* * * * *", "every minute"),
        ("*/15 * * * *", "every 15 minutes"),
        ("*/7 * * * *", None),
        ("5 * * * *", "every hour at :05"),
        ("30 3 * * *", "every day at 03:30 UTC"),
        ("0 5 * * 7", "every Sunday at 05:00 UTC"),
        ("0 5 1 * *", None),
        ("0 5 * * 1-5", None),
    ],
)
def test_common_crons_are_said_in_words(cron: str, words: str | None) -> None:
    assert in_words(cron) == words
