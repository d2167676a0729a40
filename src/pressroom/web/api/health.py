"""`/healthz` and `/readyz`, and what a workspace has used."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from pressroom import __version__
from pressroom.core.usage.queries import pages_used
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.readiness import Part, Readiness

router = APIRouter(tags=["server"])


class Usage(BaseModel):
    """Pages read this month (UTC), and how many may be; a limit of 0 means none."""

    pages: int
    limit: int


class Health(BaseModel):
    """A server that answers."""

    status: Literal["ok"] = "ok"
    version: str = __version__


class PartHealth(BaseModel):
    """How something is that the server needs."""

    ok: bool
    detail: str


class Ready(BaseModel):
    """Whether the server can do its work, and how each part of it is."""

    status: Literal["ready", "not ready"]
    workers: int
    checks: dict[Part, PartHealth]
    version: str = __version__


@router.head("/healthz")
@router.get("/healthz")
async def health() -> Health:
    """Tell that the web server is alive; nothing else is asked."""
    return Health()


@router.head("/readyz", response_model=Ready)
@router.get("/readyz", response_model=Ready, responses={503: {"model": Ready, "description": "Not ready"}})
def ready(request: Request, exclude: Annotated[list[Part], Query(default_factory=list)]) -> JSONResponse:
    """Tell whether the server can do its work: its database answers, a worker is there, files can be kept.

    200 when it can, else 503 and what is missing; `exclude` leaves parts out, such as `workers` for a balancer that
    shall send people to web servers which take work while no worker is there.
    """
    readiness: Readiness = request.app.state.readiness
    found = readiness.look(exclude=exclude)
    is_ready = all(one.ok for one in found.values())
    body = Ready(
        status="ready" if is_ready else "not ready",
        workers=sum(one.number for one in found.values()),
        checks={part: PartHealth(ok=one.ok, detail=one.detail) for part, one in found.items()},
    )
    return JSONResponse(
        body.model_dump(mode="json"),
        HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Cache-Control": "no-store"},
    )


@router.get("/api/usage")
def usage(app: AppDep, session: SessionDep, principal: PrincipalDep) -> Usage:
    """Return this month's use."""
    return Usage(pages=pages_used(session, principal.workspace_id), limit=app.limits.monthly_pages)
