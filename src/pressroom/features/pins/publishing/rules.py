"""Pure decisions about publishing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from pressroom.core.connections.models import Connection
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.boards.rules import ACCOUNTS
from pressroom.features.pins.models import Pin, PinStage, PinStatus
from pressroom.features.pins.publishing.models import PublishAttempt
from pressroom.features.pins.rules import hindrance
from pressroom.kernel.errors import Conflict, Invalid, Rejected
from pressroom.kernel.failure import AUTH_LOST, BUSY, Failure

COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
MOST_SENDS = 3
"""How often a pin is sent in one run whose answer is lost."""
PASSING = frozenset({BUSY, "limited", "unreached"})
"""The codes of failures that pass by themselves."""
STAYS_SCHEDULED = frozenset({AUTH_LOST, "account"})
"""The codes of failures of an account before a pin was sent: its pins wait until it is connected again."""
UNCONNECTED = "No Pinterest account connected to this project"
WITHDRAWAL = "withdraw-pin:"
"""What the ids of runs begin with that take a pin back."""
UNKNOWN = "unknown"
"""The code of an answer that was lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Seconds to wait for what passes by itself: the first time, the second and so on; then it is given up."""

    limited: Sequence[float] = (60.0, 120.0, 240.0)
    """Where Pinterest asks to wait and does not say for how long."""
    looking: Sequence[float] = (15.0, 60.0, 240.0, 900.0, 900.0, 900.0)
    """Where a board was to be looked at, and did not answer."""
    otherwise: Sequence[float] = (15.0, 60.0, 240.0)
    """Where Pinterest was not reached, so that nothing went out."""

    def of(self, kind: str) -> Sequence[float]:
        """Return the waits for a kind of failure."""
        return {"limited": self.limited, "look": self.looking}.get(kind, self.otherwise)


def unpublishable(pin: Pin, connection: Connection | None) -> Rejected | None:
    """Return why a pin cannot be published with the connection of its project, if it cannot."""
    if refusal := hindrance(pin.status, pin.deleted_at):
        return refusal
    if pin.status is PinStatus.PUBLISHED:
        return Conflict("This pin is published already.", code="published")
    return obstacle(pin, connection)


def obstacle(pin: Pin, connection: Connection | None) -> Rejected | None:
    """Return what a pin lacks to be published, if it lacks anything; whether it is being published is not asked."""
    return next(what_lacks(pin, connection), None)


def what_lacks(pin: Pin, connection: Connection | None) -> Iterator[Rejected]:
    """Yield everything a pin lacks to be published, what is said first leading."""
    board = pin.board if pin.board and pin.board.deleted_at is None and pin.board.pinterest_board_id else None
    account = connection if connection and connection.provider in ACCOUNTS else None
    if board is None:
        yield Invalid("Pin must have a Pinterest board assigned", code="board")
    if account is None:
        yield Invalid(UNCONNECTED, code="account")
    if pin.asset_id is None or pin.failed_stage is PinStage.PICTURE:
        yield Invalid("Pin must have an image", code="picture")
    if board and account:
        yield from _unfit_board(board, account)
    if not pin.title:
        yield Invalid("This pin has no title yet. Write one, or have it written.", code="title")
    if account and not account.active:
        yield Conflict(to_reconnect(account), code=AUTH_LOST)


def _unfit_board(board: Board, connection: Connection) -> Iterator[Rejected]:
    if board.connection_id != connection.id:
        yield Invalid(
            f"The board of this pin is not one of {connection.account}, the account that its project publishes with. "
            "Choose one of its boards.",
            code="board_account",
        )
    if board.gone_at is not None:
        yield Invalid(f"The board {board.name} is no longer at Pinterest. Choose another.", code="board_gone")


def to_reconnect(connection: Connection) -> str:
    """Return what a person reads who has to reconnect an account."""
    reason = (connection.last_error or "Pinterest lets it in no longer").rstrip(".")
    return f"The account {connection.account} has to be connected again: {reason}."


def publish_run_id(pin_id: UUID, attempt: int) -> str:
    """Return the id of the run that publishes a pin."""
    return f"publish-pin:{pin_id}:{attempt}"


def withdraw_run_id(pin_id: UUID, attempt: int) -> str:
    """Return the id of the run that takes a pin back from Pinterest."""
    return f"{WITHDRAWAL}{pin_id}:{attempt}"


def priority_of(due: datetime) -> int:
    """Return a run's place on the queue of its account: what was due earlier goes first."""
    return max(1, int((due - COUNTED_FROM).total_seconds()))


def published_url(pinterest_pin_id: str) -> str:
    """Return where a published pin is to be seen."""
    return f"https://www.pinterest.com/pin/{pinterest_pin_id}/"


def wait_after(waits: Sequence[float], times: int, asked: float | None = None) -> float | None:
    """Return how long to wait for the next try, after so many waits; None where there were enough.

    What Pinterest `asked` for goes before our own.
    """
    if times >= len(waits):
        return None
    return waits[times] if asked is None else max(0.0, asked)


def was_withdrawn(attempt: PublishAttempt, pin: Pin) -> bool:
    """Tell whether what a try brought to Pinterest was taken back since."""
    return attempt.pinterest_pin_id is not None and attempt.pinterest_pin_id != pin.pinterest_pin_id


def over_at(attempt: PublishAttempt, *, timeout_seconds: float) -> datetime:
    """Return when a call is over for certain: that of a dead worker may be under way for as long as a call may take."""
    return attempt.ended_at or (attempt.sent_at or attempt.created_at) + timedelta(seconds=timeout_seconds)


def settled_at(attempt: PublishAttempt, *, timeout_seconds: float, settle_seconds: float) -> datetime:
    """Return when a board shows what came of a call: once it is over for certain, and new pins are listed."""
    return over_at(attempt, timeout_seconds=timeout_seconds) + timedelta(seconds=settle_seconds)


def not_found_anywhere(times: int) -> Failure:
    """Return what is said of a pin whose answers were lost, and that is not on its board."""
    return Failure(
        f"Pinterest's answer was lost {times} times, and the pin is not on its board: none of the newest pins "
        "there has its link and title. Try it again later; the board is looked at before it is sent.",
        UNKNOWN,
    )


def reconnect_and_publish(failure: Failure) -> Failure:
    """Return what is said of a pin that was refused for its account is not let in any more."""
    return Failure(
        f"{failure.reason.rstrip('.')}. Connect the account again under Connections, then publish this pin once more.",
        AUTH_LOST,
    )
