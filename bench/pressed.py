"""Pressroom with workflows of the benchmarks beside its own. Run as `python -m bench.pressed serve`, or `worker`."""

import sys
from collections.abc import Callable
from http.client import HTTPConnection
from time import thread_time
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from bench.engine import forget, ours
from pressroom.catalogue import CATALOGUE
from pressroom.core.floor.catalogue import Asker, Start, Story, StoryInput
from pressroom.kernel.app import App
from pressroom.kernel.durable import step, workflow
from pressroom.kernel.ids import new_id
from pressroom.main import run

PROGRAM = (sys.executable, "-m", "bench.pressed")
BEATS = 5
COMPUTES_SECONDS = 0.02


class Asked(StoryInput):
    """A run by a key that no other has; `url` is what it waits for, where it waits."""

    key: str
    url: str = ""


@step
def ask_slow(url: str) -> int:
    """Ask a server that takes its time."""
    address = urlsplit(url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    finally:
        connection.close()


@step
def compute(number: int) -> int:
    """Use the processor, as code in Python does."""
    until = thread_time() + COMPUTES_SECONDS
    while thread_time() < until:
        number = (number * 31 + 7) % 1_000_003
    return number


@workflow(when_broken=forget)
def wait_often(_key: str, url: str) -> None:
    """Five steps that wait."""
    for _ in range(BEATS):
        ask_slow(url)


@workflow(when_broken=forget)
def compute_often(_key: str, _url: str) -> None:
    """Five steps that compute."""
    for number in range(BEATS):
        compute(number)


def begins(name: str, arguments: Callable[[Asked], tuple[str, ...]]) -> Start:
    """Return what accepts a run of a workflow."""

    def begin(session: Session, app: App, asker: Asker, asked: Asked) -> str:
        subject = ("bench", new_id())
        run_id = f"{name}:{asked.key}"
        return app.durable.enqueue(
            session, name, *arguments(asked), run_id=run_id, workspace_id=asker.workspace_id, subject=subject
        )

    return begin


def add(name: str, arguments: Callable[[Asked], tuple[str, ...]]) -> None:
    """Let events called `bench/NAME` begin a workflow."""
    about = "Measures this installation."
    start = begins(name, arguments)
    CATALOGUE.add(Story(name=name, about=about, events=(f"bench/{name}",), input=Asked, start=start))


if __name__ == "__main__":
    add(ours.__name__, lambda asked: (asked.key,))
    for waiting in (wait_often, compute_often):
        add(waiting.__name__, lambda asked: (asked.key, asked.url))
    run()
