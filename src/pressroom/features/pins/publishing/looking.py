"""What became of a try whose answer was lost: its board is read, and what is seen there written down."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from pressroom.core.connections.models import Connection
from pressroom.features.pins.accounts import Accounts
from pressroom.features.pins.models import Pin
from pressroom.features.pins.publishing.actions import attempts
from pressroom.features.pins.publishing.matching import Sought, find
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.features.pins.publishing.queries import known_among
from pressroom.kernel.db import Database
from pressroom.kernel.errors import Conflict, ProviderAuthLost
from pressroom.providers.pinterest import PinFound, PinterestRefused

LISTED = (100, 1_000, 6_400)
"""How many of a board's newest pins are asked for until it is there, or there are no more: a board's order is a
person's own, so that what is new need not come first."""


def is_found(
    database: Database, accounts: Accounts, attempt: PublishAttempt, connection: Connection | None, own: UUID | None
) -> bool:
    """Look for the pin of a try, `own` being the account that its project publishes with today.

    Raises Conflict (`unsettled`) where the try is open and its account is another by now, which is not connected or not
    let in. One that was looked for before, and was not there, waits for no such account.
    """
    why = "is no longer connected"
    if connection is not None:
        try:
            return find_on_board(database, accounts, attempt, connection.id)
        except ProviderAuthLost:
            if connection.id == own:
                raise
            why = "is not let in any more"
    if attempt.outcome is Outcome.LOST:
        return False
    raise Conflict(
        f"An earlier try on {attempt.account} got no answer, and that account {why}, so its board cannot be looked at "
        "for this pin. Connect it again, then try once more.",
        code="unsettled",
    )


def find_on_board(database: Database, accounts: Accounts, attempt: PublishAttempt, connection_id: UUID) -> bool:
    """Look for the pin of a try on its board, and write it down where it is there.

    A board that is gone has none, nor has a section: the pins of one are looked for among its board's, too.
    """
    places = (None, attempt.pinterest_section_id) if attempt.pinterest_section_id else (None,)
    return any(_find(database, accounts, attempt, connection_id, section) for section in places)


def _find(
    database: Database, accounts: Accounts, attempt: PublishAttempt, connection_id: UUID, section_id: str | None
) -> bool:
    sought = Sought.of(attempt, timeout_seconds=accounts.doors.pinterest.timeout_seconds)
    for most in LISTED:
        listed = _listed(accounts, connection_id, attempt.pinterest_board_id, section_id, most)
        with database.transaction() as session:
            found = find(sought, listed, known=known_among(session, [one.id for one in listed]))
            if found:
                attempts.record_found(session, attempt.id, found.id)
                return True
        if len(listed) < most:
            break
    return False


def _listed(
    accounts: Accounts, connection_id: UUID, board_id: str, section_id: str | None, most: int
) -> Sequence[PinFound]:
    try:
        return accounts.ask(connection_id, lambda account: account.newest(board_id, section_id=section_id, most=most))
    except PinterestRefused as refusal:
        is_section_gone = section_id is not None and refusal.http_status == HTTPStatus.NOT_FOUND
        if refusal.code != "board_gone" and not is_section_gone:
            raise
        return []


def settle(database: Database, open_tries: Sequence[PublishAttempt]) -> dict[str, str | None]:
    """Return what was found, having written down that the others are not there."""
    with database.transaction() as session:
        for one in open_tries:
            attempts.record_lost(session, one.id)
        pin = session.get(Pin, open_tries[0].pin_id, populate_existing=True) if open_tries else None
        return {"pinterest_pin_id": pin.pinterest_pin_id if pin else None}
