"""`/generations`: the studio's form, the gallery, one generation, and the parts that change by themselves."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.runs.listing import runs
from pressroom.features.generations import queries, rules
from pressroom.features.generations.models import KIND, Generation, Status
from pressroom.features.media import queries as media
from pressroom.features.media.actions.accept import item_with
from pressroom.features.media.queries import Filters
from pressroom.kernel.app import App
from pressroom.kernel.errors import LimitReached
from pressroom.web.asking import AppDep, GenerationDep, PrincipalDep, SessionDep
from pressroom.web.narrowing import Narrowing, choices
from pressroom.web.pages.generation_detail import generation_detail
from pressroom.web.pages.generation_tiles import generation_tile, plain_styles, style_choices
from pressroom.web.pages.media_tiles import picture_of
from pressroom.web.pages.page import shell
from pressroom.web.spending import spending
from pressroom.web.templating import page
from pressroom.web.views import (
    GenerationBatchPartial,
    GenerationPage,
    GenerationPanelPartial,
    GenerationRowPartial,
    GenerationsPage,
    GenerationTilePartial,
    ShelfPartial,
    StudioPartial,
)
from pressroom.web.views.credits import Spending
from pressroom.web.views.generations import GenerationBatch, GenerationDetail, ShelfPicture, Studio

router = APIRouter(prefix="/generations", include_in_schema=False)

AT_ONCE = 60
SHELF = 60
RUNS_SHOWN = 20
STATUSES = {Status.PROCESSING: "In progress", Status.COMPLETED: "Completed", Status.FAILED: "Failed"}
Cursor = Annotated[str | None, Query(max_length=60)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Narrowing):
    """The filters of the gallery, as its address has them; what makes no sense narrows nothing."""

    status: str = ""
    style: str = ""

    @property
    def wanted(self) -> Status | None:
        """The status to narrow to."""
        return Status(self.status) if self.status in set(Status) else None


def asked_for(
    status: Annotated[str, Query(max_length=30)] = "", style: Annotated[str, Query(max_length=40)] = ""
) -> Asked:
    """Return the filters of this request's address; an empty one of a form is none."""
    return Asked(status=status, style=style)


AskedDep = Annotated[Asked, Depends(asked_for)]


@router.get("")
def gallery(
    app: AppDep, session: SessionDep, principal: PrincipalDep, asked: AskedDep, cursor: Cursor = None
) -> Response:
    """Show the form and the gallery."""
    return page(
        GenerationsPage(
            shell=shell(session, principal, "generations"),
            studio=_studio(session, principal),
            styles=style_choices(asked.style),
            max_upload_bytes=app.limits.max_upload_bytes,
            statuses=choices(STATUSES.items(), asked.status),
            narrowing=plain_styles(asked.style),
            batch=_batch(session, principal, asked, cursor),
            is_narrowed=bool(asked.narrowed),
        )
    )


@router.get("/batch")
def batch(session: SessionDep, principal: PrincipalDep, asked: AskedDep, cursor: Cursor = None) -> Response:
    """Show the next generations of the gallery, alone."""
    return page(GenerationBatchPartial(_batch(session, principal, asked, cursor)))


@router.get("/credits")
def credits_(session: SessionDep, principal: PrincipalDep) -> Response:
    """Show what may be spent and whether one more may begin, alone."""
    return page(StudioPartial(_studio(session, principal)))


@router.get("/library")
def library(session: SessionDep, principal: PrincipalDep) -> Response:
    """Show the newest pictures of the library to choose from, alone."""
    found = media.items(session, principal.workspace_id, Filters(), limit=SHELF, cursor=None)
    seen = [one for one in found.items if one.width]
    return page(ShelfPartial([ShelfPicture(str(one.id), picture_of(one)) for one in seen]))


@router.get("/{generation_id}")
def show_generation(app: AppDep, session: SessionDep, principal: PrincipalDep, generation: GenerationDep) -> Response:
    """Show one generation, and what is known about it."""
    detail = _detail(app, session, principal, generation)
    return page(GenerationPage(shell=shell(session, principal, "generations"), generation=detail))


@router.get("/{generation_id}/panel")
def panel(app: AppDep, session: SessionDep, principal: PrincipalDep, generation: GenerationDep) -> Response:
    """Show what is known about a generation, alone."""
    return page(GenerationPanelPartial(_detail(app, session, principal, generation)))


@router.get("/{generation_id}/tile")
def tile(generation: GenerationDep) -> Response:
    """Show a generation's tile, alone; nothing when it was deleted."""
    return page(GenerationTilePartial(generation_tile(generation))) if generation.deleted_at is None else Response("")


@router.get("/{generation_id}/row")
def row(generation: GenerationDep) -> Response:
    """Show a generation as a row of the home page, alone; nothing when it was deleted."""
    return page(GenerationRowPartial(generation_tile(generation))) if generation.deleted_at is None else Response("")


def _studio(session: Session, principal: Principal) -> Studio:
    available = spending(session, principal)
    refusal = None
    try:
        rules.check_room(queries.in_progress(session, principal.user_id))
    except LimitReached as full:
        refusal = str(full)
    return Studio(
        user_id=str(principal.user_id),
        spending=Spending.of(available),
        refusal=refusal,
        is_locked=refusal is not None or not available.available,
    )


def _batch(session: Session, principal: Principal, asked: Asked, cursor: str | None) -> GenerationBatch:
    found = queries.generations(
        session,
        principal.workspace_id,
        principal.user_id,
        status=asked.wanted,
        style=asked.style or None,
        limit=AT_ONCE,
        cursor=cursor,
    )
    more = {"cursor": found.next_cursor}
    return GenerationBatch(
        id=cursor or "first",
        tiles=[generation_tile(one) for one in found.generations],
        more_url=asked.url("/generations", more) if found.next_cursor else None,
        load_url=asked.url("/generations/batch", more) if found.next_cursor else None,
        here=asked.url("/generations", {"cursor": cursor}),
        moves=" ".join(one for one in Status if asked.wanted and one is not asked.wanted),
    )


def _detail(app: App, session: Session, principal: Principal, generation: Generation) -> GenerationDetail:
    found = runs(
        app.durable,
        principal.workspace_id,
        asker=principal.user_id,
        subject=(KIND, generation.id),
        limit=RUNS_SHOWN,
    )
    result = generation.result if generation.status is Status.COMPLETED else None
    known = item_with(session, principal.workspace_id, result.sha256) if result else None
    return generation_detail(generation, found.runs, known)
