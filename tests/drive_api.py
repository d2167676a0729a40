"""Drive v3's answers, over files in memory."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any

from tests.drive_files import DriveFile, Files
from tests.drive_query import BadRequest, parents_in, pick, test_of

Query = dict[str, str]
Json = dict[str, Any]


class Refusal(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, reason: str, message: str, *, retry_after: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after
        self.body = {
            "error": {
                "code": status,
                "message": message,
                "errors": [{"message": message, "domain": "global", "reason": reason}],
            }
        }


def file_not_found(file_id: str) -> Refusal:
    """Return what Drive says of what is not there, or not shared."""
    return Refusal(404, "notFound", f"File not found: {file_id}.")


class DriveApi:
    """Answers as Drive does, where the parameters are right."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def list_files(self, query: Query) -> Json:
        """Return a page of files.list."""
        test, q = test_of(query["q"]), query["q"]
        folders = [self.file(one, query).id for one in parents_in(q)]
        scope = _scope(query)
        listed = [
            one for one in self._files.among(folders) if scope(one) and test(one) and not self._files.is_trashed(one)
        ]
        if query.get("orderBy") == "name_natural":
            listed.sort(key=lambda one: one.name.casefold())
        page, token = _page(listed, query, kind="files")
        answer: Json = {"kind": "drive#fileList", "files": [self._files.resource(one) for one in page]}
        return answer | ({"nextPageToken": token} if token else {})

    def file(self, file_id: str, query: Query) -> DriveFile:
        """Return one file. Raises Refusal when it is not there, or on a shared drive the caller does not speak of."""
        file = self._files.by_id.get(self._files.root if file_id == "root" else file_id)
        if file is None or (file.drive and query.get("supportsAllDrives") != "true"):
            raise file_not_found(file_id)
        return file

    def resource(self, file_id: str, query: Query) -> Json:
        """Return files.get."""
        return self._files.resource(self.file(file_id, query))

    def start_token(self, query: Query) -> Json:
        """Return changes.getStartPageToken."""
        _check_drive(self._files, query)
        return {"kind": "drive#startPageToken", "startPageToken": str(len(self._files.changes) + 1)}

    def list_changes(self, query: Query) -> Json:
        """Return a page of changes.list: each file that changed, once, as it is now."""
        _check_drive(self._files, query)
        token = query.get("pageToken", "")
        if not token.isdecimal() or not self._files.oldest_token <= int(token) <= len(self._files.changes) + 1:
            raise Refusal(400, "invalid", "Invalid Value")
        changes = list(enumerate(self._files.changes, start=1))
        latest = {file: at for at, (file, drive) in changes if drive == query.get("driveId")}
        rest = sorted(at for at in latest.values() if at >= int(token))
        page = rest[: int(query.get("pageSize", "100"))]
        answer: Json = {"kind": "drive#changeList", "changes": [self._change(changes[at - 1][1][0]) for at in page]}
        if len(page) < len(rest):
            return answer | {"nextPageToken": str(page[-1] + 1)}
        return answer | {"newStartPageToken": str(len(changes) + 1)}

    def list_drives(self) -> Json:
        """Return drives.list."""
        return {"drives": [{"id": drive, "name": name} for drive, name in self._files.drives.items()]}

    def drive(self, drive: str) -> Json:
        """Return drives.get."""
        if drive not in self._files.drives:
            raise Refusal(404, "notFound", f"Shared drive not found: {drive}")
        return {"id": drive, "name": self._files.drives[drive]}

    def _change(self, file_id: str) -> Json:
        file = self._files.by_id.get(file_id)
        change: Json = {"kind": "drive#change", "changeType": "file", "fileId": file_id, "removed": file is None}
        return change | ({"file": self._files.resource(file)} if file else {})


def picked(answer: Json, query: Query) -> Json:
    """Return the fields that were asked for; a caller of ours always says which."""
    if "fields" not in query:
        raise BadRequest("The fields are not named.")
    chosen: Json = pick(answer, query["fields"])
    return chosen


def _scope(query: Query) -> Callable[[DriveFile], bool]:
    """Return whether a file is among those the corpora reach."""
    if ("driveId" in query) != (query.get("corpora") == "drive"):
        raise BadRequest("driveId and corpora=drive go together.")
    if query.get("corpora", "user") != "user" and query.get("includeItemsFromAllDrives") != "true":
        raise BadRequest("includeItemsFromAllDrives must be set.")
    if query.get("corpora") == "allDrives":
        return lambda _: True
    return lambda file: file.drive == query.get("driveId")


def _check_drive(files: Files, query: Query) -> None:
    if "driveId" in query and (query["driveId"] not in files.drives or query.get("supportsAllDrives") != "true"):
        raise Refusal(404, "notFound", f"Shared drive not found: {query['driveId']}")


def _page(listed: list[DriveFile], query: Query, *, kind: str) -> tuple[list[DriveFile], str | None]:
    size = int(query.get("pageSize", "100"))
    start = _read_token(query["pageToken"], kind) if "pageToken" in query else 0
    page = listed[start : start + size]
    more = start + size < len(listed)
    return page, urlsafe_b64encode(f"{kind}:{start + size}".encode()).decode() if more else None


def _read_token(token: str, kind: str) -> int:
    try:
        name, _, start = urlsafe_b64decode(token).decode().partition(":")
        if name == kind:
            return int(start)
    except ValueError:
        pass
    raise Refusal(400, "invalid", "Invalid Value")
