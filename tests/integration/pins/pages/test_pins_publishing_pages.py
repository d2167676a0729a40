"""Publishing on the pages of pins: what stands in the way, what it comes to, every try, and the way back."""

from datetime import timedelta
from uuid import UUID

import pytest

from pressroom.core.connections.models import Connection
from pressroom.features.pins.boards.models import Board, BoardSection
from pressroom.features.pins.models import PictureSource, Pin, PinStage, PinStatus
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.ids import new_id
from tests.caller import Caller
from tests.connected import connect_pinterest
from tests.library import change
from tests.page_forms import SCRIPT, press, text_of, toast_of
from tests.pins import Pinboard

LOST = "Token refresh failed: invalid_grant"


@pytest.fixture
def account(app: App, board: Pinboard, project_id: UUID, ready: str) -> UUID:
    """An account that the project publishes with, and the pin's board is one of its."""
    connection_id = connect_pinterest(app, board.workspace_id)
    change(app, Project, project_id, connection_id=connection_id)
    board_id = board.pin(UUID(ready)).board_id
    assert board_id
    change(app, Board, board_id, connection_id=connection_id, pinterest_board_id="100")
    return connection_id


def tried(board: Pinboard, pin_id: str, account: UUID, **values: object) -> None:
    """Write down a try to publish a pin."""
    with board.session() as session:
        number = len(session.query(PublishAttempt).all()) + 1
        row = {"outcome": Outcome.REFUSED, "sent_at": now(), "ended_at": now() + timedelta(seconds=2)} | values
        session.add(
            PublishAttempt(
                id=new_id(),
                workspace_id=board.workspace_id,
                pin_id=UUID(pin_id),
                connection_id=account,
                account="ada",
                number=number,
                run_id=f"publish-pin:{pin_id}:{number}",
                title="Leek soup",
                link=None,
                pinterest_board_id="100",
                **row,
            )
        )


def publish_at(board: Pinboard, pin_id: str) -> None:
    """Have a pin published, as its run does it."""
    with board.session() as session:
        pin = session.get_one(Pin, UUID(pin_id))
        pin.status, pin.pinterest_pin_id, pin.published_at = PinStatus.PUBLISHED, "813744226420795884", now()


def test_what_stands_in_the_way_is_said_before_anybody_tries(admin: Caller, ready: str) -> None:
    page = text_of(admin, f"/pins/{ready}/publication")
    assert "It cannot be published yet." in page
    assert "No Pinterest account connected to this project" in page
    assert "Publish now" not in page
    for way in ("#board", f"/projects/{admin.json(f'/api/pins/{ready}')['project_id']}", "/connections"):
        assert f'href="{way}"' in page
    refused = admin.http.post(f"/pins/{ready}/publication", headers=SCRIPT)
    assert (refused.status_code, toast_of(refused)["tone"]) == (422, "bad")


@pytest.mark.usefixtures("account")
def test_a_pin_is_published_by_its_button_and_is_on_its_way(admin: Caller, board: Pinboard, ready: str) -> None:
    assert "Publish now" in text_of(admin, f"/pins/{ready}")
    answer = press(admin, f"/pins/{ready}/publication")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/pins/{ready}")
    assert board.pin(UUID(ready)).status is PinStatus.PUBLISHING
    page = text_of(admin, f"/pins/{ready}")
    assert "On its way" in page
    assert "Publish now" not in page
    assert "1 pin is on the way to Pinterest" in text_of(admin, "/")
    assert "column-publishing" in text_of(admin, "/pins/board")


@pytest.mark.usefixtures("account")
def test_what_publishing_many_comes_to_is_said_and_one_that_cannot_be_stops_none(
    admin: Caller, app: App, board: Pinboard, project_id: UUID, ready: str
) -> None:
    boardless = str(board.make(project_id))
    change(app, Pin, boardless, board_id=None)
    said = press(admin, "/pins/publication/estimate", {"ids": [ready, boardless]}).text
    assert "1 pin goes to Pinterest now" in said
    assert "1 not: Pin must have a Pinterest board assigned" in said
    assert "Publish them now" in said
    assert "Publish them now" not in press(admin, "/pins/publication/estimate", {"ids": [boardless]}).text
    answer = admin.http.post("/pins/publication", data={"ids": [ready, boardless]}, headers=SCRIPT)
    assert (answer.status_code, toast_of(answer)["message"]) == (204, "Publishing 2 pins.")
    assert board.pin(UUID(ready)).status is PinStatus.PUBLISHING
    assert "Publishing 1 of 2 pins" in text_of(admin, "/pins/writing")


@pytest.mark.usefixtures("account")
def test_chosen_pins_that_are_out_already_are_left_alone(admin: Caller, board: Pinboard, ready: str) -> None:
    publish_at(board, ready)
    answer = admin.http.post("/pins/publication", data={"ids": [ready]}, headers=SCRIPT)
    assert toast_of(answer)["message"] == "All of these are published already."
    assert "of 1 pin" not in text_of(admin, "/pins/writing")


def test_every_try_is_told_with_its_answer(admin: Caller, board: Pinboard, ready: str, account: UUID) -> None:
    tried(board, ready, account, outcome=Outcome.LIMITED, http_status=429, error="Pinterest asked to wait 60 s.")
    tried(board, ready, account, outcome=Outcome.PUBLISHED, http_status=201, request_id="req-4711")
    publish_at(board, ready)
    page = text_of(admin, f"/pins/{ready}/publication")
    for words in ("Try 2", "HTTP 201", "4711", "Try 1", "HTTP 429", "asked to wait 60 s.", "2.0 s"):
        assert words in page
    assert page.index("Try 2") < page.index("Try 1")
    assert f"/runs/publish-pin%3A{ready}%3A2" in page


@pytest.mark.usefixtures("account")
def test_a_published_pin_leads_to_pinterest_and_can_be_withdrawn(admin: Caller, board: Pinboard, ready: str) -> None:
    publish_at(board, ready)
    link = "https://www.pinterest.com/pin/813744226420795884/"
    for path in (f"/pins/{ready}", f"/pins/{ready}/row", f"/pins/{ready}/card"):
        assert link in text_of(admin, path)
    answer = admin.http.post(f"/pins/{ready}/publication/removal", headers=SCRIPT)
    assert toast_of(answer)["message"] == "Withdrawing it from Pinterest."
    assert "Being withdrawn" in text_of(admin, f"/pins/{ready}/publication")


def test_what_was_published_and_withdrawn_is_told_so(admin: Caller, board: Pinboard, ready: str, account: UUID) -> None:
    tried(board, ready, account, outcome=Outcome.PUBLISHED, http_status=201, pinterest_pin_id="813744226420795884")
    publish_at(board, ready)
    assert "withdrawn since" not in text_of(admin, f"/pins/{ready}/publication")
    with board.session() as session:
        session.get_one(Pin, UUID(ready)).pinterest_pin_id = None
    assert "Published, withdrawn since" in text_of(admin, f"/pins/{ready}/publication")


def test_a_published_pin_of_an_account_that_is_gone_says_what_to_do_before_it_is_withdrawn(
    admin: Caller, app: App, board: Pinboard, ready: str, account: UUID
) -> None:
    publish_at(board, ready)
    assert "Withdraw it" in text_of(admin, f"/pins/{ready}/publication")
    change(app, Connection, account, active=False, last_error=LOST)
    page = text_of(admin, f"/pins/{ready}/publication")
    assert "It cannot be withdrawn now." in page
    assert "Withdraw it" not in page


@pytest.mark.usefixtures("account")
def test_who_deletes_a_published_pin_is_told_that_it_stays_at_pinterest(
    admin: Caller, board: Pinboard, project_id: UUID, ready: str
) -> None:
    draft = str(board.make(project_id))
    publish_at(board, ready)
    page = text_of(admin, f"/pins/{ready}")
    assert "Delete here only" in page
    assert "Pinterest keeps what it shows." in page
    deleted = admin.http.post(f"/pins/{ready}/deletion", headers=SCRIPT)
    assert toast_of(deleted)["message"].endswith("It stays at Pinterest.")
    assert "It stays at Pinterest." in text_of(admin, f"/pins/{ready}")
    press(admin, toast_of(deleted)["undo"])
    both = admin.http.post("/pins/deletion", data={"ids": [ready, draft]}, headers=SCRIPT)
    assert toast_of(both)["message"] == "2 deleted; 1 of them stays at Pinterest."


@pytest.mark.usefixtures("account")
def test_a_pin_that_somebody_deleted_at_pinterest_says_so(admin: Caller, app: App, board: Pinboard, ready: str) -> None:
    publish_at(board, ready)
    change(app, Pin, ready, gone_at=now())
    assert "No longer at Pinterest." in text_of(admin, f"/pins/{ready}/publication")
    assert "Gone at Pinterest" in text_of(admin, f"/pins/{ready}/row")


def test_a_planned_pin_of_a_lost_account_waits_with_the_reason(
    admin: Caller, app: App, ready: str, account: UUID
) -> None:
    change(app, Pin, ready, status=PinStatus.SCHEDULED, scheduled_at=now())
    change(app, Connection, account, active=False, last_error=LOST)
    for path in (f"/pins/{ready}/row", f"/pins/{ready}/card", f"/pins/{ready}", "/pins"):
        page = text_of(admin, path)
        assert f"has to be connected again: {LOST}" in page, path
    assert "Waits" in text_of(admin, f"/pins/{ready}/row")


@pytest.mark.usefixtures("account")
def test_a_pin_that_was_not_published_is_tried_again_by_its_one_button(
    admin: Caller, app: App, board: Pinboard, ready: str
) -> None:
    change(app, Pin, ready, status=PinStatus.FAILED, failed_stage=PinStage.PUBLISHING, error="Refused by Pinterest.")
    assert "Not published" in text_of(admin, f"/pins/{ready}/row")
    press(admin, f"/pins/{ready}/retry")
    assert board.pin(UUID(ready)).status is PinStatus.PUBLISHING


def test_a_picture_that_a_model_made_is_called_so(admin: Caller, app: App, ready: str) -> None:
    assert "Made by AI" not in text_of(admin, f"/pins/{ready}/publication")
    change(app, Pin, ready, picture_source=PictureSource.GENERATION)
    assert "Made by AI" in text_of(admin, f"/pins/{ready}/publication")


@pytest.mark.usefixtures("account")
def test_a_pin_is_put_in_a_section_of_its_board_and_in_none_of_another(
    admin: Caller, board: Pinboard, ready: str
) -> None:
    with board.session() as session:
        mine = BoardSection(
            id=new_id(),
            workspace_id=board.workspace_id,
            board_id=session.get_one(Pin, UUID(ready)).board_id,
            pinterest_section_id="7",
            name="Soups",
        )
        session.add(mine)
    assert "Soups" in text_of(admin, f"/pins/{ready}/publication")
    press(admin, f"/pins/{ready}/section", {"section": str(mine.id)})
    assert admin.json(f"/api/pins/{ready}")["section_id"] == str(mine.id)
    assert press(admin, f"/pins/{ready}/section", {"section": str(new_id())}).status_code == 404
    other = str(board.board("Breads"))
    changed = admin.http.patch(f"/api/pins/{ready}", json={"board_id": other}).json()
    assert (changed["board_id"], changed["section_id"]) == (other, None)
