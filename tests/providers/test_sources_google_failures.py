"""Drive fails in many ways; each is told as one of ours, and a download is whole or an error."""

import io
import threading
import tracemalloc
from collections.abc import Iterator
from hashlib import sha256

import pytest

from pressroom.kernel.errors import NotFound, PressroomError, ProviderAuthLost, ProviderBusy, ProviderRefused
from pressroom.providers.sources import Found, source_for
from tests.drive_server import DriveServer
from tests.providers.shelves import DriveShelf, Library


@pytest.fixture
def server() -> Iterator[DriveServer]:
    """A Drive of the test's own."""
    with DriveServer() as server:
        yield server


@pytest.fixture
def shelf(server: DriveServer) -> DriveShelf:
    """A folder in it, with a picture."""
    shelf = DriveShelf(server)
    shelf.put("a.png", b"a")
    return shelf


@pytest.fixture
def library(shelf: DriveShelf) -> Library:
    """The folder, synced."""
    library = Library(shelf.source, shelf.place())
    library.sync()
    return library


def fetched(shelf: DriveShelf, file: Found) -> bytes:
    into = io.BytesIO()
    shelf.source.fetch(shelf.place(), file, into)
    return into.getvalue()


FAILURES = [
    (403, "userRateLimitExceeded", ProviderBusy),
    (403, "rateLimitExceeded", ProviderBusy),
    (403, "dailyLimitExceeded", ProviderBusy),
    (429, "rateLimitExceeded", ProviderBusy),
    (500, "internalError", ProviderBusy),
    (503, "backendError", ProviderBusy),
    (None, "broken off", ProviderBusy),
    (401, "authError", ProviderAuthLost),
    (403, "insufficientPermissions", ProviderRefused),
    (403, "accessNotConfigured", ProviderRefused),
    (403, "a reason nobody knows", ProviderRefused),
    (404, "notFound", NotFound),
    (400, "badRequest", ProviderRefused),
]


@pytest.mark.parametrize(("status", "reason", "error"), FAILURES)
def test_each_failure_of_drive_is_one_of_ours(
    shelf: DriveShelf, status: int | None, reason: str, error: type[PressroomError]
) -> None:
    shelf.server.fail_next("get", status=status, reason=reason, times=2)
    with pytest.raises(error):
        shelf.source.look(shelf.place(), None)


def test_a_quota_of_a_day_is_waited_out_for_an_hour(shelf: DriveShelf) -> None:
    shelf.server.fail_next("list", status=403, reason="dailyLimitExceeded")
    with pytest.raises(ProviderBusy) as raised:
        shelf.source.look(shelf.place(), None)
    assert raised.value.retry_after == 3600


def test_drive_is_asked_once_and_its_wish_to_wait_is_passed_on(server: DriveServer, shelf: DriveShelf) -> None:
    server.fail_next("list", status=429, reason="rateLimitExceeded", retry_after="17")
    with pytest.raises(ProviderBusy) as raised:
        shelf.source.look(shelf.place(), None)
    assert raised.value.retry_after == 17
    assert server.asked("list") == 1


def test_a_drive_that_cannot_be_reached_is_busy() -> None:
    source = source_for("google_drive", token=lambda: "t", api_url="http://127.0.0.1:1", timeout_seconds=2)
    with pytest.raises(ProviderBusy, match="cannot be reached"):
        source.folder("root")


def test_what_the_token_s_keeper_raises_goes_through(server: DriveServer) -> None:
    def lost() -> str:
        raise ProviderAuthLost("Reconnect.")

    with pytest.raises(ProviderAuthLost, match=r"^Reconnect\.$"):
        source_for("google_drive", token=lost, api_url=server.api_url).folder("root")


def test_a_grant_withdrawn_in_mid_sync_is_told(server: DriveServer, shelf: DriveShelf, library: Library) -> None:
    (file,) = (one for one in library.files.values() if one.name == "a.png")
    server.revoke_tokens()
    with pytest.raises(ProviderAuthLost, match="Reconnect"):
        fetched(shelf, file)


def test_bytes_other_than_promised_are_refused_and_come_right_the_next_time(
    server: DriveServer, shelf: DriveShelf, library: Library
) -> None:
    (file,) = (one for one in library.files.values() if one.name == "a.png")
    server.corrupt(file.id)
    with pytest.raises(ProviderBusy, match="MD5 differs"):
        fetched(shelf, file)
    assert fetched(shelf, file) == b"a"


def test_a_download_that_breaks_off_is_tried_again(server: DriveServer, shelf: DriveShelf) -> None:
    shelf.put("big.png", bytes(100_000))
    (file,) = (one for one in Library(shelf.source, shelf.place()).sync() if one.name == "big.png")
    server.cut(file.id)
    with pytest.raises(ProviderBusy):
        fetched(shelf, file)
    assert fetched(shelf, file) == bytes(100_000)


def test_malware_and_forbidden_downloads_are_told(server: DriveServer, shelf: DriveShelf) -> None:
    server.add_file("bad.png", b"bad", shelf.ids[""], abusive=True)
    server.add_file("mine.png", b"mine", shelf.ids[""], can_download=False)
    files = {file.name: file for file in Library(shelf.source, shelf.place()).sync()}
    assert files["mine.png"].skip == "its owner does not allow downloads"
    with pytest.raises(ProviderRefused, match="malware"):
        fetched(shelf, files["bad.png"])
    with pytest.raises(ProviderRefused, match="owner"):
        fetched(shelf, files["mine.png"])


class Digesting(io.RawIOBase):
    """Takes bytes and keeps only their digest."""

    def __init__(self) -> None:
        self.digest = sha256()

    def writable(self) -> bool:
        return True

    def write(self, chunk: bytes, /) -> int:  # type: ignore[override]  # bytes are all that comes
        self.digest.update(chunk)
        return len(chunk)


def test_a_big_file_needs_little_memory(shelf: DriveShelf) -> None:
    content = bytes(range(256)) * (4096 * 40)
    shelf.put("huge.png", content)
    (file,) = (one for one in Library(shelf.source, shelf.place()).sync() if one.name == "huge.png")
    into = Digesting()
    tracemalloc.start()
    shelf.source.fetch(shelf.place(), file, into)  # type: ignore[arg-type]  # it is written to, no more
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert into.digest.digest() == sha256(content).digest()
    assert most < len(content)


def test_several_threads_may_fetch_at_once(server: DriveServer, shelf: DriveShelf) -> None:
    for number in range(8):
        shelf.put(f"{number}.png", bytes([number]) * 100_000)
    files = Library(shelf.source, shelf.place()).sync()
    got: dict[str, bytes] = {}
    threads = [threading.Thread(target=lambda one=one: got.update({one.id: fetched(shelf, one)})) for one in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {file.id: server.files.by_id[file.id].content for file in files}
