"""A document's run, from drop to description, and all that may come between."""

import re
import time

import pytest

from pressroom.features.documents.models import Page
from pressroom.kernel.app import App
from pressroom.kernel.errors import (
    Invalid,
    PressroomError,
    ProviderAuthLost,
    ProviderBusy,
    ProviderRefused,
    TooLarge,
)
from pressroom.kernel.processes import ProcessDied
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.pages.fake import FakePageReader
from pressroom.worker import RunningWorker
from tests.caller import Caller
from tests.documents import rows
from tests.stories import statuses
from tests.workflows.conftest import StartWorker
from tests.workflows.readers import LockedReader, MoodyReader

STORY = ["processing", "ocr_complete", "generating_metadata", "completed"]
BEATS = [
    "inspect",
    "count_pages",
    "read_pages",
    "finish_reading",
    "describe",
    "record_description",
]


def steps(caller: Caller, run_id: str) -> list[dict[str, object]]:
    items: list[dict[str, object]] = caller.json(f"/api/runs/{run_id}/steps")["items"]
    return items


def test_a_document_is_read_and_described(admin: Caller, app: App, worker: RunningWorker) -> None:
    found = admin.ended(admin.add("The lighthouse\fstands on a rock"))
    assert found["status"] == "completed", found
    assert found["display_name"] == "The lighthouse"
    assert found["tags"] == ["fake", "document", "test"]
    assert found["page_count"] == found["pages_read"] == 2
    assert admin.http.get(f"/api/documents/{found['id']}/text").text == "The lighthouse\fstands on a rock"
    assert statuses(app, found["id"]) == STORY
    assert admin.json("/api/usage")["pages"] == 2
    assert worker.executor_id == admin.json(f"/api/runs/{found['run_id']}")["worker"]


def test_a_run_tells_its_story_step_by_step(admin: Caller, worker: RunningWorker) -> None:
    document = admin.ended(admin.add("hello"))
    run = admin.run_ended(document["run_id"])
    assert (run["status"], run["error"], run["output"], run["attempts"]) == ("succeeded", None, None, 1)
    assert run["created_at"] <= run["started_at"] <= run["completed_at"]
    told = steps(admin, run["id"])
    assert [step["name"] for step in told] == BEATS
    assert [step["number"] for step in told] == sorted(int(str(step["number"])) for step in told)
    assert all(step["error"] is None and step["attempts"] == [] for step in told)
    assert all(float(str(step["seconds"])) >= 0 for step in told)
    assert worker


def test_what_a_file_is_called_by_itself_is_shown_to_the_model(admin: Caller, start_worker: StartWorker) -> None:
    describer = FakeDescriber()
    start_worker(reader=FakePageReader(title="Minutes\0 of the board"), describer=describer)
    admin.ended(admin.add("We met."))
    ((_, evidence, _),) = describer.calls
    assert evidence.hints == {"title": "Minutes of the board"}


@pytest.mark.slow
def test_many_documents_at_once_all_come_to_their_end(admin: Caller, worker: RunningWorker) -> None:
    files = [(f"{number}.txt", f"Note number {number}".encode()) for number in range(30)]
    accepted = admin.upload(*files).json()["documents"]
    assert {admin.ended(one["id"])["status"] for one in accepted} == {"completed"}
    assert worker


def test_a_long_document_is_read_in_steps_of_ten_pages(admin: Caller, app: App, worker: RunningWorker) -> None:
    found = admin.ended(admin.add("\f".join(f"This is page {number}" for number in range(1, 26))))
    assert (found["status"], found["page_count"], found["pages_read"]) == ("completed", 25, 25)
    read = [step for step in steps(admin, found["run_id"]) if step["name"] == "read_pages"]
    assert [step["output"] for step in read] == [{"read": size, "ocr": 0} for size in (10, 10, 5)]
    assert sorted(page.number for page in rows(app, Page)) == list(range(1, 26))
    assert worker


def test_when_describing_fails_the_text_stays_and_one_call_tries_again(
    admin: Caller, app: App, start_worker: StartWorker
) -> None:
    describer = FakeDescriber(error=ProviderRefused("The model refused this content."))
    start_worker(describer=describer)
    found = admin.ended(admin.add("Still here"))
    assert (found["status"], found["failed_stage"]) == ("failed", "describing")
    assert found["error"] == "The model refused this content."
    assert statuses(app, found["id"]) == [*STORY[:3], "failed"]
    assert admin.http.get(f"/api/documents/{found['id']}/text").text == "Still here"
    run = admin.run_ended(found["run_id"])
    assert (run["status"], run["error"]) == ("failed", "The model refused this content.")
    assert admin.json("/api/documents", q="here")["items"]

    describer.error = None
    retried = admin.http.post(f"/api/runs/{found['run_id']}/retry")
    assert retried.json()["run_id"] == f"describe-document:{found['id']}:2"
    assert admin.ended(found["id"])["status"] == "completed"
    assert admin.json("/api/usage")["pages"] == 1


@pytest.mark.parametrize("busy", [1, 2])
def test_a_busy_model_is_asked_again_and_each_try_is_shown(admin: Caller, start_worker: StartWorker, busy: int) -> None:
    describer = FakeDescriber(busy=busy)
    start_worker(describer=describer)
    found = admin.ended(admin.add("hello"))
    assert found["status"] == "completed"
    assert len(describer.calls) == busy + 1
    (step,) = [step for step in steps(admin, found["run_id"]) if step["name"] == "describe"]
    attempts = step["attempts"]
    assert isinstance(attempts, list)
    assert [(one["number"], one["error"]) for one in attempts] == [
        (number, "The model is busy.") for number in range(1, busy + 1)
    ]


def test_after_three_busy_answers_the_description_fails_with_the_reason(
    admin: Caller, start_worker: StartWorker
) -> None:
    describer = FakeDescriber(busy=9)
    start_worker(describer=describer)
    found = admin.ended(admin.add("hello"))
    assert (found["status"], found["failed_stage"], found["error"]) == ("failed", "describing", "The model is busy.")
    assert len(describer.calls) == 3
    (step,) = [step for step in steps(admin, found["run_id"]) if step["name"] == "describe"]
    assert isinstance(step["attempts"], list)
    assert len(step["attempts"]) == 3


def test_the_wait_a_model_asks_for_is_kept(admin: Caller, start_worker: StartWorker) -> None:
    start_worker(describer=FakeDescriber(busy=1, retry_after=2.0))
    found = admin.ended(admin.add("hello"))
    (step,) = [step for step in steps(admin, found["run_id"]) if step["name"] == "describe"]
    assert float(str(step["seconds"])) >= 2.0


@pytest.mark.parametrize(
    ("describer", "reason"),
    [
        (FakeDescriber(nonsense=True), "nonsense twice"),
        (FakeDescriber(seconds=0.3, timeout_seconds=0.1), r"did not answer within 0\.1 seconds"),
        (FakeDescriber(error=ProviderAuthLost("The key is not accepted.")), "The key is not accepted"),
    ],
    ids=["nonsense", "time-out", "key"],
)
def test_a_model_that_gives_no_answer_costs_only_the_description(
    admin: Caller, start_worker: StartWorker, describer: FakeDescriber, reason: str
) -> None:
    start_worker(describer=describer)
    found = admin.ended(admin.add("hello"))
    assert (found["status"], found["failed_stage"]) == ("failed", "describing")
    assert re.search(reason, found["error"])
    assert admin.http.get(f"/api/documents/{found['id']}/text").text == "hello"


@pytest.mark.parametrize(
    ("page", "error", "code"),
    [
        (0, Invalid("This PDF is damaged.", code="broken"), "broken"),
        (0, TooLarge("It has 5,000 pages.", code="too_many_pages"), "too_many_pages"),
        (1, Invalid("Page 1 is too large.", code="too_many_pixels"), "too_many_pixels"),
        (1, ProcessDied("The process reading this crashed, twice."), None),
    ],
    ids=["broken", "too-many-pages", "too-large-a-picture", "ocr-crash"],
)
def test_what_cannot_be_read_fails_with_its_reason_and_costs_no_pages(
    admin: Caller, start_worker: StartWorker, page: int, error: PressroomError, code: str | None
) -> None:
    start_worker(reader=FakePageReader(errors={page: error}))
    found = admin.ended(admin.add("unreadable"))
    assert (found["status"], found["failed_stage"]) == ("failed", "reading")
    assert (found["error"], found["error_code"]) == (str(error), code)
    assert admin.run_ended(found["run_id"])["error"] == str(error)
    assert admin.json("/api/usage")["pages"] == 0


def test_a_reader_that_is_busy_once_reads_on_where_it_stopped(admin: Caller, start_worker: StartWorker) -> None:
    start_worker(reader=MoodyReader(page=3, error=ProviderBusy("The engine is busy.")))
    found = admin.ended(admin.add("one\ftwo\fthree\ffour"))
    assert found["status"] == "completed"
    (step,) = [step for step in steps(admin, found["run_id"]) if step["name"] == "read_pages"]
    assert step["output"] == {"read": 2, "ocr": 0}  # pages 1 and 2 were written down before
    assert admin.http.get(f"/api/documents/{found['id']}/text").text == "one\ftwo\fthree\ffour"


def test_a_bug_fails_the_run_and_the_document_with_a_reason_and_harms_no_other(
    admin: Caller, start_worker: StartWorker
) -> None:
    start_worker(reader=MoodyReader(page=2, error=ZeroDivisionError("division by zero")))
    broken = admin.ended(admin.add("one\ftwo"))
    assert (broken["status"], broken["failed_stage"]) == ("failed", "reading")
    assert "ZeroDivisionError" in broken["error"]
    run = admin.run_ended(broken["run_id"])
    assert run["status"] == "failed"
    assert "division by zero" in run["error"]
    assert admin.ended(admin.add("only one"))["status"] == "completed"
    admin.http.post(f"/api/runs/{broken['run_id']}/retry")
    assert admin.ended(broken["id"])["status"] == "completed"


def test_an_encrypted_document_completes_once_it_has_its_password(admin: Caller, start_worker: StartWorker) -> None:
    start_worker(reader=LockedReader("sesame"))
    document_id = admin.add("secret words")
    found = admin.ended(document_id)
    assert (found["error_code"], found["failed_stage"]) == ("encrypted", "reading")
    admin.http.post(f"/api/documents/{document_id}/ocr", json={"password": "guess"})
    assert admin.ended(document_id)["error_code"] == "wrong_password"
    admin.http.post(f"/api/documents/{document_id}/ocr", json={"password": "sesame"})
    found = admin.ended(document_id)
    assert (found["status"], found["attempt"]) == ("completed", 3)
    assert admin.http.get(f"/api/documents/{document_id}/text").text == "secret words"


def test_over_the_month_s_limit_a_document_is_refused_and_a_smaller_one_fits(
    admin: Caller, app: App, start_worker: StartWorker
) -> None:
    start_worker(monthly_pages=2)
    large = admin.ended(admin.add("one\ftwo\fthree"))
    assert (large["failed_stage"], large["error_code"]) == ("reading", "monthly_pages")
    assert "3 pages, and 2 of this month's 2 are left" in large["error"]
    assert rows(app, Page) == []
    assert admin.ended(admin.add("one\ftwo"))["status"] == "completed"
    assert admin.json("/api/usage")["pages"] == 2


def test_reading_again_counts_no_page_twice(admin: Caller, worker: RunningWorker) -> None:
    document_id = admin.ended(admin.add("one\ftwo"))["id"]
    admin.http.post(f"/api/documents/{document_id}/ocr")
    found = admin.ended(document_id)
    assert (found["status"], found["attempt"]) == ("completed", 2)
    assert admin.json("/api/usage")["pages"] == 2
    assert len(admin.json(f"/api/documents/{document_id}/revisions")["items"]) == 2
    assert worker


def test_a_running_run_is_cancelled_before_its_next_step(admin: Caller, start_worker: StartWorker) -> None:
    describer = FakeDescriber(seconds=1.5)
    start_worker(describer=describer)
    document_id = admin.add("hello")
    while not describer.calls:
        time.sleep(0.02)
    run_id = admin.document(document_id)["run_id"]
    assert admin.http.post(f"/api/runs/{run_id}/cancel").json()["status"] == "cancelled"
    found = admin.document(document_id)
    assert (found["status"], found["failed_stage"]) == ("failed", "describing")
    time.sleep(2.0)  # the step that was under way ends, and what it brings is not taken
    assert admin.document(document_id)["status"] == "failed"
    assert admin.json(f"/api/documents/{document_id}/revisions")["items"] == []
    describer.seconds = 0.0
    admin.http.post(f"/api/runs/{run_id}/retry")
    assert admin.ended(document_id)["status"] == "completed"
    assert len(admin.json(f"/api/documents/{document_id}/revisions")["items"]) == 1
