"""Deleted pins brought back: not without their project, which brings them back itself."""

from uuid import UUID

import pytest

from pressroom.features.pins.actions.remove import undelete_together
from pressroom.features.pins.models import Pin
from pressroom.features.pins.projects.actions import delete_project, undelete_project
from pressroom.features.pins.projects.models import Project
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.pins import Pinboard, pinboard_of

REASON = "The project “Kitchen” is deleted. Bring it back first."


@pytest.fixture
def board(app: App, admin: Caller) -> Pinboard:
    """The admin's pins."""
    assert admin
    return pinboard_of(app)


@pytest.fixture
def project_id(board: Pinboard) -> UUID:
    """A blog."""
    return board.blogs.project(name="Kitchen")


@pytest.fixture
def pin_id(board: Pinboard, project_id: UUID) -> UUID:
    """A pin that was deleted along with its project."""
    made = board.make(project_id, title="Soup")
    with board.session() as session:
        delete_project(session, session.get_one(Project, project_id))
    return made


def test_a_pin_does_not_come_back_without_its_project(admin: Caller, board: Pinboard, pin_id: UUID) -> None:
    problem_of(admin.http.post(f"/api/pins/{pin_id}/restore"), 409, "deleted")
    assert board.pin(pin_id).deleted_at is not None


def test_of_several_those_of_a_deleted_project_are_told_and_the_others_come_back(
    admin: Caller, board: Pinboard, pin_id: UUID
) -> None:
    other = board.make(board.blogs.project(name="Garden"), title="Leeks")
    admin.http.delete(f"/api/pins/{other}")
    told = admin.http.post("/api/pins/restoration", json={"pin_ids": [str(pin_id), str(other)]}).json()
    assert (told["succeeded"], told["failed"]) == (1, 1)
    assert [one["error"] for one in told["results"]] == [REASON, None]
    assert [one["id"] for one in admin.json("/api/pins")["items"]] == [str(other)]


def test_those_deleted_together_come_back_with_their_project(board: Pinboard, project_id: UUID, pin_id: UUID) -> None:
    at = board.pin(pin_id).deleted_at
    assert at is not None
    with board.session() as session:
        assert undelete_together(session, board.workspace_id, at) == 0
        assert session.get_one(Pin, pin_id).deleted_at == at
        undelete_project(session, session.get_one(Project, project_id))
    assert board.pin(pin_id).deleted_at is None
