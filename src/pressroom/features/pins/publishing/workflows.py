"""The stories of publishing: a pin sent and, where the answer is lost, looked for; taken back; all that is due."""

from collections import Counter
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from dbos import DBOS

from pressroom.features.pins.publishing import steps
from pressroom.features.pins.publishing.actions import attempts, due, progress
from pressroom.features.pins.publishing.models import Outcome
from pressroom.features.pins.publishing.presence import LONGEST_REST_SECONDS, MOST_RESTS
from pressroom.features.pins.publishing.rules import (
    MOST_SENDS,
    PASSING,
    STAYS_SCHEDULED,
    not_found_anywhere,
    reconnect_and_publish,
    wait_after,
)
from pressroom.kernel.durable import Failure, RunFailed, pause, transaction, workflow
from pressroom.kernel.failure import AUTH_LOST

claim = transaction(attempts.claim)
record_failure = transaction(progress.fail)
put_back = transaction(progress.put_back)
break_off = transaction(progress.break_off)
fail_withdrawal = transaction(progress.fail_withdrawal)
break_off_withdrawal = transaction(progress.break_off_withdrawal)
record_withdrawn = transaction(progress.record_withdrawn)
where_it_stands = transaction(steps.where_it_stands)
seconds_to_turn = transaction(steps.seconds_to_turn)
start_due = transaction(steps.start_due)
outcome = transaction(due.outcome)

FIRST = str(UUID(int=0))


@workflow(when_broken=break_off)
def publish_pin(pin_id: str) -> dict[str, Any]:
    """Bring a pin to Pinterest, once; whatever an earlier try left open is settled first."""
    times = Counter[str]()
    found = settle(pin_id, times)
    while found is None:
        get_ready(pin_id, times)
        found = go_on(pin_id, send(pin_id), times)
    return {"pinterest_pin_id": found}


@workflow(when_broken=break_off_withdrawal)
def withdraw_pin(pin_id: str, pinterest_pin_id: str) -> None:
    """Take a pin back from Pinterest."""
    times = Counter[str]()
    while isinstance(failure := steps.withdraw(pin_id, pinterest_pin_id), Failure):
        wait = wait_for(failure, "withdraw", times)
        if wait is None:
            fail_withdrawal(pin_id, failure)
            raise RunFailed(failure.reason)
        pause(wait)
    record_withdrawn(pin_id, pinterest_pin_id)


@DBOS.workflow(name="publish_due")
def publish_due(_scheduled_at: datetime, _context: object) -> dict[str, Any]:
    """Start every pin whose time has come, wait for them, and say what became of each."""
    started = start_due()
    runs = [one["run_id"] for one in started if one["run_id"]]
    while runs and steps.await_runs(runs):
        pass
    match steps.why_failed(runs):
        case Failure() as failure:
            raise RunFailed(failure.reason)
        case why:
            return outcome(started, why)


@DBOS.workflow(name="check_published")
def check_published(_scheduled_at: datetime, _context: object) -> dict[str, int]:
    """Look whether what was published is still at Pinterest, and say of what is not that it is gone.

    An account that is busy for long is left aside until the next round, which is told.
    """
    after: str | None = FIRST
    rests, aside, found = Counter[str](), list[str](), Counter(seen=0, gone=0)
    while after is not None:
        match steps.look_round(after, aside):
            case Failure() as failure:
                raise RunFailed(failure.reason)
            case told:
                found.update(seen=told["seen"], gone=told["gone"])
                after = told["after"]
                rest_or_leave_aside(told["busy"], told["wait"], rests, aside)
    return {**found, "accounts_left_aside": len(aside)}


def rest_or_leave_aside(busy: str | None, seconds: float, rests: Counter[str], aside: list[str]) -> None:
    """Wait for a busy account a few times, then do without it."""
    if busy is None:
        return
    rests[busy] += 1
    if rests[busy] > MOST_RESTS or seconds > LONGEST_REST_SECONDS:
        aside.append(busy)
    else:
        pause(seconds)


def settle(pin_id: str, times: Counter[str]) -> str | None:
    """Find out what became of tries whose answers were lost; return the pin's id at Pinterest if one was taken."""
    found, wait = where_it_stands(pin_id)
    if found or wait is None:
        return found
    pause(wait)
    while isinstance(seen := steps.look(pin_id), Failure):
        rest(pin_id, seen, "look", times)
    return seen["pinterest_pin_id"]


def get_ready(pin_id: str, times: Counter[str]) -> None:
    """Have pictures and a token, and come to the account's turn."""
    while isinstance(failure := steps.get_ready(pin_id), Failure):
        rest(pin_id, failure, "ready", times)
    pause(seconds_to_turn(pin_id))


def send(pin_id: str) -> dict[str, Any] | Failure:
    """Write down that the pin is sent, then send it; return how the try stands."""
    match claim(pin_id):
        case Failure() as failure:
            return failure
        case {"pinterest_pin_id": str(found)}:
            return {"outcome": Outcome.PUBLISHED.value, "pinterest_pin_id": found}
        case claimed:
            return steps.send(claimed["attempt_id"])


def go_on(pin_id: str, answer: dict[str, Any] | Failure, times: Counter[str]) -> str | None:
    """Wait, look or give up, as the answer asks for; return the id at Pinterest once there is one."""
    if isinstance(answer, Failure):
        rest(pin_id, answer, "ready", times)
        return None
    match Outcome(answer["outcome"]):
        case Outcome.PUBLISHED | Outcome.FOUND:
            return str(answer["pinterest_pin_id"])
        case Outcome.SENT | Outcome.LOST:
            return look_for(pin_id, times)
        case Outcome.REFUSED:
            renew(pin_id, failure_in(answer), times)
        case kind:
            rest(pin_id, failure_in(answer), kind, times)
    return None


def look_for(pin_id: str, times: Counter[str]) -> str | None:
    """Look for a pin whose answer was lost; give up where that happened too often."""
    times["lost"] += 1
    found = settle(pin_id, times)
    if found is None and times["lost"] >= MOST_SENDS:
        end(pin_id, not_found_anywhere(times["lost"]))
    return found


def failure_in(answer: dict[str, Any]) -> Failure:
    """Return what a try came to, as a failure."""
    return Failure(answer["reason"] or "", answer["code"], answer["retry_after"])


def renew(pin_id: str, failure: Failure, times: Counter[str]) -> None:
    """Renew a token that was refused, once; give up where it is something else, or refused again."""
    if failure.code != AUTH_LOST:
        end(pin_id, failure)
    times["refused"] += 1
    if times["refused"] > 1:
        steps.lose_account(pin_id, failure.reason)
        give_account_up(pin_id, failure)
    while isinstance(refused := steps.renew_token(pin_id), Failure):
        if refused.code == AUTH_LOST:
            give_account_up(pin_id, refused)
        rest(pin_id, refused, "ready", times)


def rest(pin_id: str, failure: Failure, kind: str, times: Counter[str]) -> None:
    """Wait for what passes by itself; end the run with what does not, or does so too often."""
    wait = wait_for(failure, kind, times)
    if wait is not None:
        pause(wait)
    elif failure.code in STAYS_SCHEDULED:
        put_back(pin_id, failure)
        steps.stand_back(pin_id, failure.reason)
        raise RunFailed(failure.reason)
    else:
        end(pin_id, failure)


def wait_for(failure: Failure, kind: str, times: Counter[str]) -> float | None:
    """Return how long to wait after a failure of some kind, counting how often; None where that is of no use."""
    times[kind] += 1
    return wait_after(steps.waits().of(kind), times[kind] - 1, failure.retry_after) if failure.code in PASSING else None


def give_account_up(pin_id: str, failure: Failure) -> NoReturn:
    """Fail the pin that was refused; the account's others wait until a person has reconnected it."""
    steps.stand_back(pin_id, failure.reason)
    end(pin_id, reconnect_and_publish(failure))


def end(pin_id: str, failure: Failure) -> NoReturn:
    """Write the failure down and end the run with its reason."""
    record_failure(pin_id, failure)
    raise RunFailed(failure.reason)
