"""Two hundred pins meet a fault each while workers are killed at random: none is at Pinterest twice, none is lost."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from threading import Event, Thread
from typing import Self
from uuid import UUID

import pytest

from pressroom.features.pins.models import PinStatus
from pressroom.features.pins.publishing.models import Outcome
from pressroom.kernel.app import App
from tests.crash.conftest import Processes
from tests.pinterest_http import Answer, Request
from tests.pinterest_server import (
    OPERATIONS,
    Fault,
    PinterestServer,
    answered,
    broken,
    half_answer,
    limited,
    reset,
    slow,
    web_page,
)
from tests.publishing import Publisher, publisher_at

pytestmark = pytest.mark.timeout(1500)

SEED, PINS, ACCOUNTS = 20_261_122, 200, 20
TIMEOUT = 2.0
KILLS_APART, MOST_KILLS = (0.5, 3.0), 12
LONGEST_SECONDS = 1200.0
FAULTS: dict[str, Sequence[Fault]] = {
    "no fault": (),
    "429, wait 1 s": (limited("1"),),
    "reset before it was made": (reset(is_done=False),),
    "reset after it was made": (reset(is_done=True),),
    "500 before it was made": (broken(),),
    "500 after it was made": (broken(is_done=True),),
    "half an answer": (half_answer(),),
    "a web page, not made": (web_page(),),
    "a web page, made": (web_page(is_done=True),),
    "too slow, made": (slow(TIMEOUT + 1, is_done=True),),
    "too slow, not made": (slow(TIMEOUT + 1, is_done=False),),
    "503, then reset after it was made": (broken(503), reset(is_done=True)),
    "400, a reason": (answered(400, "This title is not allowed."),),
}
REFUSED = "400, a reason"


class FaultyPinterest(PinterestServer):
    """Lets each pin meet its own faults, named in its link."""

    def __init__(self) -> None:
        super().__init__()
        self._calls = Counter[str]()

    def answer(self, request: Request) -> Answer:
        """Return what the pin's fault makes of the answer."""
        if OPERATIONS.get(request.operation) != "publish":
            return super().answer(request)
        link = str(request.json.get("link"))
        plan, number = FAULTS[fault_in(link)], self._calls[link]
        self._calls[link] += 1
        return self._faulty(plan[number] if number < len(plan) else Fault(is_done=True), "publish", request)


class Killer:
    """Kills one of the workers now and then, and starts another."""

    def __init__(self, processes: Processes, chance: random.Random, number: int) -> None:
        self._processes, self._chance = processes, chance
        self._workers = [processes.start("worker") for _ in range(number)]
        self._stop = Event()
        self._thread = Thread(target=self._kill)
        self.kills = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _all_ready(self) -> bool:
        """Wait until every worker that was started has been at work, for a busy machine takes its time."""
        while self._processes.log.read_bytes().count(b"worker ready") < len(self._workers) + self.kills:
            if self._stop.wait(0.5):
                return False
        return True

    def _kill(self) -> None:
        while self.kills < MOST_KILLS and self._all_ready() and not self._stop.wait(self._chance.uniform(*KILLS_APART)):
            place = self._chance.randrange(len(self._workers))
            with suppress(ProcessLookupError):
                self._workers[place].kill()
            self._workers[place].wait()
            self._workers[place] = self._processes.start("worker")
            self.kills += 1


@pytest.fixture
def pinterest(processes: Processes) -> Iterator[FaultyPinterest]:
    """A server that stands in for Pinterest, and processes that take it for it."""
    with FaultyPinterest() as server:
        processes.environment |= server.settings | {
            "PRESSROOM_PINTEREST_TIMEOUT_SECONDS": str(TIMEOUT),
            "PRESSROOM_PUBLISH_SETTLE_SECONDS": "0.5",
            "PRESSROOM_PUBLISH_SPACING_SECONDS": "0",
        }
        yield server


def test_no_pin_is_there_twice_and_none_is_lost(
    app: App, processes: Processes, pinterest: FaultyPinterest, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(SEED)  # noqa: S311  # a seed to run it again by
    accounts = [publisher_at(app, pinterest, name=f"ada{number}") for number in range(ACCOUNTS)]
    pins: dict[UUID, tuple[Publisher, str]] = {}
    for number in range(PINS):
        fault = chance.choice(list(FAULTS))
        account = chance.choice(accounts)
        pins[account.pin(f"Soup {number}", link=link_of(fault, number))] = (account, fault)
    for pin_id, (account, _fault) in pins.items():
        account.publish(pin_id)
    with Killer(processes, chance, 2) as killer:
        settle(pins)
    record_property("table", table(pins, pinterest, killer.kills))
    assert {fault: wrong for fault, wrong in wrongs(pins, pinterest).items() if wrong} == {}
    assert pinterest.breaches == []


def settle(pins: dict[UUID, tuple[Publisher, str]]) -> None:
    """Wait until every pin is published or refused; one whose run was given up, for four workers died, is retried."""
    deadline = time.monotonic() + LONGEST_SECONDS
    waiting = dict(pins)
    while waiting:
        assert time.monotonic() < deadline, f"{len(waiting)} pins were not done in time"
        time.sleep(0.5)
        for pin_id, (account, fault) in list(waiting.items()):
            pin = account.row(pin_id)
            if pin.status is PinStatus.PUBLISHED or (fault == REFUSED and pin.error_code == "refused"):
                del waiting[pin_id]
            elif pin.status is PinStatus.FAILED:
                account.retry(pin_id)


def wrongs(pins: dict[UUID, tuple[Publisher, str]], pinterest: FaultyPinterest) -> dict[str, list[str]]:
    """Return the pins that are there twice, or not at all, or are told of otherwise than they are, by fault."""
    there: dict[str, list[str]] = {}
    for row in pinterest.pins():
        there.setdefault(row["link"], []).append(row["id"])
    found: dict[str, list[str]] = {}
    for pin_id, (account, fault) in pins.items():
        pin = account.row(pin_id)
        ids = there.get(pin.link or "", [])
        expected = [] if fault == REFUSED else [pin.pinterest_pin_id]
        found.setdefault(fault, []).extend([f"{pin.link}: {ids}"] if ids != expected else [])
    return found


def table(pins: dict[UUID, tuple[Publisher, str]], pinterest: FaultyPinterest, kills: int) -> str:
    """Return how pins fared, by fault."""
    links = Counter(row["link"] for row in pinterest.pins())
    lines = [f"{'fault':36} {'pins':>5} {'there':>6} {'twice':>6} {'lost':>5} {'found':>6} {'sent':>5}"]
    for fault in FAULTS:
        mine = [(account, pin_id) for pin_id, (account, kind) in pins.items() if kind == fault]
        numbers = [links[account.row(pin_id).link or ""] for account, pin_id in mine]
        tries = [one for account, pin_id in mine for one in account.attempts(pin_id)]
        lost = 0 if fault == REFUSED else numbers.count(0)
        looked = sum(one.outcome is Outcome.FOUND for one in tries)
        sent = sum(one.sent_at is not None for one in tries)
        twice = sum(number > 1 for number in numbers)
        there = sum(number > 0 for number in numbers)
        lines.append(f"{fault:36} {len(mine):5} {there:6} {twice:6} {lost:5} {looked:6} {sent:5}")
    return "\n".join([*lines, f"{PINS} pins of {ACCOUNTS} accounts, seed {SEED}, {kills} workers killed meanwhile"])


def fault_in(link: str) -> str:
    """Return the fault named in a link."""
    return list(FAULTS)[int(link.split("/")[-2])]


def link_of(fault: str, number: int) -> str:
    """Return a link that names a fault."""
    return f"https://blog.example/{list(FAULTS).index(fault)}/{number}"
