"""`Idempotency-Key`: a POST someone sends again with the same key gets the first answer and starts nothing."""

from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Header
from fastapi.responses import JSONResponse
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.runs.models import IdempotencyKey
from pressroom.kernel.app import App
from pressroom.kernel.errors import Conflict

KeyHeader = Annotated[str | None, Header(alias="Idempotency-Key", max_length=255)]
Answer = tuple[int, dict[str, Any], dict[str, str]]
"""Status, JSON body and headers."""


def key_of_form(token: str, content: str) -> str | None:
    """Return the key of a form of a page: the same for the same form with the same content, None without a token."""
    return f"form {token} {sha256(content.encode()).hexdigest()}" if token else None


def once(
    app: App, session: Session, principal: Principal, key: str | None, request: str, start: Callable[[], Answer]
) -> JSONResponse:
    """Return what `start` answers, or the answer it gave when this key was first used.

    `request` says what is asked for; the same key with another request raises Conflict. The answer is kept in the
    transaction of the work itself, and two requests at once wait for each other.
    """
    status, body, headers = settled(app, session, principal, key, request, start)
    return JSONResponse(body, status, headers=headers)


def settled(
    app: App, session: Session, principal: Principal, key: str | None, request: str, start: Callable[[], Answer]
) -> Answer:
    """Return the answer as `once` does, not yet made into a response; an empty key counts as none."""
    if not key:
        return start()
    lock = f"{principal.workspace_id}:{principal.user_id}:{key}"
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:lock, 1))"), {"lock": lock})
    fingerprint = app.vault.fingerprint(request)  # it may hold a password
    known = session.scalar(
        select(IdempotencyKey).where(
            IdempotencyKey.workspace_id == principal.workspace_id,
            IdempotencyKey.user_id == principal.user_id,
            IdempotencyKey.key == key,
        )
    )
    if known is None:
        status, body, headers = start()
        session.add(
            IdempotencyKey(
                workspace_id=principal.workspace_id,
                user_id=principal.user_id,
                key=key,
                fingerprint=fingerprint,
                status=status,
                headers=headers,
                body=body,
            )
        )
        return status, body, headers
    if not app.vault.is_fingerprint(known.fingerprint, request):  # which a key made that was the newest then
        raise Conflict("This Idempotency-Key was used for another request. Use a fresh one.", code="idempotency_key")
    return known.status, known.body, dict(known.headers) | {"Idempotent-Replayed": "true"}
