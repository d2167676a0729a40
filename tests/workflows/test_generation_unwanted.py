"""Runs that are no longer wanted: what they were about to deliver goes, and their successors know nothing of them."""

from uuid import UUID

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from pressroom.core.assets.models import Asset, Source
from pressroom.core.credits.queries import entries
from pressroom.features.generations.models import Status, Step
from pressroom.kernel.app import App
from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe import FakeDescriber
from tests.doors import fake_doors
from tests.generations import HeldPainter, HeldReader, Studio, studio_of
from tests.media import wait_for
from tests.workflows.conftest import StartWorker


@pytest.fixture
def reader() -> HeldReader:
    """What looks at pictures, once it may."""
    return HeldReader()


@pytest.fixture
def studio(app: App, painter: HeldPainter, reader: HeldReader, start_worker: StartWorker) -> Studio:
    """The first user's generations, with a worker at work."""
    start_worker(painter=painter, doors=fake_doors(pictures=reader), seer=FakeDescriber())
    return studio_of(app)


def stored(studio: Studio) -> list[str]:
    """Return the names of all files but for those of the photo."""
    with studio.session() as session:
        known = {one.sha256 for one in session.scalars(select(Asset).where(Asset.source != Source.GENERATED))}
    folder = studio.app.storage.path(studio.app.storage.put("probe", b"x")).parent
    paths = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    return [path for path in paths if path != "probe" and not any(sha256 in path for sha256 in known)]


def cancel_at(studio: Studio, generation_id: UUID, step: Step) -> str:
    """Cancel a generation's run at a step; return the run's id."""
    wait_for(lambda: studio.generation(generation_id).step is step)
    run_id = studio.generation(generation_id).run_id
    studio.cancel(run_id)
    return run_id


def test_one_cancelled_while_it_is_painted_leaves_nothing(studio: Studio, painter: HeldPainter) -> None:
    painter.hold()
    generation_id = studio.submit()
    cancel_at(studio, generation_id, Step.GENERATE)
    painter.let_go()
    wait_for(lambda: painter.finished == 1)
    wait_for(lambda: stored(studio) == [])
    found = studio.generation(generation_id)
    assert (found.status, found.painting, found.result_id) == (Status.FAILED, {}, None)
    assert studio.charges(generation_id) == 0


def test_one_cancelled_while_its_result_is_stored_leaves_nothing(
    studio: Studio, painter: HeldPainter, reader: HeldReader
) -> None:
    painter.hold()
    generation_id = studio.submit()
    wait_for(lambda: studio.generation(generation_id).step is Step.GENERATE)
    reader.hold()
    painter.let_go()
    cancel_at(studio, generation_id, Step.STORE_RESULT)
    reader.let_go()
    wait_for(lambda: stored(studio) == [])
    with studio.session() as session:
        assert session.scalars(select(Asset).where(Asset.source == Source.GENERATED)).all() == []
    assert studio.charges(generation_id) == 0


def test_what_a_cancelled_run_painted_does_not_show_on_its_successor(studio: Studio, painter: HeldPainter) -> None:
    painter.hold()
    generation_id = studio.submit()
    cancel_at(studio, generation_id, Step.GENERATE)
    painter.model = "another"
    studio.retry(generation_id, style="clay")
    wait_for(lambda: len(painter.calls) == 2)
    painter.let_go()
    found = studio.done(generation_id)
    assert (found.status, found.style, found.attempt) == (Status.COMPLETED, "clay", 2)
    assert studio.charges(generation_id) == 1
    wait_for(lambda: studio.partials() == [])


def test_its_course_is_logged_with_names_reasons_and_times(studio: Studio, painter: HeldPainter) -> None:
    with capture_logs() as told:
        delivered = studio.done(studio.submit())
        painter.error = ProviderRefused("Not this one.")
        failed = studio.done(studio.submit("b"))
    events = [(one["event"], one.get("step")) for one in told if one.get("generation") == str(delivered.id)]
    assert events[0] == ("generation started", None)
    assert ("generation step completed", Step.ANALYSE) in events
    completed = next(one for one in told if one["event"] == "generation completed")
    assert completed["seconds"] > 0
    broken = next(one for one in told if one["event"] == "generation step failed")
    assert (broken["generation"], broken["step"], broken["reason"]) == (str(failed.id), Step.GENERATE, "Not this one.")
    assert broken["seconds"] >= 0
    assert any(one["event"] == "generation failed" and one["generation"] == str(failed.id) for one in told)


def test_the_ledger_tells_owners_the_style_and_not_the_photos_name(studio: Studio) -> None:
    studio.done(studio.submit(name="my secret.png"))
    with studio.session() as session:
        (charged, *_) = entries(session, studio.workspace_id).entries
    assert charged.reason == "A picture in the style plushie"
