"""A worker is killed at the edge of every step of publishing, and in mid-call; each pin is at Pinterest once."""

import time
from collections.abc import Iterator

import pytest

from pressroom.features.pins.models import PinStatus
from pressroom.features.pins.publishing.models import Outcome
from pressroom.kernel.app import App
from tests.crash.conftest import Processes
from tests.crash.edges import Edge, Edges
from tests.pictures import one_of_a_kind
from tests.pinterest_server import PinterestServer, slow
from tests.publishing import Publisher, publisher_at

pytestmark = pytest.mark.timeout(600)

STEPS = {1: "where_it_stands", 2: "get_ready", 3: "seconds_to_turn", 4: "claim", 5: "send"}
TRANSACTIONS = {"where_it_stands", "seconds_to_turn", "claim"}
WITHIN = {51: "before it is written down that it goes out", 52: "before the answer is written down"}
AT_ONCE = 6
"""Each of an account of its own, for an account's pins go out one after another."""
TIMEOUT, LONGER = "4", 3.0


def every_edge() -> Iterator[Edge]:
    """Yield each edge of the story of a pin that is published."""
    for step, name in STEPS.items():
        if name in TRANSACTIONS:
            yield Edge(step, name, "data")
        yield Edge(step, name, "record")
        yield Edge(step, name, "recorded")
    for step, name in WITHIN.items():
        yield Edge(step, name, "data")
    yield Edge(0, "the run's end", "end")


@pytest.fixture
def pinterest(processes: Processes) -> Iterator[PinterestServer]:
    """A server that stands in for Pinterest, and processes that take it for it."""
    with PinterestServer() as server:
        processes.environment |= server.settings | {
            "PRESSROOM_PINTEREST_TIMEOUT_SECONDS": TIMEOUT,
            "PRESSROOM_PUBLISH_SETTLE_SECONDS": "0.5",
            "PRESSROOM_PUBLISH_SPACING_SECONDS": "0",
        }
        yield server


def test_a_kill_at_any_edge_of_any_step_publishes_once(
    app: App, processes: Processes, edges: Edges, pinterest: PinterestServer
) -> None:
    remaining = list(every_edge())
    accounts = [publisher_at(app, pinterest, name=f"ada{number}") for number in range(AT_ONCE)]
    worker = processes.start("worker")
    while remaining:
        batch, remaining = remaining[:AT_ONCE], remaining[AT_ONCE:]
        begun = [begin(account, edges, edge) for account, edge in zip(accounts, batch, strict=False)]
        edges.wait_for(len(begun))
        worker.kill()
        worker.wait()
        edges.let_go()
        worker = processes.start("worker")
        for account, link, edge in begun:
            check(account, pinterest, link, edge)
    assert pinterest.breaches == []


@pytest.mark.parametrize("is_made", [True, False])
def test_a_kill_in_mid_call_publishes_once_whether_or_not_pinterest_made_it(
    app: App, processes: Processes, pinterest: PinterestServer, *, is_made: bool
) -> None:
    account = publisher_at(app, pinterest, name="ada")
    pinterest.fail_next("publish", slow(LONGER, is_done=is_made))
    worker = processes.start("worker")
    pin_id = account.pin("Leek soup", content=one_of_a_kind("soup"))
    account.publish(pin_id)
    deadline = time.monotonic() + 90
    while not pinterest.asked("publish"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    worker.kill()
    worker.wait()
    assert account.outcomes(pin_id) == [Outcome.SENT]
    processes.start("worker")
    assert account.done(pin_id, 120).status is PinStatus.PUBLISHED
    assert len(pinterest.pins()) == 1
    assert account.outcomes(pin_id) == ([Outcome.FOUND] if is_made else [Outcome.LOST, Outcome.PUBLISHED])


def begin(account: Publisher, edges: Edges, edge: Edge) -> tuple[Publisher, str, Edge]:
    """Publish a pin whose run is held at an edge."""
    link = f"https://blog.example/{edge.step}/{edge.moment}"
    edges.hold(link, edge)
    account.publish(account.pin(link, link=link, content=one_of_a_kind(link)))
    return account, link, edge


def check(account: Publisher, pinterest: PinterestServer, link: str, edge: Edge) -> None:
    """The pin is published by its first run, and is at Pinterest once."""
    pin_id = account.made[-1]
    found = account.done(pin_id, 120)
    assert (found.status, found.attempt, found.error) == (PinStatus.PUBLISHED, 1, None), (edge, found.error)
    (there,) = [one for one in pinterest.pins() if one["link"] == link]
    assert there["id"] == found.pinterest_pin_id, edge
    assert account.run(pin_id).status == "succeeded", edge
    last = account.attempts(pin_id)[-1]
    assert last.outcome is (Outcome.FOUND if edge.step == 52 else Outcome.PUBLISHED), edge
