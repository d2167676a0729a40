"""An account at Pinterest with a blog that publishes by it, and pins that lack nothing but a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pressroom.core.connections.actions import record_connection
from pressroom.features.media.models import Item
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.models import PictureSource, Pin, PinStatus
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.ids import new_id
from pressroom.providers.oauth import Account, Tokens
from tests.caller import Caller
from tests.library import completed
from tests.pins import Pinboard, pinboard_of

VIENNA = "Europe/Vienna"
EVERY_DAY = [
    f"{day} {time}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") for time in ("09:30", "17:00")
]


@dataclass(frozen=True, slots=True)
class Planner:
    """A blog with an account and a board, and what plans its pins."""

    app: App
    caller: Caller
    board: Pinboard
    project_id: UUID
    connection_id: UUID
    board_id: UUID
    asset_id: UUID

    def pins(self, number: int = 1, **values: Any) -> list[str]:  # noqa: ANN401  # columns of all kinds
        """Make pins that lack nothing but a time; return their ids, oldest first."""
        ready = {
            "project_id": self.project_id,
            "board_id": self.board_id,
            "asset_id": self.asset_id,
            "picture_source": PictureSource.MEDIA,
            "picture": {"width": 1000, "height": 1500},
            "status": PinStatus.READY,
        }
        with self.app.database.transaction() as session:
            made = [
                Pin(id=new_id(), workspace_id=self.board.workspace_id, **{"title": f"Pin {one}"} | ready | values)
                for one in range(1, number + 1)
            ]
            session.add_all(made)
            return [str(one.id) for one in made]

    def planned(self, at: datetime, number: int = 1, **values: Any) -> list[str]:  # noqa: ANN401  # as above
        """Make pins that are due at a time."""
        return self.pins(number, **{"status": PinStatus.SCHEDULED, "scheduled_at": at} | values)

    def project(self, **chosen: Any) -> UUID:  # noqa: ANN401  # options of all kinds
        """Add another blog with the same account."""
        return self.board.blogs.project(
            f"https://{new_id()}.example/", **{"connection_id": self.connection_id, "zone": VIENNA} | chosen
        )

    def plan(self, ids: list[str], **wanted: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # JSON
        """Give pins their times; return what became of each."""
        answer = self.caller.http.post("/api/pins/planning", json={"pin_ids": ids, **wanted})
        assert answer.status_code == 200, answer.text
        results: list[dict[str, Any]] = answer.json()["results"]
        return results


def planner_of(app: App, caller: Caller, *, slots: list[str] | None = None) -> Planner:
    """Return a blog of the caller's with an account, a board of it, and these times of a week."""
    connection_id, board_id = account_with_board(app, caller.workspace_id)
    board = pinboard_of(app)
    project_id = board.blogs.project(
        connection_id=connection_id, board_id=board_id, zone=VIENNA, slots=EVERY_DAY if slots is None else slots
    )
    with app.database.transaction() as session:
        asset_id = session.get_one(Item, UUID(completed(app, caller, 1))).asset_id
    return Planner(app, caller, board, project_id, connection_id, board_id, asset_id)


def account_with_board(app: App, workspace_id: UUID) -> tuple[UUID, UUID]:
    """Connect an account at Pinterest that has a board; return the ids of both."""
    tokens = Tokens(access="a", refresh="r", expires_at=now() + timedelta(days=30), scopes=())
    with app.database.transaction() as session:
        connection_id = record_connection(
            session,
            app.vault,
            workspace_id=workspace_id,
            provider="pinterest",
            tokens=tokens,
            account=Account("77", "kitchen_notes"),
        )
        board = Board(
            id=new_id(),
            workspace_id=workspace_id,
            name="Recipes",
            connection_id=connection_id,
            pinterest_board_id="1234",
        )
        session.add(board)
        return connection_id, board.id
