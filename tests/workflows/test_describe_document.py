"""Describing anew: a conversation with the model, as an answer or as a stream of its events."""

import pytest

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe import FakeDescriber, Turn
from tests.caller import Caller, problem_of
from tests.streams import STREAM, events
from tests.workflows.conftest import StartWorker


@pytest.fixture
def describer() -> FakeDescriber:
    """The model asked."""
    return FakeDescriber()


@pytest.fixture
def document_id(admin: Caller, describer: FakeDescriber, start_worker: StartWorker) -> str:
    """A document described once."""
    start_worker(describer=describer)
    return str(admin.ended(admin.add("The lease begins in May."))["id"])


def test_feedback_passes_the_conversation_and_gives_a_new_revision(
    admin: Caller, describer: FakeDescriber, document_id: str
) -> None:
    first = admin.document(document_id)
    answer = admin.http.post(f"/api/documents/{document_id}/metadata", json={"feedback": "Mention May."})
    assert answer.status_code == 200
    revision = answer.json()
    assert revision["feedback"] == "Mention May."
    assert revision["values"]["summary"] == "The lease begins in May.. (Mention May.)"
    assert revision["run_id"] == f"describe-document:{document_id}:2"
    _, evidence, turns = describer.calls[-1]
    assert evidence.pages == ["The lease begins in May."]
    assert [turn.feedback for turn in turns] == ["Mention May."]
    assert isinstance(turns[0], Turn)
    assert turns[0].values["display_name"] == first["display_name"]
    found = admin.document(document_id)
    assert (found["status"], found["revision_id"]) == ("completed", revision["id"])
    assert len(admin.json(f"/api/documents/{document_id}/revisions")["items"]) == 2


def test_the_conversation_is_about_the_answer_that_is_shown(
    admin: Caller, describer: FakeDescriber, document_id: str
) -> None:
    admin.http.patch(f"/api/documents/{document_id}/metadata", json={"display_name": "My own words"})
    admin.http.post(f"/api/documents/{document_id}/metadata", json={"feedback": "Shorter."})
    assert describer.calls[-1][2][0].values["display_name"] == "My own words"


def test_without_feedback_the_model_is_asked_afresh(admin: Caller, describer: FakeDescriber, document_id: str) -> None:
    assert admin.http.post(f"/api/documents/{document_id}/metadata").status_code == 200
    assert describer.calls[-1][2] == ()


def test_a_stream_tells_each_step_and_then_the_revision(admin: Caller, document_id: str) -> None:
    answer = admin.http.post(f"/api/documents/{document_id}/metadata", headers=STREAM)
    told = list(events(answer))
    assert [(name, data.get("step")) for name, data in told[:-1]] == [
        ("step", "describe"),
        ("step", "record_description"),
    ]
    name, revision = told[-1]
    assert name == "complete"
    assert revision["id"] == admin.document(document_id)["revision_id"]


def test_a_stream_of_a_refusal_ends_with_the_error(admin: Caller, describer: FakeDescriber, document_id: str) -> None:
    describer.error = ProviderRefused("The model refused this content.")
    told = list(events(admin.http.post(f"/api/documents/{document_id}/metadata", headers=STREAM)))
    name, error = told[-1]
    assert name == "error"
    assert error["detail"] == "The model refused this content."


def test_a_refusal_is_a_problem_and_the_earlier_answer_stays(
    admin: Caller, describer: FakeDescriber, document_id: str
) -> None:
    before = admin.document(document_id)
    describer.error = ProviderRefused("The model refused this content.")
    body = problem_of(admin.http.post(f"/api/documents/{document_id}/metadata"), 502, "describing_failed")
    assert body["detail"] == "The model refused this content."
    after = admin.document(document_id)
    assert (after["status"], after["failed_stage"]) == ("failed", "describing")
    assert (after["display_name"], after["revision_id"]) == (before["display_name"], before["revision_id"])


def test_the_same_key_describes_once(admin: Caller, describer: FakeDescriber, document_id: str) -> None:
    headers = {"Idempotency-Key": "again-1"}
    answers = [admin.http.post(f"/api/documents/{document_id}/metadata", headers=headers) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(describer.calls) == 2


def test_only_three_revisions_are_kept_however_often_it_is_described(admin: Caller, document_id: str) -> None:
    for number in range(4):
        admin.http.post(f"/api/documents/{document_id}/metadata", json={"feedback": f"Try {number}."})
    kept = admin.json(f"/api/documents/{document_id}/revisions")["items"]
    assert [one["feedback"] for one in kept] == ["Try 3.", "Try 2.", "Try 1."]


def test_an_earlier_answer_is_restored_after_a_worse_one(admin: Caller, document_id: str) -> None:
    first = admin.document(document_id)["revision_id"]
    admin.http.post(f"/api/documents/{document_id}/metadata", json={"feedback": "Worse."})
    admin.http.post(f"/api/documents/{document_id}/revisions/{first}/restore")
    assert "(Worse.)" not in admin.document(document_id)["summary"]
