"""A worker is killed at the edge of every step of a pin; it is described once, and its model is paid once."""

import io
import json
from collections.abc import Iterator
from uuid import UUID

import pytest

from pressroom.features.pins.actions.picture import keep_upload, picked_upload
from pressroom.features.pins.models import PinStatus
from pressroom.kernel.app import App
from tests.crash.conftest import Processes
from tests.crash.edges import Edge, Edges
from tests.pictures import one_of_a_kind
from tests.pins import SAID, Pinboard, pinboard_of
from tests.providers.chat_server import ChatServer, chatting

pytestmark = pytest.mark.timeout(400)

STEPS = {1: "fetch_picture", 2: "write_pin", 3: "record_description"}
WRITES_ROWS = {"fetch_picture", "record_description"}
AT_ONCE = 4
"""Fewer than a worker carries on the smallest machine."""


def every_edge() -> Iterator[Edge]:
    """Yield each edge of the story of a pin."""
    for step, name in STEPS.items():
        if name in WRITES_ROWS:
            yield Edge(step, name, "data")
        yield Edge(step, name, "record")
        yield Edge(step, name, "recorded")
    yield Edge(0, "the run's end", "end")


@pytest.fixture
def model(processes: Processes) -> Iterator[ChatServer]:
    """A model that counts what it is asked."""
    with chatting() as server:
        server.says(json.dumps(SAID))
        processes.environment |= {
            "PRESSROOM_VISION_MODEL": "openai-chat:gpt-4o-mini",
            "OPENAI_API_KEY": "sk-of-a-test",
            "OPENAI_BASE_URL": server.url,
        }
        yield server


@pytest.fixture
def board(app: App) -> Pinboard:
    """The first workspace's pins."""
    return pinboard_of(app)


def test_a_kill_at_any_edge_of_any_step_describes_and_pays_once(
    board: Pinboard, processes: Processes, edges: Edges, model: ChatServer
) -> None:
    project_id = board.blogs.project()
    article_id = board.article(project_id, "soup", text="How leek soup is made, with potatoes and patience. " * 5)
    remaining = list(every_edge())
    number = len(remaining)
    worker = processes.start("worker")
    while remaining:
        batch, remaining = remaining[:AT_ONCE], remaining[AT_ONCE:]
        begun = {begin(board, edges, (project_id, article_id), edge): edge for edge in batch}
        worker.kill()
        worker.wait()
        edges.let_go()
        worker = processes.start("worker")
        for pin_id, edge in begun.items():
            check(board, pin_id, edge)
    assert len(model.requests) == number


def begin(board: Pinboard, edges: Edges, home: tuple[UUID, UUID], edge: Edge) -> UUID:
    """Make a pin whose run is held at an edge."""
    link = f"https://blog.example/{edge.step}/{edge.moment}"
    edges.hold(link, edge)
    kept = keep_upload(board.app, io.BytesIO(one_of_a_kind(link)), filename="soup.jpg")
    with board.session() as session:
        picture = picked_upload(session, board.app, kept, workspace_id=board.workspace_id)
    pin_id = board.make(*home, picture=picture, describe=True, link=link)
    edges.wait_for_one_more()
    return pin_id


def check(board: Pinboard, pin_id: UUID, edge: Edge) -> None:
    """The pin is ready by its first run, with one answer."""
    found = board.done(pin_id, 120)
    assert (found.status, found.attempt, found.error) == (PinStatus.READY, 1, None), (edge, found.error)
    assert found.title == SAID["title"], edge
    assert found.picture["width"], edge
    (revision,) = board.history(pin_id)
    assert (revision.run_id, revision.id) == (found.run_id, found.revision_id), edge
    assert board.blogs.over(found.run_id).status == "succeeded", edge
