"""`/api/pins`: many changed, deleted and brought back at once, and the views of their table that you keep."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter

from pressroom.features.pins.actions.bulk import change_pins, delete_pins, undelete_pins
from pressroom.features.pins.several import PinOutcomes, SeveralChanged, SeveralPins
from pressroom.features.pins.views.actions import delete_view, save_view
from pressroom.features.pins.views.queries import saved_views
from pressroom.features.pins.views.schemas import NewView, ViewList, ViewOut
from pressroom.kernel.clock import now
from pressroom.web.asking import PrincipalDep, SessionDep

router = APIRouter(prefix="/api/pins", tags=["pins"])


@router.patch("")
def change_several_pins(session: SessionDep, principal: PrincipalDep, several: SeveralChanged) -> PinOutcomes:
    """Change board, fit, tags and times of up to a thousand pins; one that does not allow it stops none of the others.

    A `spread` gives the pins their times in the order they are named.
    """
    return PinOutcomes.of(change_pins(session, principal.workspace_id, several.pin_ids, several.changes.changes))


@router.post("/deletion")
def delete_several_pins(session: SessionDep, principal: PrincipalDep, several: SeveralPins) -> PinOutcomes:
    """Delete pins; each can be brought back for a day. Those that are published stay at Pinterest."""
    return PinOutcomes.of(delete_pins(session, principal.workspace_id, several.pin_ids, at=now()))


@router.post("/restoration")
def restore_several_pins(session: SessionDep, principal: PrincipalDep, several: SeveralPins) -> PinOutcomes:
    """Bring deleted pins back."""
    return PinOutcomes.of(undelete_pins(session, principal.workspace_id, several.pin_ids))


@router.get("/views")
def list_views(session: SessionDep, principal: PrincipalDep) -> ViewList:
    """List the views of the table that you keep, by name."""
    found = saved_views(session, principal.workspace_id, principal.user_id)
    return ViewList(items=[ViewOut.of(one) for one in found])


@router.post("/views", status_code=HTTPStatus.CREATED)
def keep_view(session: SessionDep, principal: PrincipalDep, wanted: NewView) -> ViewOut:
    """Keep a view under a name, in place of the one you have of that name."""
    kept = save_view(session, principal.workspace_id, principal.user_id, name=wanted.name, query=wanted.query)
    return ViewOut.of(kept)


@router.delete("/views/{view_id}", status_code=HTTPStatus.NO_CONTENT)
def drop_view(session: SessionDep, principal: PrincipalDep, view_id: UUID) -> None:
    """Let a view go."""
    delete_view(session, principal.workspace_id, principal.user_id, view_id)
