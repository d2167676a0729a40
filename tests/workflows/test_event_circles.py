"""Events that lead to each other: a circle ends by itself, and says why."""

import time
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from pressroom.catalogue import CATALOGUE
from pressroom.core.events.rules import MOST_DEPTH, TOO_DEEP
from pressroom.core.floor.catalogue import Asker, Story, StoryInput
from pressroom.features.documents.actions.again import describe_again
from pressroom.features.documents.queries import document
from pressroom.kernel.app import App
from tests.caller import Caller
from tests.workflows.conftest import StartWorker

pytestmark = [pytest.mark.kills, pytest.mark.timeout(300)]

LONGEST_SECONDS = 240.0
QUIET_SECONDS = 7.0
"""Longer than two looks for what has happened."""


class Completed(StoryInput):
    """A document that is completed."""

    document_id: UUID


def describe(session: Session, app: App, asker: Asker, wanted: Completed) -> str:
    """Describe a document again as soon as it is described, which completes it once more."""
    found = document(session, asker.workspace_id, wanted.document_id, lock=True)
    return describe_again(session, app.durable, found, feedback=None)


def test_a_circle_of_events_ends_at_its_ninth_and_says_so(
    admin: Caller, start_worker: StartWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CATALOGUE, "_stories", {one.name: one for one in CATALOGUE})
    circle = Story(
        name="describe_for_ever",
        about="Begins with what it brings about.",
        events=("document.completed",),
        input=Completed,
        start=describe,
    )
    CATALOGUE.add(circle)
    start_worker()
    document_id = admin.add("A treaty")
    ends = until_refused(admin)
    time.sleep(QUIET_SECONDS)
    found = events(admin)
    assert sorted(one["depth"] for one in found) == list(range(MOST_DEPTH + 1))
    assert {one["data"]["document_id"] for one in found} == {document_id}
    (last,) = [one for one in found if one["depth"] == MOST_DEPTH]
    assert last == ends
    assert [one["refusal"] for one in last["starts"]] == [TOO_DEEP]
    assert all(one["starts"][0]["run_id"] for one in found if one != last)
    assert admin.json(f"/api/documents/{document_id}")["status"] == "completed"


def events(admin: Caller) -> list[dict[str, Any]]:
    """Return every event of a completed document."""
    found: list[dict[str, Any]] = admin.json("/api/events", name="document.completed")["items"]
    return found


def until_refused(admin: Caller) -> dict[str, Any]:
    """Wait for an event that started nothing, and return it."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while not (refused := [one for one in events(admin) if one["starts"] and one["starts"][0]["refusal"]]):
        assert time.monotonic() < deadline, events(admin)
        time.sleep(0.2)
    return refused[0]
