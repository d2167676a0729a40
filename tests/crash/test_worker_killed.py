"""A worker is killed at the edge of every step; the next one brings every document to its end, once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from pressroom.core.metadata.models import Revision
from pressroom.core.usage.models import UsageEntry
from pressroom.features.documents.models import Page
from pressroom.kernel.app import App
from tests.caller import Caller
from tests.crash.conftest import Processes
from tests.crash.edges import Edge, Edges

pytestmark = pytest.mark.timeout(400)

TRANSACTIONS = {
    2: "count_pages",
    5: "finish_reading",
    7: "record_description",
}
OUTSIDE = {1: "inspect", 3: "read_pages", 4: "read_pages", 6: "describe"}
PAGES = 12
AT_ONCE = 4
"""Runs a worker carries at once, on the smallest machine."""


def every_edge() -> Iterator[Edge]:
    """Yield each edge of the story of a document with twelve pages."""
    for step, name in sorted((TRANSACTIONS | OUTSIDE).items()):
        if step in TRANSACTIONS:
            yield Edge(step, name, "data")
        yield Edge(step, name, "record")
        yield Edge(step, name, "recorded")
    yield Edge(0, "the run's end", "end")


def text_of(number: int) -> str:
    return "\f".join(f"Minutes of meeting {number}, page {page}." for page in range(1, PAGES + 1))


def test_a_kill_at_any_edge_of_any_step_costs_nothing(
    admin: Caller, app: App, processes: Processes, edges: Edges
) -> None:
    remaining = list(enumerate(every_edge()))
    worker = processes.start("worker")
    while remaining:
        batch, remaining = remaining[-AT_ONCE:], remaining[:-AT_ONCE]
        documents = [added(admin, edges, number, edge) for number, edge in reversed(batch)]
        worker.kill()
        worker.wait()
        edges.let_go()
        worker = processes.start("worker")
        for document_id, (number, edge) in zip(documents, reversed(batch), strict=True):
            check(admin, app, document_id, number, edge)


def added(caller: Caller, edges: Edges, number: int, edge: Edge) -> str:
    """Add a document whose run is held at an edge; later edges go first, for an earlier one may hold a lock."""
    edges.hold(f"{number}.txt", edge)
    document_id = caller.add(text_of(number), f"{number}.txt")
    edges.wait_for_one_more()
    return document_id


def check(admin: Caller, app: App, document_id: str, number: int, edge: Edge) -> None:
    """The document is completed, with one text, one revision, and its pages counted once."""
    found = admin.ended(document_id, 90)
    assert found["status"] == "completed", (edge, found)
    assert (found["page_count"], found["pages_read"], found["attempt"]) == (PAGES, PAGES, 1), edge
    assert admin.http.get(f"/api/documents/{document_id}/text").text == text_of(number), edge
    run = admin.run_ended(found["run_id"])
    assert run["status"] == "succeeded", (edge, run)
    with app.database.transaction() as session:
        counted = [
            session.scalar(select(func.count()).where(model_id == document_id))
            for model_id in (Page.document_id, Revision.subject_id, UsageEntry.subject_id)
        ]
    assert counted == [PAGES, 1, 1], edge
