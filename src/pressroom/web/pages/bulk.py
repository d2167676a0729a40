"""The same thing done with many documents at once; one that does not allow it stops none of the others."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.documents.actions.again import describe_again, read_again
from pressroom.features.documents.actions.remove import delete_document, undelete_together
from pressroom.features.documents.models import Document
from pressroom.features.documents.queries import document
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Rejected
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.replies import done

router = APIRouter(prefix="/documents", include_in_schema=False)

MOST = 500
Chosen = Annotated[list[UUID], Form(alias="ids", max_length=MOST)]


@router.post("/deletion")
def delete(request: Request, session: SessionDep, principal: PrincipalDep, ids: Chosen) -> Response:
    """Delete the chosen documents, to be brought back together."""
    at = now()
    undo = "/documents/deletion/undo?" + urlencode({"at": at.isoformat()})
    return _each(request, session, principal, ids, "deleted", lambda one: delete_document(one, at=at), undo=undo)


@router.post("/deletion/undo")
def undelete(request: Request, session: SessionDep, principal: PrincipalDep, at: datetime) -> Response:
    """Bring the documents back that were deleted together."""
    number = undelete_together(session, principal.workspace_id, at)
    return done(request, f"{number:,} brought back.", back="/documents")


@router.post("/reading")
def read(request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, ids: Chosen) -> Response:
    """Read the chosen documents anew."""
    return _each(
        request,
        session,
        principal,
        ids,
        "being read again",
        lambda one: read_again(session, app.durable, app.vault, one),
    )


@router.post("/regeneration")
def describe(request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, ids: Chosen) -> Response:
    """Describe the chosen documents anew."""
    return _each(
        request, session, principal, ids, "being described again", lambda one: describe_again(session, app.durable, one)
    )


def _each(
    request: Request,
    session: Session,
    principal: Principal,
    ids: list[UUID],
    outcome: str,
    act: Callable[[Document], object],
    *,
    undo: str | None = None,
) -> Response:
    refusals = []
    for document_id in sorted(set(ids)):  # in one order everywhere, so that two such actions cannot block each other
        try:
            with session.begin_nested():
                act(document(session, principal.workspace_id, document_id, lock=True))
        except Rejected as refusal:
            refusals.append(str(refusal))
    good = len(set(ids)) - len(refusals)
    message = f"{good:,} {outcome}." + (f" {len(refusals):,} not: {refusals[0]}" if refusals else "")
    return done(request, message, back="/documents", undo=undo, tone="bad" if refusals else "ok")
