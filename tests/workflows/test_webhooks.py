"""Events delivered by a worker: signed, tried again, given up and turned off as they should be."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from pressroom.core.webhooks import rules
from pressroom.core.webhooks.models import Webhook
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.durable import WEBHOOKS
from pressroom.providers.webhooks import WebWebhookSender
from tests.caller import Caller, admin_of, problem_of
from tests.doors import fake_doors
from tests.serving import served
from tests.webhook_server import ASKED_SECONDS, WebhookServer, webhook_server
from tests.workflows.conftest import StartWorker

SENDER = WebWebhookSender(agent="Pressroom/test", allow_private=True, seconds=2.0)

HANGING = 40
AT_ONCE = 4
"""Deliveries to one webhook."""


@pytest.fixture
def receiver() -> Iterator[WebhookServer]:
    """A server that is told of events."""
    with webhook_server() as server:
        yield server


@pytest.fixture
def owner(app: App, start_worker: StartWorker) -> Iterator[Caller]:
    """The owner of the first workspace, with a worker that reaches this machine."""
    doors = fake_doors(webhooks=SENDER)
    with served(app, doors) as server, admin_of(app, server.url) as caller:
        start_worker(doors=doors)
        yield caller


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tries follow one another at once."""
    monkeypatch.setattr(rules, "WAITS", (timedelta(milliseconds=50),) * 3)


def told_of(owner: Caller, receiver: WebhookServer, path: str = "ok", *names: str) -> str:
    """Have the receiver told of events; return the webhook's id."""
    answer = owner.http.post("/api/webhooks", json={"url": receiver.url(path), "names": names or ["document.*"]})
    assert answer.status_code == 201, answer.text
    receiver.secret = answer.json()["secret"]
    return str(answer.json()["id"])


def delivery_that(owner: Caller, webhook_id: str, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Wait for the newest delivery to be as it should, and return it with its log."""
    deadline = time.monotonic() + 30
    while True:
        found = owner.json(f"/api/webhooks/{webhook_id}/deliveries")["items"]
        if found and holds(found[0]):
            return owner.json(f"/api/webhooks/{webhook_id}/deliveries/{found[0]['id']}")
        assert time.monotonic() < deadline, found
        time.sleep(0.05)


def ended(delivery: dict[str, Any]) -> bool:
    return str(delivery["status"]) != "waiting"


def test_what_happens_here_is_told_to_who_asked_for_it(owner: Caller, receiver: WebhookServer) -> None:
    webhook_id = told_of(owner, receiver, "ok", "document.completed", "document.failed")
    document_id = owner.add("A treaty")
    owner.ended(document_id)
    (arrived,) = receiver.wait(1)
    assert arrived.event is not None
    assert arrived.event["type"] == "document.completed"
    assert arrived.event["data"] == {"document_id": document_id, "status": "completed"}
    found = delivery_that(owner, webhook_id, ended)
    assert found["status"] == "delivered"
    assert [(one["http_status"], one["answer"]) for one in found["log"]] == [(200, "thanks")]
    event = owner.json(f"/api/events/{found['event_id']}")
    assert (event["name"], event["source"]) == ("document.completed", "fact")


@pytest.mark.usefixtures("soon")
def test_a_server_that_fails_is_tried_again_until_it_answers(owner: Caller, receiver: WebhookServer) -> None:
    webhook_id = told_of(owner, receiver, "flaky")
    owner.http.post(f"/api/webhooks/{webhook_id}/test")
    found = delivery_that(owner, webhook_id, ended)
    assert found["status"] == "delivered"
    assert [one["http_status"] for one in found["log"]] == [500, 500, 200]
    assert len({one.headers["webhook-id"] for one in receiver.arrived}) == 1
    assert owner.json(f"/api/webhooks/{webhook_id}")["failing_since"] is None


@pytest.mark.usefixtures("soon")
def test_after_the_last_try_a_delivery_is_given_up_and_can_be_sent_once_more(
    owner: Caller, receiver: WebhookServer
) -> None:
    webhook_id = told_of(owner, receiver, "refuse")
    owner.http.post(f"/api/webhooks/{webhook_id}/test")
    found = delivery_that(owner, webhook_id, ended)
    assert (found["status"], found["tries"]) == ("failed", 4)
    owner.http.patch(f"/api/webhooks/{webhook_id}", json={"url": receiver.url("ok")})
    again = owner.http.post(f"/api/webhooks/{webhook_id}/deliveries/{found['id']}/resend")
    assert again.status_code == 202
    assert delivery_that(owner, webhook_id, ended)["log"][-1]["http_status"] == 200


def test_a_server_that_asks_to_be_left_alone_is(owner: Caller, app: App, receiver: WebhookServer) -> None:
    webhook_id = told_of(owner, receiver, "busy")
    owner.http.post(f"/api/webhooks/{webhook_id}/test")
    found = delivery_that(owner, webhook_id, lambda one: one["tries"] == 1)
    wait = datetime.fromisoformat(found["next_at"]) - datetime.fromisoformat(found["log"][0]["at"])
    assert wait > timedelta(seconds=ASKED_SECONDS - 0.1)
    (waiting,) = app.durable.client.list_workflows(workflow_ids=[found["run_id"]])
    assert waiting.status == "DELAYED"
    assert waiting.delay_until_epoch_ms is not None
    assert waiting.delay_until_epoch_ms / 1000 > receiver.arrived[0].at + ASKED_SECONDS - 1


def test_one_that_is_gone_is_turned_off_and_says_so(owner: Caller, receiver: WebhookServer) -> None:
    webhook_id = told_of(owner, receiver, "gone")
    owner.http.post(f"/api/webhooks/{webhook_id}/test")
    assert delivery_that(owner, webhook_id, ended)["status"] == "failed"
    found = owner.json(f"/api/webhooks/{webhook_id}")
    assert not found["is_enabled"]
    assert "410" in found["disabled_reason"]
    other_id = told_of(owner, receiver)
    owner.ended(owner.add("A treaty"))
    delivery_that(owner, other_id, lambda one: one["event_name"] == "document.completed")
    assert len(owner.json(f"/api/webhooks/{webhook_id}/deliveries")["items"]) == 1
    assert owner.http.patch(f"/api/webhooks/{webhook_id}", json={"is_enabled": True}).json()["is_enabled"]


@pytest.mark.usefixtures("soon")
def test_one_that_failed_for_days_is_turned_off(owner: Caller, app: App, receiver: WebhookServer) -> None:
    webhook_id = told_of(owner, receiver, "refuse")
    with app.database.transaction() as session:
        session.execute(update(Webhook).values(failing_since=now() - timedelta(days=3, minutes=1)))
    owner.http.post(f"/api/webhooks/{webhook_id}/test")
    delivery_that(owner, webhook_id, ended)
    assert "Nothing has arrived since" in owner.json(f"/api/webhooks/{webhook_id}")["disabled_reason"]


def test_a_new_secret_signs_and_the_one_before_does_so_for_a_day(owner: Caller, receiver: WebhookServer) -> None:
    webhook_id = told_of(owner, receiver)
    before = receiver.secret
    fresh = owner.http.post(f"/api/webhooks/{webhook_id}/secret").json()["secret"]
    owner.http.post(f"/api/webhooks/{webhook_id}/test")
    receiver.wait(1)
    receiver.secret = fresh
    owner.http.post(f"/api/webhooks/{webhook_id}/test")
    receiver.wait(2)
    assert before != fresh
    assert len(receiver.believed) == 2


def test_a_run_that_is_made_to_begin_anew_sends_nothing_that_has_arrived(
    owner: Caller, app: App, receiver: WebhookServer
) -> None:
    webhook_id = told_of(owner, receiver)
    owner.http.post(f"/api/webhooks/{webhook_id}/test")
    run_id = delivery_that(owner, webhook_id, ended)["run_id"]
    assert owner.run_ended(run_id)["output"] == {"status": "delivered", "http_status": 200}
    with app.database.transaction() as session:
        app.durable.rewind_once_committed(session, run_id, 1, queue=WEBHOOKS, partition=webhook_id)
    assert owner.run_ended(run_id)["output"] == {"status": "superseded"}
    assert len(receiver.arrived) == 1
    assert [one["http_status"] for one in delivery_that(owner, webhook_id, ended)["log"]] == [200]


def test_one_that_hangs_keeps_no_other_waiting(owner: Caller, receiver: WebhookServer) -> None:
    hangs = told_of(owner, receiver, "hang")
    for _ in range(HANGING):
        assert owner.http.post(f"/api/webhooks/{hangs}/test").status_code == 202
    answers = told_of(owner, receiver, "ok")
    owner.http.post(f"/api/webhooks/{answers}/test")
    assert delivery_that(owner, answers, ended)["status"] == "delivered"
    waiting = owner.json("/api/queues/webhooks")["partitions"]
    assert [(one["key"], one["running"] <= AT_ONCE) for one in waiting if one["waiting"]] == [(hangs, True)]


def test_a_private_address_is_refused_where_it_is_not_allowed(admin: Caller, app: App) -> None:
    doors = fake_doors(webhooks=WebWebhookSender(agent="Pressroom/test"))
    with served(app, doors) as server, admin_of(app, server.url) as caller:
        for url in ("http://127.0.0.1:9/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/"):
            refused = caller.http.post("/api/webhooks", json={"url": url, "names": ["*"]})
            assert "private network" in problem_of(refused, 422, "address")["detail"]
    assert admin.json("/api/webhooks")["items"] == []
    assert UUID(str(admin.workspace_id))
