"""Facts made into events: none is lost, and none keeps another from being told."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from pressroom.catalogue import CATALOGUE
from pressroom.core.events.facts import tell_facts
from pressroom.core.events.models import Event, EventStart, Fact, Source
from pressroom.core.events.queries import depth_after, names_seen
from pressroom.core.events.rules import MOST_DEPTH
from pressroom.core.events.trying import send_test
from pressroom.core.events.workflows import Tools, bind, delete_old_events
from pressroom.core.runs.models import Batch, BatchEntry
from pressroom.core.webhooks.actions import add_webhook
from pressroom.core.webhooks.models import DeliveryStatus
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.ids import new_id
from pressroom.providers.webhooks import FakeWebhookSender
from tests.caller import Caller

TROUBLE = """
CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.data ->> 'document_id' = '{about}' THEN RAISE EXCEPTION 'trouble' USING ERRCODE = '{code}'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER trouble BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION trouble();
"""
DEADLOCK, FULL, BUG = "40P01", "53100", "P0001"


def happened(app: App, workspace_id: UUID) -> Sequence[UUID]:
    """Let two documents be read; return their ids."""
    ids = [new_id(), new_id()]
    with app.database.transaction() as session:
        facts = [Fact(workspace_id=workspace_id, kind="document", subject_id=one, status="completed") for one in ids]
        session.add_all(facts)
    return ids


def in_trouble(app: App, about: UUID, code: str) -> None:
    """Let the database refuse events about something."""
    with app.database.transaction() as session:
        session.execute(text(TROUBLE.format(about=about, code=code)))


def all_is_well(app: App) -> None:
    with app.database.transaction() as session:
        session.execute(text("DROP TRIGGER trouble ON events"))


def told(app: App) -> Sequence[str]:
    """Return what events are about, in the order they were told."""
    with app.database.transaction() as session:
        return [one["document_id"] for one in session.scalars(select(Event.data).order_by(Event.id))]


def number_waiting(app: App) -> int:
    with app.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(Fact)) or 0


@pytest.mark.parametrize("code", [DEADLOCK, FULL])
def test_what_passes_loses_no_fact_and_holds_up_no_other(admin: Caller, app: App, code: str) -> None:
    first, second = happened(app, admin.workspace_id)
    in_trouble(app, first, code)
    assert tell_facts(app, CATALOGUE) == 1
    assert told(app) == [str(second)]
    assert number_waiting(app) == 1
    all_is_well(app)
    assert tell_facts(app, CATALOGUE) == 1
    assert told(app) == [str(second), str(first)]
    assert number_waiting(app) == 0


def test_a_fact_that_brings_a_bug_to_light_is_set_aside_and_told_once_that_is_mended(admin: Caller, app: App) -> None:
    first, second = happened(app, admin.workspace_id)
    in_trouble(app, first, BUG)
    assert tell_facts(app, CATALOGUE) == 1
    all_is_well(app)
    assert tell_facts(app, CATALOGUE) == 0
    with app.database.transaction() as session:
        session.execute(update(Fact).values(failed_at=now() - timedelta(hours=2)))
    assert tell_facts(app, CATALOGUE) == 1
    assert told(app) == [str(second), str(first)]


def begun(app: App, workspace_id: UUID, run_id: str, parent: str | None) -> None:
    """Let a run be there that another began."""
    with app.database.transaction() as session:
        attributes = {"parent": parent} if parent else {}
        app.durable.enqueue(
            session,
            "process_document",
            "x",
            run_id=run_id,
            workspace_id=workspace_id,
            subject=("document", new_id()),
            attributes=attributes,
        )


def event_of_depth(app: App, workspace_id: UUID, depth: int, run_id: str) -> None:
    """Let an event be there that began a run."""
    event = Event(id=new_id(), workspace_id=workspace_id, name="a/b", data={}, source=Source.API, depth=depth)
    with app.database.transaction() as session:
        session.add(event)
        session.flush()
        session.add(EventStart(event_id=event.id, number=1, workflow="process_document", run_id=run_id))


def depth(app: App, run_id: str) -> int:
    with app.database.transaction() as session:
        return depth_after(session, run_id)


def test_the_depth_of_an_event_goes_on_through_the_runs_that_runs_begin(admin: Caller, app: App) -> None:
    for run_id, parent in (("first", None), ("second", "first"), ("third", "second"), ("other", None)):
        begun(app, admin.workspace_id, run_id, parent)
    event_of_depth(app, admin.workspace_id, 3, "first")
    assert [depth(app, one) for one in ("first", "second", "third", "other", "nowhere")] == [4, 4, 4, 0, 0]


def test_it_goes_on_through_what_was_asked_for_together(admin: Caller, app: App) -> None:
    begun(app, admin.workspace_id, "all", None)
    begun(app, admin.workspace_id, "one", None)
    begun(app, admin.workspace_id, "child", "one")
    event_of_depth(app, admin.workspace_id, MOST_DEPTH - 1, "all")
    batch_id = new_id()
    with app.database.transaction() as session:
        session.add(Batch(id=batch_id, workspace_id=admin.workspace_id, kind="document", run_id="all"))
        session.flush()
        session.add(BatchEntry(batch_id=batch_id, subject_id=new_id(), run_id="one"))
    assert [depth(app, one) for one in ("one", "child")] == [MOST_DEPTH, MOST_DEPTH]


def test_runs_that_began_one_another_in_a_circle_are_followed_to_an_end(admin: Caller, app: App) -> None:
    begun(app, admin.workspace_id, "a", "b")
    begun(app, admin.workspace_id, "b", "a")
    assert depth(app, "a") == 0


def test_the_names_of_events_are_those_one_may_see(admin: Caller, app: App) -> None:
    seen = [("z/z", False, None), ("a/b", True, admin.user_id), ("m", True, None), ("a/b", False, None)]
    with app.database.transaction() as session:
        for name, is_personal, user_id in seen:
            event = Event(workspace_id=admin.workspace_id, name=name, data={}, source=Source.API)
            event.is_personal, event.user_id = is_personal, user_id
            session.add(event)
    with app.database.transaction() as session:
        assert names_seen(session, admin.workspace_id, asker=admin.user_id) == ["a/b", "z/z"]
        assert names_seen(session, new_id(), asker=admin.user_id) == []


def test_events_go_after_their_time_but_for_those_on_their_way(admin: Caller, app: App) -> None:
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
        waiting, done = (send_test(session, app.durable, webhook, user_id=admin.user_id) for _ in range(2))
        done.status = DeliveryStatus.DELIVERED
        session.execute(update(Event).values(created_at=now() - timedelta(days=31)))
        fresh = send_test(session, app.durable, webhook, user_id=admin.user_id)
        old = now() - timedelta(days=31)
        session.add(Fact(workspace_id=admin.workspace_id, kind="pin", subject_id=new_id(), status="failed", at=old))
    bind(Tools(app.database, 30))
    assert delete_old_events() == 1
    with app.database.transaction() as session:
        assert set(session.scalars(select(Event.id))) == {waiting.event_id, fresh.event_id}
    assert number_waiting(app) == 0
