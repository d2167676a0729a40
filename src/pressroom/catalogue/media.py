"""Workflows about pictures, and about the folders they come from."""

from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from pressroom.core.connections.models import KIND as CONNECTION
from pressroom.core.connections.queries import connection
from pressroom.core.floor.catalogue import Asker, Story, StoryInput
from pressroom.core.floor.fields import Feedback
from pressroom.features.media.actions.again import describe_again, see_again
from pressroom.features.media.folders.actions import files, sync
from pressroom.features.media.folders.actions.keep import Options, Remote, add_folder, connect_folder
from pressroom.features.media.folders.queries import folder, folder_at
from pressroom.features.media.folders.rules import SYNCING
from pressroom.features.media.models import FOLDER_KIND, KIND, Folder, FolderKind, Status
from pressroom.features.media.queries import item
from pressroom.features.media.rules import BUSY
from pressroom.kernel.app import App
from pressroom.kernel.durable import ROUNDS
from pressroom.kernel.errors import Conflict, NotFound

MediaId = Annotated[UUID, Field(title="Picture", json_schema_extra={"subject": KIND})]
NOTHING = "No file of this folder has failed, so there is nothing to fetch again."


class SeePicture(StoryInput):
    """A picture to be looked at."""

    media_id: MediaId
    again: bool = Field(default=False, title="Look at it anew", description="Although it has been seen already.")


class DescribePicture(StoryInput):
    """A picture to be described anew."""

    media_id: MediaId
    feedback: Feedback = None


class SyncFolder(StoryInput):
    """A folder to be looked through: one of Pressroom's, or one of a Drive, by the Drive's own id."""

    folder_id: str = Field(
        min_length=1,
        max_length=200,
        title="Folder",
        description="Its id here, or in the Drive of the connection.",
        json_schema_extra={"subject": FOLDER_KIND},
    )
    connection_id: UUID | None = Field(
        default=None,
        title="Google account",
        description="For a folder of a Drive.",
        json_schema_extra={"subject": CONNECTION},
    )


class FetchFailed(StoryInput):
    """A folder whose failed files are to be fetched again."""

    folder_id: UUID = Field(title="Folder", json_schema_extra={"subject": FOLDER_KIND})


def see(session: Session, app: App, asker: Asker, wanted: SeePicture) -> str:
    """Look at a picture; one that is being seen, or was seen already, keeps its run unless it is to be seen anew."""
    found = item(session, asker.workspace_id, wanted.media_id, lock=True)
    is_done = found.status is Status.COMPLETED and not wanted.again
    if found.run_id and (found.status in BUSY or is_done):
        return found.run_id
    return see_again(session, app.durable, found)


def describe(session: Session, app: App, asker: Asker, wanted: DescribePicture) -> str:
    """Describe a picture anew."""
    found = item(session, asker.workspace_id, wanted.media_id, lock=True)
    return describe_again(session, app.durable, found, feedback=wanted.feedback)


def sync_folder(session: Session, app: App, asker: Asker, wanted: SyncFolder) -> str:
    """Look through a folder; a folder of a Drive that is not known yet is added."""
    home = _folder(session, asker, wanted)
    if home.status in SYNCING and home.run_id:
        return home.run_id
    return sync.begin_sync(session, app.durable, home)


def fetch_failed(session: Session, app: App, asker: Asker, wanted: FetchFailed) -> str:
    """Fetch the files of a folder again that failed."""
    home = folder(session, asker.workspace_id, wanted.folder_id, lock=True)
    if not files.retry_files(session, app.durable, home):
        raise Conflict(NOTHING, code="nothing")
    session.refresh(home)
    return home.run_id or ""


def _folder(session: Session, asker: Asker, wanted: SyncFolder) -> Folder:
    """Return the folder that is meant, locked."""
    if wanted.connection_id is None:
        return folder(session, asker.workspace_id, _own_id(wanted.folder_id), lock=True)
    account = connection(session, asker.workspace_id, wanted.connection_id)
    home = folder_at(session, asker.workspace_id, FolderKind.GOOGLE_DRIVE, wanted.folder_id)
    if home is None:
        remote = Remote(
            kind=FolderKind.GOOGLE_DRIVE,
            id=wanted.folder_id,
            name=f"Drive folder {wanted.folder_id}",
            connection_id=account.id,
        )
        home = add_folder(
            session, workspace_id=asker.workspace_id, user_id=asker.user_id, remote=remote, options=Options()
        )
    connect_folder(home, account.id)
    return home


def _own_id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError as error:
        raise NotFound(
            f"There is no folder {given} here. A folder of a Drive is named together with its connection_id."
        ) from error


STORIES = (
    Story(
        name="process_media",
        about="Looks at a picture: sizes, colours, thumbnails, then says what is to be seen. Begins with every upload.",
        events=("media/uploaded",),
        input=SeePicture,
        start=see,
    ),
    Story(
        name="describe_media",
        about="Says anew what is to be seen in a picture, minding what a person said.",
        events=("media/metadata.requested",),
        input=DescribePicture,
        start=describe,
    ),
    Story(
        name="index_media",
        about="Lets a picture be found by the meaning of what a person wrote about it. Begins with every edit.",
    ),
    Story(
        name="sync_folder",
        about="Looks through a folder and brings every new picture into the library.",
        queue=ROUNDS,
        events=("google.images.process",),
        input=SyncFolder,
        start=sync_folder,
    ),
    Story(
        name="retry_files",
        about="Fetches the files of a folder again that failed.",
        queue=ROUNDS,
        input=FetchFailed,
        start=fetch_failed,
    ),
    Story(name="sync_file", about="Stores and describes one file of a folder. Begun by the folder's own run."),
    Story(
        name="sync_on_schedule",
        about="Starts a folder's sync when its time has come. Begun by each folder's own schedule.",
        queue=ROUNDS,
    ),
)
