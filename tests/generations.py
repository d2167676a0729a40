"""A studio driven by its actions, as the web drives it."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pressroom.core.accounts.actions import first_admin
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
from pressroom.kernel.ids import new_id
from pressroom.providers.paint import FakePainter, Painted, Style, Subject
from pressroom.providers.pictures import Developed, FakePictureReader
from tests.caller import Caller
from tests.media import dot, wait_for

SECONDS = 30.0


class Gate:
    """Lets through whoever comes, unless it is held."""

    def __init__(self) -> None:
        self._open = Event()
        self._open.set()

    def hold(self) -> None:
        """Let nobody through from now on."""
        self._open.clear()

    def let_go(self) -> None:
        """Let everybody through again."""
        self._open.set()

    def pass_through(self) -> None:
        """Wait until the gate is open."""
        assert self._open.wait(SECONDS), "nobody opened the gate"


class HeldPainter(FakePainter):
    """Paints as the fake does, once it may; `finished` counts."""

    def __init__(self) -> None:
        super().__init__()
        self._gate = Gate()
        self.hold, self.let_go = self._gate.hold, self._gate.let_go
        self.finished = 0

    def paint(self, photo: bytes, style: Style, subject: Subject) -> Painted:
        """Wait until it may, then paint; the call is noted before."""
        painted = super().paint(photo, style, subject)
        self._gate.pass_through()
        self.finished += 1
        return painted


class HeldReader(FakePictureReader):
    """Looks at pictures as the fake does, once it may."""

    def __init__(self) -> None:
        super().__init__()
        self._gate = Gate()
        self.hold, self.let_go = self._gate.hold, self._gate.let_go

    def develop(self, path: Path, mime: str) -> Developed:
        """Wait until it may, then look."""
        self._gate.pass_through()
        return super().develop(path, mime)


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


def spend(app: App, caller: Caller | Studio, number: int) -> None:
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
