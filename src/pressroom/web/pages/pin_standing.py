"""Where pins stand on their way to Pinterest, as pages tell it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import quote
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.assets.models import Source
from pressroom.core.connections.models import Connection
from pressroom.core.runs.queries import Run
from pressroom.features.pins.boards.models import BoardSection
from pressroom.features.pins.boards.queries import sections
from pressroom.features.pins.models import PictureSource, Pin, PinStatus
from pressroom.features.pins.publishing.actions.publish import is_withdrawal, publisher
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.features.pins.publishing.queries import account_of, attempts, obstacles, waiting_reason
from pressroom.features.pins.publishing.rules import published_url, was_withdrawn, what_lacks
from pressroom.features.pins.queries import pins_of
from pressroom.features.pins.rules import BUSY
from pressroom.kernel.errors import Conflict
from pressroom.kernel.failure import AUTH_LOST
from pressroom.web.formatting import plural
from pressroom.web.narrowing import choices
from pressroom.web.views.publishing import Forecast, PinPublishing, TryRow
from pressroom.web.views.shell import Choice, Crumb, State

OUTCOMES = {
    Outcome.CLAIMED: State("run", "Getting ready"),
    Outcome.SENT: State("run", "Sent, no answer yet"),
    Outcome.PUBLISHED: State("ok", "Published"),
    Outcome.FOUND: State("ok", "Found on its board"),
    Outcome.LOST: State("warn", "Answer lost, not on its board"),
    Outcome.LIMITED: State("warn", "Asked to wait"),
    Outcome.UNREACHED: State("warn", "Not reached"),
    Outcome.REFUSED: State("bad", "Refused"),
}
OF_BOARDS = {"board", "board_account", "board_gone"}
SHOWN = 20
"""Tries that a pin's page lists."""
MINUTE, HOUR = 60, 3600


def publishing_of(session: Session, pin: Pin, runs: Sequence[Run] = ()) -> PinPublishing:
    """Return where a pin stands, its newest runs being known."""
    is_out, account = pin.status is PinStatus.PUBLISHED, account_of(session, pin)
    in_the_way = () if is_out else obstacles(session, pin.workspace_id, [pin]).get(pin.id, ())
    is_withdrawing = is_out and is_withdrawal(pin) and any(one.id == pin.run_id and not one.is_over for one in runs)
    is_there = pin.deleted_at is None
    can_be_withdrawn = is_there and is_out and not is_withdrawing
    why_not = _why_not_withdrawn(session, pin) if can_be_withdrawn else None
    return PinPublishing(
        pin_id=str(pin.id),
        account=account.account if account else "",
        obstacles=in_the_way,
        ways=_ways(pin, account) if in_the_way and is_there else (),
        waits_for=waiting_reason(session, pin),
        sections=_sections(session, pin) if is_there and not is_out and pin.status not in BUSY else (),
        section=_section(session, pin) if is_out else "",
        url=url_of(pin),
        published_at=pin.published_at,
        seen_at=pin.seen_at,
        gone_at=pin.gone_at,
        can_publish=is_there and not is_out and not in_the_way and pin.status not in BUSY,
        is_under_way=pin.status is PinStatus.PUBLISHING,
        can_withdraw=can_be_withdrawn and why_not is None,
        why_not_withdrawn=why_not,
        is_withdrawing=is_withdrawing,
        trouble=pin.error if is_out and not is_withdrawing else None,
        is_made_by_ai=is_made_by_ai(pin),
        tries=[_try(one, pin) for one in attempts(session, pin.workspace_id, pin.id)[:SHOWN]],
    )


def url_of(pin: Pin) -> str | None:
    """Return where a pin is at Pinterest; None where it is not there."""
    return published_url(pin.pinterest_pin_id) if pin.pinterest_pin_id and pin.gone_at is None else None


def is_made_by_ai(pin: Pin) -> bool:
    """Tell whether a pin's picture was made by a model."""
    return pin.picture_source is PictureSource.GENERATION or bool(pin.asset and pin.asset.source is Source.GENERATED)


def forecast(session: Session, workspace_id: UUID, ids: Collection[UUID], *, spacing: float) -> Forecast:
    """Return what publishing pins now comes to: how long it takes, and which of them will not go out, and why."""
    pins = pins_of(session, workspace_id, ids)
    reasons = _hindrances(session, workspace_id, pins)
    by_account = Counter(one.project.connection_id for one in pins if one.id not in reasons)
    seconds = max(0, max(by_account.values(), default=0) - 1) * spacing
    return Forecast(
        number=by_account.total(),
        lasts=_in_words(seconds) if seconds else "",
        hindered=[f"{number:,} not: {reason}" for reason, number in Counter(reasons.values()).most_common()],
    )


def _hindrances(session: Session, workspace_id: UUID, pins: Sequence[Pin]) -> Mapping[UUID, str]:
    found = {one: " ".join(reasons) for one, reasons in obstacles(session, workspace_id, pins).items()}
    found |= {one.id: "It is being worked on." for one in pins if one.status in BUSY}
    return found | {one.id: "It is published already." for one in pins if one.status is PinStatus.PUBLISHED}


def _sections(session: Session, pin: Pin) -> Sequence[Choice]:
    found = sections(session, [pin.board]).get(pin.board.id, ()) if pin.board else ()
    return choices([(str(one.id), one.name) for one in found], str(pin.section_id or ""))


def _section(session: Session, pin: Pin) -> str:
    found = session.get(BoardSection, pin.section_id) if pin.section_id else None
    return found.name if found else ""


def _in_words(seconds: float) -> str:
    if seconds < MINUTE:
        return plural(max(1, round(seconds)), "second")
    return plural(round(seconds / MINUTE), "minute") if seconds < HOUR else f"{seconds / HOUR:.1f} hours"


def _why_not_withdrawn(session: Session, pin: Pin) -> str | None:
    try:
        publisher(session, pin)
    except Conflict as refusal:
        return str(refusal)
    return None


def _ways(pin: Pin, account: Connection | None) -> list[Crumb]:
    """Return where what a pin lacks is mended: in its form, in its project's, or where accounts are connected."""
    codes = {one.code for one in what_lacks(pin, account)}
    ways = [Crumb("#board", "Choose a board")] if codes & OF_BOARDS else []
    if "account" in codes:
        ways.append(Crumb(f"/projects/{pin.project_id}", "Choose an account for the project"))
    return [*ways, Crumb("/connections", "Connections")] if codes & {"account", AUTH_LOST} else ways


def _state(attempt: PublishAttempt, pin: Pin) -> State:
    state = OUTCOMES[attempt.outcome]
    return State("idle", f"{state.label}, withdrawn since") if was_withdrawn(attempt, pin) else state


def _try(attempt: PublishAttempt, pin: Pin) -> TryRow:
    took = attempt.ended_at - attempt.sent_at if attempt.ended_at and attempt.sent_at else None
    return TryRow(
        number=attempt.number,
        state=_state(attempt, pin),
        at=attempt.sent_at or attempt.created_at,
        account=attempt.account,
        seconds=took.total_seconds() if took else None,
        answer=f"HTTP {attempt.http_status}" if attempt.http_status else "",
        request_id=attempt.request_id or "",
        reason=attempt.error or "",
        run_url=f"/runs/{quote(attempt.run_id, safe='')}",
    )
