"""`/api/live`: everything in the workspace that changes, as it changes."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from anyio import to_thread
from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse

from pressroom.kernel.app import App
from pressroom.kernel.live import Change, LiveHub, changes_since
from pressroom.web.asking import AppDep, PrincipalDep

router = APIRouter(tags=["live"])

HEARTBEAT_SECONDS = 15.0
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get("/api/live", response_class=StreamingResponse)
async def live(
    request: Request,
    app: AppDep,
    principal: PrincipalDep,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """Stream changes as server-sent events: `{kind, id, status, at}`.

    With `Last-Event-ID`, what was missed comes first; a change may be told twice, never not at all.
    """
    hub: LiveHub = request.app.state.live
    since = int(last_event_id) if last_event_id and last_event_id.isdecimal() else None
    stream = _stream(app, hub, principal.workspace_id, since)
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


async def _stream(app: App, hub: LiveHub, workspace_id: UUID, since: int | None) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    async with hub.subscription(workspace_id) as queue:
        if since is not None:
            for missed in await to_thread.run_sync(_missed, app, workspace_id, since):
                yield _event(missed)
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    change = await queue.get()
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if change is None:
                return
            yield _event(change)


def _missed(app: App, workspace_id: UUID, since: int) -> list[Change]:
    with app.database.transaction() as session:
        return list(changes_since(session, workspace_id, since))


def _event(change: Change) -> str:
    return f"id: {change.number}\ndata: {json.dumps(change.public)}\n\n"
