"""Stored files that nothing points at any more are let go at night; what is in use, or new, stays."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Asset
from pressroom.features.pins.actions.picture import choose_picture, keep_upload, picked_upload
from pressroom.features.pins.actions.remove import purge_deleted
from pressroom.features.pins.queries import pin as find_pin
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from tests.caller import Caller
from tests.library import completed
from tests.media import dot
from tests.pins import Pinboard, pinboard_of


def upload(board: Pinboard, pin_id: UUID, mark: str) -> str:
    """Give a pin an uploaded picture; return its digest."""
    kept = keep_upload(board.app, BytesIO(dot(mark)), filename=f"{mark}.png")
    with board.session() as session:
        picked = picked_upload(session, board.app, kept, workspace_id=board.workspace_id)
        choose_picture(session, board.app.durable, find_pin(session, board.workspace_id, pin_id, lock=True), picked)
        return session.get_one(Asset, picked.asset_id).sha256


def age(session: Session) -> None:
    """Have everything that is stored be two days old."""
    session.execute(update(Asset).values(created_at=now() - timedelta(days=2)))


def test_a_picture_that_was_replaced_is_let_go_after_a_day_and_nothing_else(app: App, admin: Caller) -> None:
    board = pinboard_of(app)
    completed(app, admin, 1)
    admin.add("a document")
    pin_id = board.make(board.blogs.project())
    replaced, shown = upload(board, pin_id, "first"), upload(board, pin_id, "second")
    with board.session() as session:
        before = set(session.scalars(select(Asset.sha256)))
        assert purge_deleted(session) == []
        age(session)
        assert purge_deleted(session) == [replaced]
        assert set(session.scalars(select(Asset.sha256))) == before - {replaced}
    assert shown in before
