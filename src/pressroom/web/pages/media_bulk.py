"""The same thing done with many pictures at once; one that does not allow it stops none of the others."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from pressroom.core.metadata.schemas import Said
from pressroom.features.media.actions.metadata import change_tags
from pressroom.features.media.actions.remove import delete_item, undelete_together
from pressroom.features.media.artworks.actions import make_artwork
from pressroom.features.media.schemas import SeveralTagged
from pressroom.kernel.clock import now
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.pages.media_actions import words_in
from pressroom.web.replies import done
from pressroom.web.several import Done, describe_several, with_each

router = APIRouter(prefix="/media", include_in_schema=False)

MOST = 500
Chosen = Annotated[list[UUID], Form(alias="ids", max_length=MOST)]


@router.post("/tags")
def tag(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    ids: Chosen,
    add: Annotated[str, Form(max_length=2000)] = "",
    remove: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Add tags to the chosen pictures, and take tags from them."""
    try:
        wanted = SeveralTagged(ids=ids, add=words_in(add), remove=words_in(remove))
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    outcomes = with_each(
        session,
        principal.workspace_id,
        ids,
        lambda one: change_tags(
            session, app.durable, one, add=wanted.add, remove=wanted.remove, user_id=principal.user_id
        ),
    )
    return _told(request, outcomes, "tagged")


@router.post("/regeneration")
def describe(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    ids: Chosen,
    feedback: Annotated[Said, Form()] = "",
) -> Response:
    """Describe the chosen pictures anew, minding what a person said."""
    _, outcomes = describe_several(app, session, principal.workspace_id, ids, feedback)
    return _told(request, outcomes, "being described again")


@router.post("/artworks")
def offer(request: Request, session: SessionDep, principal: PrincipalDep, ids: Chosen) -> Response:
    """Make the chosen pictures artworks."""
    outcomes = with_each(
        session, principal.workspace_id, ids, lambda one: make_artwork(session, one, user_id=principal.user_id)
    )
    return _told(request, outcomes, "made artworks")


@router.post("/deletion")
def delete(request: Request, session: SessionDep, principal: PrincipalDep, ids: Chosen) -> Response:
    """Delete the chosen pictures, to be brought back together."""
    at = now()
    undo = "/media/deletion/undo?" + urlencode({"at": at.isoformat()})
    outcomes = with_each(session, principal.workspace_id, ids, lambda one: delete_item(one, at=at))
    return _told(request, outcomes, "deleted", undo=undo)


@router.post("/deletion/undo")
def undelete(request: Request, session: SessionDep, principal: PrincipalDep, at: datetime) -> Response:
    """Bring the pictures back that were deleted together."""
    number = undelete_together(session, principal.workspace_id, at)
    return done(request, f"{number:,} brought back.", back="/media")


def _told(request: Request, outcomes: list[Done], outcome: str, *, undo: str | None = None) -> Response:
    refusals = [one.refusal for one in outcomes if one.refusal]
    message = f"{len(outcomes) - len(refusals):,} {outcome}."
    if refusals:
        message += f" {len(refusals):,} not: {refusals[0]}"
    return done(request, message, back="/media", undo=undo, tone="bad" if refusals else "ok")
