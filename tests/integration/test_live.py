"""Live updates: a commit becomes an event, on every open stream of its workspace."""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from sqlalchemy import func, select

from pressroom.features.documents.actions import progress
from pressroom.kernel import live as live_module
from pressroom.kernel.app import App
from pressroom.kernel.live import Change, LiveHub
from pressroom.kernel.mailbox import Signal
from tests.caller import Caller, problem_of
from tests.documents import read
from tests.gallery import begun, colleague_of
from tests.serving import ThreadedServer

WITHIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Event:
    number: int
    kind: str
    id: str
    status: str
    at: str


@contextmanager
def live(caller: Caller, last_event_id: int | None = None, *, age: float | None = None) -> Iterator[Iterator[Event]]:
    """Give the events a caller is told from now on; to wait longer than a while for one is an error."""
    headers = {} if last_event_id is None else {"Last-Event-ID": str(last_event_id)}
    timeout = httpx.Timeout(30, read=WITHIN_SECONDS)
    params = {} if age is None else {"age": age}
    with caller.http.stream("GET", "/api/live", params=params, headers=headers, timeout=timeout) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        assert next(lines) == "retry: 1000"
        time.sleep(0.1)  # the stream subscribes just after its first line
        yield events(lines)


def events(lines: Iterator[str]) -> Iterator[Event]:
    number = 0
    for line in lines:
        if line.startswith("id: "):
            number = int(line.removeprefix("id: "))
        elif line.startswith("data: "):
            yield Event(number, **json.loads(line.removeprefix("data: ")))


def until(stream: Iterator[Event], status: str, kind: str = "document") -> Event:
    return next(event for event in stream if (event.kind, event.status) == (kind, status))


def test_a_commit_is_told_at_once(admin: Caller) -> None:
    with live(admin) as stream:
        document_id = admin.add("hello")
        first, second = next(stream), next(stream)
    told = {(event.kind, event.id, event.status) for event in (first, second)}
    assert told == {
        ("document", document_id, "processing"),
        ("run", f"process-document:{document_id}:1", "queued"),
    }
    assert first.at.endswith("Z")
    assert second.number > first.number


def test_every_open_stream_is_told(admin: Caller) -> None:
    with live(admin) as one, live(admin) as another:
        document_id = admin.add("hello")
        assert until(one, "processing").id == until(another, "processing").id == document_id


def test_what_is_undone_is_never_told(admin: Caller, app: App) -> None:
    document_id = admin.add("hello")
    with live(admin) as stream:
        with pytest.raises(InterruptedError):
            finish_and_break_off(app, document_id)
        read(app, document_id, "hello")
        assert next(stream).status == "processing"


def finish_and_break_off(app: App, document_id: str) -> None:
    with app.database.transaction() as session:
        progress.finish_reading(session, document_id)
        raise InterruptedError


def test_a_deletion_is_told(admin: Caller) -> None:
    document_id = admin.add("hello")
    with live(admin) as stream:
        admin.http.delete(f"/api/documents/{document_id}")
        assert until(stream, "deleted").id == document_id


def test_other_workspaces_are_told_nothing(admin: Caller, stranger: Caller) -> None:
    with live(stranger) as stream:
        admin.add("secret")
        mine = stranger.add("my own")
        assert next(stream).id in {mine, f"process-document:{mine}:1"}


def test_a_client_that_was_away_catches_up(admin: Caller, app: App) -> None:
    with live(admin) as stream:
        document_id = admin.add("hello")
        seen = until(stream, "processing")
    read(app, document_id, "hello")
    with live(admin, seen.number) as stream:
        assert until(stream, "ocr_complete").id == document_id


def test_catching_up_tells_nothing_of_other_workspaces(admin: Caller, stranger: Caller) -> None:
    with live(stranger) as stream:
        stranger.add("mine")
        seen = next(stream)
    theirs = admin.add("secret")
    mine = stranger.add("mine too")
    with live(stranger, seen.number) as stream:
        told = [next(stream), next(stream), next(stream)]
    assert theirs not in {event.id for event in told}
    assert mine in {event.id for event in told}


def test_a_change_that_commits_late_with_a_lower_number_is_caught_up_too(admin: Caller, app: App) -> None:
    """Numbers are given when a change is written, not when it commits."""
    slow, quick = admin.add("slow"), admin.add("quick")
    with psycopg.connect(app.database_url) as late:
        late.execute("UPDATE documents SET status = 'ocr_complete' WHERE id = %s", (slow,))
        with live(admin) as stream:
            read(app, quick, "quick")
            seen = until(stream, "ocr_complete")
            assert seen.id == quick
        late.commit()
    with live(admin, seen.number) as stream:
        caught = next(event for event in stream if (event.id, event.status) == (slow, "ocr_complete"))
        assert caught.number < seen.number


def test_a_number_of_long_ago_gets_the_latest_change_of_everything_oldest_first(admin: Caller, app: App) -> None:
    first, second = admin.add("hello"), admin.add("again")
    read(app, first, "hello")
    with live(admin, 0) as stream:
        told = [next(stream) for _ in range(5)]  # one of them of the first credits
    documents = [(event.id, event.status) for event in told if event.kind == "document"]
    assert documents == [(second, "processing"), (first, "ocr_complete")]
    assert [event.number for event in told] == sorted(event.number for event in told)


@pytest.mark.parametrize("number", [2**63, 10**30])
def test_a_number_no_change_can_have_counts_as_none(admin: Caller, number: int) -> None:
    with live(admin, number) as stream:
        document_id = admin.add("hello")
        assert document_id in next(stream).id


def test_a_page_is_told_what_changed_since_it_was_written(admin: Caller) -> None:
    document_id = admin.add("hello")
    with live(admin, age=0.5) as stream:
        assert until(stream, "processing").id == document_id


def test_a_page_is_not_told_what_it_shows_already(admin: Caller, app: App) -> None:
    old = admin.add("hello")
    with psycopg.connect(app.database_url) as connection:
        connection.execute("UPDATE live_events SET at = at - interval '1 minute'")
    with live(admin, age=0.5) as stream:
        new = admin.add("news")
        told = {next(stream).id, next(stream).id}
    assert not any(old in one for one in told)
    assert any(new in one for one in told)


def test_without_a_number_nothing_old_is_told(admin: Caller, app: App) -> None:
    with live(admin) as stream:
        document_id = admin.add("hello")
        assert until(stream, "processing").id == document_id
        assert until(stream, "queued", "run")
    with live(admin) as stream:
        with app.database.transaction() as session:
            progress.abandon(session, UUID(document_id), f"process-document:{document_id}:1", "enough")
        assert next(stream).status == "failed"


def test_after_the_database_cut_the_line_streams_are_told_again(admin: Caller, app: App) -> None:
    with live(admin) as stream:
        cut_listeners(app)
        assert list(stream) == []  # the stream ends, so that its client comes back and catches up
    deadline = time.monotonic() + WITHIN_SECONDS
    while not listening(app):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    with live(admin) as stream:
        document_id = admin.add("again")
        assert until(stream, "processing").id == document_id


@pytest.mark.parametrize("payload", ["no JSON", '{"of": "another version"}'])
def test_a_change_that_cannot_be_read_keeps_nobody_from_the_next(admin: Caller, app: App, payload: str) -> None:
    with live(admin) as stream:
        with app.database.transaction() as session:
            session.execute(select(func.pg_notify(live_module.CHANNEL, payload)))
        document_id = admin.add("hello")
        assert until(stream, "processing").id == document_id


def test_who_came_while_nobody_listened_is_sent_back_to_catch_up(app: App) -> None:
    async def stay() -> list[Change | Signal]:
        hub = LiveHub(app.database_url)
        async with hub.subscription(uuid4()) as mailbox:
            await hub.start()
            async with asyncio.timeout(WITHIN_SECONDS):
                told = await mailbox.take()
        await hub.stop()
        return told

    assert asyncio.run(stay()) == [Signal.LEAVE]


def test_a_stream_that_is_told_nothing_hears_that_the_line_still_stands(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr(live_module, "LOOK_EVERY_SECONDS", 0.05)

    async def stay() -> list[Change | Signal]:
        hub = LiveHub(app.database_url)
        async with hub.subscription(uuid4()) as mailbox:
            await hub.start()
            told: list[Change | Signal] = []
            async with asyncio.timeout(WITHIN_SECONDS):
                while len(told) < 3:
                    told += await mailbox.take()
        await hub.stop()
        return told

    assert set(asyncio.run(stay())) <= {Signal.LEAVE, Signal.BEAT}


LISTENERS = "FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database()"


def cut_listeners(app: App) -> None:
    with psycopg.connect(app.database_url, autocommit=True) as connection:
        connection.execute(f"SELECT pg_terminate_backend(pid) {LISTENERS}")


def listening(app: App) -> bool:
    with psycopg.connect(app.database_url) as connection:
        return connection.execute(f"SELECT 1 {LISTENERS}").fetchone() is not None


def test_live_updates_need_a_signed_in_reader(nobody: httpx.Client) -> None:
    problem_of(nobody.get("/api/live"), 401)


def test_what_is_one_persons_alone_is_told_to_nobody_else(admin: Caller, app: App, server: ThreadedServer) -> None:
    with colleague_of(app, admin, server.url) as colleague, live(admin) as own, live(colleague) as other:
        generation_id = begun(admin)
        document_id = admin.add("for everyone")
        assert until(own, "processing", "generation").id == generation_id
        told = [next(other)]
        while told[-1].id != document_id:
            told.append(next(other))
        assert generation_id not in " ".join(event.id for event in told)
        with live(colleague, age=60) as late:
            caught_up = [next(late)]
            while caught_up[-1].id != document_id:
                caught_up.append(next(late))
        assert generation_id not in " ".join(event.id for event in caught_up)
