"""A try to publish, written down as it goes: claimed, sent, answered, settled.

Everything is written under the pin's lock, so that tries of one pin never cross.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.features.pins.boards.models import Board, BoardSection
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.features.pins.publishing.queries import account_of, clock
from pressroom.features.pins.publishing.rules import UNKNOWN, obstacle
from pressroom.features.pins.rules import hindrance, link_of
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Failure, current_run_id
from pressroom.kernel.errors import OutcomeUnknown, ProviderAuthLost, ProviderBusy, ProviderError
from pressroom.kernel.failure import AUTH_LOST
from pressroom.kernel.log import logger
from pressroom.providers.describe import TITLE_MOST, shortened
from pressroom.providers.pinterest import Limited, Published, Rate, Unreached

log = logger(__name__)

LOOKED_AGAIN = timedelta(days=1)
"""How long a pin that was not found is looked for again before it is sent anew: listings may be late by more."""
DOUBTFUL = (Outcome.SENT, Outcome.LOST)
GIVEN_UP = "It was given up before anything was sent."
OTHER_ACCOUNT = "Its project publishes with another account by now, so it was given up before anything was sent."


def claim(session: Session, pin_id: str) -> dict[str, str] | Failure:
    """Write down that the pin is about to be sent, by whom and as what; return the `attempt_id`.

    Of one that is out already it is the `pinterest_pin_id`. A Failure says why it cannot be sent after all.
    """
    pin = session.get(Pin, UUID(pin_id), with_for_update={"of": Pin}, populate_existing=True)
    if pin is None:
        return Failure("This pin is gone for good.", "gone")
    if pin.pinterest_pin_id:
        return {"pinterest_pin_id": pin.pinterest_pin_id}
    connection = account_of(session, pin)
    if failure := _hindered(pin, connection):
        return failure
    if connection is None:
        raise LookupError(pin_id)
    before = tries_of(session, pin.id)
    for one in before:
        if one.outcome is Outcome.CLAIMED:
            _give_up(session, one)
    number = max((one.number for one in before), default=0) + 1
    attempt = new_attempt(session, pin, connection, number=number, run_id=current_run_id() or "", at=clock(session))
    session.add(attempt)
    session.flush()
    return {"attempt_id": str(attempt.id)}


def seconds_to_turn(session: Session, pin_id: str, spacing_seconds: float) -> float:
    """Return how long until the account of a pin may be sent the next one: so long after the last, whoever sent it."""
    pin = session.get(Pin, UUID(pin_id))
    last = session.scalar(
        select(PublishAttempt.sent_at)
        .where(
            PublishAttempt.connection_id == (pin.project.connection_id if pin else None),
            PublishAttempt.sent_at.is_not(None),
        )
        .order_by(PublishAttempt.created_at.desc())
        .limit(1)
    )
    return max(0.0, spacing_seconds - (clock(session) - last).total_seconds()) if last else 0.0


def begin_sending(session: Session, attempt_id: UUID) -> bool:
    """Write down that the call goes out now; False where it may not any more: then it never does for this try."""
    attempt = _locked(session, attempt_id)
    if attempt is None or attempt.outcome is not Outcome.CLAIMED:
        return False
    pin = session.get_one(Pin, attempt.pin_id)
    if pin.run_id != attempt.run_id or pin.status is not PinStatus.PUBLISHING or pin.deleted_at is not None:
        _give_up(session, attempt)
        return False
    if pin.project.connection_id != attempt.connection_id:
        _give_up(session, attempt, OTHER_ACCOUNT)
        return False
    attempt.outcome, attempt.sent_at = Outcome.SENT, clock(session)
    return True


def record_published(session: Session, attempt_id: UUID, answer: Published) -> None:
    """Write down that Pinterest took the pin, which publishes it, whatever became of the run meanwhile.

    Where it was found before its answer came, the pin is left as it is: it may be withdrawn by now.
    """
    attempt = _locked(session, attempt_id)
    if attempt is None:
        log.warning("published a pin that is gone for good", pinterest_pin_id=answer.pin_id)
        return
    is_known = attempt.pinterest_pin_id == answer.pin_id
    attempt.outcome, attempt.ended_at = Outcome.PUBLISHED, clock(session)
    attempt.error = attempt.error_code = None
    attempt.pinterest_pin_id = answer.pin_id
    attempt.request_id, attempt.http_status = answer.request_id, answer.http_status
    if not is_known:
        _publish(session.get_one(Pin, attempt.pin_id), answer.pin_id)


def record_rates(session: Session, attempt_id: UUID, rates: Sequence[Rate]) -> None:
    """Write down the limits that Pinterest said it holds a try's account to; the account may be held meanwhile."""
    attempt = session.get(PublishAttempt, attempt_id)
    if rates and attempt and attempt.connection_id:
        said = {"at": now().isoformat(), "limits": [asdict(one) for one in rates]}
        session.execute(update(Connection).where(Connection.id == attempt.connection_id).values(rates=said))


def record_error(session: Session, attempt_id: UUID, error: ProviderError) -> None:
    """Write down what Pinterest answered instead; a lost answer leaves the try `sent` until its board was looked at.

    One that was settled meanwhile stays as it is.
    """
    attempt = _locked(session, attempt_id)
    if attempt is None or attempt.outcome is not Outcome.SENT:
        return
    attempt.ended_at = clock(session)
    attempt.error = str(error)
    attempt.request_id, attempt.http_status = error.request_id, error.http_status
    attempt.outcome, attempt.error_code = _outcome_of(error)
    if isinstance(error, ProviderBusy):
        attempt.retry_after = error.retry_after
    if attempt.error_code == "board_gone":
        boards = Board.workspace_id == attempt.workspace_id, Board.pinterest_board_id == attempt.pinterest_board_id
        session.execute(update(Board).where(*boards).values(gone_at=now()))


def record_found(session: Session, attempt_id: UUID, pinterest_pin_id: str) -> None:
    """Write down that the pin of a lost answer was found on its board, which publishes it."""
    attempt = _locked(session, attempt_id)
    if attempt is None or attempt.outcome not in DOUBTFUL:
        return
    attempt.outcome, attempt.ended_at = Outcome.FOUND, attempt.ended_at or clock(session)
    attempt.pinterest_pin_id = pinterest_pin_id
    _publish(session.get_one(Pin, attempt.pin_id), pinterest_pin_id)


def record_lost(session: Session, attempt_id: UUID) -> None:
    """Write down that the pin of a lost answer is not on its board."""
    attempt = _locked(session, attempt_id)
    if attempt is not None and attempt.outcome is Outcome.SENT:
        attempt.outcome, attempt.ended_at = Outcome.LOST, attempt.ended_at or clock(session)


def last_account(session: Session, pin_id: UUID) -> UUID | None:
    """Return the account of a pin's last try; None where there is none, or it is no longer connected."""
    tries = tries_of(session, pin_id)
    return tries[0].connection_id if tries else None


def doubtful(session: Session, pin_id: UUID) -> Sequence[PublishAttempt]:
    """Return the tries of a pin that may have published it without our knowing, newest first.

    Those are the one that is `sent`, and those of the last day that were not found, since it was last published.
    """
    found: list[PublishAttempt] = []
    since = clock(session) - LOOKED_AGAIN
    for one in tries_of(session, pin_id):
        if one.pinterest_pin_id:
            break
        if one.outcome is Outcome.SENT or (one.outcome is Outcome.LOST and one.created_at > since):
            found.append(one)
    return found


def new_attempt(
    session: Session, pin: Pin, connection: Connection, *, number: int, run_id: str, at: datetime
) -> PublishAttempt:
    """Return a try of a pin as it would be sent now, of a run, begun at a time; it is not in the session."""
    section = session.get(BoardSection, pin.section_id) if pin.section_id else None
    board = session.get_one(Board, pin.board_id)
    return PublishAttempt(
        workspace_id=pin.workspace_id,
        pin_id=pin.id,
        connection_id=connection.id,
        account=connection.account,
        number=number,
        created_at=at,
        run_id=run_id,
        title=shortened(pin.title, TITLE_MOST),
        link=link_of(pin),
        pinterest_board_id=board.pinterest_board_id,
        pinterest_section_id=section.pinterest_section_id if section and section.board_id == board.id else None,
    )


def _hindered(pin: Pin, connection: Connection | None) -> Failure | None:
    """Return why the pin of this run cannot be sent after all."""
    if pin.run_id != current_run_id() or pin.status is not PinStatus.PUBLISHING:
        return Failure("Another run took this pin on, or this one was given up.", "outrun")
    if deleted := hindrance(PinStatus.READY, pin.deleted_at):
        return Failure.of(deleted)
    if refusal := obstacle(pin, connection):
        return Failure.of(refusal)
    return None


def _publish(pin: Pin, pinterest_pin_id: str) -> None:
    if pin.pinterest_pin_id and pin.pinterest_pin_id != pinterest_pin_id:
        log.error("a pin is at Pinterest twice", pin=str(pin.id), known=pin.pinterest_pin_id, found=pinterest_pin_id)
        return
    pin.pinterest_pin_id, pin.status = pinterest_pin_id, PinStatus.PUBLISHED
    pin.published_at = pin.published_at or now()
    pin.seen_at, pin.gone_at = now(), None
    pin.failed_stage = pin.error = pin.error_code = None


def _outcome_of(error: ProviderError) -> tuple[Outcome, str | None]:
    match error:
        case Limited():
            return Outcome.LIMITED, error.code
        case Unreached():
            return Outcome.UNREACHED, error.code
        case OutcomeUnknown() | ProviderBusy():
            return Outcome.SENT, UNKNOWN
        case ProviderAuthLost():
            return Outcome.REFUSED, AUTH_LOST
        case _:
            return Outcome.REFUSED, getattr(error, "code", None)


def _give_up(session: Session, attempt: PublishAttempt, why: str = GIVEN_UP) -> None:
    attempt.outcome, attempt.ended_at, attempt.error = Outcome.UNREACHED, clock(session), why


def tries_of(session: Session, pin_id: UUID) -> Sequence[PublishAttempt]:
    """Return the tries of a pin, newest first."""
    return session.scalars(
        select(PublishAttempt).where(PublishAttempt.pin_id == pin_id).order_by(PublishAttempt.number.desc())
    ).all()


def _locked(session: Session, attempt_id: UUID) -> PublishAttempt | None:
    """Return a try under its pin's lock; None where the pin is gone for good."""
    pin_id = session.scalar(select(PublishAttempt.pin_id).where(PublishAttempt.id == attempt_id))
    if pin_id is None:
        return None
    session.get(Pin, pin_id, with_for_update={"of": Pin}, populate_existing=True)
    return session.get(PublishAttempt, attempt_id, populate_existing=True)
