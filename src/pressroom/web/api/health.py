"""`/healthz`, and what a workspace has used."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import text

from pressroom import __version__
from pressroom.core.runs.workers import living_workers
from pressroom.core.usage.queries import pages_used
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep

router = APIRouter(tags=["server"])


class Usage(BaseModel):
    """Pages read this month (UTC), and how many may be; a limit of 0 means none."""

    pages: int
    limit: int


@router.head("/healthz")
@router.get("/healthz")
def health(session: SessionDep) -> JSONResponse:
    """Tell whether the server can do its work: it answers, its database answers, a worker is there."""
    session.execute(text("SELECT 1"))
    workers = len(living_workers(session))
    status = HTTPStatus.OK if workers else HTTPStatus.SERVICE_UNAVAILABLE
    return JSONResponse(
        {"status": "ok" if workers else "no worker is running", "workers": workers, "version": __version__},
        status,
    )


@router.get("/api/usage")
def usage(app: AppDep, session: SessionDep, principal: PrincipalDep) -> Usage:
    """Return this month's use."""
    return Usage(pages=pages_used(session, principal.workspace_id), limit=app.limits.monthly_pages)
