"""`/api/live`: everything in the workspace that changes, as it changes, but for what is another's alone."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from functools import lru_cache, partial
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse

from pressroom.core.accounts.models import Role
from pressroom.kernel.app import App
from pressroom.kernel.live import Change, Listener, LiveHub, changes_since, changes_within
from pressroom.kernel.mailbox import Signal
from pressroom.web.asking import AppDep, PrincipalDep

router = APIRouter(tags=["live"])

HIGHEST = 2**63 - 1
"""The highest number a change can have."""
DIGITS = len(str(HIGHEST))
OWNERS_SEE = frozenset({"credits"})
"""Kinds of which owners are told everyone's."""
STILL_HERE = b": still here\n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get("/api/live", response_class=StreamingResponse)
async def live(
    request: Request,
    app: AppDep,
    principal: PrincipalDep,
    last_event_id: Annotated[str | None, Header()] = None,
    age: Annotated[float | None, Query(ge=0, le=86_400)] = None,
) -> StreamingResponse:
    """Stream changes as server-sent events: `{kind, id, status, at}`.

    With `Last-Event-ID`, what was missed comes first: the latest change of each thing. One may be told twice, never
    not at all. Without it, `age` says how many seconds ago what the client shows was written.
    """
    hub: LiveHub = request.app.state.live
    sees_all = OWNERS_SEE if principal.role is Role.OWNER else frozenset[str]()
    listener = Listener(principal.workspace_id, principal.user_id, sees_all)
    missed = partial(_missed, app, listener, _number_in(last_event_id), age)
    stream = _stream(hub, listener, missed)
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


def _number_in(last_event_id: str | None) -> int | None:
    if not last_event_id or not last_event_id.isdecimal() or len(last_event_id) > DIGITS:
        return None
    number = int(last_event_id)
    return number if number <= HIGHEST else None


async def _stream(hub: LiveHub, listener: Listener, missed: Callable[[], Sequence[Change]]) -> AsyncIterator[bytes]:
    yield b"retry: 1000\n\n"
    async with hub.subscription(listener.workspace_id) as mailbox:
        for change in await to_thread.run_sync(missed):
            yield _event(change)
        while True:
            told = await mailbox.take()
            if said := b"".join(_said(one, listener) for one in told):
                yield said
            if Signal.LEAVE in told:
                return


def _said(told: Change | Signal, listener: Listener) -> bytes:
    if isinstance(told, Change):
        return _event(told) if listener.may_know(told) else b""
    return STILL_HERE if told is Signal.BEAT else b""


def _missed(app: App, listener: Listener, since: int | None, age: float | None) -> Sequence[Change]:
    if since is None and age is None:
        return []
    with app.database.transaction() as session:
        if since is not None:
            return changes_since(session, listener, since)
        return changes_within(session, listener, age or 0)


@lru_cache(maxsize=64)
def _event(change: Change) -> bytes:
    """Return a change as the stream has it; the same bytes for everyone who is told."""
    return f"id: {change.number}\ndata: {json.dumps(change.public)}\n\n".encode()
