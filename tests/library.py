"""Pictures, folders and accounts brought to a state without a worker, by the same actions a run takes."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pressroom.core.connections.actions import record_connection
from pressroom.core.connections.models import Connection
from pressroom.features.media.actions import progress
from pressroom.features.media.folders.actions.keep import Options, Remote, add_folder
from pressroom.features.media.models import FileStatus, Folder, FolderFile, FolderKind, FolderStatus, Item, Stage
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.db import Base
from pressroom.kernel.durable import Failure
from pressroom.kernel.ids import new_id
from pressroom.kernel.storage import thumbnail_key
from pressroom.providers.embed import Embedder, FakeEmbedder, caption_text
from pressroom.providers.oauth import Account, Tokens
from pressroom.providers.pictures import PNG, WEBP, Size
from pressroom.providers.pictures.fake import DOTS
from tests.caller import Caller
from tests.runs import without_run

HARBOUR = {
    "description": "Fishing boats lie in a small harbour at dusk.",
    "tags": ["harbour", "boats", "dusk"],
    "content": "boats in a harbour",
    "style": "photograph",
    "colors": ["navy", "orange"],
    "subjects": ["boat", "water"],
    "mood": "calm",
}
ACCESS, REFRESH = "access-token-that-is-secret", "refresh-token-that-is-secret"


def picture(mark: object = 0) -> bytes:
    """Return a real picture of one grey pixel; another mark, other bytes."""
    return DOTS[PNG] + str(mark).encode()


def see(app: App, item_id: str, **look: Any) -> None:  # noqa: ANN401  # columns of all kinds
    """Write down what is seen of a picture, with its thumbnails, as its run would."""
    seen = {
        "width": 640,
        "height": 480,
        "frames": 1,
        "placeholder": "data:image/webp;base64,AAAA",
        "fingerprint": f"{UUID(item_id).int & (2**64 - 1):064b}",
        "colours": [{"name": "navy", "basic": "blue", "hex": "#112244", "share": 0.6}],
        "colour_names": ["blue"],
        "taken_at": None,
        "camera": None,
        "latitude": None,
        "longitude": None,
        "notes": [],
    }
    with app.database.transaction() as session:
        item = progress.begin_seeing(session, UUID(item_id))
        for size in Size:
            app.storage.put(thumbnail_key(item.asset.sha256, size), DOTS[WEBP])
        progress.record_look(session, UUID(item_id), seen | look)


def describe(
    app: App,
    item_id: str,
    values: Mapping[str, Any] | None = None,
    *,
    embedder: Embedder | None = None,
    feedback: str | None = None,
) -> None:
    """Complete a picture with a description, and let it be found by its meaning."""
    said = HARBOUR | dict(values or {})
    answer = {"values": said, "model": "fake", "confidence": 0.9, "notes": []}
    caption = caption_text(said["description"], said["tags"], said.get("content") or "", said.get("subjects") or [])
    with app.database.transaction() as session:
        item = session.get_one(Item, UUID(item_id))
        with without_run(session, item):
            progress.record_description(session, item_id, answer, feedback)
        (item.embedding,) = (embedder or FakeEmbedder()).embed([caption])


def fail(app: App, item_id: str, stage: Stage, reason: str = "It broke.", code: str | None = None) -> None:
    """Fail a picture at a stage."""
    with app.database.transaction() as session, without_run(session, session.get_one(Item, UUID(item_id))):
        progress.record_failure(session, item_id, stage.value, Failure(reason, code))


def completed(
    app: App,
    caller: Caller,
    mark: object = 0,
    values: Mapping[str, Any] | None = None,
    look: Mapping[str, Any] | None = None,
) -> str:
    """Add a picture and bring it to its end; return its id."""
    item_id = caller.add_picture(picture(mark), f"{mark}.png")
    see(app, item_id, **(look or {}))
    describe(app, item_id, values)
    return item_id


def change(app: App, model: type[Base], row_id: str | UUID, **values: Any) -> None:  # noqa: ANN401  # as above
    """Change columns of a row, as something beyond the test would."""
    with app.database.transaction() as session:
        row = session.get_one(model, UUID(str(row_id)))
        for name, value in values.items():
            setattr(row, name, value)


def connect(app: App, caller: Caller, name: str = "ada@example.test", *, is_active: bool = True) -> str:
    """Connect a Google account; return the connection's id."""
    tokens = Tokens(access=ACCESS, refresh=REFRESH, expires_at=datetime.now(UTC) + timedelta(hours=1), scopes=("read",))
    with app.database.transaction() as session:
        connection_id = record_connection(
            session,
            app.vault,
            workspace_id=caller.workspace_id,
            provider="google_drive",
            tokens=tokens,
            account=Account(f"id-of-{name}", name),
        )
    if not is_active:
        change(app, Connection, connection_id, active=False, last_error="Google took it back.")
    return str(connection_id)


def watch(
    app: App,
    caller: Caller,
    name: str = "Holidays",
    *,
    remote_id: str = "remote-1",
    connection_id: str | None = None,
    options: Options | None = None,
) -> str:
    """Add a folder of a Drive; return its id."""
    remote = Remote(
        kind=FolderKind.GOOGLE_DRIVE,
        id=remote_id,
        name=name,
        connection_id=UUID(connection_id) if connection_id else None,
    )
    with app.database.transaction() as session:
        folder = add_folder(
            session,
            workspace_id=caller.workspace_id,
            user_id=caller.user_id,
            remote=remote,
            options=options or Options(),
        )
        session.flush()
        return str(folder.id)


def fill(app: App, folder_id: str, *names: str, status: FileStatus = FileStatus.FOUND) -> list[str]:
    """Let a folder's newest sync have seen files; return their ids, in order."""
    with app.database.transaction() as session:
        folder = session.get_one(Folder, UUID(folder_id))
        files = [
            FolderFile(
                id=new_id(),
                workspace_id=folder.workspace_id,
                folder_id=folder.id,
                source_id=name,
                name=name,
                path="",
                mime="image/png",
                size=100,
                version="1",
                status=status,
                seen_in=folder.listing,
            )
            for name in names
        ]
        session.add_all(files)
        return [str(one.id) for one in files]


def fail_file(app: App, file_id: str, reason: str = "The disk was full.") -> None:
    """Fail a file of a folder."""
    change(app, FolderFile, file_id, status=FileStatus.FAILED, reason=reason, code="storage")


def rest(app: App, folder_id: str, **result: object) -> None:
    """End a folder's sync."""
    change(app, Folder, folder_id, status=FolderStatus.IDLE, last_result=result, last_synced_at=now())


def folder_row(app: App, folder_id: str) -> Folder:
    """Return a folder."""
    with app.database.transaction() as session:
        return session.get_one(Folder, UUID(folder_id))
