"""Generations brought to a state without a worker, as their runs would, and someone who works beside their owner."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx

from pressroom.core.accounts.actions import create_api_token, create_user
from pressroom.core.accounts.models import Role
from pressroom.core.assets.actions import record_asset
from pressroom.core.assets.models import Source
from pressroom.features.generations.models import Generation, Status
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.storage import thumbnail_key
from pressroom.providers.pictures import PNG, WEBP, Size
from pressroom.providers.pictures.fake import DOTS
from tests.caller import Caller
from tests.clients import TRUSTED
from tests.library import change, picture

LOOK = {"width": 640, "height": 480, "placeholder": "data:image/webp;base64,AAAA"}
SAID = {"model": "local", "notes": ["The photo is small."]}


def submitted(caller: Caller, mark: object = 0, **more: Any) -> httpx.Response:  # noqa: ANN401  # httpx's own
    """Hand a photo in; return the answer."""
    return caller.http.post("/api/generations", files={"file": ("Mia.png", picture(mark))}, **more)


def begun(caller: Caller, mark: object = 0, name: str = "Mia.png", style: str = "plushie") -> str:
    """Hand a photo in; return the generation's id."""
    sent = {"file": (name, picture(mark))}
    answer = caller.http.post("/api/generations", files=sent, data={"style": style})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["generation_id"])


def begun_of(caller: Caller, item_id: str) -> str:
    """Have a picture of the library made anew; return the generation's id."""
    answer = caller.http.post(f"/api/media/{item_id}/generations", json={"style": "felt"})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["generation_id"])


def see(app: App, generation_id: str, **more: Any) -> None:  # noqa: ANN401  # columns of all kinds
    """Let the photo have been looked at."""
    with app.database.transaction() as session:
        found = session.get_one(Generation, UUID(generation_id))
        for size in Size:
            app.storage.put(thumbnail_key(found.original.sha256, size), DOTS[WEBP])
    change(app, Generation, generation_id, original_look=LOOK, **more)


def fail(app: App, generation_id: str, reason: str = "The model refused.") -> None:
    """Let a generation fail."""
    change(app, Generation, generation_id, status=Status.FAILED, error=reason, finished_at=now())


def complete(app: App, generation_id: str, **more: Any) -> None:  # noqa: ANN401  # as above
    """Deliver a generation; its credit is another matter."""
    stored = app.storage.keep(io.BytesIO(picture(f"result of {generation_id}")))
    for size in Size:
        app.storage.put(thumbnail_key(stored.sha256, size), DOTS[WEBP])
    with app.database.transaction() as session:
        found = session.get_one(Generation, UUID(generation_id))
        asset = record_asset(session, stored, workspace_id=found.workspace_id, mime=PNG, source=Source.GENERATED)
    see(
        app,
        generation_id,
        result_look=LOOK,
        result_id=asset.id,
        analysis=SAID,
        painting=SAID,
        status=Status.COMPLETED,
        finished_at=now(),
        **more,
    )


@contextmanager
def colleague_of(app: App, caller: Caller, url: str, role: Role = Role.MEMBER) -> Iterator[Caller]:
    """Give another member of someone's workspace."""
    with app.database.transaction() as session:
        user = create_user(session, workspace_id=caller.workspace_id, name="Colleague", role=role, starting_credits=20)
        token = create_api_token(session, workspace_id=caller.workspace_id, user_id=user.id, name="tests")
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=30, verify=TRUSTED) as client:
        yield Caller(user.id, caller.workspace_id, token, client)
