"""`/pins/{id}`: one pin, and the parts of its page that change by themselves."""

from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.metadata.queries import revisions
from pressroom.core.runs.listing import runs
from pressroom.features.pins.articles.queries import text_of
from pressroom.features.pins.models import KIND, Pin
from pressroom.features.pins.queries import of_articles
from pressroom.kernel.app import App
from pressroom.web.asking import AppDep, PinDep, PrincipalDep, SessionDep
from pressroom.web.pages.differences import pair_of
from pressroom.web.pages.page import shell
from pressroom.web.pages.pin_detail import Around, Typed, pin_detail
from pressroom.web.templating import page
from pressroom.web.views import PinPage, PinPanelPartial, PinStagePartial
from pressroom.web.views.pin import (
    PinDetail,
)

router = APIRouter(prefix="/pins", include_in_schema=False)

RUNS_SHOWN = 10
SIBLINGS = 24


@router.get("/{pin_id}")
def show_pin(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    pin: PinDep,
    older: UUID | None = None,
    newer: UUID | None = None,
) -> Response:
    """Show one pin, and what is known about it."""
    return whole_page(app, session, principal, pin, compared=(older, newer))


@router.get("/{pin_id}/stage")
def stage(app: AppDep, session: SessionDep, principal: PrincipalDep, pin: PinDep) -> Response:
    """Show a pin as Pinterest will, alone."""
    return page(PinStagePartial(detail(app, session, principal, pin)))


@router.get("/{pin_id}/panel")
def panel(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    pin: PinDep,
    older: UUID | None = None,
    newer: UUID | None = None,
) -> Response:
    """Show what is said about a pin, alone; with two revisions, how they differ."""
    return page(PinPanelPartial(detail(app, session, principal, pin, compared=(older, newer))))


def whole_page(
    app: App,
    session: Session,
    principal: Principal,
    pin: Pin,
    *,
    compared: tuple[UUID | None, UUID | None] = (None, None),
    typed: Typed | None = None,
    schedule_error: str | None = None,
) -> Response:
    """Return a pin's page, with what was typed into its forms and refused."""
    found = detail(app, session, principal, pin, compared=compared, typed=typed, schedule_error=schedule_error)
    return page(PinPage(shell=shell(session, principal, "pins"), pin=found))


def detail(
    app: App,
    session: Session,
    principal: Principal,
    pin: Pin,
    *,
    compared: tuple[UUID | None, UUID | None] = (None, None),
    typed: Typed | None = None,
    schedule_error: str | None = None,
) -> PinDetail:
    """Return all that a pin's page says."""
    workspace_id = principal.workspace_id
    history = revisions(session, workspace_id, (KIND, pin.id))
    article_id = pin.article_id
    around = Around(
        history=history,
        compared=pair_of(history, *compared),
        runs=runs(app.durable, workspace_id, subject=(KIND, pin.id), limit=RUNS_SHOWN).runs,
        siblings=of_articles(session, workspace_id, [article_id]).get(article_id, ())[:SIBLINGS] if article_id else (),
        excerpt=text_of(session, article_id) if article_id else "",
    )
    return pin_detail(session, pin, around, typed=typed, schedule_error=schedule_error)
