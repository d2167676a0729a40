"""Deleted pictures go for good after a day, and so do files that nothing uses any more."""

import io
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from pressroom.core.assets.models import Asset
from pressroom.core.metadata.models import Revision
from pressroom.features.documents.actions.intake import take_file
from pressroom.features.media.actions.remove import delete_item, undelete_item
from pressroom.features.media.artworks.actions import make_artwork
from pressroom.features.media.artworks.models import Artwork
from pressroom.features.media.models import Item
from pressroom.features.media.workflows import purge_media
from pressroom.kernel.clock import now
from pressroom.kernel.db import Base
from pressroom.kernel.errors import NotFound
from pressroom.kernel.storage import asset_key, thumbnail_key
from pressroom.providers.pictures import Size
from pressroom.providers.sources import FakeSource
from tests.doors import fake_doors
from tests.media import Library, dot, fill
from tests.workflows.conftest import StartWorker


@pytest.fixture(autouse=True)
def at_work(source: FakeSource, start_worker: StartWorker) -> None:
    """Let a worker run."""
    start_worker(doors=fake_doors(source=source))


def delete(library: Library, item_id: UUID) -> None:
    """Delete a picture."""
    with library.session() as session:
        delete_item(session.get_one(Item, item_id))


def let_days_pass(library: Library) -> None:
    """Let deleted pictures be deleted for two days, and the night come."""
    with library.session() as session:
        session.execute(update(Item).where(Item.deleted_at.is_not(None)).values(deleted_at=now() - timedelta(days=2)))
    purge_media(now(), None)


def count(library: Library, model: type[Base]) -> int:
    """Return how many rows a table has."""
    with library.session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def is_kept(library: Library, key: str) -> bool:
    """Tell whether something is in storage."""
    try:
        return bool(library.app.storage.get(key))
    except NotFound:
        return False


def test_a_deleted_picture_goes_after_a_day_with_all_that_belongs_to_it(library: Library) -> None:
    item = library.done(library.add(dot("a")))
    stays = library.done(library.add(dot("b"), "b.png"))
    with library.session() as session:
        make_artwork(session, session.get_one(Item, item.id), user_id=library.user_id)
    delete(library, item.id)
    let_days_pass(library)
    assert [one.id for one in library.items()] == [stays.id]
    assert (count(library, Asset), count(library, Revision), count(library, Artwork)) == (1, 1, 0)
    keys = [asset_key(item.asset.sha256), *(thumbnail_key(item.asset.sha256, size) for size in Size)]
    assert not any(is_kept(library, key) for key in keys)
    assert is_kept(library, asset_key(stays.asset.sha256))


def test_within_the_day_it_can_be_brought_back(library: Library) -> None:
    item = library.done(library.add(dot("a")))
    delete(library, item.id)
    purge_media(now(), None)
    with library.session() as session:
        undelete_item(session.get_one(Item, item.id))
    assert library.item(item.id).deleted_at is None
    assert is_kept(library, asset_key(item.asset.sha256))


def test_the_same_bytes_after_deleting_are_a_new_picture(library: Library) -> None:
    first = library.done(library.add(dot("a")))
    delete(library, first.id)
    second = library.done(library.add(dot("a")))
    assert second.id != first.id
    let_days_pass(library)
    assert [one.id for one in library.items()] == [second.id]
    assert is_kept(library, asset_key(second.asset.sha256))
    assert is_kept(library, thumbnail_key(second.asset.sha256, Size.SMALL))


def test_bytes_that_a_document_has_too_stay(library: Library) -> None:
    item = library.done(library.add(dot("a")))
    with library.session() as session:
        take_file(
            session,
            library.app,
            io.BytesIO(dot("a")),
            filename="scan.png",
            workspace_id=library.workspace_id,
            user_id=library.user_id,
        )
    delete(library, item.id)
    let_days_pass(library)
    assert library.items() == []
    assert library.app.storage.get(asset_key(item.asset.sha256)) == dot("a")


def test_the_bytes_that_a_changed_file_had_before_go(library: Library, source: FakeSource) -> None:
    (file,) = fill(source, 1)
    folder_id = library.folder()
    library.sync(folder_id)
    before = library.items()[0].asset.sha256
    source.update_file(file, dot("other"))
    library.sync(folder_id)
    purge_media(now(), None)
    after = library.items()[0].asset.sha256
    assert (is_kept(library, asset_key(before)), is_kept(library, asset_key(after))) == (False, True)
    assert count(library, Asset) == 1
