"""What a person does with many runs at once: those that were chosen, or all that are shown by a filter."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel

from pressroom.core.runs.filters import Filters
from pressroom.core.runs.several import MOST_NAMED, UNDO_SECONDS, Change, change_several, number_of
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.formatting import plural
from pressroom.web.pages.page import shell
from pressroom.web.pages.run_filters import NarrowingDep, RunNarrowing, filters_shown, said
from pressroom.web.replies import done, go_to
from pressroom.web.templating import page
from pressroom.web.views import ManyRuns

router = APIRouter(prefix="/runs", include_in_schema=False)

Chosen = Annotated[list[str], Form(alias="ids", max_length=MOST_NAMED)]
WILL = {Change.CANCEL: "will be cancelled", Change.RETRY: "will be tried again"}


class AskedForm(BaseModel):
    """A change of all runs that filters find."""

    change: Change
    status: str = ""
    workflow: str = ""
    queue: str = ""
    error: str = ""
    since: str = ""
    until: str = ""
    user: str = ""
    parent: str = ""


@router.get("/all")
def ask(app: AppDep, session: SessionDep, principal: PrincipalDep, asked: NarrowingDep, change: Change) -> Response:
    """Say how many runs a change would concern, before it is asked for."""
    total, is_all = number_of(app.durable, principal.workspace_id, change, asked.filters, asker=principal.user_id)
    return page(
        ManyRuns(
            shell=shell(session, principal, "runs"),
            change=change,
            total=total,
            is_all=is_all,
            said=said(filters_shown(session, principal, asked)),
            fields={"change": change, **asked.narrowed},
            back=asked.url("/runs"),
        )
    )


@router.post("/all")
def change_all(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    wanted: Annotated[AskedForm, Form()],
) -> Response:
    """Change all runs that are asked for, in a moment, and go to where that can be undone."""
    asked = RunNarrowing(**wanted.model_dump(exclude={"change"}))
    begun = change_several(
        session, app.durable, principal.workspace_id, wanted.change, asked.filters, asker=principal.user_id
    )
    return go_to(request, f"/runs/{begun.run_id}")


@router.post("/chosen/cancellation")
def cancel(request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, ids: Chosen) -> Response:
    """Cancel the chosen runs, in a moment."""
    return _change(request, app, session, principal, Change.CANCEL, ids)


@router.post("/chosen/retry")
def retry(request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, ids: Chosen) -> Response:
    """Try what the chosen runs were about again, in a moment."""
    return _change(request, app, session, principal, Change.RETRY, ids)


def _change(
    request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, change: Change, ids: list[str]
) -> Response:
    wanted = Filters(ids=tuple(ids))
    begun = change_several(session, app.durable, principal.workspace_id, change, wanted, asker=principal.user_id)
    message = f"{plural(begun.total, 'run')} {WILL[change]} in {UNDO_SECONDS} seconds."
    return done(request, message, back=f"/runs/{begun.run_id}", undo=f"/runs/{begun.run_id}/cancellation")
