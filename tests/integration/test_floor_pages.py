"""The pages of workflows, queues, workers and schedules as a browser without scripts sees them, and with them."""

import json
from collections.abc import Iterator

import pytest

from pressroom.kernel.app import App
from tests.caller import Caller
from tests.gallery import colleague_of
from tests.page_forms import PERSON, SCRIPT, press, text_of, toast_of
from tests.serving import ThreadedServer

UNKNOWN = "01890000-0000-7000-8000-000000000000"


@pytest.fixture
def colleague(app: App, admin: Caller, server: ThreadedServer) -> Iterator[Caller]:
    """Another member of the first workspace."""
    with colleague_of(app, admin, server.url) as caller:
        yield caller


def test_workflows_are_listed_with_what_begins_them_and_how_they_fared(admin: Caller) -> None:
    admin.add("hello")
    page = text_of(admin, "/runs/workflows")
    assert 'href="/runs/workflows/process_document"' in page
    assert '<code class="tag">google.images.process</code>' in page
    assert 'aria-label="Runs in each of the last 24 hours, 1 at most"' in page
    assert 'aria-current="page">Workflows' in page


def test_a_workflow_has_a_form_made_of_its_input_that_starts_it(admin: Caller) -> None:
    document_id = admin.add("hello", "minutes.txt")
    admin.http.post(f"/api/runs/{admin.document(document_id)['run_id']}/cancel")
    page = text_of(admin, f"/runs/workflows/process_document?document_id={document_id}")
    assert f'value="{document_id}"' in page
    assert "minutes" in page
    answer = press(admin, "/runs/workflows/process_document", {"document_id": document_id, "again": "true"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/runs/process-document%3A{document_id}%3A2"


def test_a_workflow_that_cannot_be_started_says_why_and_keeps_what_was_typed(admin: Caller) -> None:
    answer = press(admin, "/runs/workflows/process_document", {"document_id": UNKNOWN})
    assert answer.status_code == 422
    assert "It was not started." in answer.text
    assert f'value="{UNKNOWN}"' in answer.text
    assert "pin_id or pin_ids" in press(admin, "/runs/workflows/describe_pin").text
    assert "start-title" not in text_of(admin, "/runs/workflows/prune_history")
    assert admin.http.get("/runs/workflows/nothing", headers=PERSON).status_code == 404


def test_every_workflow_s_page_is_well(admin: Caller) -> None:
    for one in admin.json("/api/workflows")["items"]:
        assert one["name"] in text_of(admin, f"/runs/workflows/{one['name']}")


def test_a_queue_is_paused_changed_and_resumed_on_its_page(admin: Caller) -> None:
    admin.add("hello")
    answer = admin.http.post("/runs/queues/work/pause", headers=SCRIPT)
    assert toast_of(answer)["undo"] == "/runs/queues/work/resume"
    assert json.loads(answer.headers["hx-trigger"])["floor"] == {}
    assert 'action="/runs/queues/work/resume"' in text_of(admin, "/runs/queues")
    assert press(admin, "/runs/queues/work/resume").headers["location"] == "/runs/queues"
    assert press(admin, "/runs/queues/generations", {"at_once": "3", "of_partition": "2"}).status_code == 303
    page = text_of(admin, "/runs/queues")
    assert 'action="/runs/queues/generations/default"' in page
    assert press(admin, "/runs/queues/generations/default").status_code == 303
    assert 'action="/runs/queues/generations/default"' not in text_of(admin, "/runs/queues")
    assert press(admin, "/runs/queues/work", {"at_once": "900"}).status_code == 422


def test_without_a_worker_the_page_says_how_one_is_started(admin: Caller) -> None:
    assert "No worker is alive" in text_of(admin, "/runs/workers")
    assert press(admin, f"/runs/workers/{UNKNOWN}/drain").status_code == 404


def test_a_schedule_is_changed_on_its_page_and_what_is_no_cron_is_said_beside_it(admin: Caller) -> None:
    assert "No worker has been started yet." in text_of(admin, "/runs/schedules")
    url = "/runs/schedules/prune_history"
    assert press(admin, url, {"cron": "0 4 * * *", "missed": "catch_up"}).headers["location"] == url
    page = text_of(admin, url)
    assert 'value="0 4 * * *"' in page
    assert '<option value="catch_up" selected>' in page
    wrong = press(admin, url, {"cron": "99 4 * * *"})
    assert wrong.status_code == 422
    assert 'value="99 4 * * *"' in wrong.text
    assert "the minute cannot be that" in wrong.text
    assert press(admin, f"{url}/pause").headers["location"] == url
    assert "once it is resumed" in text_of(admin, url)
    assert toast_of(admin.http.post(f"{url}/resume", headers=SCRIPT))["message"] == "It goes on."
    assert press(admin, f"{url}/runs").status_code == 409


@pytest.mark.parametrize("path", ["/runs/queues", "/runs/workers", "/runs/schedules", "/runs/schedules/publish_due"])
def test_only_who_runs_the_installation_sees_what_carries_all_its_runs(
    admin: Caller, colleague: Caller, stranger: Caller, path: str
) -> None:
    assert f'href="{path.rsplit("/publish_due", 1)[0]}"' in text_of(admin, "/runs/workflows")
    for other in (colleague, stranger):
        assert other.http.get(path, headers=PERSON).status_code == 403
        assert 'href="/runs/queues"' not in text_of(other, "/runs/workflows")
