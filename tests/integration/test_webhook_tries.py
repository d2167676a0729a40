"""Tries of deliveries written down: one after the other, whatever else is done with the webhook meanwhile."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from pressroom.core.accounts.models import Role
from pressroom.core.events.trying import send_test
from pressroom.core.runs.models import IdempotencyKey
from pressroom.core.webhooks import queries
from pressroom.core.webhooks.actions import add_webhook, change_webhook, remove_webhook
from pressroom.core.webhooks.models import Delivery, DeliveryStatus, Webhook
from pressroom.core.webhooks.rules import WAITS
from pressroom.core.webhooks.sending import abandon, mend, record_try, resend
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.providers.webhooks import FakeWebhookSender
from tests.caller import Caller, problem_of
from tests.gallery import colleague_of
from tests.serving import ThreadedServer

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Post:
    """A webhook, and a delivery to it that is on its way."""

    app: App
    workspace_id: UUID
    user_id: UUID
    webhook_id: UUID
    delivery_id: UUID

    def delivery(self, session: Session) -> Delivery:
        """Return the delivery as it stands."""
        return session.get_one(Delivery, self.delivery_id)

    def run_id(self) -> str:
        """Return the run that carries the delivery now."""
        with self.app.database.transaction() as session:
            return str(self.delivery(session).run_id)

    def tried(self, run_id: str, status: int, **more: Any) -> str:  # noqa: ANN401  # as a run tells it
        """Write a run's try down; return how the delivery stands."""
        told = {"status": status, "error": None, "answer": None, "seconds": 0.1, "retry_after": None, "is_final": False}
        with self.app.database.transaction() as session:
            return record_try(session, self.app.durable, self.delivery_id, run_id, told | more)

    def sent_once_more(self) -> str:
        """Ask for another try now; return its run."""
        with self.app.database.transaction() as session:
            found = queries.delivery(session, self.workspace_id, self.delivery_id, lock=True)
            return resend(session, self.app.durable, found)

    def log(self) -> list[tuple[int, int | None]]:
        """Return the tries that are written down."""
        with self.app.database.transaction() as session:
            return [(one.number, one.http_status) for one in queries.tries(session, self.delivery_id)]


@pytest.fixture
def post(app: App, admin: Caller) -> Post:
    """A webhook and a test on its way to it; no worker carries it there."""
    with app.database.transaction() as session:
        webhook, _ = add_webhook(
            session,
            app.vault,
            FakeWebhookSender(),
            workspace_id=admin.workspace_id,
            user_id=admin.user_id,
            url="https://shop.example.org/",
            names=["*"],
        )
        delivery = send_test(session, app.durable, webhook, user_id=admin.user_id)
        return Post(app, admin.workspace_id, admin.user_id, webhook.id, delivery.id)


@contextmanager
def held(post: Post) -> Iterator[tuple[Session, Webhook]]:
    """Hold the webhook as every action on it does."""
    with post.app.database.transaction() as session:
        yield session, queries.webhook(session, post.workspace_id, post.webhook_id, lock=True)


def until_one_waits(app: App) -> None:
    """Wait until a transaction waits for a row that another holds."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    deadline = time.monotonic() + SECONDS
    with app.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(waiting):
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_a_delivery_is_sent_again_while_a_try_of_it_is_written_down(post: Post) -> None:
    run_id = post.run_id()
    post.tried(run_id, 500)
    with ThreadPoolExecutor(1) as other:
        with held(post) as (session, _):
            trying = other.submit(post.tried, run_id, 500)
            until_one_waits(post.app)
            again = resend(
                session, post.app.durable, queries.delivery(session, post.workspace_id, post.delivery_id, lock=True)
            )
        assert trying.result(SECONDS) == "waiting"
    assert post.run_id() == again


def test_a_webhook_is_removed_while_a_try_is_written_down(post: Post) -> None:
    run_id = post.run_id()
    with ThreadPoolExecutor(1) as other:
        with held(post) as (session, webhook):
            trying = other.submit(post.tried, run_id, 500)
            until_one_waits(post.app)
            remove_webhook(session, webhook)
        assert trying.result(SECONDS) == "removed"


def test_something_is_begun_to_a_webhook_that_is_being_changed(post: Post) -> None:
    def begin() -> None:
        with post.app.database.transaction() as session:
            webhook = session.get_one(Webhook, post.webhook_id)
            send_test(session, post.app.durable, webhook, user_id=post.user_id)

    with ThreadPoolExecutor(1) as other, held(post):
        other.submit(begin).result(SECONDS)


def test_sent_now_while_a_try_is_under_way_both_are_written_down_and_what_arrived_has_arrived(post: Post) -> None:
    first = post.run_id()
    post.tried(first, 500)
    under_way = post.run_id()
    asked = post.sent_once_more()
    assert post.tried(under_way, 500) == "waiting"
    assert post.run_id() == asked
    assert post.tried(asked, 200) == "delivered"
    assert post.log() == [(1, 500), (2, 500), (3, 200)]
    with post.app.database.transaction() as session:
        assert post.delivery(session).tries == 3


def test_a_failure_that_is_told_late_takes_nothing_back(post: Post) -> None:
    post.tried(post.run_id(), 500)
    under_way = post.run_id()
    asked = post.sent_once_more()
    assert post.tried(asked, 200) == "delivered"
    assert post.tried(under_way, 500) == "delivered"
    with post.app.database.transaction() as session:
        found = post.delivery(session)
        assert (found.status, found.next_at, found.run_id) == (DeliveryStatus.DELIVERED, None, asked)


def test_a_server_that_asks_for_an_age_is_left_alone_for_a_day(post: Post) -> None:
    assert post.tried(post.run_id(), 503, retry_after=1e17) == "waiting"
    with post.app.database.transaction() as session:
        found = post.delivery(session)
        assert found.next_at is not None
        assert 86_300 < (found.next_at - found.created_at).total_seconds() < 86_500


def test_a_delivery_that_was_given_up_says_why_and_can_be_sent_again(post: Post) -> None:
    run_id = post.run_id()
    with post.app.database.transaction() as session:
        abandon(session, post.delivery_id, run_id, "Its run was cancelled.")
    assert post.log() == [(1, None)]
    with post.app.database.transaction() as session:
        assert post.delivery(session).status is DeliveryStatus.FAILED
        assert queries.tries(session, post.delivery_id)[0].error == "Its run was cancelled."
    assert post.sent_once_more() != run_id
    assert post.tried(post.run_id(), 200) == "delivered"


def test_what_waits_for_a_run_that_is_over_is_given_up_once_that_has_settled(post: Post) -> None:
    with post.app.database.transaction() as session:
        post.delivery(session).created_at = now() - timedelta(days=2)
    post.app.durable.client.cancel_workflow(post.run_id())
    with post.app.database.transaction() as session:
        assert mend(session) == 0
        session.execute(text("UPDATE dbos.workflow_status SET completed_at = completed_at - 31000"))
        assert mend(session) == 1
    assert post.log() == [(1, None)]


def failing_for_days(post: Post) -> None:
    with post.app.database.transaction() as session:
        session.get_one(Webhook, post.webhook_id).failing_since = now() - timedelta(days=4)


def is_on(post: Post) -> bool:
    with post.app.database.transaction() as session:
        return session.get_one(Webhook, post.webhook_id).disabled_at is None


def test_one_failure_after_a_quiet_time_turns_nothing_off_a_delivery_given_up_does(post: Post) -> None:
    failing_for_days(post)
    assert post.tried(post.run_id(), 500) == "waiting"
    assert is_on(post)
    for _ in WAITS:
        post.tried(post.run_id(), 500)
    assert not is_on(post)


class SlowNames(FakeWebhookSender):
    """Looks an address up for as long as others need the webhook."""

    def __init__(self, post: Post) -> None:
        super().__init__()
        self._post = post

    def check(self, url: str) -> None:
        """Write a try down meanwhile."""
        del url
        with ThreadPoolExecutor(1) as other:
            assert other.submit(self._post.tried, self._post.run_id(), 500).result(SECONDS) == "waiting"


def test_nobody_waits_while_a_new_address_is_looked_up(post: Post) -> None:
    with post.app.database.transaction() as session:
        webhook = queries.webhook(session, post.workspace_id, post.webhook_id)
        change_webhook(session, SlowNames(post), webhook, by=post.user_id, url="https://new.example.org/")
        assert webhook.url == "https://new.example.org/"
    assert post.log() == [(1, 500)]


def test_what_is_one_person_s_alone_goes_to_no_address_another_owner_gave(
    post: Post, server: ThreadedServer, admin: Caller
) -> None:
    with colleague_of(post.app, admin, server.url, Role.OWNER) as other:
        here = f"/api/webhooks/{post.webhook_id}"
        other.http.patch(here, json={"names": ["generation.*"]}).raise_for_status()
        assert owner_of(post) == admin.user_id
        other.http.patch(here, json={"url": "https://mine.example.org/"}).raise_for_status()
        assert owner_of(post) == other.user_id


def owner_of(post: Post) -> UUID | None:
    with post.app.database.transaction() as session:
        return session.get_one(Webhook, post.webhook_id).user_id


def test_a_webhook_that_is_asked_for_twice_with_one_key_is_made_once(admin: Caller, app: App) -> None:
    wanted, key = {"url": "https://shop.example.org/", "names": ["*"]}, {"Idempotency-Key": "first"}
    first = admin.http.post("/api/webhooks", json=wanted, headers=key)
    again = admin.http.post("/api/webhooks", json=wanted, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.json()["secret"].startswith("whsec_")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(admin.json("/api/webhooks")["items"]) == 1
    with app.database.transaction() as session:
        assert "whsec_" not in str(session.scalar(select(IdempotencyKey.body)))
    other = admin.http.post("/api/webhooks", json=wanted | {"names": ["pin.*"]}, headers=key)
    problem_of(other, 409, "idempotency_key")
