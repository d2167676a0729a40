"""What holds for pins whatever comes: limits, closing lines, pictures chosen, plans made, conversations kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressroom.core.metadata.models import Author, Revision
from pressroom.features.pins.articles.models import ArticlePicture
from pressroom.features.pins.articles.rules import best_first
from pressroom.features.pins.models import Pin, PinStage, PinStatus
from pressroom.features.pins.rules import (
    check_limits,
    check_link,
    conversation,
    filename_in,
    standing,
    unschedulable,
    with_closing,
    with_locked,
)
from pressroom.kernel.errors import Invalid
from pressroom.providers.describe import ALT_TEXT_MOST, DESCRIPTION_MOST, TITLE_MOST, Turn, counted

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
BOARD, ASSET = UUID(int=1), UUID(int=2)
FAMILY = "👨‍👩‍👧‍👦"
"""One character to a person, eleven to Pinterest."""
HEBREW = "שלום "


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is asked of a pin that is to be scheduled."""

    status: PinStatus = PinStatus.READY
    failed_stage: PinStage | None = None
    deleted_at: datetime | None = None
    board_id: UUID | None = BOARD
    asset_id: UUID | None = ASSET
    title: str = "Soup"


def pin(**values: object) -> Pin:
    """Return a pin of nothing yet."""
    plain = {"title": "", "description": "", "alt_text": "", "keywords": [], "locked": [], "picture": {}}
    return Pin(**(plain | values))


def picture(position: int, width: int | None, height: int | None) -> ArticlePicture:
    """Return a picture of an article."""
    return ArticlePicture(position=position, width=width, height=height, url=str(position), alt="", caption="")


def revision(
    number: int, feedback: str | None = None, author: Author = Author.MODEL, about: int | None = None
) -> Revision:
    """Return an answer; a larger number is newer, and what was said is of the one before where nothing else is said."""
    about_id = UUID(int=about or number - 1) if feedback else None
    values = {"title": str(number)}
    return Revision(id=UUID(int=number), values=values, feedback=feedback, author=author, about_id=about_id)


@pytest.mark.parametrize(
    ("field", "most", "name"),
    [
        ("title", TITLE_MOST, "title"),
        ("description", DESCRIPTION_MOST, "description"),
        ("alt_text", ALT_TEXT_MOST, "alt text"),
    ],
)
@pytest.mark.parametrize("letter", ["a", "ß", "🍲", "ש"])
def test_a_text_over_its_limit_is_refused_by_name_limit_and_length(
    field: str, most: int, name: str, letter: str
) -> None:
    fits = letter * (most // counted(letter))
    check_limits({field: fits})
    with pytest.raises(Invalid) as refusal:
        check_limits({field: fits + letter})
    length = counted(fits + letter)
    assert str(refusal.value) == f"The {name} may have at most {most} characters; this one has {length}."
    assert refusal.value.code == "too_long"


def test_characters_of_several_parts_count_as_pinterest_counts() -> None:
    check_limits({"title": FAMILY * 9})
    with pytest.raises(Invalid, match="this one has 110"):
        check_limits({"title": FAMILY * 10})


def test_an_eleventh_keyword_is_refused_and_so_is_a_long_one() -> None:
    check_limits({"keywords": ["soup"] * 10})
    with pytest.raises(Invalid, match="at most 10 keywords; these are 11"):
        check_limits({"keywords": [str(number) for number in range(11)]})
    with pytest.raises(Invalid, match="at most 60 characters; one has 61"):
        check_limits({"keywords": ["a" * 61]})


@given(st.text(min_size=1, max_size=30), st.text(max_size=30), st.integers(0, 40))
def test_a_description_with_its_closing_line_always_fits(words: str, closing: str, times: int) -> None:
    made = with_closing((words * times)[:DESCRIPTION_MOST], closing * times + ".")
    assert counted(made) <= DESCRIPTION_MOST


@given(
    st.lists(st.sampled_from(["soup", FAMILY, HEBREW, "🍲", "long" * 30, " ", "\n"]), max_size=200),
    st.sampled_from(["Save it 🥣", HEBREW * 10, "x" * 300, FAMILY * 80]),
)
def test_any_words_with_any_closing_line_fit_and_end_with_it(words: list[str], closing: str) -> None:
    made = with_closing(" ".join(words), closing)
    assert counted(made) <= DESCRIPTION_MOST
    assert made.endswith((" ".join(closing.split()), "…"))
    check_limits({"description": made})


def test_a_closing_line_that_is_there_is_not_said_twice() -> None:
    assert with_closing("Soup. Save it!", "Save it!") == "Soup. Save it!"
    assert with_closing("Soup.", "") == "Soup."
    assert with_closing("Soup.", " Save \n it! ") == "Soup.\nSave it!"
    assert with_closing("", "Save it!") == "Save it!"


@given(st.text(max_size=200), st.text(max_size=200))
def test_what_is_locked_is_never_another(kept: str, answered: str) -> None:
    made = with_locked({"title": answered, "description": answered}, pin(title=kept, locked=["title"]))
    assert made == {"title": kept, "description": answered}


def test_the_picture_that_gives_the_largest_pin_comes_first() -> None:
    landscape, portrait, small, unknown = (
        picture(1, 1600, 900),
        picture(2, 1000, 1500),
        picture(3, 80, 80),
        picture(4, None, None),
    )
    assert best_first([landscape, portrait, small, unknown]) == [portrait, landscape, unknown, small]
    assert best_first([picture(2, 600, 900), picture(1, 600, 900)])[0].position == 1


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        (Standing(), None),
        (Standing(status=PinStatus.SCHEDULED), None),
        (Standing(status=PinStatus.FAILED, failed_stage=PinStage.DESCRIBING), None),
        (Standing(board_id=None), "board"),
        (Standing(asset_id=None), "picture"),
        (Standing(status=PinStatus.FAILED, failed_stage=PinStage.PICTURE), "picture"),
        (Standing(title=""), "title"),
        (Standing(status=PinStatus.DESCRIBING), "busy"),
        (Standing(status=PinStatus.PUBLISHING), "busy"),
        (Standing(status=PinStatus.PUBLISHED), "published"),
        (Standing(deleted_at=NOW), "deleted"),
    ],
)
def test_a_pin_is_scheduled_when_nothing_is_missing(pin: Standing, code: str | None) -> None:
    refusal = unschedulable(pin, LATER, now=NOW)
    assert (refusal.code if refusal else None) == code


def test_a_time_that_is_past_is_refused() -> None:
    refusal = unschedulable(Standing(), NOW, now=NOW)
    assert refusal is not None
    assert refusal.code == "past"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, PinStatus.DRAFT),
        ({"title": "Soup"}, PinStatus.DRAFT),
        ({"asset_id": ASSET}, PinStatus.DRAFT),
        ({"title": "Soup", "asset_id": ASSET}, PinStatus.READY),
        ({"title": "Soup", "asset_id": ASSET, "scheduled_at": NOW}, PinStatus.SCHEDULED),
        ({"title": "Soup", "scheduled_at": NOW}, PinStatus.DRAFT),
        ({"title": "Soup", "asset_id": ASSET, "scheduled_at": NOW, "pinterest_pin_id": "7"}, PinStatus.PUBLISHED),
    ],
)
def test_a_pin_stands_where_its_facts_say(values: dict[str, object], status: PinStatus) -> None:
    assert standing(pin(**values)) is status


def talk(history: Sequence[Revision], shown: int, feedback: str = "now") -> list[tuple[str, str]]:
    """Return the conversation about the shown answer, as pairs of title and feedback."""
    turns: list[Turn] = conversation(history, UUID(int=shown), feedback)
    return [(turn.values["title"], turn.feedback) for turn in turns]


def test_a_conversation_holds_every_kept_answer_with_what_was_said_of_it() -> None:
    history = [revision(3, "two"), revision(2, "one"), revision(1)]
    assert talk(history, 3) == [("1", "one"), ("2", "two"), ("3", "now")]


def test_a_conversation_ends_with_the_answer_that_is_shown() -> None:
    history = [revision(3, "two"), revision(2, "one"), revision(1)]
    assert talk(history, 1) == [("1", "now")]
    assert talk(history, 2) == [("1", "one"), ("2", "now")]


def test_a_persons_own_words_and_an_answer_to_nothing_begin_it_anew() -> None:
    assert talk([revision(3, "two"), revision(2, author=Author.PERSON), revision(1)], 3) == [("2", "two"), ("3", "now")]
    assert talk([revision(2), revision(1)], 2) == [("2", "now")]


def test_a_conversation_goes_on_from_an_answer_that_was_restored() -> None:
    history = [revision(4, "three", about=1), revision(3, "two"), revision(1)]
    assert talk(history, 4) == [("1", "three"), ("4", "now")]


def test_a_conversation_begins_with_the_oldest_answer_that_is_kept() -> None:
    assert talk([revision(4, "three"), revision(3, "two"), revision(2, "one")], 4) == [
        ("2", "two"),
        ("3", "three"),
        ("4", "now"),
    ]


def test_there_is_no_conversation_without_feedback_or_an_answer() -> None:
    assert talk([revision(1)], 1, "") == []
    assert conversation([], None, "now") == []


@pytest.mark.parametrize(
    "link", ["", "soup", "ftp://x.example/", "https://", "https://x.example/a b", "javascript:x", "https://[x"]
)
def test_what_is_no_web_address_is_no_link(link: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_link(link)
    assert refusal.value.code == "link"


def test_a_link_has_at_most_2048_characters() -> None:
    link = "https://blog.example/"
    check_link(link + "a" * (2048 - len(link)))
    with pytest.raises(Invalid, match="this one has 2049"):
        check_link(link + "a" * (2049 - len(link)))


def test_a_file_is_named_as_the_last_part_of_its_address() -> None:
    assert filename_in("https://blog.example/a/soup%20bowl.jpg?w=1") == "soup bowl.jpg"
    assert filename_in("https://blog.example/a/soup/") == "soup"
    assert filename_in("") == "pin"
