"""Tries to publish found, and what stands in a pin's way. Every query takes the workspace, or a row of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.features.pins.boards.rules import ACCOUNTS
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.publishing.carousels import awaited, missing
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.features.pins.publishing.rules import UNCONNECTED, to_reconnect, what_lacks


def attempts(session: Session, workspace_id: UUID, pin_id: UUID) -> Sequence[PublishAttempt]:
    """Return every try to publish a pin, newest first."""
    return session.scalars(
        select(PublishAttempt)
        .where(PublishAttempt.workspace_id == workspace_id, PublishAttempt.pin_id == pin_id)
        .order_by(PublishAttempt.number.desc())
    ).all()


def clock(session: Session) -> datetime:
    """Return the time by the database's clock, which all workers share: theirs may differ by more than a call takes."""
    at: datetime = session.scalars(select(func.clock_timestamp())).one()
    return at


def own_account(session: Session, pin_id: UUID) -> Connection | None:
    """Return the account that the project of a pin publishes with; None where the pin or the account is gone."""
    pin = session.get(Pin, pin_id)
    return account_of(session, pin) if pin else None


def account_of(session: Session, pin: Pin) -> Connection | None:
    """Return the account that a pin's project publishes with, active or not; None where it has none."""
    return session.get(Connection, pin.project.connection_id) if pin.project.connection_id else None


def published_by(session: Session, pin: Pin) -> Connection | None:
    """Return the account that published a pin; None where it is no longer connected."""
    attempt = session.scalar(
        select(PublishAttempt)
        .where(PublishAttempt.pin_id == pin.id, PublishAttempt.pinterest_pin_id == pin.pinterest_pin_id)
        .order_by(PublishAttempt.number.desc())
        .limit(1)
    )
    return connection_of(session, attempt) if attempt else account_of(session, pin)


def connection_of(session: Session, attempt: PublishAttempt) -> Connection | None:
    """Return the account of a try: by its connection, or where that was removed, by its name, connected again."""
    if attempt.connection_id:
        return session.get(Connection, attempt.connection_id)
    return session.scalar(
        select(Connection)
        .where(
            Connection.workspace_id == attempt.workspace_id,
            Connection.provider.in_(ACCOUNTS),
            Connection.account == attempt.account,
        )
        .order_by(Connection.id.desc())
        .limit(1)
    )


def known_among(session: Session, pinterest_pin_ids: Collection[str]) -> set[str]:
    """Return which pins at Pinterest are known as what some try made, whosever it was."""
    known = select(PublishAttempt.pinterest_pin_id).where(PublishAttempt.pinterest_pin_id.in_(pinterest_pin_ids))
    return {one for one in session.scalars(known) if one}


def places_of(session: Session, workspace_id: UUID, ids: Sequence[UUID]) -> Mapping[UUID, str | None]:
    """Return the ids that pins have at Pinterest, in the order given; None for those that are not there."""
    known = select(Pin.id, Pin.pinterest_pin_id).where(Pin.workspace_id == workspace_id, Pin.id.in_(set(ids)))
    found = {row.id: row.pinterest_pin_id for row in session.execute(known)}
    return {one: found.get(one) for one in ids}


def waiting_reason(session: Session, pin: Pin) -> str | None:
    """Return what a pin waits for that is scheduled, or being published; None where it just waits for its turn."""
    return waiting_reasons(session, [pin]).get(pin.id)


def waiting_reasons(session: Session, pins: Sequence[Pin]) -> Mapping[UUID, str]:
    """Return what pins wait for, by id; those that just wait for their turn, or for nothing, are left out."""
    planned = [one for one in pins if one.status is PinStatus.SCHEDULED]
    accounts = _accounts(session, planned)
    reasons: dict[UUID, str | None] = dict(awaited(session, [one.id for one in planned])) if planned else {}
    for pin in planned:
        reasons[pin.id] = _reason_to_wait(accounts.get(pin.project.connection_id)) or reasons.get(pin.id)
    under_way = [one for one in pins if one.status is PinStatus.PUBLISHING]
    tries = _last_tries(session, [one.id for one in under_way])
    reasons |= {one.id: _under_way(one, tries[one.id]) for one in under_way if one.id in tries}
    return {pin_id: reason for pin_id, reason in reasons.items() if reason}


def obstacles(session: Session, workspace_id: UUID, pins: Sequence[Pin]) -> Mapping[UUID, Sequence[str]]:
    """Return why pins cannot be published as they are, by id; one that nothing stands in the way of is left out."""
    accounts = {key: one for key, one in _accounts(session, pins).items() if one.workspace_id == workspace_id}
    found: dict[UUID, Sequence[str]] = {}
    for pin in pins:
        if refusals := tuple(str(one) for one in what_lacks(pin, accounts.get(pin.project.connection_id))):
            found[pin.id] = refusals
    for pin_id, reason in missing(session, [one.id for one in pins]).items():
        found[pin_id] = (*found.get(pin_id, ()), reason)
    return found


def _accounts(session: Session, pins: Sequence[Pin]) -> Mapping[UUID | None, Connection]:
    """Return the accounts that the projects of pins publish with, by the projects' `connection_id`."""
    wanted = {one.project.connection_id for one in pins if one.project.connection_id}
    if not wanted:
        return {}
    return {one.id: one for one in session.scalars(select(Connection).where(Connection.id.in_(wanted)))}


def _last_tries(session: Session, pin_ids: Collection[UUID]) -> Mapping[UUID, PublishAttempt]:
    if not pin_ids:
        return {}
    newest = (
        select(PublishAttempt)
        .where(PublishAttempt.pin_id.in_(pin_ids))
        .ext(distinct_on(PublishAttempt.pin_id))
        .order_by(PublishAttempt.pin_id, PublishAttempt.number.desc())
    )
    return {one.pin_id: one for one in session.scalars(newest)}


def _reason_to_wait(connection: Connection | None) -> str | None:
    if connection is None:
        return UNCONNECTED
    return None if connection.active else to_reconnect(connection)


def _under_way(pin: Pin, last: PublishAttempt) -> str | None:
    match last.outcome:
        case Outcome.LIMITED:
            return "Pinterest asked to wait before the next pin."
        case Outcome.UNREACHED:
            return "Pinterest was not reached; it is tried again in a while."
        case Outcome.SENT if last.ended_at is not None or last.run_id != pin.run_id:
            return "The answer of Pinterest was lost; its board is looked at before the pin is sent again."
        case _:
            return None
