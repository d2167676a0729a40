"""Something described anew while the asker waits: answered with the new revision, or with its events."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from anyio import to_thread
from fastapi import Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from sqlalchemy.orm import Session

from pressroom.core.metadata.queries import revisions
from pressroom.core.metadata.schemas import RevisionOut
from pressroom.core.runs.queries import Run
from pressroom.kernel.app import App
from pressroom.web.asking import principal_of
from pressroom.web.following import event, follow, step_event
from pressroom.web.idempotency import Answer, settled
from pressroom.web.problems import problem

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

    def start() -> tuple[UUID, str]:
        with app.database.transaction() as session:  # over before the wait, which may be long
            principal = principal_of(request, session)

            def begin() -> Answer:
                return HTTPStatus.ACCEPTED, {"run_id": wanted.begin(session, principal.workspace_id)}, {}

            asked = f"POST metadata {wanted.subject_id} {wanted.said}"
            _, body, _ = settled(app, session, principal, key, asked, begin)
            return principal.workspace_id, str(body["run_id"])

    workspace_id, run_id = await to_thread.run_sync(start)
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
        else:
            why = one.error or "The run has not ended yet; look at it later."
            yield event("error", {"detail": why, "run_id": run_id})


async def _answer(app: App, workspace_id: UUID, subject: tuple[str, UUID], run_id: str) -> Response:
    *_, ended = [one async for one in follow(app, workspace_id, run_id) if isinstance(one, Run)]
    revision = await to_thread.run_sync(_revision, app, workspace_id, subject, run_id)
    if revision and not _has_failed(ended):
        return JSONResponse(revision.model_dump(mode="json"))
    if not ended.is_over:
        return JSONResponse({"run_id": run_id}, HTTPStatus.ACCEPTED, headers={"Location": f"/api/runs/{run_id}"})
    return problem(HTTPStatus.BAD_GATEWAY, ended.error or "The run was cancelled.", code="describing_failed")


def _has_failed(run: Run) -> bool:
    return run.status in {"failed", "cancelled"}


def _revision(app: App, workspace_id: UUID, subject: tuple[str, UUID], run_id: str) -> RevisionOut | None:
    with app.database.transaction() as session:
        found = revisions(session, workspace_id, subject)
        return next((RevisionOut.of(one) for one in found if one.run_id == run_id), None)
