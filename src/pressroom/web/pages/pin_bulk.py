"""The same thing done with many pins at once, and views of their table kept and let go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from pressroom.core.metadata.schemas import Said
from pressroom.features.pins.actions.again import describe_pins
from pressroom.features.pins.actions.bulk import Changes, Outcome, Spread, change_pins, delete_pins, stay_published
from pressroom.features.pins.actions.remove import undelete_together
from pressroom.features.pins.several import LONGEST_WEEKS, MOST_AT_ONCE
from pressroom.features.pins.views.actions import delete_view, save_view
from pressroom.features.pins.views.schemas import ViewName
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Invalid
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.formatting import plural
from pressroom.web.pages.pin_asked import Asked
from pressroom.web.pages.pin_estimates import pin_estimate
from pressroom.web.pages.pin_typed import board_in, instant_in, tags_in
from pressroom.web.replies import done, go_to, with_refusals
from pressroom.web.templating import page

router = APIRouter(prefix="/pins", include_in_schema=False)

Chosen = Annotated[list[UUID], Form(alias="ids", max_length=MOST_AT_ONCE)]
Words = Annotated[str, Form(max_length=2000)]
Filter = Annotated[str, Form(max_length=500)]


@router.post("/estimate")
def estimated(app: AppDep, session: SessionDep, principal: PrincipalDep, ids: Chosen) -> Response:
    """Show what having the chosen pins written would cost, alone."""
    return page(pin_estimate(session, app, principal.workspace_id, len(set(ids))))


@router.post("/regeneration")
def write(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    ids: Chosen,
    feedback: Annotated[Said, Form()] = "",
) -> Response:
    """Write the chosen pins, minding what a person said; the table shows how far it has come."""
    describe_pins(session, app.durable, principal.workspace_id, ids, feedback=feedback or None)
    return done(request, f"Writing {plural(len(set(ids)), 'pin')}.", back="/pins", tone="info")


@router.post("/boards")
def set_board(
    request: Request,
    session: SessionDep,
    principal: PrincipalDep,
    ids: Chosen,
    board: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Put the chosen pins on a board."""
    board_id = board_in(board)
    if board_id is None:
        raise Invalid("Choose a board first. Boards are made with the projects.", code="board")
    outcomes = change_pins(session, principal.workspace_id, ids, Changes(board_id=board_id))
    return _told(request, outcomes, "put on the board")


@router.post("/schedule")
def plan(
    request: Request,
    session: SessionDep,
    principal: PrincipalDep,
    ids: Chosen,
    at: Annotated[str, Form(max_length=60)] = "",
    every: Annotated[int, Form(ge=0, le=LONGEST_WEEKS)] = 0,
    zone: Annotated[str, Form(max_length=80)] = "UTC",
) -> Response:
    """Schedule the chosen pins: all at one time, or one every so many minutes."""
    spread = Spread(start=instant_in(at, zone), every_minutes=every)
    return _told(request, change_pins(session, principal.workspace_id, ids, Changes(spread=spread)), "scheduled")


@router.post("/schedule/removal")
def unplan(request: Request, session: SessionDep, principal: PrincipalDep, ids: Chosen) -> Response:
    """Take the chosen pins off the schedule."""
    outcomes = change_pins(session, principal.workspace_id, ids, Changes(unschedule=True))
    return _told(request, outcomes, "taken off the schedule")


@router.post("/tags")
def tag(
    request: Request, session: SessionDep, principal: PrincipalDep, ids: Chosen, add: Words = "", remove: Words = ""
) -> Response:
    """Add tags to the chosen pins, and take tags from them."""
    changes = Changes(add_tags=tags_in(add), remove_tags=tags_in(remove))
    return _told(request, change_pins(session, principal.workspace_id, ids, changes), "tagged")


@router.post("/deletion")
def delete(request: Request, session: SessionDep, principal: PrincipalDep, ids: Chosen) -> Response:
    """Delete the chosen pins, to be brought back together."""
    at = now()
    undo = "/pins/deletion/undo?" + urlencode({"at": at.isoformat()})
    outcomes = delete_pins(session, principal.workspace_id, ids, at=at)
    return _told(request, outcomes, "; ".join(filter(None, ["deleted", stay_published(outcomes)])), undo=undo)


@router.post("/deletion/undo")
def undelete(request: Request, session: SessionDep, principal: PrincipalDep, at: datetime) -> Response:
    """Bring the pins back that were deleted together."""
    number = undelete_together(session, principal.workspace_id, at)
    return done(request, f"{number:,} brought back.", back="/pins")


@router.post("/views")
def keep_view(
    request: Request,
    session: SessionDep,
    principal: PrincipalDep,
    name: Annotated[ViewName, Form()],
    q: Filter = "",
    status: Filter = "",
    project: Filter = "",
    board: Filter = "",
    article: Filter = "",
    tag: Filter = "",
    planned: Filter = "",
) -> Response:
    """Keep the present filters under a name, and show them by it."""
    asked = Asked(q=q, status=status, project=project, board=board, article=article, tag=tag, planned=planned)
    save_view(session, principal.workspace_id, principal.user_id, name=name, query=asked.narrowed)
    return go_to(request, asked.url("/pins"))


@router.post("/views/{view_id}/deletion")
def drop_view(request: Request, session: SessionDep, principal: PrincipalDep, view_id: UUID) -> Response:
    """Let a view go."""
    delete_view(session, principal.workspace_id, principal.user_id, view_id)
    return go_to(request, "/pins")


def _told(request: Request, outcomes: Sequence[Outcome], outcome: str, *, undo: str | None = None) -> Response:
    refusals = [one.error for one in outcomes if one.error]
    message = with_refusals(f"{len(outcomes) - len(refusals):,} {outcome}.", refusals)
    return done(request, message, back="/pins", undo=undo, tone="bad" if refusals else "ok")
