"""Revisions of a document's metadata: newest three, edited, restored."""

from typing import Any

import pytest

from pressroom.features.documents.models import Stage
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.documents import completed, describe, fail, read


@pytest.fixture
def document_id(admin: Caller, app: App) -> str:
    """A completed document."""
    return completed(app, admin, "The rent is due.")


def revisions(caller: Caller, document_id: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = caller.json(f"/api/documents/{document_id}/revisions")["items"]
    return items


def edit(caller: Caller, document_id: str, **values: object) -> dict[str, Any]:
    answer = caller.http.patch(f"/api/documents/{document_id}/metadata", json=values)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_model_s_answer_is_a_revision(admin: Caller, document_id: str) -> None:
    (revision,) = revisions(admin, document_id)
    assert revision["author"] == "model"
    assert revision["model"] == "fake"
    assert revision["values"]["display_name"] == "Lease for Elm Street"
    assert revision["id"] == admin.document(document_id)["revision_id"]


def test_an_edit_is_a_revision_of_a_person_s_and_keeps_the_rest(admin: Caller, document_id: str) -> None:
    revision = edit(admin, document_id, display_name="My lease", tags=[" home ", "flat"])
    assert revision["author"] == "person"
    assert revision["model"] is None
    found = admin.document(document_id)
    assert found["display_name"] == "My lease"
    assert found["tags"] == ["home", "flat"]
    assert found["summary"] == "A flat is let."
    assert found["revision_id"] == revision["id"]


def test_only_the_newest_three_revisions_are_kept(admin: Caller, document_id: str) -> None:
    for number in range(5):
        edit(admin, document_id, display_name=f"Name {number}")
    names = [one["values"]["display_name"] for one in revisions(admin, document_id)]
    assert names == ["Name 4", "Name 3", "Name 2"]


def test_an_earlier_revision_is_restored(admin: Caller, document_id: str) -> None:
    (first,) = revisions(admin, document_id)
    edit(admin, document_id, display_name="My lease")
    answer = admin.http.post(f"/api/documents/{document_id}/revisions/{first['id']}/restore")
    assert answer.status_code == 200
    assert answer.json()["display_name"] == "Lease for Elm Street"
    assert admin.document(document_id)["revision_id"] == first["id"]
    assert len(revisions(admin, document_id)) == 2


def test_the_shown_revision_is_not_pruned_while_it_is_shown(admin: Caller, document_id: str) -> None:
    (first,) = revisions(admin, document_id)
    for number in range(2):
        edit(admin, document_id, display_name=f"Name {number}")
    admin.http.post(f"/api/documents/{document_id}/revisions/{first['id']}/restore")
    edit(admin, document_id, display_name="Newest")
    assert admin.document(document_id)["display_name"] == "Newest"


def test_a_revision_of_another_document_is_not_found(admin: Caller, app: App, document_id: str) -> None:
    other = completed(app, admin, "Something else")
    (foreign,) = revisions(admin, other)
    problem_of(admin.http.post(f"/api/documents/{document_id}/revisions/{foreign['id']}/restore"), 404)


@pytest.mark.parametrize(
    "values",
    [
        {"display_name": ""},
        {"display_name": "x" * 201},
        {"tags": ["ok", ""]},
        {"tags": ["x"] * 31},
        {"summary": "x" * 2001},
        {"language": "x"},
        {"display_name": ["not a text"]},
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(admin: Caller, document_id: str, values: dict[str, Any]) -> None:
    body = problem_of(admin.http.patch(f"/api/documents/{document_id}/metadata", json=values), 422, "validation")
    assert body["errors"][0]["pointer"].startswith("body/")
    assert len(revisions(admin, document_id)) == 1


def test_an_edit_while_a_run_is_at_work_is_a_conflict(admin: Caller) -> None:
    document_id = admin.add("still being read")
    answer = admin.http.patch(f"/api/documents/{document_id}/metadata", json={"display_name": "Mine"})
    problem_of(answer, 409, "busy")


def test_a_document_without_text_cannot_be_edited(admin: Caller, app: App) -> None:
    document_id = admin.add("unreadable")
    fail(app, document_id, Stage.READING)
    answer = admin.http.patch(f"/api/documents/{document_id}/metadata", json={"display_name": "Mine"})
    problem_of(answer, 409, "no_text")


def test_an_edit_mends_a_document_whose_description_failed(admin: Caller, app: App) -> None:
    document_id = admin.add("hello")
    read(app, document_id, "hello")
    fail(app, document_id, Stage.DESCRIBING)
    edit(admin, document_id, display_name="By hand")
    found = admin.document(document_id)
    assert (found["status"], found["error"]) == ("completed", None)


def test_describing_again_while_a_run_is_at_work_is_a_conflict(admin: Caller) -> None:
    problem_of(admin.http.post(f"/api/documents/{admin.add('busy')}/metadata"), 409, "busy")


def test_feedback_longer_than_a_page_is_refused(admin: Caller, document_id: str) -> None:
    answer = admin.http.post(f"/api/documents/{document_id}/metadata", json={"feedback": "x" * 2001})
    problem_of(answer, 422, "validation")


def test_feedback_is_kept_with_its_revision(admin: Caller, app: App, document_id: str) -> None:
    describe(app, document_id, {"display_name": "Shorter"}, feedback="Shorter, please.")
    newest = revisions(admin, document_id)[0]
    assert newest["feedback"] == "Shorter, please."


@pytest.mark.parametrize("values", [{}, {"display_name": None}])
def test_an_edit_that_changes_nothing_is_refused(admin: Caller, document_id: str, values: dict[str, Any]) -> None:
    answer = admin.http.patch(f"/api/documents/{document_id}/metadata", json=values)
    assert problem_of(answer, 422, "validation")["errors"][0]["detail"] == "Nothing to change was given."
    assert len(revisions(admin, document_id)) == 1


def test_an_edit_by_api_and_by_form_is_tidied_alike(admin: Caller, document_id: str) -> None:
    revision = edit(admin, document_id, display_name=" My lease ", tags=[" a ", "b", "a"], summary=" Short. ")
    typed = {"display_name": " My lease ", "tags": " a , b,, a", "summary": " Short. "}
    assert admin.http.post(f"/documents/{document_id}/metadata", data=typed).status_code == 303
    assert revision["values"]["tags"] == ["a", "b"]
    by_form, by_api = revisions(admin, document_id)[:2]
    assert by_form["values"] == by_api["values"]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"tags": "x" * 61}, "at most 60 characters"),
        ({"display_name": "  "}, "at least 1 character"),
        ({"tags": ",".join(str(number) for number in range(31))}, "at most 30 items"),
        ({"summary": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_a_form_is_refused_with_the_reason_the_api_gives(
    admin: Caller, document_id: str, typed: dict[str, str], reason: str
) -> None:
    answer = admin.http.post(f"/documents/{document_id}/metadata", data={"display_name": "Mine"} | typed)
    assert reason in problem_of(answer, 422, "validation")["detail"]
    assert len(revisions(admin, document_id)) == 1
