"""Google Drive as a place that holds files, through Google's own client."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import md5
from typing import Any, BinaryIO

from pressroom.kernel.errors import NotFound, ProviderRefused
from pressroom.providers.sources import google_files as files
from pressroom.providers.sources.google_changes import Changed
from pressroom.providers.sources.google_failures import Stale
from pressroom.providers.sources.google_position import MOST_FOLDERS, Position
from pressroom.providers.sources.google_wire import Json, Wire
from pressroom.providers.sources.source import FileBusy, Folder, Found, Look, Place

REQUESTS_A_LOOK = 20
CHUNK_BYTES = 8 * 1024 * 1024


class GoogleDrive:
    """Lists a folder once, and from then on asks Drive's feed of changes; never tries again by itself.

    `token` gives a valid access token before each request. `timeout_seconds` bounds each wait for the network.
    May be used from several threads.
    """

    def __init__(
        self,
        token: Callable[[], str],
        api_url: str | None = None,
        timeout_seconds: float = 60,
        *,
        page_size: int = 1000,
        chunk_bytes: int = CHUNK_BYTES,
    ) -> None:
        self._wire = Wire(token, api_url, timeout_seconds)
        self._api = self._wire.drive
        self._page = page_size
        self._chunk_bytes = chunk_bytes

    def look(self, place: Place, position: Mapping[str, Any] | None) -> Look:
        """Return the next page of a listing, or of changes; a listing begins anew where changes do not tell enough."""
        top = self._folder(place.id)
        drive = top.get("driveId")
        at = Position.read(position, top=top["id"], deep=place.include_subfolders)
        if at and at.is_listed and (look := self._changes(at, drive)):
            return look
        if at is None or at.is_listed:
            at = Position.start(top["id"], deep=place.include_subfolders, token=self._start_token(drive))
        return self._listing(at, drive)

    def fetch(self, place: Place, file: Found, into: BinaryIO) -> None:  # noqa: ARG002  # the Protocol's signature
        """Stream a file's bytes, checked by size and MD5 as they come."""
        request = self._api.files().get_media(fileId=file.id, supportsAllDrives=True)
        digest, size = md5(usedforsecurity=False), 0
        for chunk in self._wire.chunks(request, f'"{file.name}"', chunk_bytes=self._chunk_bytes):
            digest.update(chunk)
            size += len(chunk)
            into.write(chunk)
        if file.size not in {None, size}:
            raise FileBusy(f'"{file.name}" came with {size} bytes instead of {file.size}. It is tried again.')
        if file.md5 not in {None, digest.hexdigest()}:
            raise FileBusy(f'"{file.name}" came with other bytes than promised (its MD5 differs). It is tried again.')

    def folders(self, parent: str | None, *, query: str = "") -> Sequence[Folder]:
        """Return the folders in one; at the top My Drive, the shared drives and what others share."""
        if query:
            return self._all_folders(files.folders_named(query), corpora="allDrives")
        if parent is not None:
            top = self._folder(parent)
            return self._all_folders(files.folders_in(top["id"]), **_corpus(top.get("driveId")))
        drives = self._wire.get(
            self._api.drives().list(pageSize=100, fields="drives(id,name)"), "the list of shared drives"
        )
        return [
            self.folder("root"),
            *(
                Folder(id=one["id"], name=one["name"], has_children=None, drive_id=one["id"])
                for one in drives["drives"]
            ),
            *self._all_folders(files.folders_shared()),
        ]

    def folder(self, folder_id: str) -> Folder:
        """Return one folder; a shared drive's top by the drive's name. Raises NotFound."""
        file = self._folder(folder_id)
        if file.get("driveId") == file["id"]:
            file |= self._wire.get(self._api.drives().get(driveId=file["id"], fields="id,name"), "The shared drive")
        return files.folder(file)

    def _listing(self, at: Position, drive: str | None) -> Look:
        seen: dict[str, Found] = {}
        for _ in range(REQUESTS_A_LOOK):
            if at.is_listed or len(seen) >= self._page:
                break
            listed, page = self._page_of(at, drive)
            for file in listed:
                self._take(file, at, seen)
            at.advance(page)
        return Look(files=list(seen.values()), gone=(), position=at.write(), is_last=at.is_listed, is_full=True)

    def _page_of(self, at: Position, drive: str | None) -> tuple[Sequence[Json], str | None]:
        """Return a page of the folder under way and the next one's token; nothing of a sub-folder gone meanwhile."""
        query = files.pictures_in(at.folder[0], deep=at.deep)
        try:
            try:
                answer = self._list(query, page=at.page, **_corpus(drive))
            except Stale:
                if at.page is None:
                    raise
                answer = self._list(query, page=None, **_corpus(drive))
        except NotFound:
            if at.at == 0 and at.folder[0] == at.top:
                raise
            return (), None
        return answer.get("files", ()), answer.get("nextPageToken")

    def _take(self, file: Json, at: Position, seen: dict[str, Found]) -> None:
        path = at.folder[1]
        match file["mimeType"]:
            case files.FOLDER:
                at.add_folder(file["id"], files.below(path, file["name"]))
            case files.SHORTCUT:
                self._follow(file, at, seen)
            case _:
                seen.setdefault(file["id"], files.found(file, path))

    def _follow(self, shortcut: Json, at: Position, seen: dict[str, Found]) -> None:
        """Take what a shortcut leads to, if it is a picture, or a folder where folders matter."""
        path, target = at.folder[1], shortcut["shortcutDetails"]["targetId"]
        mime = shortcut["shortcutDetails"].get("targetMimeType", "")
        if files.is_picture(mime):
            at.add_link(shortcut["id"], target)
            seen.setdefault(target, self._target(shortcut, path))
        elif mime == files.FOLDER and at.deep and at.is_whole:
            at.add_link(shortcut["id"], target)
            at.add_folder(target, files.below(path, shortcut["name"]))
        elif mime == files.FOLDER and at.deep:
            reason = f"shortcuts to folders are not followed among more than {MOST_FOLDERS} folders"
            seen.setdefault(target, files.unreachable(shortcut, path, reason))

    def _target(self, shortcut: Json, path: str) -> Found:
        try:
            file = self._file(shortcut["shortcutDetails"]["targetId"], "What the shortcut leads to")
        except (NotFound, ProviderRefused):
            return files.unreachable(shortcut, path, "what it leads to is not there, or not shared with this account")
        if file.get("trashed"):
            return files.unreachable(shortcut, path, "what it leads to is in the bin")
        return files.found(file, path)

    def _changes(self, at: Position, drive: str | None) -> Look | None:
        """Return what changed; nothing where only a new listing would tell."""
        changed, is_last = Changed(), False
        for _ in range(REQUESTS_A_LOOK):
            try:
                answer = self._wire.get(self._feed(at.token, drive), "the changes")
            except Stale:
                return None
            if not changed.take(answer.get("changes", ()), at):
                return None
            is_last = "nextPageToken" not in answer
            at.token = answer["newStartPageToken"] if is_last else answer["nextPageToken"]
            if is_last or len(changed.files) + len(changed.gone) >= self._page:
                break
        return Look(
            files=list(changed.files.values()),
            gone=sorted(changed.gone),
            position=at.write(),
            is_last=is_last,
            is_full=False,
        )

    def _feed(self, token: str, drive: str | None) -> Any:  # noqa: ANN401  # the client's request has no types
        return self._api.changes().list(
            pageToken=token,
            pageSize=self._page,
            includeRemoved=True,
            includeItemsFromAllDrives=True,
            supportsAllDrives=True,
            fields=f"nextPageToken,newStartPageToken,changes(fileId,removed,file({files.FILE_FIELDS}))",
            **({"driveId": drive} if drive else {}),
        )

    def _start_token(self, drive: str | None) -> str:
        request = self._api.changes().getStartPageToken(supportsAllDrives=True, **({"driveId": drive} if drive else {}))
        return str(self._wire.get(request, "the changes")["startPageToken"])

    def _folder(self, folder: str) -> Json:
        """Return a folder as Drive describes it. Raises NotFound when it is none, or in the bin."""
        file = self._file(folder, "The folder")
        if file["mimeType"] != files.FOLDER or file.get("trashed"):
            why = "in the bin" if file.get("trashed") else "not a folder"
            raise NotFound(f'"{file["name"]}" in Drive is {why}. Choose another folder, or put it back.')
        return file

    def _file(self, file: str, what: str) -> Json:
        return self._wire.get(
            self._api.files().get(fileId=file, supportsAllDrives=True, fields=files.FILE_FIELDS), what
        )

    def _all_folders(self, query: str, **corpus: str) -> list[Folder]:
        """Return at most one page of folders, by name."""
        answer = self._list(query, page=None, orderBy="name_natural", **corpus)
        return [files.folder(file) for file in answer.get("files", ())]

    def _list(self, query: str, *, page: str | None, **more: str) -> Json:
        request = self._api.files().list(
            q=query,
            pageSize=self._page,
            pageToken=page,
            supportsAllDrives=True,
            includeItemsFromAllDrives=True,
            fields=f"nextPageToken,files({files.FILE_FIELDS})",
            **more,
        )
        return self._wire.get(request, "The folder")


def _corpus(drive: str | None) -> dict[str, str]:
    """Return which files to look among: a shared drive's, or those the account knows."""
    return {"corpora": "drive", "driveId": drive} if drive else {}
