"""A studio driven by its actions, as the web drives it."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pressroom.core.accounts.actions import first_admin
from pressroom.core.assets.actions import record_asset
from pressroom.core.assets.models import Source
from pressroom.core.credits.actions import charge
from pressroom.core.credits.models import CreditEntry, Kind
from pressroom.core.credits.queries import available
from pressroom.core.credits.rules import Available
from pressroom.core.runs.actions import cancel_run
from pressroom.core.runs.queries import Run, run
from pressroom.features.generations.actions.submit import retry_generation, submit_photo
from pressroom.features.generations.models import KIND, Generation, Status
from pressroom.features.generations.queries import in_use
from pressroom.features.generations.rules import PARTIAL
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.ids import new_id
from pressroom.kernel.storage import thumbnail_key
from pressroom.providers.pictures import PNG, WEBP, Size
from pressroom.providers.pictures.fake import DOTS
from tests.caller import Caller
from tests.library import picture
from tests.media import dot, wait_for

SECONDS = 30.0
LOOK = {"width": 640, "height": 480, "placeholder": ""}


@dataclass(frozen=True, slots=True)
class Studio:
    """What one user has made in a workspace, by whatever worker runs."""

    app: App
    workspace_id: UUID
    user_id: UUID

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session that is committed at its end."""
        with self.app.database.transaction() as session:
            yield session

    def submit(self, mark: str = "a", name: str = "cat.png", style: str = "plushie") -> UUID:
        """Hand a photo in; another mark, another photo."""
        return self.submit_bytes(dot(mark), name, style)

    def submit_bytes(self, content: bytes, name: str = "cat.png", style: str = "plushie") -> UUID:
        """Hand a file in."""
        with self.session() as session:
            begun = submit_photo(
                session,
                self.app,
                io.BytesIO(content),
                filename=name,
                workspace_id=self.workspace_id,
                user_id=self.user_id,
                style=style,
            )
            return begun.id

    def retry(self, generation_id: UUID, style: str | None = None) -> None:
        """Press the button of a generation that failed."""
        with self.session() as session:
            retry_generation(
                session,
                self.app.durable,
                workspace_id=self.workspace_id,
                user_id=self.user_id,
                generation_id=generation_id,
                style=style,
            )

    def generation(self, generation_id: UUID) -> Generation:
        """Return a generation as it stands."""
        with self.session() as session:
            return session.get_one(Generation, generation_id)

    def done(self, generation_id: UUID, seconds: float = SECONDS) -> Generation:
        """Wait until a generation has ended and its run is over; return it."""
        wait_for(lambda: self.generation(generation_id).status is not Status.PROCESSING, seconds)
        found = self.generation(generation_id)
        wait_for(lambda: self.run(found.run_id).is_over, seconds)
        return found

    def run(self, run_id: str) -> Run:
        """Return a run as people see it."""
        return run(self.app.durable, self.workspace_id, run_id)

    def cancel(self, run_id: str) -> None:
        """Cancel a run, as a person does."""
        with self.session() as session:
            cancel_run(session, self.app.durable, self.app.subjects, self.workspace_id, run_id)

    def credits(self) -> Available:
        """Return what the user may spend."""
        with self.session() as session:
            return available(session, self.workspace_id, self.user_id, in_use)

    def charges(self, generation_id: UUID) -> int:
        """Return how often a generation was charged."""
        with self.session() as session:
            charged = select(func.count()).where(
                CreditEntry.kind == Kind.CHARGE,
                CreditEntry.subject_kind == KIND,
                CreditEntry.subject_id == generation_id,
            )
            return session.scalar(charged) or 0

    def partials(self) -> Sequence[str]:
        """Return the keys of what is painted and not delivered."""
        return self.app.storage.keys(PARTIAL)


def studio_of(app: App) -> Studio:
    """Return the studio of the first workspace's first user."""
    with app.database.transaction() as session:
        user, workspace = first_admin(session, starting_credits=app.starting_credits)
        return Studio(app, workspace.id, user.id)


def submitted(caller: Caller, mark: object = 0, **more: Any) -> httpx.Response:  # noqa: ANN401  # httpx's own
    """Hand a photo in."""
    return caller.http.post("/api/generations", files={"file": ("Mia.png", picture(mark))}, **more)


def begun(caller: Caller, mark: object = 0) -> str:
    """Hand a photo in; return the generation's id."""
    answer = submitted(caller, mark)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["generation_id"])


def fail(app: App, generation_id: str) -> None:
    """Let a generation fail, as its run would."""
    with app.database.transaction() as session:
        found = session.get_one(Generation, UUID(generation_id))
        found.status, found.error, found.finished_at = Status.FAILED, "The model refused.", now()


def complete(app: App, generation_id: str) -> None:
    """Deliver a generation, as its run would."""
    content = picture(f"result of {generation_id}")
    stored = app.storage.keep(io.BytesIO(content))
    with app.database.transaction() as session:
        found = session.get_one(Generation, UUID(generation_id))
        asset = record_asset(session, stored, workspace_id=found.workspace_id, mime=PNG, source=Source.GENERATED)
        for sha256 in (stored.sha256, found.original.sha256):
            for size in Size:
                app.storage.put(thumbnail_key(sha256, size), DOTS[WEBP])
        found.original_look = found.result_look = LOOK
        found.result_id, found.status, found.finished_at = asset.id, Status.COMPLETED, now()


def spend(app: App, caller: Caller, number: int) -> None:
    """Spend someone's credits elsewhere."""
    with app.database.transaction() as session:
        for _ in range(number):
            charge(
                session,
                workspace_id=caller.workspace_id,
                user_id=caller.user_id,
                subject=("elsewhere", new_id()),
                reason="Spent elsewhere",
            )
