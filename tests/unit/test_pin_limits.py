"""What is said about a pin keeps Pinterest's limits, whatever it is written in."""

import unicodedata

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pressroom.providers.describe import (
    ALT_TEXT_MOST,
    DESCRIPTION_MOST,
    KEYWORD_MOST,
    KEYWORDS_MOST,
    TITLE_MOST,
    Cuts,
    PinDescription,
    counted,
    shortened,
)

FAMILY = "👨‍👩‍👧‍👦"
FLAG = "🇩🇪"
TANNED = "👍🏽"
MARKED = "e\u0301\u0327"
PIECES = st.sampled_from(
    [
        FAMILY,
        FLAG,
        TANNED,
        MARKED,
        "שלום",
        "مرحبا",
        "\u200f",
        "한국어",
        "नमस्ते",
        "ไทย",
        "日本語",
        "cake",
        "apple-",
        "(",
        ",",
        "—",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.just(" "), st.text(max_size=8)), max_size=30).map("".join)


@given(TEXTS, st.integers(0, 120))
@example(FAMILY * 30, 100)
@example(FLAG * 60, 99)
@example("a" + "\u0301" * 300, 100)
@example("שלום " * 40, 100)
@settings(deadline=None, max_examples=60)
def test_what_is_cut_counts_at_most_the_limit_and_is_a_beginning_that_parts_no_character(text: str, most: int) -> None:
    cut = shortened(text, most)

    assert counted(cut) <= most
    if cut != text:
        begun = cut.removesuffix("…")
        assert text.startswith(begun)
        assert len(begun) in _ends(text)
        assert begun == begun.rstrip(" ,(—")


@given(TEXTS)
@settings(deadline=None, max_examples=25)
def test_what_fits_is_left_alone(text: str) -> None:
    assert shortened(text, counted(text)) == text


@given(st.lists(st.sampled_from(["apple", "cake", "שלום", "ä", "naïve", FLAG]), min_size=12, max_size=20))
@settings(deadline=None, max_examples=25)
def test_a_text_of_words_is_cut_between_two(words: list[str]) -> None:
    cut = shortened(" ".join(words), 40).removesuffix("…")

    assert cut.split(" ") == words[: len(cut.split(" "))]


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=25)
def test_as_many_are_counted_as_the_strictest_counts(text: str) -> None:
    assert counted(text) >= len(text) >= len(unicodedata.normalize("NFC", text)) / 3
    assert counted(text) == len(text) + sum(char > "\uffff" for char in text)


def test_a_character_that_alone_is_too_long_is_left_out() -> None:
    assert shortened("a" + "\u0301" * 300, 100) == "…"


def test_a_word_longer_than_the_limit_is_cut_and_not_left_out() -> None:
    assert shortened("Donaudampfschifffahrt" * 9, 100) == ("Donaudampfschifffahrt" * 9)[:99] + "…"
    assert shortened("A " + "x" * 200, 100) == "A " + "x" * 97 + "…"


def test_what_a_model_says_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(ValidationError, match="at most 100 characters; this one has 102"):
        PinDescription(title="🍏" * 51, description="Apples.")


def test_the_last_answer_is_cut_where_it_is_too_long_and_that_is_noted() -> None:
    cuts = Cuts()
    answer = {
        "title": "Apple cake " * 30,
        "description": FAMILY * 400,
        "alt_text": "A cake " * 100,
        "keywords": ["apple " * 20],
    }

    pin = PinDescription.model_validate(answer, context=cuts)

    assert counted(pin.title) <= TITLE_MOST
    assert counted(pin.description) <= DESCRIPTION_MOST
    assert counted(pin.alt_text) <= ALT_TEXT_MOST
    assert counted(pin.keywords[0]) <= KEYWORD_MOST
    assert pin.description.removesuffix("…") == FAMILY * 72
    assert cuts.notes[0] == "The title was too long twice: cut from 329 to 99 characters."
    assert [note.split(" was ")[0] for note in cuts.notes] == [
        "The title",
        "The description",
        "The alt text",
        "The keyword",
    ]


def test_keywords_come_once_without_hash_signs_and_no_more_than_are_taken() -> None:
    pin = PinDescription(title="A", description="B", keywords=["#Apple cake", "apple cake", "", *map(str, range(20))])

    assert pin.keywords[:2] == ["Apple cake", "0"]
    assert len(pin.keywords) == KEYWORDS_MOST


@pytest.mark.parametrize("field", ["title", "description"])
def test_a_pin_without_title_or_description_is_none(field: str) -> None:
    with pytest.raises(ValidationError):
        PinDescription.model_validate({"title": "A", "description": "B", field: " \u202e "})


def _ends(text: str) -> set[int]:
    """Return the places at which one character ends and the next begins."""
    return {0, *(found.end() for found in regex.finditer(r"\X", text))}
