"""Workflows of an owner's own that another worker has, and this one has not."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Connection, select

from pressroom.catalogue import CATALOGUE
from pressroom.core.events.facts import keep_triggers, tell_facts
from pressroom.core.events.models import EventStart, Fact, Trigger
from pressroom.core.floor.catalogue import Catalogue
from pressroom.core.runs.workers import hold_stories
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from tests.caller import Caller
from tests.documents import rows
from tests.plugins import PlugIn, plug_in

__all__ = ["plug_in"]

THANK = """
    from pressroom.workflow import workflow


    @workflow(event="document.completed")
    def thank(document_id: str) -> None:
        '''Thanks for a document.'''
"""


@pytest.fixture
def bare(plug_in: PlugIn) -> Catalogue:
    """What a worker knows that has no plug-ins, where this process has one."""
    bare = Catalogue(*CATALOGUE)
    plug_in(shop=THANK)
    return bare


@pytest.fixture
def other(app: App) -> Iterator[Connection]:
    """What another worker holds on to for as long as it lives; it has the plug-in."""
    with app.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.detach()
        hold_stories(connection, ["thank"])
        yield connection


def triggers(app: App) -> set[str]:
    """Return the workflows that begin with a document being completed."""
    with app.database.transaction() as session:
        return set(session.scalars(select(Trigger.workflow).where(Trigger.event_name == "document.completed")))


def keep(app: App, catalogue: Catalogue) -> None:
    with app.database.transaction() as session:
        keep_triggers(session, catalogue)


def happen(app: App, caller: Caller, ago: timedelta = timedelta()) -> None:
    """Let a document be completed."""
    with app.database.transaction() as session:
        session.add(
            Fact(
                workspace_id=caller.workspace_id,
                kind="document",
                subject_id=uuid4(),
                status="completed",
                at=now() - ago,
            )
        )


def test_what_begins_a_workflow_is_forgotten_when_no_living_worker_has_it(
    app: App, bare: Catalogue, other: Connection
) -> None:
    keep(app, CATALOGUE)
    keep(app, bare)
    assert "thank" in triggers(app)
    other.close()
    keep(app, bare)
    assert "thank" not in triggers(app)


def test_a_fact_is_left_to_a_worker_that_has_what_it_begins(admin: Caller, app: App, bare: Catalogue) -> None:
    keep(app, CATALOGUE)
    happen(app, admin)
    assert tell_facts(app, bare) == 0
    assert tell_facts(app, CATALOGUE) == 1
    (start,) = rows(app, EventStart)
    assert (start.workflow, start.refusal) == ("thank", None)


def test_a_fact_that_nobody_takes_is_told_without_it_in_the_end(admin: Caller, app: App, bare: Catalogue) -> None:
    keep(app, CATALOGUE)
    happen(app, admin, ago=timedelta(minutes=2))
    assert tell_facts(app, bare) == 1
