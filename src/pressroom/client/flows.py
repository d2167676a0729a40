"""How calls go on, without a word on how they are sent: tries, pages, waits. Clients carry a flow out, each in its way.

A flow yields what is to be done next, and is told what came of it: a `Send` is answered with the answer, or has
NotReached thrown in; a `Pause` and an `Item` with nothing.
"""

import random
import time
from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol, TypeAlias, TypeVar
from uuid import uuid4

import httpx2
from pydantic import ValidationError

from pressroom.client.calls import Call
from pressroom.client.errors import NotReached, PressroomError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

PASSING = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})
"""Answers after which the same may well succeed."""
LONGEST_PAUSE = 60.0
FIRST_LOOK, LAST_LOOK, SLOWER = 0.1, 2.0, 1.3
"""Seconds between two looks at what is under way, at first and in the end, and how they grow."""


@dataclass(frozen=True, slots=True)
class Send:
    """A request is to be sent, built with these."""

    call: Call[Any]
    built: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is to be done for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Item:
    """One of several is there."""

    value: Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered."""

    status: int
    headers: httpx2.Headers
    content: bytes


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a call that may be sent again is tried, and the seconds before the second try, which double."""

    tries: int = 4
    pause: float = 0.5


@dataclass(frozen=True, slots=True)
class Done:
    """The flow is over, and this came of it."""

    value: Any


Effect: TypeAlias = Send | Pause | Item
Flow: TypeAlias = Generator[Effect, Answer | None, T]


class Page(Protocol[T_co]):
    """A page of a list."""

    @property
    def items(self) -> Sequence[T_co]:
        """What is on it."""

    @property
    def next_cursor(self) -> str | None:
        """Where the next one begins; None where there is none."""


def go_on(flow: Flow[Any], outcome: Answer | NotReached | None = None) -> Effect | Done:
    """Tell a flow what came of what it wanted done; return what it wants next. Raises what it raises."""
    try:
        return flow.throw(outcome) if isinstance(outcome, NotReached) else flow.send(outcome)
    except StopIteration as end:
        return Done(end.value)


def asked(call: Call[T], patience: Patience) -> Flow[T]:
    """Send a call, again where that is safe and may help; return its answer. Raises PressroomError."""
    headers = {**call.headers, **({"Idempotency-Key": str(uuid4())} if call.keyed else {})}
    number = 1
    while True:
        try:
            return (yield from _tried(call, headers))
        except PressroomError as error:
            pause = _pause_before(number + 1, patience, error)
            if number >= patience.tries or pause > LONGEST_PAUSE or not _may_help(call, error):
                raise
        yield Pause(pause)
        number += 1


def every(page: Callable[[str | None], Call[Page[T]]], patience: Patience, cursor: str | None) -> Flow[Any]:
    """Yield what is on a list, page after page."""
    while True:
        found = yield from asked(page(cursor), patience)
        for one in found.items:
            yield Item(one)
        cursor = found.next_cursor
        if cursor is None:
            return None


def watched(
    call: Call[T], patience: Patience, *, state: Callable[[T], str], ends: Collection[str], seconds: float | None
) -> Flow[T]:
    """Yield a thing whenever its state is another, until that is one of `ends`; return it.

    Raises TimeoutError after `seconds`; what is under way goes on all the same.
    """
    began, before, pause = time.monotonic(), None, FIRST_LOOK
    while True:
        found = yield from asked(call, patience)
        if (now := state(found)) != before:
            before, pause = now, FIRST_LOOK
            yield Item(found)
        if now in ends:
            return found
        if seconds is not None and time.monotonic() - began > seconds:
            raise TimeoutError(f"{call.url} is still {now} after {seconds:g} seconds.")
        yield Pause(pause)
        pause = min(pause * SLOWER, LAST_LOOK)


def _tried(call: Call[T], headers: dict[str, str]) -> Flow[T]:
    with ExitStack() as stack:
        answer = yield Send(call, {**call.body(stack), "headers": headers})
    assert answer is not None  # noqa: S101  # a Send is answered
    if answer.status != call.status:
        raise refusal(answer)
    try:
        return call.read(answer.content)
    except ValidationError as error:
        why = f"What the server answered is not as this client knows it; is one of them older? {error}"
        raise PressroomError(answer.status, "Not understood", why, code="not_understood") from error


def _pause_before(number: int, patience: Patience, error: PressroomError) -> float:
    if error.retry_after is not None:
        return error.retry_after
    spread = random.uniform(0.75, 1.25)  # noqa: S311  # no secret: so that many do not come back at once
    return patience.pause * 2.0 ** (number - 2) * spread


def _may_help(call: Call[Any], error: PressroomError) -> bool:
    """Tell whether the same may succeed, and does nothing twice."""
    if isinstance(error, NotReached):
        return call.is_safe or not error.was_sent
    was_too_much = error.status == HTTPStatus.TOO_MANY_REQUESTS and error.retry_after is not None
    return call.is_safe and (was_too_much or error.status in PASSING)


def refusal(answer: Answer) -> PressroomError:
    """Return an answer that is not the one that was hoped for as an error; `problem+json` says most."""
    try:
        told = httpx2.Response(answer.status, content=answer.content).json()
    except ValueError:
        told = None
    body: dict[str, Any] = told if isinstance(told, dict) else {}
    kind = str(body.get("type", ""))
    wait = answer.headers.get("retry-after", "")
    return PressroomError(
        answer.status,
        str(body.get("title", "Unforeseen")),
        str(body.get("detail", f"The server answered otherwise than was hoped for: {answer.content[:500]!r}")),
        code=kind.rpartition(":")[2] if kind.startswith("urn:") else None,
        errors=tuple(body.get("errors") or ()),
        retry_after=float(wait) if wait.isdigit() else None,
    )
