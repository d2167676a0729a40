"""Runs that are over, and go on from one of their steps under the same id."""

from typing import Any
from uuid import UUID

from pressroom.core.metadata.models import Revision
from pressroom.core.spending.models import AiCall
from pressroom.features.documents.models import Document
from pressroom.kernel.app import App
from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe import FakeDescriber
from pressroom.worker import RunningWorker
from tests.caller import Caller, problem_of
from tests.documents import rows
from tests.media import Library, dot, wait_for
from tests.spending import PricedDescriber
from tests.stories import statuses
from tests.workflows.conftest import StartWorker


def number_of(caller: Caller, run_id: str, name: str) -> int:
    """Return the number of a run's step."""
    found: list[int] = [
        one["number"] for one in caller.json(f"/api/runs/{run_id}/steps")["items"] if one["name"] == name
    ]
    return found[0]


def rewind(caller: Caller, run_id: str, step: int) -> dict[str, Any]:
    """Wind a run back to a step, and return it when it is over again."""
    answer = caller.http.post(f"/api/runs/{run_id}/rewind", json={"step": step})
    assert answer.status_code == 202, answer.text
    assert answer.json() == {"run_id": run_id}
    assert answer.headers["location"] == f"/api/runs/{run_id}"
    return caller.run_ended(run_id)


def test_a_failed_run_goes_on_from_the_step_that_failed(admin: Caller, app: App, start_worker: StartWorker) -> None:
    describer = FakeDescriber(error=ProviderRefused("The model refused this content."))
    start_worker(describer=describer)
    document = admin.ended(admin.add("Still here"))
    run_id = document["run_id"]
    read_at = admin.json(f"/api/runs/{run_id}/steps")["items"][2]["completed_at"]
    describer.error = None

    run = rewind(admin, run_id, number_of(admin, run_id, "describe"))

    assert (run["id"], run["status"], run["error"]) == (run_id, "succeeded", None)
    found = admin.ended(document["id"])
    assert (found["status"], found["error"], found["run_id"]) == ("completed", None, run_id)
    assert statuses(app, document["id"])[-3:] == ["failed", "generating_metadata", "completed"]
    assert admin.json(f"/api/runs/{run_id}/steps")["items"][2]["completed_at"] == read_at


def test_a_run_that_succeeded_is_done_again_from_its_beginning(admin: Caller, app: App, worker: RunningWorker) -> None:
    document = admin.ended(admin.add("first page\fsecond page"))
    rewind(admin, document["run_id"], 1)
    found = admin.ended(document["id"])
    assert (found["status"], found["page_count"], found["pages_read"]) == ("completed", 2, 2)
    assert statuses(app, document["id"])[-4:] == ["processing", "ocr_complete", "generating_metadata", "completed"]
    assert len(rows(app, Revision)) == 2
    assert admin.json("/api/usage")["pages"] == 2
    assert worker


def test_a_model_is_asked_again_and_both_answers_are_counted(
    admin: Caller, app: App, start_worker: StartWorker
) -> None:
    describer = PricedDescriber()
    start_worker(describer=describer)
    document = admin.ended(admin.add("hello"))
    rewind(admin, document["run_id"], number_of(admin, document["run_id"], "describe"))
    admin.ended(document["id"])
    assert len(describer.calls) == len(rows(app, AiCall)) == 2
    assert admin.json(f"/api/runs/{document['run_id']}")["cost"]["calls"] == 2


def test_a_picture_s_run_is_wound_back(library: Library, admin: Caller, start_worker: StartWorker) -> None:
    seer = FakeDescriber()
    start_worker(seer=seer)
    item_id = admin.add_picture(dot("red"))
    wait_for(lambda: admin.picture(item_id)["status"] == "completed")
    run_id = library.item(UUID(item_id)).run_id or ""
    rewind(admin, run_id, number_of(admin, run_id, "describe_picture"))
    assert admin.picture(item_id)["status"] == "completed"
    assert len(seer.calls) == 2


def test_a_run_is_not_wound_back_while_it_runs_nor_to_a_step_it_has_not(admin: Caller) -> None:
    run_id = admin.document(admin.add("hello"))["run_id"]
    problem_of(admin.http.post(f"/api/runs/{run_id}/rewind", json={"step": 1}), 409, "not_over")
    admin.http.post(f"/api/runs/{run_id}/cancel")
    problem_of(admin.http.post(f"/api/runs/{run_id}/rewind", json={"step": 7}), 422, "step")
    problem_of(admin.http.post(f"/api/runs/{run_id}/rewind", json={"step": 0}), 422, "validation")


def test_a_run_whose_subject_is_gone_is_not_wound_back(admin: Caller, app: App) -> None:
    document_id = admin.add("hello")
    run_id = admin.document(document_id)["run_id"]
    admin.http.post(f"/api/runs/{run_id}/cancel")
    admin.http.delete(f"/api/documents/{document_id}")
    problem_of(admin.http.post(f"/api/runs/{run_id}/rewind", json={"step": 1}), 409, "deleted")
    with app.database.transaction() as session:
        session.delete(session.get_one(Document, document_id))
    problem_of(admin.http.post(f"/api/runs/{run_id}/rewind", json={"step": 1}), 409, "gone")
    assert admin.json(f"/api/runs/{run_id}")["status"] == "cancelled"


def test_only_the_newest_run_of_a_document_is_wound_back(admin: Caller) -> None:
    run_id = admin.document(admin.add("hello"))["run_id"]
    admin.http.post(f"/api/runs/{run_id}/cancel")
    newer = admin.http.post(f"/api/runs/{run_id}/retry").json()["run_id"]
    problem_of(admin.http.post(f"/api/runs/{run_id}/rewind", json={"step": 1}), 409, "busy")
    admin.http.post(f"/api/runs/{newer}/cancel")
    problem_of(admin.http.post(f"/api/runs/{run_id}/rewind", json={"step": 1}), 409, "newer")
