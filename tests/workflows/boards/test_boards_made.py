"""Boards and sections made at Pinterest, and planned ones brought there: never twice."""

from uuid import UUID

import pytest

from pressroom.core.connections.models import Connection
from pressroom.features.pins.accounts import Accounts
from pressroom.features.pins.boards.actions import create_board
from pressroom.features.pins.boards.making import bring_board, make_board, make_section
from pressroom.features.pins.boards.models import Board, BoardSection
from pressroom.features.pins.models import Pin
from pressroom.features.pins.projects.models import Project
from pressroom.kernel.app import App
from pressroom.kernel.errors import Conflict, Invalid, OutcomeUnknown, ProviderBusy
from pressroom.kernel.ids import new_id
from pressroom.providers.doors import Doors
from pressroom.providers.pinterest import FakePinterest, PinterestRefused
from tests.documents import rows
from tests.remote_boards import board_named, read, remote, sections_of


def made(app: App, doors: Doors, connection_id: UUID, name: str) -> Board:
    """Make a board at Pinterest."""
    with app.database.transaction() as session:
        connection = session.get_one(Connection, connection_id)
        return make_board(session, Accounts(app.database, app.vault, doors), connection, name=name)


def test_a_board_is_made_at_pinterest_and_here(app: App, account: UUID, doors: Doors, pinterest: FakePinterest) -> None:
    board = made(app, doors, account, "  Weeknight   dinners ")
    row = pinterest.shelf.get("boards", board.pinterest_board_id or "")
    assert row is not None
    assert (row["name"], board.connection_id, board.privacy) == ("Weeknight dinners", account, "PUBLIC")
    with pytest.raises(Conflict, match="already"):
        made(app, doors, account, "weeknight dinners")
    with pytest.raises(Invalid, match="1 to 50"):
        made(app, doors, account, "x" * 51)
    assert read(app, account)["boards"] == 3
    assert len(rows(app, Board)) == 3


@pytest.mark.parametrize(
    "lost", [OutcomeUnknown("The answer was lost."), ProviderBusy("No proper answer."), PinterestRefused("Taken.")]
)
def test_a_board_whose_making_was_not_answered_is_taken_over_where_it_is_there(
    app: App, account: UUID, doors: Doors, pinterest: FakePinterest, lost: Exception
) -> None:
    there = pinterest.add_board("Breads")
    pinterest.failures["create_board"] = [lost]  # type: ignore[list-item]  # parametrized over ProviderErrors
    assert made(app, doors, account, "breads").pinterest_board_id == there


def test_a_refusal_of_a_board_is_told_as_it_is(app: App, account: UUID, doors: Doors, pinterest: FakePinterest) -> None:
    pinterest.failures["create_board"] = [PinterestRefused("This name is not allowed.")]
    with pytest.raises(PinterestRefused, match="not allowed"):
        made(app, doors, account, "Breads")
    assert rows(app, Board) == []


def planned(app: App, home: UUID, name: str) -> tuple[UUID, UUID, UUID]:
    """Plan a board with a pin on it and a project that puts its pins there; return their ids."""
    with app.database.transaction() as session:
        board = create_board(session, workspace_id=home, name=name)
        project = Project(id=new_id(), workspace_id=home, name="Blog", site_url="https://a.test/", board_id=board.id)
        session.add(project)
        session.flush()
        pin = Pin(id=new_id(), workspace_id=home, project_id=project.id, board_id=board.id, title="Leeks")
        session.add(pin)
        return board.id, project.id, pin.id


@pytest.mark.parametrize("is_there", [True, False])
def test_a_planned_board_is_brought_to_an_account_with_its_pins(  # fixtures
    app: App, home: UUID, account: UUID, doors: Doors, pinterest: FakePinterest, *, is_there: bool
) -> None:
    read(app, account)
    name = "Soups" if is_there else "Breads"
    board_id, project_id, pin_id = planned(app, home, name)
    with app.database.transaction() as session:
        brought = bring_board(
            session,
            Accounts(app.database, app.vault, doors),
            session.get_one(Connection, account),
            session.get_one(Board, board_id),
        )
    found = board_named(app, name)
    assert found.id == brought.id
    assert (found.id == board_id) is not is_there
    assert (found.connection_id, found.gone_at) == (account, None)
    with app.database.transaction() as session:
        assert session.get_one(Pin, pin_id).board_id == found.id
        assert session.get_one(Project, project_id).board_id == found.id
    assert len(pinterest.shelf.all("boards")) == (2 if is_there else 3)
    with app.database.transaction() as session, pytest.raises(Conflict):
        bring_board(
            session,
            Accounts(app.database, app.vault, doors),
            session.get_one(Connection, account),
            session.get_one(Board, found.id),
        )


def test_a_section_is_made_at_pinterest_and_here(
    app: App, home: UUID, account: UUID, doors: Doors, pinterest: FakePinterest
) -> None:
    read(app, account)
    accounts = Accounts(app.database, app.vault, doors)

    def section(board_id: UUID, name: str) -> BoardSection:
        with app.database.transaction() as session:
            return make_section(session, accounts, session.get_one(Board, board_id), name=name)

    soups = board_named(app, "Soups").id
    assert section(soups, "Potato").name == "Potato"
    assert sections_of(app, "Soups") == ["Leek", "Potato"]
    with pytest.raises(Conflict, match="already"):
        section(soups, "potato")
    pinterest.add_section(remote(app, "Soups"), "Carrot")
    pinterest.failures["create_section"] = [OutcomeUnknown("Lost.")]
    assert section(soups, "carrot").name == "Carrot"
    board_id, _, _ = planned(app, home, "Planned")
    with pytest.raises(Conflict, match="Only a board at Pinterest"):
        section(board_id, "Any")
