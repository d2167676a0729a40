"""Something described anew while the asker waits: answered with the new revision, or with its events."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from anyio import to_thread
from fastapi import Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.metadata.queries import revisions
from pressroom.core.metadata.schemas import RevisionOut
from pressroom.core.runs.queries import Run
from pressroom.kernel.app import App
from pressroom.web.following import ended, event, follow, step_event
from pressroom.web.idempotency import Answer
from pressroom.web.problems import problem
from pressroom.web.starting import Wanted, begun

EVENT_STREAM = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Regeneration:
    """What is to be described anew: its kind, its id, and what starts the run in a session and a workspace."""

    kind: str
    subject_id: UUID
    said: str | None
    begin: Callable[[Session, UUID], str]


async def regenerate(app: App, request: Request, wanted: Regeneration, *, accept: str, key: str | None) -> Response:
    """Start a run and wait for its revision; with `text/event-stream` in `accept`, answer its events as they come."""

    def start(session: Session, principal: Principal) -> Answer:
        return HTTPStatus.ACCEPTED, {"run_id": wanted.begin(session, principal.workspace_id)}, {}

    asked = Wanted(f"POST metadata {wanted.subject_id} {wanted.said}", start, key)
    workspace_id, (_, body, _) = await begun(app, request, asked)
    run_id = str(body["run_id"])
    subject = (wanted.kind, wanted.subject_id)
    if EVENT_STREAM in accept:
        return StreamingResponse(_events(app, workspace_id, subject, run_id), media_type=EVENT_STREAM)
    return await _answer(app, workspace_id, subject, run_id)


async def _events(app: App, workspace_id: UUID, subject: tuple[str, UUID], run_id: str) -> AsyncIterator[str]:
    async for one in follow(app, workspace_id, run_id):
        if not isinstance(one, Run):
            yield step_event(one)
            continue
        revision = await to_thread.run_sync(_revision, app, workspace_id, subject, run_id)
        if revision and not _has_failed(one):
            yield event("complete", revision.model_dump(mode="json"))
        elif one.paused_reason:
            yield event("paused", {"detail": one.paused_reason, "run_id": run_id})
        else:
            why = one.error or "The run has not ended yet; look at it later."
            yield event("error", {"detail": why, "run_id": run_id})


async def _answer(app: App, workspace_id: UUID, subject: tuple[str, UUID], run_id: str) -> Response:
    last = await ended(app, workspace_id, run_id)
    revision = await to_thread.run_sync(_revision, app, workspace_id, subject, run_id)
    if revision and not _has_failed(last):
        return JSONResponse(revision.model_dump(mode="json"))
    if not last.is_over:
        body = {"run_id": run_id, "paused_reason": last.paused_reason}
        return JSONResponse(body, HTTPStatus.ACCEPTED, headers={"Location": f"/api/runs/{run_id}"})
    return problem(HTTPStatus.BAD_GATEWAY, last.error or "The run was cancelled.", code="describing_failed")


def _has_failed(run: Run) -> bool:
    return run.status in {"failed", "cancelled"}


def _revision(app: App, workspace_id: UUID, subject: tuple[str, UUID], run_id: str) -> RevisionOut | None:
    with app.database.transaction() as session:
        found = revisions(session, workspace_id, subject)
        return next((RevisionOut.of(one) for one in found if one.run_id == run_id), None)
