"""`/`: where files are dropped, and what is going on."""

from collections.abc import Collection
from datetime import timedelta

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.usage.queries import month_of, pages_used
from pressroom.features.documents.models import Status
from pressroom.features.documents.queries import counts, latest, mimes
from pressroom.features.documents.rules import BUSY
from pressroom.features.generations import queries as generations
from pressroom.features.generations.models import Status as Making
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.pages.document_rows import document_row
from pressroom.web.pages.generation_tiles import generation_tile
from pressroom.web.pages.home_pins import at_work
from pressroom.web.pages.page import shell
from pressroom.web.templating import page
from pressroom.web.views import HomePage, Usage
from pressroom.web.views.documents import DocumentRow, Section
from pressroom.web.views.generations import GenerationTile

router = APIRouter(include_in_schema=False)

SHOWN = 10


@router.get("/")
def home(app: AppDep, session: SessionDep, principal: PrincipalDep) -> Response:
    """Show the home page."""
    by_status = counts(session, principal.workspace_id)

    def section(statuses: Collection[Status], all_url: str) -> Section:
        total = sum(number for status, number in by_status.items() if status in statuses)
        return Section(_rows(session, principal, statuses) if total else [], total, all_url)

    work = at_work(session, principal)
    return page(
        HomePage(
            shell=shell(session, principal, "home", by_status),
            usage=usage(app, session, principal),
            max_upload_bytes=app.limits.max_upload_bytes,
            generations=_making(session, principal),
            blogs=work.blogs,
            pins_in_progress=work.pins,
            pins_publishing=work.publishing,
            pins_waiting=work.waiting,
            troubles=work.troubles,
            in_progress=section(BUSY, "/documents?status=processing"),
            needs_you=section({Status.FAILED}, "/documents?status=failed"),
            completed=section({Status.COMPLETED}, "/documents"),
        )
    )


def usage(app: App, session: Session, principal: Principal) -> Usage:
    """Return this month's use, and when it starts anew."""
    next_month = (month_of(now()) + timedelta(days=32)).replace(day=1)
    return Usage(used=pages_used(session, principal.workspace_id), limit=app.limits.monthly_pages, renews_on=next_month)


def _making(session: Session, principal: Principal) -> list[GenerationTile]:
    found = generations.generations(
        session, principal.workspace_id, principal.user_id, status=Making.PROCESSING, limit=SHOWN
    )
    return [generation_tile(one) for one in found.generations]


def _rows(session: Session, principal: Principal, statuses: Collection[Status]) -> list[DocumentRow]:
    found = latest(session, principal.workspace_id, statuses, limit=SHOWN)
    types = mimes(session, found)
    return [document_row(one, types[one.id]) for one in found]
