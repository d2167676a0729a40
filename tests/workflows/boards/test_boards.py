"""Boards of accounts at Pinterest: read with their sections, marked when they go."""

from uuid import UUID

import pytest

from pressroom.core.connections.actions import disconnect, mark_lost
from pressroom.core.connections.models import Connection
from pressroom.features.pins.boards.actions import change_board, create_board, delete_board
from pressroom.features.pins.boards.listing import record_boards
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.boards.queries import boards as find_boards
from pressroom.features.pins.boards.workflows import sync_all_boards
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, Invalid
from pressroom.providers.pinterest import BoardFound, FakePinterest, Limited, PinterestRefused
from tests.connected import connect_pinterest, connection_row
from tests.documents import rows
from tests.media import wait_for
from tests.remote_boards import begun, board_named, ended, read, remote, sections_of


def test_an_account_s_boards_and_their_sections_are_written_down(app: App, account: UUID) -> None:
    before = now()
    assert read(app, account) == {"boards": 2, "gone": 0, "sections": 1, "boards_with_sections": 1}
    soups, salads = board_named(app, "Soups"), board_named(app, "Salads")
    assert (soups.description, soups.privacy, soups.pin_count, soups.connection_id) == (
        "Warm ones",
        "PUBLIC",
        0,
        account,
    )
    assert salads.privacy == "SECRET"
    assert sections_of(app, "Soups") == ["Leek"]
    synced_at = connection_row(app, account).synced_at
    assert synced_at is not None
    assert synced_at >= before


def test_what_was_renamed_went_or_came_back_is_so_after_the_next_look(
    app: App, account: UUID, pinterest: FakePinterest
) -> None:
    read(app, account)
    kept, gone = board_named(app, "Soups").id, remote(app, "Salads")
    row = pinterest.shelf.get("boards", remote(app, "Soups"))
    assert row is not None
    pinterest.shelf.put("boards", dict(row) | {"name": "Soups and stews"})
    taken = pinterest.shelf.get("boards", gone)
    assert taken is not None
    pinterest.remove_board(gone)
    assert read(app, account)["gone"] == 1
    assert board_named(app, "Soups and stews").id == kept
    assert board_named(app, "Salads").gone_at is not None
    assert read(app, account)["gone"] == 0
    pinterest.shelf.put("boards", taken)
    read(app, account)
    assert board_named(app, "Salads").gone_at is None


def test_a_section_that_went_goes_here_too_and_a_board_that_goes_meanwhile_stops_nothing(
    app: App, account: UUID, pinterest: FakePinterest
) -> None:
    read(app, account)
    (section,) = pinterest.shelf.all("sections")
    pinterest.shelf.take_away("sections", section["id"])
    read(app, account)
    assert sections_of(app, "Soups") == []
    pinterest.failures["sections"] = [PinterestRefused("This board is gone.", code="board_gone")]
    assert read(app, account)["boards"] == 2
    assert [one.gone_at is not None for one in rows(app, Board)].count(True) == 1


def test_a_board_that_is_listed_twice_is_one(app: App, account: UUID) -> None:
    moved = BoardFound(id="77", name="Breads")
    with app.database.transaction() as session:
        told = record_boards(session, account, [moved, BoardFound(id="78", name="Cakes"), moved])
    assert told == {"boards": 2, "gone": 0}
    assert sorted(one.name for one in rows(app, Board)) == ["Breads", "Cakes"]


def test_two_who_ask_at_once_get_one_run(app: App, account: UUID, pinterest: FakePinterest) -> None:
    pinterest.failures["boards"] = [Limited("Wait.", retry_after=1.0)]
    first = begun(app, account)
    assert begun(app, account) == first
    assert ended(app, first)[0] == "SUCCESS"
    assert begun(app, account) != first


@pytest.mark.parametrize("at", ["boards", "sections"])
def test_a_busy_pinterest_is_waited_for_as_long_as_it_asks(
    app: App, account: UUID, pinterest: FakePinterest, at: str
) -> None:
    pinterest.failures[at] = [Limited("Too many requests.", retry_after=0.2), Limited("Too many.", retry_after=0.2)]
    assert read(app, account)["boards"] == 2
    assert pinterest.calls["boards"] == (3 if at == "boards" else 1)


def test_a_pinterest_that_stays_busy_fails_the_run_with_the_reason(
    app: App, account: UUID, pinterest: FakePinterest
) -> None:
    read(app, account)
    pinterest.failures["boards"] = [Limited("Too many requests.", retry_after=0.05) for _ in range(4)]
    status, said = ended(app, begun(app, account))
    assert status == "ERROR"
    assert "again and again" in str(said)
    assert len([one for one in rows(app, Board) if one.gone_at is None]) == 2


def test_an_account_that_lets_nobody_in_is_marked_as_lost(app: App, account: UUID, pinterest: FakePinterest) -> None:
    pinterest.refused_tokens |= {"access-ada", "fake-access-1"}
    assert ended(app, begun(app, account))[0] == "ERROR"
    assert not connection_row(app, account).active
    with pytest.raises(Conflict, match="Reconnect ada first"):
        begun(app, account)


def test_a_token_refused_before_its_time_is_renewed_once(app: App, account: UUID, pinterest: FakePinterest) -> None:
    pinterest.refused_tokens.add("access-ada")
    assert read(app, account)["boards"] == 2
    assert connection_row(app, account).active


def test_every_active_account_is_read_once_a_day(app: App, home: UUID, account: UUID) -> None:
    other = connect_pinterest(app, home, "sandbox", provider="pinterest_sandbox", refresh=None, lasts=None)
    mark_lost(app.database, connect_pinterest(app, home, "lost"), "Taken back.")
    connect_pinterest(app, home, "drive", provider="google_drive")
    wait_for(lambda: "sync_all_boards" in {one["schedule_name"] for one in app.durable.client.list_schedules()})
    assert sync_all_boards(now(), None) == {"accounts": 2}
    wait_for(lambda: all(connection_row(app, one).synced_at for one in (account, other)))
    assert len(rows(app, Board)) == 4


def test_an_account_of_another_kind_has_no_boards(app: App, home: UUID) -> None:
    drive = connect_pinterest(app, home, "drive", provider="google_drive")
    with pytest.raises(Invalid, match="no boards"):
        begun(app, drive)


def test_boards_of_accounts_that_are_let_go_stay_and_are_theirs_again_when_connected_anew(
    app: App, home: UUID, account: UUID
) -> None:
    other = connect_pinterest(app, home, "bob")
    for one in (account, other):
        read(app, one)
    with app.database.transaction() as session:
        create_board(session, workspace_id=home, name="Soups")
        for one in (account, other):  # two boards of one name without an account, beside a planned one
            disconnect(session, app.vault, None, session.get_one(Connection, one))
    assert len([one for one in rows(app, Board) if one.connection_id is None]) == 5
    again = connect_pinterest(app, home)
    read(app, again)
    assert len(rows(app, Board)) == 5
    assert len([one for one in rows(app, Board) if one.connection_id == again]) == 2


def test_a_board_at_pinterest_is_neither_renamed_nor_deleted_here(app: App, account: UUID, home: UUID) -> None:
    read(app, account)
    with app.database.transaction() as session:
        soups = next(one for one in find_boards(session, home) if one.name == "Soups")
        with pytest.raises(Conflict, match="Change it there"):
            change_board(session, soups, name="Stews")
        with pytest.raises(Conflict, match="Delete it there"):
            delete_board(soups)
        soups.gone_at = now()
        delete_board(soups)
        session.rollback()
