"""Alerts: raised once for what is wrong, told as events, shown to owners, put aside, and ended by themselves."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text, update

from pressroom.catalogue import CATALOGUE
from pressroom.core.accounts.actions import create_user, sign_in
from pressroom.core.alerts.actions import Settled, settle
from pressroom.core.alerts.looking import found
from pressroom.core.alerts.models import Alert
from pressroom.core.alerts.rules import GIGABYTE
from pressroom.core.connections.models import Connection
from pressroom.core.webhooks.models import Webhook
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from tests.caller import Caller, problem_of
from tests.documents import rows
from tests.library import connect
from tests.page_forms import SCRIPT, press, text_of
from tests.spending import let_spend, spend

FREE = 100 * GIGABYTE
LOST = "UPDATE dbos.workflow_status SET status = 'ERROR'"
MADE_EARLIER = "UPDATE dbos.workflow_status SET created_at = created_at - 20 * 60 * 1000, status = 'ENQUEUED'"
QUEUED_EARLIER = "UPDATE dbos.workflow_status SET updated_at = updated_at - 20 * 60 * 1000"


def look(app: App, *, free: int = FREE) -> Settled:
    """Look once whether all is well."""
    with app.database.transaction() as session:
        return settle(session, app, CATALOGUE, found(session, free=free, total=FREE))


def open_causes(admin: Caller) -> list[str]:
    return sorted(one["cause"] for one in admin.json("/api/alerts", open="true")["items"])


def test_all_is_well_in_a_fresh_installation(admin: Caller, app: App) -> None:
    assert look(app) == Settled([], [])
    assert admin.json("/api/alerts")["items"] == []


def test_an_alert_is_raised_once_told_and_ended_by_itself(admin: Caller, app: App) -> None:
    connection_id = connect(app, admin, "ada@example.test", is_active=False)
    (raised,) = look(app).raised
    assert (raised.cause, raised.about) == ("connection", connection_id)
    assert look(app) == Settled([], [])
    with app.database.transaction() as session:
        session.execute(update(Connection).values(active=True))
    assert [one.id for one in look(app).ended] == [raised.id]
    assert open_causes(admin) == []
    events = admin.json("/api/events")["items"]
    assert [one["name"] for one in events] == ["alert.ended", "alert.raised"]
    assert events[1]["data"]["alert_id"] == str(raised.id)


def test_a_workflow_that_keeps_failing_is_told(admin: Caller, app: App) -> None:
    for number in range(6):
        admin.add(f"Treaty {number}")
    assert look(app) == Settled([], [])
    with app.database.transaction() as session:
        session.execute(text(LOST))
    (raised,) = look(app).raised
    assert (raised.cause, raised.about) == ("failures", "process_document")
    assert "6 of 6 runs" in raised.reason
    assert 'href="/runs?status=failed&amp;workflow=process_document"' in text_of(admin, "/alerts")


def test_a_queue_in_which_nothing_begins_is_told_unless_it_is_paused(admin: Caller, app: App) -> None:
    admin.add("A treaty")
    with app.database.transaction() as session:
        session.execute(text(MADE_EARLIER))
    assert look(app).raised == [], "it was delayed, or resumed, and could not have begun before"
    with app.database.transaction() as session:
        session.execute(text(QUEUED_EARLIER))
    assert [(one.cause, one.about) for one in look(app).raised] == [("queue", "work")]
    with app.database.transaction() as session:
        paused = "INSERT INTO queue_settings (name, paused_at, updated_at) VALUES ('work', now(), now())"
        session.execute(text(paused))
    assert len(look(app).ended) == 1


def test_a_budget_a_disk_and_a_webhook_are_told(admin: Caller, app: App) -> None:
    let_spend(app, admin.workspace_id, "1")
    spend(app, admin.workspace_id, "1.50")
    hook = {"url": "https://example.org/hook", "names": ["alert.*"]}
    assert admin.http.post("/api/webhooks", json=hook).status_code == 201
    with app.database.transaction() as session:
        session.execute(update(Webhook).values(disabled_at=now(), disabled_reason="It answered 410 Gone."))
    look(app, free=GIGABYTE)
    assert open_causes(admin) == ["budget", "disk", "webhook"]
    page = text_of(admin, "/alerts")
    (webhook,) = rows(app, Webhook)
    assert f'href="/webhooks/{webhook.id}"' in page
    assert 'href="/settings#spending"' in page


def test_an_owner_sees_it_on_every_page_until_it_is_put_aside(admin: Caller, app: App) -> None:
    look(app, free=0)
    with app.database.transaction() as session:
        cookie = sign_in(session, admin.user_id)
        other = create_user(session, name="Grace", workspace_id=admin.workspace_id, starting_credits=0)
        member = sign_in(session, other.id)
    (alert,) = rows(app, Alert)
    for name in ("ada", "bo", "cy"):  # newer alerts, which have a line of their own on the page
        connect(app, admin, name, is_active=False)
    look(app, free=0)
    assert "The disk is almost full." in text_of(admin, "/documents")
    headers = {"Accept": "text/html"}
    with httpx.Client(base_url=admin.http.base_url, cookies={"pressroom": member}, headers=headers) as client:
        assert "almost full" not in client.get("/documents").text
        for path in ("/alerts", "/api/alerts", "/webhooks", "/api/webhooks"):
            assert client.get(path).status_code == 403, path
    answer = press(admin, f"/alerts/{alert.id}/dismissal")
    assert (answer.status_code, answer.headers["location"]) == (303, "/alerts")
    assert "almost full" not in text_of(admin, "/documents")
    assert "The disk is almost full." in text_of(admin, "/alerts")
    assert cookie


def test_an_alert_is_put_aside_by_api(admin: Caller, stranger: Caller, app: App) -> None:
    look(app, free=0)
    (alert,) = admin.json("/api/alerts")["items"]
    problem_of(stranger.http.post(f"/api/alerts/{alert['id']}/dismiss"), 404)
    assert stranger.json("/api/alerts")["items"] == []
    assert admin.http.post(f"/api/alerts/{alert['id']}/dismiss").json()["dismissed_at"]


@pytest.mark.parametrize("hours", [2, 30])
def test_what_failed_long_ago_is_no_alert(admin: Caller, app: App, hours: int) -> None:
    for number in range(6):
        admin.add(f"Treaty {number}")
    with app.database.transaction() as session:
        session.execute(text(LOST))
        earlier = int(timedelta(hours=hours).total_seconds() * 1000)
        session.execute(text("UPDATE dbos.workflow_status SET created_at = created_at - :by"), {"by": earlier})
    assert look(app) == Settled([], [])


@pytest.mark.parametrize(
    ("asked_on", "shown"),
    [
        ("http://press.example/runs?status=failed", "/runs?status=failed"),
        ("http://press.example//evil.example/", "/evil.example/"),
    ],
)
def test_one_stays_on_the_page_on_which_an_alert_is_put_aside(
    admin: Caller, app: App, asked_on: str, shown: str
) -> None:
    look(app, free=0)
    (alert,) = rows(app, Alert)
    headers = {**SCRIPT, "HX-Current-URL": asked_on}
    answer = admin.http.post(f"/alerts/{alert.id}/dismissal", headers=headers)
    assert answer.headers["hx-redirect"] == shown
