"""The queues there are: how many runs each lets go at once as it comes, and what an owner may make of that."""

import os
from dataclasses import dataclass

from pressroom.core.floor.models import QueueSetting
from pressroom.kernel.durable import ARTICLES, AT_ONCE_PER_USER, GENERATIONS, PUBLISHING, ROUNDS, WEBHOOKS, WORK
from pressroom.kernel.errors import Invalid, NotFound

CONCURRENCY = max(4, 4 * (os.cpu_count() or 1))
"""Runs at once; more than pages are read at once, so that the next page is there when one is read."""
MOST_AT_ONCE = 64
"""Of one queue and worker: each has a thread, and a connection of the pool while it writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A queue as it comes.

    `at_once` runs are carried by each worker, `of_partition` of one partition by all of them together; a partition is
    a `partition_of`. An owner may have up to `most_of_partition` of one; None where that is no owner's to choose.
    `pace` is the seconds between two looks at it, while anything happens and when all is quiet; a look costs 5 ms of a
    core.
    """

    name: str
    about: str
    at_once: int
    pace: tuple[float, float]
    of_partition: int | None = None
    partition_of: str = ""
    most_of_partition: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How many runs of a queue each worker carries, and how many of a partition all of them together."""

    at_once: int
    of_partition: int | None


QUEUES: dict[str, Queue] = {
    one.name: one
    for one in (
        Queue(name=WORK, about="Everything that has no limit of its own.", at_once=CONCURRENCY, pace=(0.1, 0.5)),
        Queue(
            name=ROUNDS,
            about="Runs that mostly wait for others, and the look for alerts.",
            at_once=32,
            pace=(0.3, 2.0),
        ),
        Queue(
            name=GENERATIONS,
            about="What is painted, a few at a time for each user.",
            at_once=CONCURRENCY,
            pace=(0.1, 1.0),
            of_partition=AT_ONCE_PER_USER,
            partition_of="user",
            most_of_partition=AT_ONCE_PER_USER,
        ),
        Queue(
            name=ARTICLES,
            about="What is fetched from blogs, one a second of each site.",
            at_once=8,
            pace=(0.25, 2.0),
            of_partition=4,  # the next is asked for, in its turn, while those before are still described
            partition_of="site",
            most_of_partition=16,
        ),
        Queue(
            name=PUBLISHING,
            about="What goes to Pinterest, one at a time for each account.",
            at_once=32,
            pace=(0.25, 1.0),
            of_partition=1,
            partition_of="account",
        ),
        Queue(
            name=WEBHOOKS,
            about="What is sent to webhooks, a few at a time to each.",
            at_once=32,
            pace=(0.3, 2.0),
            of_partition=4,
            partition_of="webhook",
            most_of_partition=32,
        ),
    )
}
"""By name; plug-ins add theirs when a process starts. Accounts are published with one at a time whatever an owner
wishes: that is how nothing is sent twice."""


def queue(name: str) -> Queue:
    """Return a queue; raises NotFound."""
    if found := QUEUES.get(name):
        return found
    raise NotFound(f"There is no queue called “{name}”. There are: {', '.join(QUEUES)}.")


def limits_of(one: Queue, setting: QueueSetting | None) -> Limits:
    """Return the limits of a queue as an owner set them, whether or not it is paused."""
    return Limits(
        (setting and setting.worker_concurrency) or one.at_once,
        (setting and setting.partition_concurrency) or one.of_partition,
    )


def in_force(one: Queue, setting: QueueSetting | None) -> Limits:
    """Return the limits that hold: while a queue is paused, no worker takes any run of it."""
    limits = limits_of(one, setting)
    return Limits(0, limits.of_partition) if setting and setting.paused_at else limits


def check_limits(one: Queue, *, at_once: int | None, of_partition: int | None) -> None:
    """Raise Invalid for limits that a queue cannot have."""
    if at_once is not None and not 1 <= at_once <= MOST_AT_ONCE:
        raise Invalid(
            f"A worker carries 1 to {MOST_AT_ONCE} runs of a queue at once. To carry none, pause the queue.",
            code="worker_concurrency",
        )
    if of_partition is None:
        return
    if one.most_of_partition is None:
        raise Invalid(f"The queue {one.name} has no such limit to change. {one.about}", code="partition_concurrency")
    if not 1 <= of_partition <= one.most_of_partition:
        raise Invalid(
            f"Of each {one.partition_of}, 1 to {one.most_of_partition} runs go on at once.",
            code="partition_concurrency",
        )
