"""Runs started for who waits for them: in a transaction that is over before the wait, and once for a key."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from anyio import to_thread
from fastapi import Request
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.kernel.app import App
from pressroom.web.asking import principal_of
from pressroom.web.idempotency import Answer, settled

Start = Callable[[Session, Principal], Answer]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: in words that tell it from other requests, and what starts it.

    `start` answers with the run's id in its body.
    """

    asked: str
    start: Start
    key: str | None = None
    """The `Idempotency-Key`."""


async def begun(app: App, request: Request, wanted: Wanted) -> tuple[UUID, Answer]:
    """Start what is asked for in a transaction that is over before the wait; return the workspace, and the answer."""

    def start() -> tuple[UUID, Answer]:
        with app.database.transaction() as session:
            principal = principal_of(request, session)
            answer = settled(
                app, session, principal, wanted.key, wanted.asked, lambda: wanted.start(session, principal)
            )
            return principal.workspace_id, answer

    return await to_thread.run_sync(start)
