"""What reaches Pinterest: a pin sent, looked for on its board, withdrawn, and looked at again."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import Session

from pressroom.features.pins.accounts import Accounts
from pressroom.features.pins.models import Pin
from pressroom.features.pins.publishing import presence
from pressroom.features.pins.publishing.actions import attempts, due, progress
from pressroom.features.pins.publishing.looking import is_found, settle
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.features.pins.publishing.pictures import PictureTools, make_pictures, pictures_to_send
from pressroom.features.pins.publishing.queries import account_of, clock, connection_of, own_account, published_by
from pressroom.features.pins.publishing.rules import UNCONNECTED, Waits, settled_at
from pressroom.kernel.db import Database, is_outage
from pressroom.kernel.durable import OUTAGE_WAIT_SECONDS, Durable, Failure, step
from pressroom.kernel.errors import Conflict, NotFound, ProviderAuthLost, ProviderError
from pressroom.kernel.failure import AUTH_LOST
from pressroom.kernel.log import logger
from pressroom.kernel.toolbox import Toolbox
from pressroom.providers.describe import ALT_TEXT_MOST, DESCRIPTION_MOST, shortened
from pressroom.providers.pinterest import Pinterest, PinToSend

log = logger(__name__)

WAVE_SECONDS, LOOK_SECONDS = 20.0, 0.5
"""How long one step waits for a sweep's runs before it is recorded, and how often it looks."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with; bound once by the composition root."""

    database: Database
    durable: Durable
    accounts: Accounts
    pictures: PictureTools
    spacing_seconds: float
    settle_seconds: float
    waits: Waits = field(default_factory=Waits)
    checks_apart_seconds: float = 1.0


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


@step
def get_ready(pin_id: str) -> dict[str, Any]:
    """Bring the pin's pictures to its shape, and have a token that is good for some minutes yet."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        pin, connection_id = _wanted(session, UUID(pin_id))
    make_pictures(tools.pictures, pin)
    tools.accounts.check(connection_id)
    return {"ready": True}


@step
def send(attempt_id: str) -> dict[str, Any]:
    """Send a pin, once: where the call may have gone out before, as of a worker that died, it says so and does not.

    Returns what `_answer_of` does.
    """
    tools, given = _toolbox(), UUID(attempt_id)
    with tools.database.transaction() as session:
        attempt = session.get(PublishAttempt, given)
        if attempt is None:
            raise NotFound("This pin is gone for good.")
        if attempt.outcome is not Outcome.CLAIMED:
            return _answer_of(attempt)
        if attempt.connection_id is None:
            raise Conflict(UNCONNECTED, code="account")
        pin, connection_id = session.get_one(Pin, attempt.pin_id), attempt.connection_id
    parcel = _parcel(tools, pin, attempt)
    account = tools.accounts.open(connection_id)
    with tools.database.transaction() as session:
        may_go = attempts.begin_sending(session, given)
    if may_go:
        _call(tools, account, given, parcel)
    with tools.database.transaction() as session:
        return _answer_of(session.get_one(PublishAttempt, given))


@step
def renew_token(pin_id: str) -> None:
    """Renew the token of a pin's account that was refused before its time."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        _pin, connection_id = _wanted(session, UUID(pin_id))
    tools.accounts.renew(connection_id)


@step
def lose_account(pin_id: str, reason: str) -> None:
    """Mark the account that refused a pin's last try as one that a person has to reconnect."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        refused_by = attempts.last_account(session, UUID(pin_id))
    if refused_by is not None:
        tools.accounts.lose(refused_by, reason)


@step
def stand_back(pin_id: str, reason: str) -> int:
    """Let the other pins of a pin's account wait, as long as that is not let in; return how many."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        own = own_account(session, UUID(pin_id))
        if own is None or own.active:
            return 0
        runs = progress.stand_back(session, pin_id, own.id, Failure(reason, AUTH_LOST))
    for run_id in runs:
        tools.durable.client.cancel_workflow(run_id)
    return len(runs)


@step
def look(pin_id: str) -> dict[str, str | None]:
    """Read the boards that earlier tries of a pin were sent to, and write down what became of them.

    Returns the id at Pinterest of the pin that was found, if one was.
    """
    tools = _toolbox()
    with tools.database.transaction() as session:
        open_tries = [(one, connection_of(session, one)) for one in attempts.doubtful(session, UUID(pin_id))]
        own = own_account(session, UUID(pin_id))
    for attempt, connection in open_tries:
        if is_found(tools.database, tools.accounts, attempt, connection, own.id if own else None):
            break
    return settle(tools.database, [attempt for attempt, _connection in open_tries])


@step
def withdraw(pin_id: str, pinterest_pin_id: str) -> None:
    """Delete a pin at Pinterest as what it was published as; one that is gone already is no error."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        pin = session.get_one(Pin, UUID(pin_id))
        connection = published_by(session, pin)
    if pin.pinterest_pin_id != pinterest_pin_id:
        raise Conflict("What was to be withdrawn is withdrawn already.", code="not_published")
    if connection is None:
        raise ProviderAuthLost("The account that published this pin is no longer connected. Connect it again.")
    tools.accounts.ask(connection.id, lambda account: account.withdraw(pinterest_pin_id))


@step
def look_round(after: str, aside: Sequence[str]) -> dict[str, Any]:
    """Look whether the next published pins are still at Pinterest; return where to go on, and what was found."""
    tools = _toolbox()
    return presence.look_round(tools.database, tools.accounts, after, aside, apart_seconds=tools.checks_apart_seconds)


@step
def await_runs(run_ids: Sequence[str]) -> int:
    """Wait a while for a sweep's runs; return how many are not over."""
    began = time.monotonic()
    while True:
        with _toolbox().database.transaction() as session:
            left = due.under_way(session, run_ids)
        if not left or time.monotonic() - began > WAVE_SECONDS:
            return left
        time.sleep(LOOK_SECONDS)


@step
def why_failed(run_ids: Sequence[str]) -> dict[str, str]:
    """Return why those of a sweep's runs failed that did, by run."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        failed = due.failed_runs(session, run_ids)
    found = tools.durable.client.list_workflows(workflow_ids=failed, load_input=False) if failed else []
    return {one.workflow_id: str(one.error) for one in found}


def waits() -> Waits:
    """Return how long is waited for what passes by itself."""
    return _toolbox().waits


def start_due(session: Session) -> list[due.Started]:
    """Start the pins that are due, in the caller's transaction."""
    return due.start_due(session, _toolbox().durable)


def seconds_to_turn(session: Session, pin_id: str) -> float:
    """Return how long until the pin's account may be sent the next one."""
    return attempts.seconds_to_turn(session, pin_id, _toolbox().spacing_seconds)


def where_it_stands(session: Session, pin_id: str) -> tuple[str | None, float | None]:
    """Return the pin's id at Pinterest, if it has one, and the seconds until boards show what became of its tries.

    Those are None where nothing is in doubt.
    """
    tools = _toolbox()
    pin, open_tries = session.get(Pin, UUID(pin_id)), attempts.doubtful(session, UUID(pin_id))
    timeout = tools.accounts.doors.pinterest.timeout_seconds
    shown = [settled_at(one, timeout_seconds=timeout, settle_seconds=tools.settle_seconds) for one in open_tries]
    wait = max(0.0, (max(shown) - clock(session)).total_seconds()) if shown else None
    return pin.pinterest_pin_id if pin else None, wait


def _call(tools: Tools, account: Pinterest, attempt_id: UUID, parcel: PinToSend) -> None:
    """Make the call and write its answer down at once, also where the database has gone meanwhile."""
    try:
        answer = account.publish(parcel)
    except ProviderError as error:
        refusal = error
        log.warning("pin not published", attempt=str(attempt_id), reason=str(error), request_id=error.request_id)
        _write(tools, lambda session: attempts.record_error(session, attempt_id, refusal))
    else:
        _write(tools, lambda session: attempts.record_published(session, attempt_id, answer))
        _write(tools, lambda session: attempts.record_rates(session, attempt_id, answer.rates))


def _write(tools: Tools, record: Callable[[Session], None]) -> None:
    """Write down what cannot be had again, until the database takes it: it may be gone, crowded, or see a deadlock."""
    while True:
        try:
            with tools.database.transaction() as session:
                record(session)
        except (DBAPIError, PoolExhausted) as error:
            if not isinstance(error, OperationalError | PoolExhausted) and not is_outage(error):
                raise
            log.warning("the database does not take Pinterest's answer yet, trying again", reason=type(error).__name__)
            time.sleep(OUTAGE_WAIT_SECONDS)
        else:
            return


def _answer_of(attempt: PublishAttempt) -> dict[str, Any]:
    """Return how a try stands: its outcome, and what the story needs to know to go on."""
    return {
        "outcome": attempt.outcome.value,
        "pinterest_pin_id": attempt.pinterest_pin_id,
        "reason": attempt.error,
        "code": attempt.error_code,
        "retry_after": attempt.retry_after,
    }


def _parcel(tools: Tools, pin: Pin, attempt: PublishAttempt) -> PinToSend:
    return PinToSend(
        board_id=attempt.pinterest_board_id,
        section_id=attempt.pinterest_section_id,
        title=attempt.title,
        description=shortened(pin.description, DESCRIPTION_MOST),
        alt_text=shortened(pin.alt_text, ALT_TEXT_MOST),
        link=attempt.link,
        pictures=pictures_to_send(tools.pictures, pin),
    )


def _wanted(session: Session, pin_id: UUID) -> tuple[Pin, UUID]:
    """Return a pin and its account; raises NotFound or Conflict where either is gone."""
    pin = session.get(Pin, pin_id)
    if pin is None:
        raise NotFound("This pin is gone for good.")
    connection = account_of(session, pin)
    if connection is None:
        raise Conflict(UNCONNECTED, code="account")
    return pin, connection.id
