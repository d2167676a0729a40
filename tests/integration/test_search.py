"""Full-text search: words as written and their stems, with the places where they stand."""

from typing import Any
from uuid import UUID

import pytest

from pressroom.features.documents.actions.progress import record_page
from pressroom.kernel.app import App
from tests.caller import Caller
from tests.documents import completed

LEASE = "This agreement begins in May.\fThe tenants are paying the rent monthly.\fSigned by both parties."
WATER = "Stadtwerke Mühlbach\fDie Rechnungen der Häuser sind fällig.\fMit freundlichen Grüßen"


@pytest.fixture
def library(admin: Caller, app: App) -> dict[str, str]:
    """Two documents by name."""
    plain = {"display_name": "Untitled", "tags": ["a", "b", "c"], "summary": ""}
    return {
        "lease": completed(app, admin, LEASE, "one.txt", plain | {"display_name": "Lighthouse"}),
        "water": completed(app, admin, WATER, "two.txt", plain | {"tags": ["wasser", "rechnung", "2026"]}),
    }


def found(caller: Caller, q: str, **params: str) -> list[str]:
    return [one["id"] for one in caller.json("/api/documents", q=q, **params)["items"]]


def hits(caller: Caller, q: str) -> list[dict[str, Any]]:
    (item,) = caller.json("/api/documents", q=q)["items"]
    highlights: list[dict[str, Any]] = item["highlights"]
    return highlights


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ("tenants", "lease"),
        ("tenant", "lease"),  # English stem
        ("pay", "lease"),  # English stem
        ("Rechnung", "water"),  # German stem
        ("Haus", "water"),  # German stem with an umlaut
        ("fällig", "water"),
        ("GRÜSSEN", "water"),
        ("Stadtw", "water"),  # unfinished word
        ("lighthouse", "lease"),  # the name
        ("wasser", "water"),  # a tag
        ("two.txt", "water"),  # the file's name
        ('"paying the rent"', "lease"),
        ("rent -monthly OR begins", "lease"),
    ],
)
def test_a_document_is_found(admin: Caller, library: dict[str, str], q: str, name: str) -> None:
    assert found(admin, q) == [library[name]]


@pytest.mark.parametrize("q", ["zebra", '"rent the paying"', "tenants zebra"])
def test_what_is_not_there_is_not_found(admin: Caller, library: dict[str, str], q: str) -> None:
    assert library
    assert found(admin, q) == []


@pytest.mark.parametrize("q", ["'", '"', "& | !", "a:*b", "%", "\\", "((", "-", "🙂", "x" * 500])
def test_odd_signs_are_no_error(admin: Caller, library: dict[str, str], q: str) -> None:
    assert library
    assert admin.http.get("/api/documents", params={"q": q}).status_code == 200


def test_a_hit_names_its_page_and_marks_the_words(admin: Caller, library: dict[str, str]) -> None:
    assert library
    (hit,) = hits(admin, "tenant")
    assert hit["page"] == 2
    (mark,) = hit["marks"]
    assert hit["text"][mark[0] : mark[1]] == "tenants"


def test_german_words_are_marked_by_their_stem(admin: Caller, library: dict[str, str]) -> None:
    assert library
    (hit,) = hits(admin, "Rechnung")
    assert hit["page"] == 2
    assert [hit["text"][start:end] for start, end in hit["marks"]] == ["Rechnungen"]


def test_a_word_with_an_umlaut_is_marked(admin: Caller, library: dict[str, str]) -> None:
    assert library
    (hit,) = hits(admin, "Grüße")
    assert hit["page"] == 3
    assert [hit["text"][start:end] for start, end in hit["marks"]] == ["Grüßen"]


def test_an_unfinished_word_is_marked(admin: Caller, library: dict[str, str]) -> None:
    assert library
    (hit,) = hits(admin, "Stadtw")
    assert [hit["text"][start:end] for start, end in hit["marks"]] == ["Stadtwerke"]


def test_a_document_found_by_its_name_alone_has_no_places(admin: Caller, library: dict[str, str]) -> None:
    assert library
    assert hits(admin, "lighthouse") == []


def test_search_is_narrowed_by_status_and_tag(admin: Caller, library: dict[str, str]) -> None:
    assert found(admin, "Rechnung", tag="wasser") == [library["water"]]
    assert found(admin, "Rechnung", tag="lease") == []
    assert found(admin, "Rechnung", status="completed") == [library["water"]]
    assert found(admin, "Rechnung", status="failed") == []


def test_a_match_in_the_name_comes_before_one_on_a_page(admin: Caller, app: App) -> None:
    on_a_page = completed(app, admin, "the harbour lies west", values={"display_name": "A walk", "summary": ""})
    by_name = completed(app, admin, "boats", values={"display_name": "Harbour guide", "summary": ""})
    newest = completed(app, admin, "a harbour too", values={"display_name": "Another walk", "summary": ""})
    assert found(admin, "harbour")[0] == by_name
    assert set(found(admin, "harbour")) == {on_a_page, by_name, newest}


def test_hits_come_in_pages(admin: Caller, app: App) -> None:
    added = {completed(app, admin, f"tulip number {number}") for number in range(5)}
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = admin.json("/api/documents", q="tulip", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == 5
    assert set(seen) == added


def test_a_deleted_document_is_not_found(admin: Caller, library: dict[str, str]) -> None:
    admin.http.delete(f"/api/documents/{library['lease']}")
    assert found(admin, "tenants") == []


def test_another_workspace_finds_nothing(admin: Caller, stranger: Caller, library: dict[str, str]) -> None:
    assert library
    assert found(admin, "tenants")
    assert found(stranger, "tenants") == []


def test_a_page_of_a_million_different_words_is_kept_whole_and_found_by_its_beginning(app: App, admin: Caller) -> None:
    text = " ".join(f"word{number}" for number in range(300_000))
    document_id = UUID(admin.add("A page that is far too long"))
    row = {"number": 1, "text": text, "source": "file", "seconds": 0.1}
    with app.database.transaction() as session:
        record_page(session, document_id, row)
    assert [one["id"] for one in admin.json("/api/documents", q="word77")["items"]] == [str(document_id)]
    assert len(admin.http.get(f"/api/documents/{document_id}/text").text) == len(text)
