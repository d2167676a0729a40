from datetime import UTC, datetime, timedelta

import pytest

from pressroom.web import formatting

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (59, "just now"),
        (120, "2 min ago"),
        (3599, "59 min ago"),
        (7200, "2 h ago"),
        (86_400, "1 day ago"),
        (6 * 86_400, "6 days ago"),
        (7 * 86_400, "14 November"),
        (400 * 86_400, "17 October 2025"),
    ],
)
def test_the_past_is_told_in_the_unit_that_suits_it(seconds: int, words: str) -> None:
    assert formatting.ago(NOW - timedelta(seconds=seconds), NOW) == words


def test_a_clock_that_is_a_little_ahead_does_not_tell_of_the_future() -> None:
    assert formatting.ago(NOW + timedelta(seconds=3), NOW) == "just now"
    assert "0:00" in formatting.elapsed(NOW + timedelta(seconds=3), NOW)


def test_a_relative_time_carries_the_exact_one() -> None:
    html = formatting.relative_time(NOW - timedelta(minutes=2), NOW)
    assert 'datetime="2026-11-21T11:58:00+00:00"' in html
    assert 'title="21 November 2026, 11:58:00 UTC"' in html
    assert ">2 min ago</time>" in html


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0042, "4 ms"), (0.9996, "1.0 s"), (1.24, "1.2 s"), (9.96, "0:10"), (41.2, "0:41"), (3723, "1:02:03")],
)
def test_a_length_of_time_is_as_fine_as_it_is_short(seconds: float, words: str) -> None:
    assert formatting.duration(seconds) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1_400, "1.4 kB"),
        (146_000, "146 kB"),
        (200_000_000, "200 MB"),
        (3_000_000_000_000_000, "3000 TB"),
    ],
)
def test_a_size_is_in_the_unit_that_suits_it(size: int, words: str) -> None:
    assert formatting.file_size(size) == words


def test_counts_group_their_thousands_and_agree_with_their_noun() -> None:
    assert formatting.number(1_234_567) == "1,234,567"
    assert formatting.plural(1, "page") == "1 page"
    assert formatting.plural(2000, "page") == "2,000 pages"
    assert formatting.plural(0, "entry", "entries") == "0 entries"


def test_a_long_identifier_may_break_after_its_separators_and_is_escaped() -> None:
    assert formatting.code("a:b-<c>") == "a:<wbr>b-<wbr>&lt;c&gt;"
