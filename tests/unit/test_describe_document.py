"""What a description may hold, and what a model is shown."""

import re
from typing import Any

import pytest
from pydantic import ValidationError

from pressroom.providers.describe import DOCUMENT, PICTURE, PIN, SITTER, DocumentDescription, Evidence
from pressroom.providers.describe.wording import unwrapped

GOOD: dict[str, Any] = {
    "display_name": "Rechnung 2026-118",
    "tags": ["rechnung", "tischlerei", "2026"],
    "summary": "Eine Rechnung.",
    "language": "de",
}


def test_white_space_is_tidied_and_tags_become_lower_case_and_distinct() -> None:
    tags = [" Rechnung ", "Tischlerei\nam  Markt", "rechnung", "2026"]

    found = DocumentDescription(**{**GOOD, "display_name": "  Rechnung \n 2026-118 ", "tags": tags})

    assert found.display_name == "Rechnung 2026-118"
    assert found.tags == ["rechnung", "tischlerei am markt", "2026"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", "ab"),
        ("display_name", "x" * 121),
        ("tags", ["one", "two"]),
        ("tags", ["one", "One", "ONE", "two"]),
        ("tags", [f"tag {number}" for number in range(9)]),
        ("tags", ["one", "two", " "]),
        ("summary", ""),
        ("summary", "x" * 501),
        ("language", "deutsch"),
        ("dates", [{"date": "30. November"}]),
        ("amounts", [{"value": "3.440,05", "currency": "EUR", "text": "3.440,05 €"}]),
        ("amounts", [{"value": "3440.05", "currency": "€", "text": "3.440,05 €"}]),
    ],
)
def test_what_is_out_of_bounds_is_an_error_not_repaired(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        DocumentDescription(**{**GOOD, field: value})


def test_a_description_survives_its_own_json() -> None:
    found = DocumentDescription(
        **GOOD,
        dates=[{"date": "2026-11-30", "label": "fällig am"}],
        amounts=[{"value": "3440.05", "currency": "EUR", "text": "3.440,05 €"}],
    )

    assert DocumentDescription(**found.model_dump(mode="json")) == found


def test_short_evidence_is_shown_whole_with_its_file_name_and_hints() -> None:
    text = Evidence("a.pdf", ["First.", "", "Third."], hints={"title": "A"}).text()

    assert text == "File name: a.pdf\ntitle: A\n\n[Page 1 of 3]\nFirst.\n\n[Page 3 of 3]\nThird."


def test_of_long_evidence_the_first_pages_stand_whole_and_the_others_are_sampled_to_the_end() -> None:
    pages = [f"Page {number} begins. " + "word " * 400 for number in range(1, 101)]

    text = Evidence("long.pdf", pages).text()

    assert len(text) <= 24_000
    assert all(page.strip() in text for page in pages[:7])
    assert "[Page 90 of 100]" in text or "[Page 95 of 100]" in text or "[Page 93 of 100]" in text


def test_one_endless_page_is_cut_at_the_limit() -> None:
    assert len(Evidence("a.txt", ["x" * 100_000]).text(1000)) == 1000


def test_no_pages_leave_the_file_name() -> None:
    assert Evidence("a.txt").text() == "File name: a.txt"


def test_what_a_model_is_told_is_written_without_line_breaks_inside_a_paragraph_or_a_point() -> None:
    told = "You file.\n\nKeep to the\ntone.\n\n- title: what\n  it is.\n- tags: few."
    assert unwrapped(told) == "You file.\n\nKeep to the tone.\n\n- title: what it is.\n- tags: few."
    for profile in (DOCUMENT, PICTURE, PIN, SITTER):
        assert not re.search(r"\n(?=[a-z ])", profile.instructions + profile.rules), profile.name
