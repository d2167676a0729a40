"""A worker is killed at the edge of every step of a generation; its picture is painted, delivered and paid for once."""

from collections.abc import Iterator

import pytest

from pressroom.features.generations.models import Generation, Status
from pressroom.kernel.app import App
from tests.caller import Caller
from tests.crash.conftest import Processes
from tests.crash.edges import Edge, Edges
from tests.generations import Studio
from tests.image_server import ImageServer, generating
from tests.painting import ball, encoded
from tests.pictures import one_of_a_kind

pytestmark = pytest.mark.timeout(400)

STEPS = {1: "store_original", 2: "analyse", 3: "generate", 4: "store_result", 5: "finalise", 6: "discard_partial"}
WRITES_NOTHING = {"discard_partial"}
AT_ONCE = 4
"""Fewer than a user may have in progress, and than a worker carries on the smallest machine."""


def every_edge() -> Iterator[Edge]:
    """Yield each edge of the story of a generation."""
    for step, name in STEPS.items():
        if name not in WRITES_NOTHING:
            yield Edge(step, name, "data")
        yield Edge(step, name, "record")
        yield Edge(step, name, "recorded")
    yield Edge(0, "the run's end", "end")


@pytest.fixture
def painter(processes: Processes) -> Iterator[ImageServer]:
    """A model that paints something else each time, and counts."""
    with generating() as server:
        for number in range(2 * len(list(every_edge()))):
            server.paints(encoded(ball(size=(256, 256), colour=(200, 5 * number, 90))))
        processes.environment |= {
            "PRESSROOM_PAINT_MODEL": "openai:gpt-image-1",
            "OPENAI_API_KEY": "sk-of-a-test",
            "OPENAI_BASE_URL": server.url,
        }
        yield server


def test_a_kill_at_any_edge_of_any_step_pays_and_paints_once(
    admin: Caller, app: App, processes: Processes, edges: Edges, painter: ImageServer
) -> None:
    studio = Studio(app, admin.workspace_id, admin.user_id)
    before = studio.credits().balance
    remaining = list(every_edge())
    number = len(remaining)
    worker = processes.start("worker")
    while remaining:
        batch, remaining = remaining[-AT_ONCE:], remaining[:-AT_ONCE]
        batch.sort(key=lambda edge: (holds_the_account(edge), edge.step != 0, -edge.step))
        begun = {submitted(admin, edges, edge): edge for edge in batch}
        worker.kill()
        worker.wait()
        edges.let_go()
        worker = processes.start("worker")
        for generation_id, edge in begun.items():
            check(admin, studio, generation_id, edge)
    assert len(painter.requests) == number
    assert studio.credits().balance == before - number
    assert studio.partials() == []
    with studio.session() as session:
        delivered = session.query(Generation).all()
    assert len({one.result_id for one in delivered}) == number


def holds_the_account(edge: Edge) -> bool:
    """Tell whether nobody can submit while a run is held at this edge: it comes last."""
    return (edge.name, edge.moment) == ("finalise", "data")


def submitted(caller: Caller, edges: Edges, edge: Edge) -> str:
    """Submit a photo whose run is held at an edge."""
    name = f"{edge.name}, {edge.moment}.jpg"
    edges.hold(name, edge)
    answer = caller.http.post("/api/generations", files={"file": (name, one_of_a_kind(name))})
    assert answer.status_code == 202, answer.text
    edges.wait_for_one_more()
    return str(answer.json()["generation_id"])


def check(admin: Caller, studio: Studio, generation_id: str, edge: Edge) -> None:
    """The generation is completed by its first run, with one result and one charge."""
    found = admin.generated(generation_id, 90)
    assert (found["status"], found["attempt"]) == (Status.COMPLETED, 1), (edge, found)
    run = admin.run_ended(found["run_id"])
    assert run["status"] == "succeeded", (edge, run)
    assert studio.charges(found["id"]) == 1, edge
    assert admin.http.get(found["result_url"]).status_code == 200, edge
