"""The same thing done with many articles at once; one that does not allow it stops none of the others."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session

from pressroom.features.pins.actions.create import MOST_PER_ARTICLE, create_pins, number_for
from pressroom.features.pins.articles.actions.fetch import fetch_article
from pressroom.features.pins.articles.actions.remove import delete_article, undelete_together
from pressroom.features.pins.articles.models import Article
from pressroom.features.pins.articles.queries import article
from pressroom.kernel.clock import now
from pressroom.kernel.durable import BULK
from pressroom.kernel.errors import Invalid, Rejected
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.formatting import plural
from pressroom.web.pages.pin_estimates import pin_estimate
from pressroom.web.replies import Tone, done, with_refusals
from pressroom.web.templating import page
from pressroom.web.views.shell import Crumb

router = APIRouter(prefix="/articles", include_in_schema=False)

MOST = 500
Chosen = Annotated[list[UUID], Form(alias="ids", max_length=MOST)]


@router.post("/pins")
def make_pins(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    ids: Chosen,
    per_article: Annotated[str, Form(max_length=20)] = "",
    describe: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Make pins of the chosen articles, their best pictures first."""
    made = create_pins(
        session,
        app.durable,
        principal.workspace_id,
        ids,
        user_id=principal.user_id,
        per_article=_number(per_article),
        describe=bool(describe),
    )
    message = f"{plural(len(made.pins), 'pin')} {'being written' if describe else 'made'}."
    link = Crumb("/pins", "Open Pins") if made.pins else None
    return _told(request, message, [one.reason for one in made.refused], link=link)


@router.post("/pins/estimate")
def estimate_pins(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    ids: Chosen,
    per_article: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Show how many pins the chosen articles would get, and what having them written would cost, alone."""
    number = number_for(session, principal.workspace_id, ids, per_article=_number(per_article))
    return page(pin_estimate(session, app, principal.workspace_id, number))


@router.post("/fetching")
def fetch(request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, ids: Chosen) -> Response:
    """Fetch the chosen articles again."""
    refusals = _each(
        session, principal.workspace_id, ids, lambda one: fetch_article(session, app.durable, one, priority=BULK)
    )
    return _told(request, f"{len(set(ids)) - len(refusals):,} being fetched again.", refusals)


@router.post("/deletion")
def delete(request: Request, session: SessionDep, principal: PrincipalDep, ids: Chosen) -> Response:
    """Delete the chosen articles, to be brought back together."""
    at = now()
    undo = "/articles/deletion/undo?" + urlencode({"at": at.isoformat()})
    refusals = _each(session, principal.workspace_id, ids, lambda one: delete_article(one, at=at))
    return _told(request, f"{len(set(ids)) - len(refusals):,} deleted.", refusals, undo=undo)


@router.post("/deletion/undo")
def undelete(request: Request, session: SessionDep, principal: PrincipalDep, at: datetime) -> Response:
    """Bring the articles back that were deleted together."""
    number = undelete_together(session, principal.workspace_id, at)
    return done(request, f"{number:,} brought back.", back="/articles")


def _each(session: Session, workspace_id: UUID, ids: list[UUID], act: Callable[[Article], object]) -> list[str]:
    """Do something with each article, in one order everywhere; return why nothing was done with some."""
    refusals = []
    for article_id in sorted(set(ids)):
        try:
            with session.begin_nested():
                act(article(session, workspace_id, article_id, lock=True))
        except Rejected as refusal:
            refusals.append(str(refusal))
    return refusals


def _told(
    request: Request, message: str, refusals: list[str], *, undo: str | None = None, link: Crumb | None = None
) -> Response:
    tone: Tone = "bad" if refusals else "ok"
    return done(request, with_refusals(message, refusals), back="/articles", undo=undo, link=link, tone=tone)


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal() or not 1 <= int(text) <= MOST_PER_ARTICLE:
        raise Invalid(f"An article gets 1 to {MOST_PER_ARTICLE} pins at once.", code="per_article")
    return int(text)
