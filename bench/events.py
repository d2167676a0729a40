"""Events in: how many are accepted a second and how soon their first step is done, beside plain DBOS."""

import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from random import Random
from statistics import median
from time import sleep, time
from uuid import uuid4

from bench.floors import CLIENTS, Floor, our_floor, plain_floor
from bench.row import Row
from bench.timings import Timings, milliseconds, wait_until

EVENTS = int(os.environ.get("PRESSROOM_BENCH_EVENTS", "400"))
"""Of each kind, each time."""
ROUNDS = 3
IN_ONE_REQUEST = 100
ONE_BY_ONE = 150
WARM_UP = 10
BETWEEN_SECONDS = (0.15, 0.30)
"""Between two events of which each is alone: no multiple of the time between two looks at the queue."""
OVERHEAD = 1.20


def run() -> list[Row]:
    """Send both the same, in turn."""
    with our_floor() as ours, plain_floor() as plain:
        both = (ours, plain)
        for floor in both:
            accepted(floor, at_once=1)  # to warm it up
        one = [median(speeds) for speeds in in_turn(both, lambda floor: accepted(floor, at_once=1))]
        many = [median(speeds) for speeds in in_turn(both, lambda floor: accepted(floor, at_once=IN_ONE_REQUEST))]
        runs = [median(speeds) for speeds in in_turn(both, carried)]
        begun = [delays(floor, sent) for floor, sent in alone(both)]
    return [
        compared(f"events accepted, one a request, {CLIENTS} clients", "events", one),
        compared(f"events accepted, {IN_ONE_REQUEST} a request, {CLIENTS} clients", "events", many),
        compared("their 5-step runs carried, one worker", "runs", runs),
        Row(
            what="event sent to the first of its run's five steps committed",
            measured=str(begun[0]),
            against=f"plain DBOS {begun[1]}; <= {OVERHEAD}",
            ratio=begun[0].p50 / begun[1].p50,
            met=begun[0].p50 <= OVERHEAD * begun[1].p50,
        ),
        Row(
            what="the same, p99",
            measured=milliseconds(begun[0].p99),
            against=f"plain DBOS {milliseconds(begun[1].p99)}; <= {OVERHEAD}",
            ratio=begun[0].p99 / begun[1].p99,
        ),
    ]


def compared(what: str, unit: str, speeds: Sequence[float]) -> Row:
    """Return the row of what both do so often a second; the ratio is that of the times."""
    ours, plain = speeds
    return Row(
        what=what,
        measured=f"{ours:.0f} {unit}/s",
        against=f"plain DBOS {plain:.0f} {unit}/s; <= {OVERHEAD} times its time",
        ratio=plain / ours,
        met=plain / ours <= OVERHEAD,
    )


def in_turn(both: Sequence[Floor], measure: Callable[[Floor], float]) -> list[list[float]]:
    """Return what was measured of each, several times."""
    rounds = [[measure(floor) for floor in both] for _ in range(ROUNDS)]
    return [list(of_one) for of_one in zip(*rounds, strict=True)]


def accepted(floor: Floor, *, at_once: int) -> float:
    """Return how many events a second are accepted while no worker runs."""
    timings = Timings()
    keys = [str(uuid4()) for _ in range(EVENTS)]
    with timings.measured():
        floor.send(keys, at_once=at_once)
    floor.forget()
    return EVENTS / timings.seconds[0]


def carried(floor: Floor) -> float:
    """Return how many runs a second one worker carries that were accepted before it began."""
    floor.send([str(uuid4()) for _ in range(EVENTS)], at_once=IN_ONE_REQUEST)
    speed = floor.carried(EVENTS)
    floor.forget()
    return speed


def alone(both: Sequence[Floor]) -> list[tuple[Floor, dict[str, float]]]:
    """Send events one by one, to each in turn, while both have a worker; return when each was sent, by its key."""
    pause = Random(7)  # noqa: S311  # both wait equally long, and never in step with a worker's looks
    workers = [floor.start_worker() for floor in both]
    connections = [floor.connection() for floor in both]
    sent: list[dict[str, float]] = [{} for _ in both]
    first = [str(uuid4()) for _ in range(WARM_UP)]
    for floor in both:
        floor.send(first)
        wait_until(partial(has_begun, floor, first), within=60, what="workers ready")
    for _ in range(ONE_BY_ONE):
        for floor, connection, times in zip(both, connections, sent, strict=True):
            key = str(uuid4())
            request = floor.request([key])
            times[key] = time()
            floor.post(connection, *request)
            sleep(pause.uniform(*BETWEEN_SECONDS))
    for floor, times in zip(both, sent, strict=True):
        wait_until(partial(has_begun, floor, times), within=30, what="all begun")
    for worker, connection in zip(workers, connections, strict=True):
        worker.terminate()
        worker.wait()
        connection.close()
    return list(zip(both, sent, strict=True))


def has_begun(floor: Floor, keys: Iterable[str]) -> bool:
    """Tell whether the first step of each of these runs is done."""
    return floor.begun().keys() >= set(keys)


def delays(floor: Floor, sent: dict[str, float]) -> Timings:
    """Return the time from the moment an event was sent to its first step's end."""
    begun = floor.begun()
    return Timings([begun[key] - at for key, at in sent.items()])
