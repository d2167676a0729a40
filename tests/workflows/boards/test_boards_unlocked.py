"""While Pinterest makes a board or a section, nobody waits for the rows it is about."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Event
from uuid import UUID

import pytest
from httpx import Response
from sqlalchemy import text

from pressroom.features.pins.boards.actions import create_board
from pressroom.features.pins.boards.listing import record_boards
from pressroom.features.pins.boards.models import Board
from pressroom.kernel.app import App
from pressroom.providers.pinterest import BoardFound, FakePinterest
from tests.caller import Caller, admin_of, problem_of
from tests.documents import rows
from tests.doors import fake_doors
from tests.media import wait_for
from tests.serving import served

Bring = Callable[[], Future[Response]]
LONG = 20


@dataclass(slots=True)
class SlowPinterest(FakePinterest):
    """Makes boards and sections once it may."""

    asked: Event = field(default_factory=Event)
    may_answer: Event = field(default_factory=Event)

    def called(self, method: str) -> None:
        """Count a call, and wait before something is made."""
        FakePinterest.called(self, method)
        if method.startswith("create_"):
            self.asked.set()
            assert self.may_answer.wait(LONG)


@pytest.fixture
def pinterest() -> SlowPinterest:
    """A pretended Pinterest that takes its time."""
    return SlowPinterest()


@pytest.fixture
def owner(app: App, home: UUID, pinterest: SlowPinterest) -> Iterator[Caller]:
    """The owner of the first workspace, by API."""
    assert home
    with served(app, fake_doors(pinterest=pinterest)) as server, admin_of(app, server.url) as caller:
        yield caller


@pytest.fixture
def planned(app: App, home: UUID) -> UUID:
    """A board that is only planned."""
    with app.database.transaction() as session:
        return create_board(session, workspace_id=home, name="Soups").id


@pytest.fixture
def beside(pinterest: SlowPinterest) -> Iterator[ThreadPoolExecutor]:
    """A thread for what goes on meanwhile."""
    with ThreadPoolExecutor(2) as pool:
        yield pool
        pinterest.may_answer.set()


@pytest.fixture
def bring(owner: Caller, account: UUID, planned: UUID, beside: ThreadPoolExecutor) -> Bring:
    """Begin to bring the planned board to the account."""
    path, body = f"/api/boards/{planned}/account", {"connection_id": str(account)}
    return lambda: beside.submit(owner.http.put, path, json=body)


def test_a_board_that_is_being_brought_can_be_changed_meanwhile(
    owner: Caller, planned: UUID, pinterest: SlowPinterest, bring: Bring
) -> None:
    answer = bring()
    assert pinterest.asked.wait(LONG)
    owner.http.patch(f"/api/boards/{planned}", json={"name": "Stews"}, timeout=5).raise_for_status()
    assert not answer.done()
    pinterest.may_answer.set()
    assert answer.result(LONG).json()["name"] == "Soups", "as it is at Pinterest"


def test_a_board_that_is_brought_twice_at_once_is_one(
    app: App, planned: UUID, pinterest: SlowPinterest, bring: Bring
) -> None:
    both = [bring(), bring()]
    wait_for(lambda: pinterest.calls["create_board"] == len(both))
    pinterest.may_answer.set()
    assert [one.result(LONG).json()["id"] for one in both] == [str(planned)] * 2
    assert (len(rows(app, Board)), len(pinterest.shelf.all("boards"))) == (1, 1)


def test_a_board_that_is_deleted_while_it_is_brought_stays_deleted(
    app: App, owner: Caller, planned: UUID, pinterest: SlowPinterest, bring: Bring
) -> None:
    answer = bring()
    assert pinterest.asked.wait(LONG)
    owner.http.delete(f"/api/boards/{planned}", timeout=5).raise_for_status()
    pinterest.may_answer.set()
    problem_of(answer.result(LONG), 409, "at_pinterest")
    (kept,) = rows(app, Board)
    assert (kept.connection_id, kept.deleted_at is None) == (None, False)


def test_a_board_that_gets_a_section_is_read_meanwhile(
    app: App, owner: Caller, account: UUID, pinterest: SlowPinterest, beside: ThreadPoolExecutor
) -> None:
    there = BoardFound(id=pinterest.add_board("Breads"), name="Breads")
    with app.database.transaction() as session:
        record_boards(session, account, [there])
    path = f"/api/boards/{rows(app, Board)[0].id}/sections"
    answer = beside.submit(owner.http.post, path, json={"name": "Rye"})
    assert pinterest.asked.wait(LONG)
    with app.database.transaction() as session:
        session.execute(text("SET LOCAL lock_timeout = '5s'"))
        record_boards(session, account, [replace(there, name="Breads and rolls")])
    assert not answer.done()
    pinterest.may_answer.set()
    assert answer.result(LONG).json()["name"] == "Rye"
