"""`/pins`: the table and the board, their rows and cards, and what goes on with many at once."""

from collections import Counter
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.runs import batches, tallies
from pressroom.features.pins import queries
from pressroom.features.pins.models import KIND, PinStatus
from pressroom.features.pins.publishing.actions.publish import PUBLISHED
from pressroom.features.pins.publishing.queries import waiting_reason
from pressroom.kernel.clock import now
from pressroom.web.asking import PinDep, PrincipalDep, SessionDep
from pressroom.web.pages.page import shell
from pressroom.web.pages.pin_asked import (
    STATUSES,
    Asked,
    AskedDep,
    board_choices,
    kept_views,
    offered,
    project_choices,
)
from pressroom.web.pages.pin_rows import pin_row, pin_rows
from pressroom.web.templating import page
from pressroom.web.views import (
    PinBatchPartial,
    PinCardPartial,
    PinColumnPartial,
    PinRowPartial,
    PinsBoardPage,
    PinsPage,
    PinWritingPartial,
)
from pressroom.web.views.pins import (
    PinBatch,
    PinColumn,
    Writing,
)
from pressroom.web.views.shell import Progress

router = APIRouter(prefix="/pins", include_in_schema=False)

AT_ONCE = 100
CARDS = 20
CARDS_MOST = 200
BATCHES = 5
TOLD_FOR = timedelta(days=1)
OVER_FOR = timedelta(minutes=15)
"""How long what became of many pins is told once it is over, where none of them failed."""
Cursor = Annotated[str | None, Query(max_length=60)]
Length = Annotated[int, Query(ge=1, le=CARDS_MOST)]


@router.get("")
def table(session: SessionDep, principal: PrincipalDep, asked: AskedDep, cursor: Cursor = None) -> Response:
    """Show the table."""
    workspace_id = principal.workspace_id
    return page(
        PinsPage(
            shell=shell(session, principal, "pins"),
            filters=offered(session, workspace_id, asked),
            views=kept_views(session, principal, asked),
            boards=board_choices(session, workspace_id),
            batch=_batch(session, principal, asked, cursor),
            writing=_writing(session, principal),
            has_projects=bool(project_choices(session, workspace_id)),
        )
    )


@router.get("/batch")
def batch(session: SessionDep, principal: PrincipalDep, asked: AskedDep, cursor: Cursor = None) -> Response:
    """Show the next pins of the table, alone."""
    return page(PinBatchPartial(_batch(session, principal, asked, cursor)))


@router.get("/writing")
def writing(session: SessionDep, principal: PrincipalDep) -> Response:
    """Show how far several pins that are being written have come, alone."""
    return page(PinWritingPartial(_writing(session, principal)))


@router.get("/board")
def board(
    session: SessionDep,
    principal: PrincipalDep,
    project: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Show the board."""
    projects = project_choices(session, principal.workspace_id, project)
    asked = Asked(project=project)
    found = queries.columns(session, principal.workspace_id, asked.filters(), limit=CARDS)
    return page(
        PinsBoardPage(
            shell=shell(session, principal, "pins"),
            columns=[
                _column(session, asked, one, CARDS)
                for one in found
                if one.number or one.status is not PinStatus.PUBLISHING
            ],
            projects=projects,
            has_projects=bool(projects),
        )
    )


@router.get("/board/{status}")
def column(
    session: SessionDep,
    principal: PrincipalDep,
    status: PinStatus,
    project: Annotated[str, Query(max_length=40)] = "",
    length: Length = CARDS,
) -> Response:
    """Show one column of the board, alone."""
    asked = Asked(project=project)
    wanted = Asked(project=project, status=status).filters()
    found = queries.Column(
        status,
        queries.pins(session, principal.workspace_id, wanted, limit=length).pins,
        queries.counts(session, principal.workspace_id, wanted)[status],
    )
    return page(PinColumnPartial(_column(session, asked, found, length)))


@router.get("/{pin_id}/row")
def row(session: SessionDep, pin: PinDep) -> Response:
    """Show a pin's row, alone; nothing when it was deleted."""
    return page(PinRowPartial(pin_row(pin, waiting_reason(session, pin)))) if pin.deleted_at is None else Response("")


@router.get("/{pin_id}/card")
def card(session: SessionDep, pin: PinDep) -> Response:
    """Show a pin's card, alone; nothing when it was deleted."""
    return page(PinCardPartial(pin_row(pin, waiting_reason(session, pin)))) if pin.deleted_at is None else Response("")


def _batch(session: Session, principal: Principal, asked: Asked, cursor: str | None) -> PinBatch:
    found = queries.pins(session, principal.workspace_id, asked.filters(), limit=AT_ONCE, cursor=cursor)
    more = {"cursor": found.next_cursor}
    return PinBatch(
        id=cursor or "first",
        rows=pin_rows(session, found.pins),
        more_url=asked.url("/pins", more) if found.next_cursor else None,
        load_url=asked.url("/pins/batch", more) if found.next_cursor else None,
        here=asked.url("/pins", {"cursor": cursor}),
        moves=asked.moves,
    )


def _column(session: Session, asked: Asked, found: queries.Column, length: int) -> PinColumn:
    path = f"/pins/board/{found.status}"
    is_longer = found.number > len(found.pins) and length < CARDS_MOST
    longer = str(min(CARDS_MOST, length + CARDS))
    return PinColumn(
        status=found.status,
        label=STATUSES[found.status],
        total=found.number,
        cards=pin_rows(session, found.pins),
        here=asked.url(path, {"length": str(length)}),
        more_url=asked.url(path, {"length": longer}) if is_longer else None,
        all_url=Asked(status=found.status, project=asked.project).url("/pins"),
        moves=" ".join(one for one in PinStatus if one is not found.status),
    )


def _writing(session: Session, principal: Principal) -> list[Writing]:
    """Return the batches that go on, and the newest of those that are over, for a while."""
    at = now()
    found = tallies.newest(session, principal.workspace_id, KIND, since=at - TOLD_FOR, limit=BATCHES)
    shown = [
        one
        for place, one in enumerate(found)
        if one.run_id and (not one.is_over or (place == 0 and (one.failed or at - one.created_at < OVER_FOR)))
    ]
    return [
        Writing(
            run=one.run_id or "",
            progress=Progress(one.succeeded + one.failed, one.total),
            is_publishing=one.counted_as == PUBLISHED,
            succeeded=one.succeeded,
            failed=one.failed,
            reason=_why(session, principal, one) if one.is_over and one.failed else "",
            paused=one.paused,
            paused_reason=one.paused_reason,
            is_over=one.is_over,
            at=one.created_at,
        )
        for one in shown
    ]


def _why(session: Session, principal: Principal, tally: tallies.Tally) -> str:
    """Return the reason that most of a batch failed for; empty where none is kept."""
    parts = batches.parts(session, batches.batch(session, principal.workspace_id, tally.id))
    reasons = Counter(one.reason for one in parts if one.state == "failed" and one.reason)
    (reason, _), *_ = reasons.most_common(1) or [("", 0)]
    return reason
