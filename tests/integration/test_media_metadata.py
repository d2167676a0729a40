"""What is said of a picture: edited, restored, described anew, with its events as they come."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from pressroom.core.runs import workflows as run_workflows
from pressroom.features.media import steps
from pressroom.features.media.models import Stage
from pressroom.kernel.app import App
from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.embed import FakeEmbedder
from pressroom.providers.pictures import FakePictureReader
from pressroom.worker import RunningWorker
from tests.caller import Caller, problem_of
from tests.library import completed, fail, picture, see

KEY = {"Idempotency-Key": "abc-1"}
STREAM = {"Accept": "text/event-stream"}
STOP_SECONDS = 30


@pytest.fixture
def item_id(admin: Caller, app: App) -> str:
    """A completed picture."""
    return completed(app, admin)


def revisions(caller: Caller, item_id: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = caller.json(f"/api/media/{item_id}/revisions")["items"]
    return items


def edit(caller: Caller, item_id: str, **values: object) -> dict[str, Any]:
    answer = caller.http.patch(f"/api/media/{item_id}/metadata", json=values)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_model_s_answer_is_a_revision(admin: Caller, item_id: str) -> None:
    (revision,) = revisions(admin, item_id)
    assert (revision["author"], revision["model"]) == ("model", "fake")
    assert revision["values"]["content"] == "boats in a harbour"
    assert revision["id"] == admin.picture(item_id)["revision_id"]


def test_an_edit_is_a_revision_of_a_person_s_and_keeps_the_rest(admin: Caller, item_id: str) -> None:
    revision = edit(admin, item_id, description=" Our harbour. ", tags=[" home ", "sea", "home"], mood="glad")
    assert (revision["author"], revision["model"]) == ("person", None)
    found = admin.picture(item_id)
    assert (found["description"], found["tags"]) == ("Our harbour.", ["home", "sea"])
    assert (found["analysis"]["mood"], found["analysis"]["content"]) == ("glad", "boats in a harbour")
    assert found["revision_id"] == revision["id"]


def test_only_the_newest_three_revisions_are_kept(admin: Caller, item_id: str) -> None:
    for number in range(5):
        edit(admin, item_id, description=f"Text {number}")
    assert [one["values"]["description"] for one in revisions(admin, item_id)] == ["Text 4", "Text 3", "Text 2"]


def test_an_earlier_revision_is_restored(admin: Caller, item_id: str) -> None:
    (first,) = revisions(admin, item_id)
    edit(admin, item_id, description="Mine", mood="glad")
    answer = admin.http.post(f"/api/media/{item_id}/revisions/{first['id']}/restore")
    assert answer.status_code == 200
    assert answer.json()["description"] == "Fishing boats lie in a small harbour at dusk."
    assert answer.json()["analysis"]["mood"] == "calm"
    assert admin.picture(item_id)["revision_id"] == first["id"]
    assert len(revisions(admin, item_id)) == 2


def test_a_revision_is_restored_again_and_again(admin: Caller, item_id: str) -> None:
    (first,) = revisions(admin, item_id)
    second = edit(admin, item_id, description="Mine")
    for one in (first, second, first, first):
        answer = admin.http.post(f"/api/media/{item_id}/revisions/{one['id']}/restore")
        assert answer.status_code == 200, answer.text
        assert answer.json()["revision_id"] == one["id"]


def test_a_revision_of_another_picture_is_not_found(admin: Caller, app: App, item_id: str) -> None:
    (foreign,) = revisions(admin, completed(app, admin, "other"))
    problem_of(admin.http.post(f"/api/media/{item_id}/revisions/{foreign['id']}/restore"), 404)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"description": None},
        {"title": "no such field"},
        {"description": "x" * 2001},
        {"tags": ["ok", ""]},
        {"tags": [str(number) for number in range(31)]},
        {"tags": ["x" * 61]},
        {"mood": "x" * 201},
        {"description": ["not a text"]},
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(admin: Caller, item_id: str, values: dict[str, Any]) -> None:
    problem_of(admin.http.patch(f"/api/media/{item_id}/metadata", json=values), 422, "validation")
    assert len(revisions(admin, item_id)) == 1


def test_an_edit_while_a_run_is_at_work_is_a_conflict(admin: Caller) -> None:
    answer = admin.http.patch(f"/api/media/{admin.add_picture(picture())}/metadata", json={"description": "Mine"})
    problem_of(answer, 409, "busy")


def test_a_picture_that_cannot_be_seen_cannot_be_edited_or_described(admin: Caller, app: App) -> None:
    item_id = admin.add_picture(picture())
    fail(app, item_id, Stage.SEEING)
    problem_of(admin.http.patch(f"/api/media/{item_id}/metadata", json={"description": "Mine"}), 409, "unseen")
    problem_of(admin.http.post(f"/api/media/{item_id}/metadata"), 409, "unseen")


def test_an_edit_mends_a_picture_whose_description_failed(admin: Caller, app: App) -> None:
    item_id = admin.add_picture(picture())
    see(app, item_id)
    fail(app, item_id, Stage.DESCRIBING)
    edit(admin, item_id, description="By hand")
    found = admin.picture(item_id)
    assert (found["status"], found["error"], found["failed_stage"]) == ("completed", None, None)
    assert found["processed_at"]


def test_describing_anew_while_a_run_is_at_work_is_a_conflict(admin: Caller) -> None:
    problem_of(admin.http.post(f"/api/media/{admin.add_picture(picture())}/metadata"), 409, "busy")


def test_feedback_longer_than_a_page_is_refused(admin: Caller, item_id: str) -> None:
    answer = admin.http.post(f"/api/media/{item_id}/metadata", json={"feedback": "x" * 2001})
    problem_of(answer, 422, "validation")


@pytest.fixture
def describer(app: App) -> Iterator[FakeDescriber]:
    """The model that a worker of this test's own asks."""
    describer = FakeDescriber()
    steps.bind(steps.Tools(app.database, app.storage, FakePictureReader(), describer, FakeEmbedder()))
    run_workflows.bind(run_workflows.Tools(app.database, app.durable, retention_days=30))
    worker = RunningWorker(app, app.database.engine)
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(worker.run)
        yield describer
        worker.stop()
        running.result(STOP_SECONDS)


@pytest.fixture
def described(admin: Caller, describer: FakeDescriber) -> str:
    """A picture that the worker has described."""
    upload = admin.upload_pictures(("heron.png", picture("heron"))).json()["media"][0]
    assert admin.run_ended(upload["run_id"])["status"] == "succeeded"
    assert len(describer.calls) == 1
    return str(upload["id"])


def events(answer: httpx.Response) -> list[tuple[str, dict[str, Any]]]:
    assert answer.headers["content-type"].startswith("text/event-stream")
    blocks = [block.split("\n") for block in answer.text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def test_describing_anew_answers_with_the_new_revision_once_for_a_key(
    admin: Caller, described: str, describer: FakeDescriber
) -> None:
    path = f"/api/media/{described}/metadata"
    first = admin.http.post(path, json={"feedback": "Name the bird."}, headers=KEY)
    assert first.status_code == 200, first.text
    revision = first.json()
    assert (revision["feedback"], revision["run_id"]) == ("Name the bird.", f"describe-media:{described}:2")
    assert [turn.feedback for turn in describer.calls[-1][2]] == ["Name the bird."]
    assert admin.picture(described)["revision_id"] == revision["id"]
    again = admin.http.post(path, json={"feedback": "Name the bird."}, headers=KEY)
    assert again.json() == revision
    assert len(describer.calls) == 2
    problem_of(admin.http.post(path, json={"feedback": "Other."}, headers=KEY), 409, "idempotency_key")


def test_the_events_of_describing_anew_come_as_a_stream(admin: Caller, described: str) -> None:
    told = events(admin.http.post(f"/api/media/{described}/metadata", headers=STREAM))
    used = [data["step"] for name, data in told if name == "step"]
    assert {"describe_picture", "record_description"} <= set(used)
    assert [name for name, _ in told] == ["step"] * len(used) + ["complete"]
    assert told[-1][1]["id"] == admin.picture(described)["revision_id"]


def test_a_model_that_refuses_is_told_as_an_error_and_the_picture_keeps_its_words(
    admin: Caller, described: str, describer: FakeDescriber
) -> None:
    describer.error = ProviderRefused("The model will not look at this.")
    streamed = events(admin.http.post(f"/api/media/{described}/metadata", headers=STREAM))
    assert streamed[-1][0] == "error"
    assert "will not look" in streamed[-1][1]["detail"]
    body = problem_of(admin.http.post(f"/api/media/{described}/metadata"), 502, "describing_failed")
    assert "will not look" in body["detail"]
    found = admin.picture(described)
    assert (found["status"], found["failed_stage"]) == ("failed", "describing")
    assert found["description"] == "A picture of heron."
    assert admin.http.get(found["thumbnail"]).status_code == 200


def test_what_a_person_says_is_found_by_its_meaning_too(admin: Caller, described: str) -> None:
    edit(admin, described, description="x", tags=["egret"], content="an egret wading", subjects=["egret"])
    (indexed,) = [one for one in admin.json("/api/runs")["items"] if one["workflow"] == "index_media"]
    assert admin.run_ended(indexed["id"])["status"] == "succeeded"
    assert [one["id"] for one in admin.json("/api/media", q="an egret wading today")["items"]] == [described]
