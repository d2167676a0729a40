"""Deleted generations go for good after a day, and so does what runs left behind."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from pressroom.core.assets.actions import Recorded
from pressroom.core.assets.models import Source
from pressroom.features.generations.actions.remove import delete_generation
from pressroom.features.generations.models import Generation
from pressroom.features.generations.rules import partial_key
from pressroom.features.generations.workflows import purge_generations
from pressroom.features.media.actions.accept import accept_item
from pressroom.features.media.workflows import purge_media
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, NotFound
from pressroom.kernel.storage import asset_key, thumbnail_key
from pressroom.providers.pictures import Size
from tests.generations import HeldPainter, Studio


def delete(studio: Studio, generation_id: UUID) -> None:
    """Delete a generation."""
    with studio.session() as session:
        delete_generation(session.get_one(Generation, generation_id))


def let_days_pass(studio: Studio) -> None:
    """Let deleted generations be deleted for two days, and the night come."""
    with studio.session() as session:
        long_ago = update(Generation).values(deleted_at=now() - timedelta(days=2))
        session.execute(long_ago.where(Generation.deleted_at.is_not(None)))
    purge_generations(now(), None)
    purge_media(now(), None)


def is_kept(studio: Studio, sha256: str) -> bool:
    """Tell whether a file is in storage, and its thumbnails with it."""
    kept = []
    for key in (asset_key(sha256), *(thumbnail_key(sha256, size) for size in Size)):
        try:
            kept.append(bool(studio.app.storage.get(key)))
        except NotFound:
            kept.append(False)
    assert len(set(kept)) == 1
    return kept[0]


def test_a_deleted_one_goes_for_good_after_a_day_with_its_files_and_its_charge_stays(studio: Studio) -> None:
    gone, stays = studio.done(studio.submit("a")), studio.done(studio.submit("b", style="clay"))
    assert gone.result is not None
    assert stays.result is not None
    delete(studio, gone.id)
    let_days_pass(studio)
    assert not is_kept(studio, gone.original.sha256)
    assert not is_kept(studio, gone.result.sha256)
    assert is_kept(studio, stays.original.sha256)
    assert is_kept(studio, stays.result.sha256)
    assert studio.charges(gone.id) == 1


def test_a_result_that_is_used_in_the_library_stays_when_its_generation_goes(studio: Studio) -> None:
    found = studio.done(studio.submit())
    assert found.result is not None
    with studio.session() as session:
        accept_item(
            session,
            studio.app.durable,
            Recorded.of(found.result),
            filename="plushie.png",
            user_id=studio.user_id,
            source=Source.GENERATED,
        )
    delete(studio, found.id)
    let_days_pass(studio)
    assert is_kept(studio, found.result.sha256)
    assert not is_kept(studio, found.original.sha256)


def test_what_a_dead_run_painted_goes_at_night_and_what_a_live_one_did_stays(
    studio: Studio, painter: HeldPainter
) -> None:
    painter.hold()
    generation_id = studio.submit()
    live = partial_key(studio.generation(generation_id).run_id) + ".png"
    dead = partial_key("generate-picture:01a20000-0000-7000-8000-000000000000:1") + ".png"
    for key in (live, dead):
        studio.app.storage.put(key, b"painted")
    purge_generations(now(), None)
    assert studio.partials() == [live]
    painter.let_go()
    studio.done(generation_id)


def test_one_in_progress_is_not_deleted(studio: Studio, painter: HeldPainter) -> None:
    painter.hold()
    generation_id = studio.submit()
    with pytest.raises(Conflict, match="in progress"):
        delete(studio, generation_id)
    painter.let_go()
    studio.done(generation_id)
