"""A library of pictures driven by its actions, as the web drives it, and pictures small enough for hundreds."""

import io
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from pressroom.core.accounts.actions import first_admin
from pressroom.core.connections.actions import record_connection
from pressroom.core.connections.models import Connection
from pressroom.core.metadata.models import Revision
from pressroom.core.metadata.queries import revisions
from pressroom.core.runs.actions import cancel_run
from pressroom.core.runs.queries import Run, run
from pressroom.features.media import steps as media_steps
from pressroom.features.media.actions.intake import accept_picture, keep_picture
from pressroom.features.media.folders import steps as folder_steps
from pressroom.features.media.folders.actions.keep import Options, Remote, add_folder
from pressroom.features.media.folders.actions.sync import begin_sync
from pressroom.features.media.folders.source import Sources
from pressroom.features.media.folders.steps import Pace
from pressroom.features.media.models import KIND, Folder, FolderFile, FolderKind, FolderStatus, Item, Status
from pressroom.kernel.app import App
from pressroom.providers.describe import Describer
from pressroom.providers.doors import Doors
from pressroom.providers.oauth import Account, Tokens
from pressroom.providers.pictures import PNG
from pressroom.providers.pictures.fake import DOTS
from pressroom.providers.sources import FakeSource
from pressroom.providers.sources.fake import ROOT
from tests.pictures import png_chunk, png_with

SECONDS = 30.0
PACE = Pace(wave_seconds=2.0, look_seconds=0.05)
OVER = {FolderStatus.IDLE, FolderStatus.FAILED}


def dot(mark: str) -> bytes:
    """Return a PNG of one pixel; another mark, other bytes."""
    return png_with(DOTS[PNG], png_chunk(b"tEXt", b"Comment\0" + mark.encode()))


@dataclass(frozen=True, slots=True)
class Library:
    """A workspace's pictures and folders, worked on by whatever worker runs."""

    app: App
    workspace_id: UUID
    user_id: UUID
    source: FakeSource

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session that is committed at its end."""
        with self.app.database.transaction() as session:
            yield session

    def add(self, content: bytes, name: str = "kitten.png") -> UUID:
        """Take a picture in; return its id."""
        kept = keep_picture(self.app, io.BytesIO(content), filename=name)
        with self.session() as session:
            accepted = accept_picture(session, self.app, kept, workspace_id=self.workspace_id, user_id=self.user_id)
            return accepted.item.id

    def item(self, item_id: UUID) -> Item:
        """Return a picture as it stands, with what is seldom loaded."""
        with self.session() as session:
            seldom = (undefer(Item.embedding), undefer(Item.fingerprint))
            return session.scalars(select(Item).where(Item.id == item_id).options(*seldom)).one()

    def items(self) -> Sequence[Item]:
        """Return all pictures, oldest first."""
        with self.session() as session:
            return session.scalars(select(Item).order_by(Item.id)).all()

    def done(self, item_id: UUID) -> Item:
        """Wait until a picture is completed or failed and its run is over; return it."""
        wait_for(lambda: self.item(item_id).status in {Status.COMPLETED, Status.FAILED})
        found = self.item(item_id)
        self.over(found.run_id)
        return found

    def history(self, item_id: UUID) -> Sequence[Revision]:
        """Return what was said about a picture, newest first."""
        with self.session() as session:
            return revisions(session, self.workspace_id, (KIND, item_id))

    def folder(
        self,
        place: str = ROOT,
        *,
        kind: FolderKind = FolderKind.FOLDER,
        connection_id: UUID | None = None,
        options: Options | None = None,
    ) -> UUID:
        """Add a folder; return its id."""
        remote = Remote(kind=kind, id=place, name="Pictures", connection_id=connection_id)
        with self.session() as session:
            added = add_folder(
                session,
                workspace_id=self.workspace_id,
                user_id=self.user_id,
                remote=remote,
                options=options or Options(),
            )
            return added.id

    def begin(self, folder_id: UUID) -> str:
        """Start a sync; return its run's id."""
        with self.session() as session:
            return begin_sync(session, self.app.durable, session.get_one(Folder, folder_id))

    def sync(self, folder_id: UUID, seconds: float = SECONDS) -> dict[str, Any]:
        """Sync a folder to its end; return the result, without its times."""
        self.begin(folder_id)
        return self.synced(folder_id, seconds)

    def synced(self, folder_id: UUID, seconds: float = SECONDS) -> dict[str, Any]:
        """Wait until a folder's sync is over; return the result, without its times."""
        wait_for(lambda: self.state(folder_id).status in OVER, seconds)
        result = self.state(folder_id).last_result or {}
        return {name: value for name, value in result.items() if not name.endswith("_at")}

    def state(self, folder_id: UUID) -> Folder:
        """Return a folder as it stands."""
        with self.session() as session:
            return session.get_one(Folder, folder_id)

    def files(self, folder_id: UUID) -> dict[str, FolderFile]:
        """Return a folder's files by name."""
        with self.session() as session:
            rows = session.scalars(select(FolderFile).where(FolderFile.folder_id == folder_id)).all()
        return {row.name: row for row in rows}

    def standing(self, folder_id: UUID) -> dict[str, str]:
        """Return the status of each file of a folder, by name."""
        return {name: file.status.value for name, file in self.files(folder_id).items()}

    def connect(
        self, access: str, refresh: str | None, expires_at: datetime | None = None, *, name: str = "ada"
    ) -> UUID:
        """Connect a Google account, or connect it again; return the connection's id."""
        tokens = Tokens(access=access, refresh=refresh, expires_at=expires_at, scopes=("read",))
        with self.session() as session:
            return record_connection(
                session,
                self.app.vault,
                workspace_id=self.workspace_id,
                provider="google_drive",
                tokens=tokens,
                account=Account(name, f"{name}@example.test"),
            )

    def connection(self, connection_id: UUID) -> Connection:
        """Return a connection as it stands."""
        with self.session() as session:
            return session.get_one(Connection, connection_id)

    def run(self, run_id: str) -> Run:
        """Return a run as people see it."""
        return run(self.app.durable, self.workspace_id, run_id)

    def over(self, run_id: str | None) -> Run:
        """Wait until a run is over, and return it."""
        assert run_id is not None
        wait_for(lambda: self.run(run_id).is_over)
        return self.run(run_id)

    def cancel(self, run_id: str) -> None:
        """Cancel a run, as a person does."""
        with self.session() as session:
            cancel_run(session, self.app.durable, self.app.subjects, self.workspace_id, run_id)


def library_of(app: App, source: FakeSource) -> Library:
    """Return the first workspace's library."""
    with app.database.transaction() as session:
        user, workspace = first_admin(session, starting_credits=app.starting_credits)
        return Library(app, workspace.id, user.id, source)


def wait_for(happened: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until something has happened."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.03)


def fill(source: FakeSource, number: int, *, parent: str = ROOT) -> list[str]:
    """Put pictures into a source, `0.png`, `1.png` and so on; return their ids."""
    return [source.add_file(f"{one}.png", dot(f"{parent} {one}"), parent) for one in range(number)]


def outcome(**more: int) -> dict[str, int]:
    """Return a sync's result: nothing of anything but what is said."""
    names = ("total", "succeeded", "failed", "storage_failures", "ai_failures", "skipped", "unchanged", "bytes")
    return dict.fromkeys(names, 0) | more


def bind_media(app: App, doors: Doors, seer: Describer, pace: Pace = PACE) -> None:
    """Give the steps about pictures and folders their tools."""
    media_steps.bind(media_steps.Tools(app.database, app.storage, doors.pictures, seer, doors.embedder))
    folder_steps.bind(
        folder_steps.Tools(
            app.database,
            app.durable,
            app.storage,
            Sources(app.database, app.vault, doors),
            max_bytes=app.limits.max_upload_bytes,
            pace=pace,
        )
    )
