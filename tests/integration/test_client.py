"""The Python client against a real server, waiting and awaited."""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest

from pressroom.client import AsyncClient, Client, NotReached, Patience, PressroomError
from pressroom.client.models import DocumentOut
from tests.caller import Caller
from tests.serving import ThreadedServer, free_port

UNKNOWN = UUID("01890000-0000-7000-8000-000000000000")
QUICK = Patience(tries=4, pause=0.05)


@pytest.fixture
def press(server: ThreadedServer, admin: Caller) -> Iterator[Client]:
    """A client of the first workspace's owner."""
    with Client(server.url, admin.token, patience=QUICK) as client:
        yield client


def test_documents_are_sent_listed_changed_and_deleted(press: Client, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Dear diary", encoding="utf-8")
    sent = press.documents.upload(note, ("other.txt", b"hello"))
    first, second = (one.id for one in sent.documents)
    found = press.documents.get(first)
    assert (found.filename, found.status) == ("note.txt", "processing")
    assert isinstance(found.created_at, datetime)
    assert found.created_at.tzinfo == UTC
    assert [one.id for one in press.documents.list(q="diary", status="failed").items] == []
    assert press.documents.download(second) == b"hello"
    press.documents.save(first, tmp_path / "copy.txt")
    assert (tmp_path / "copy.txt").read_text(encoding="utf-8") == "Dear diary"
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []
    press.documents.delete(first)
    with pytest.raises(PressroomError) as gone:
        press.documents.get(UNKNOWN)
    assert (gone.value.status, gone.value.title) == (404, "Not Found")
    assert press.documents.restore(first).filename == "note.txt"


def test_a_list_is_gone_through_page_after_page(press: Client) -> None:
    press.documents.upload(*((f"{number}.txt", f"note {number}".encode()) for number in range(7)))
    names = [one.filename for one in press.documents.each(limit=3)]
    assert sorted(names) == [f"{number}.txt" for number in range(7)]
    page = press.documents.list(limit=3)
    assert page.next_cursor
    rest = list(press.documents.each(limit=3, cursor=page.next_cursor))
    assert [one.filename for one in rest] == names[3:]


def test_the_same_is_awaited(server: ThreadedServer, admin: Caller, tmp_path: Path) -> None:
    async def script() -> tuple[list[str], DocumentOut, int]:
        async with AsyncClient(server.url, admin.token, patience=QUICK) as press:
            sent = await press.documents.upload(*((f"{number}.txt", f"note {number}".encode()) for number in range(5)))
            names = [one.filename async for one in press.documents.each(limit=2)]
            first = sent.documents[0].id
            await press.documents.save(first, tmp_path / "copy.txt")
            found = await press.documents.get(first)
            with pytest.raises(PressroomError) as refused:
                await press.documents.get(UNKNOWN)
            return names, found, refused.value.status

    names, found, status = asyncio.run(script())
    assert sorted(names) == [f"{number}.txt" for number in range(5)]
    assert (found.filename, status) == ("0.txt", 404)
    assert (tmp_path / "copy.txt").read_bytes() == b"note 0"


def test_a_refusal_says_what_the_server_said(press: Client, server: ThreadedServer) -> None:
    with pytest.raises(PressroomError, match="no workflow called “prune”") as unknown:
        press.workflows.start("prune", {})
    assert unknown.value.status == 404
    with pytest.raises(PressroomError) as wrong:
        press.runs.list(status="sleepy")
    assert (wrong.value.status, wrong.value.code) == (422, "status")
    with pytest.raises(PressroomError) as fields:
        press.documents.list(limit=-1)
    assert [one["pointer"] for one in fields.value.errors] == ["query/limit"]
    with Client(server.url, "prs_wrong") as stranger, pytest.raises(PressroomError) as nobody:
        stranger.money.credits()
    assert nobody.value.status == 401


def test_runs_are_seen_stopped_and_started_again(press: Client) -> None:
    document_id = press.documents.upload(("note.txt", b"hello")).documents[0].id
    run_id = press.documents.get(document_id).run_id
    assert run_id
    with pytest.raises(TimeoutError, match="still queued"):
        press.runs.wait(run_id, seconds=0.2)
    assert press.runs.cancel(run_id).status == "cancelled"
    assert [one.status for one in press.runs.watch(run_id)] == ["cancelled"]
    again = press.runs.retry(run_id).run_id
    assert [one.id for one in press.runs.each(status="queued")] == [again]
    assert press.runs.steps(again).items == []
    with pytest.raises(PressroomError) as running:
        press.runs.rerun_from(again, 1)
    assert running.value.code == "not_over"


def test_events_projects_pins_and_webhooks_are_within_reach(press: Client) -> None:
    document_id = press.documents.upload(("note.txt", b"hello")).documents[0].id
    one = press.events.send("document/uploaded", {"document_id": str(document_id)}, id="note-1")
    many = press.events.send_many([{"name": "document/uploaded", "data": {"document_id": str(document_id)}}])
    assert many.events[0].run_ids == one.run_ids
    assert press.events.get(one.event_id).name == "document/uploaded"
    project = press.projects.create(name="Garden", site_url="https://garden.example.org")
    assert [listed.id for listed in press.projects.list().items] == [project.id]
    assert (press.boards.list().items, press.connections.list().items) == ([], [])
    assert press.webhooks.list().items == []
    assert press.pins.list(project_id=project.id).items == []
    assert press.money.credits().available == 20
    assert press.money.spending().monthly_budget_usd is None
    assert {listed.name for listed in press.workflows.list().items} >= {"process_document"}


def test_what_starts_work_is_sent_with_a_key_and_tried_again_until_the_server_is_there(
    server: ThreadedServer, admin: Caller
) -> None:
    with _door(server) as door, Client(door.url, admin.token, patience=QUICK) as press:
        sent = press.documents.upload(("note.txt", b"hello"))
        assert press.documents.get(sent.documents[0].id).filename == "note.txt"
        door.loses_answers = 2
        lost = press.documents.upload(("second.txt", b"again"))
        assert lost.documents[0].duplicate_of is None, "the key makes it the first answer again"
        door.loses_answers = 1
        with pytest.raises(NotReached) as unknown:
            press.runs.cancel("nothing")
        assert unknown.value.was_sent


def test_a_server_that_is_not_there_is_said_so(admin: Caller) -> None:
    began = time.monotonic()
    with Client(f"http://127.0.0.1:{free_port()}", admin.token, patience=QUICK) as press:
        with pytest.raises(NotReached, match="could not be reached") as nowhere:
            press.runs.cancel("nothing")
        assert not nowhere.value.was_sent
    assert time.monotonic() - began > 0.2, "what was not sent is tried again, whatever it is"


class _Door:
    """A door in front of a server that lets requests in, and may lose what is answered."""

    def __init__(self, server: ThreadedServer) -> None:
        self._to = int(server.url.rpartition(":")[2])
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.loses_answers = 0

    def stand_open(self) -> None:
        """Let connections in, one request each, until it is closed."""
        while True:
            try:
                inside, _ = self._listening.accept()
            except OSError:
                return
            with inside, socket.create_connection(("127.0.0.1", self._to)) as outside:
                self._carry(inside, outside)

    def close(self) -> None:
        """Let nobody in any more."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _carry(self, inside: socket.socket, outside: socket.socket) -> None:
        """Hand a request on, and its answer back unless that is to be lost."""
        asked = b""
        while not _is_whole(asked):
            asked += inside.recv(65536)
        outside.sendall(asked.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
        answered = b"".join(iter(lambda: outside.recv(65536), b""))
        if self.loses_answers:
            self.loses_answers -= 1
            return
        inside.sendall(answered)


def _is_whole(asked: bytes) -> bool:
    """Tell whether a request has come in whole."""
    head, parting, body = asked.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
    return bool(parting) and len(body) >= int(lengths[0] if lengths else 0)


@contextmanager
def _door(server: ThreadedServer) -> Iterator[_Door]:
    door = _Door(server)
    thread = Thread(target=door.stand_open, daemon=True)
    thread.start()
    try:
        yield door
    finally:
        door.close()
        thread.join(10)
