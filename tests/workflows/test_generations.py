"""A generation's run: looked at, analysed, painted, stored, paid for when it is delivered, and never otherwise."""

from uuid import UUID

import pytest
from sqlalchemy import select

from pressroom.core.assets.models import Asset, Source
from pressroom.core.runs.queries import steps as steps_of
from pressroom.features.generations.models import Status, Step
from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid, ProviderBusy, ProviderRefused
from pressroom.kernel.live import LiveEvent
from pressroom.kernel.storage import thumbnail_key
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.paint import FakePainter, SubjectType
from pressroom.providers.pictures import FakePictureReader, Size
from tests.doors import fake_doors
from tests.generations import Studio, studio_of
from tests.media import dot
from tests.workflows.conftest import StartWorker

SIXTH = "You have 5 generations in progress. Please wait for one to complete."


@pytest.fixture
def reader() -> FakePictureReader:
    """What looks at pictures."""
    return FakePictureReader()


@pytest.fixture
def seer() -> FakeDescriber:
    """What says who or what is to be seen."""
    return FakeDescriber()


@pytest.fixture
def painter() -> FakePainter:
    """What paints."""
    return FakePainter()


@pytest.fixture
def studio(app: App) -> Studio:
    """The first user's generations."""
    return studio_of(app)


@pytest.fixture(autouse=True)
def at_work(reader: FakePictureReader, seer: FakeDescriber, painter: FakePainter, start_worker: StartWorker) -> None:
    """Let a worker run."""
    start_worker(doors=fake_doors(pictures=reader), seer=seer, painter=painter)


def untouched(studio: Studio, generation_id: UUID, credits_before: int) -> None:
    """Check that nothing was charged, nothing half made is left, and the photo is."""
    found = studio.generation(generation_id)
    assert studio.charges(generation_id) == 0
    assert studio.credits().available == credits_before
    assert (found.result_id, found.result_look) == (None, {})
    assert studio.partials() == []
    assert studio.app.storage.path(found.original.storage_key).exists()
    with studio.session() as session:
        assert session.scalars(select(Asset).where(Asset.source == Source.GENERATED)).all() == []


def test_a_photo_becomes_a_picture_that_is_paid_for_once(studio: Studio, painter: FakePainter) -> None:
    before = studio.credits().balance
    generation_id = studio.submit(name="my cat.png")
    found = studio.done(generation_id)
    assert (found.status, found.step, found.error) == (Status.COMPLETED, Step.FINALISE, None)
    assert (found.subject_type, found.subject_features) == ("pet", ["grey", "my", "cat"])
    assert found.result is not None
    assert (found.result.mime, found.result.width, found.result.height) == ("image/png", 1024, 1024)
    assert found.result_look["width"] == 1024
    assert found.seconds is not None
    assert studio.app.storage.path(thumbnail_key(found.result.sha256, Size.LARGE)).exists()
    assert (studio.charges(generation_id), studio.credits().balance) == (1, before - 1)
    assert studio.partials() == []
    ((_, style, subject),) = painter.calls
    assert (style, subject.type, subject.features) == ("plushie", SubjectType.PET, ("grey", "my", "cat"))


def test_its_run_shows_every_step_and_its_page_hears_of_each(studio: Studio) -> None:
    generation_id = studio.submit()
    found = studio.done(generation_id)
    with studio.session() as session:
        names = [one.name for one in steps_of(session, studio.app.durable, studio.workspace_id, found.run_id)]
        told = session.scalars(select(LiveEvent).where(LiveEvent.subject_id == str(generation_id))).all()
    assert names == ["store_original", "analyse", "generate", "store_result", "finalise", "discard_partial"]
    assert {one.status for one in told} == {"processing", "completed"}
    assert len(told) > len(Step)


def test_a_busy_painter_is_asked_again_and_one_credit_is_taken(studio: Studio, painter: FakePainter) -> None:
    painter.busy = 2
    generation_id = studio.submit()
    assert studio.done(generation_id).status is Status.COMPLETED
    assert (len(painter.calls), studio.charges(generation_id)) == (3, 1)


def test_a_painter_that_stays_busy_fails_it_and_nothing_is_paid(studio: Studio, painter: FakePainter) -> None:
    before = studio.credits().available
    painter.error = ProviderBusy("The model is overloaded.")
    found = studio.done(studio.submit())
    assert (found.status, found.step, found.error) == (Status.FAILED, Step.GENERATE, "The model is overloaded.")
    assert len(painter.calls) == 3
    untouched(studio, found.id, before)


def test_a_refusal_fails_at_once_with_its_reason(studio: Studio, painter: FakePainter) -> None:
    before = studio.credits().available
    painter.error = ProviderRefused("The model refused: it shows a famous person.")
    found = studio.done(studio.submit())
    assert (found.status, found.error) == (Status.FAILED, "The model refused: it shows a famous person.")
    assert len(painter.calls) == 1
    assert studio.run(found.run_id).error == found.error
    untouched(studio, found.id, before)


def test_a_photo_that_cannot_be_read_fails_before_anything_is_asked(
    studio: Studio, reader: FakePictureReader, painter: FakePainter
) -> None:
    before = studio.credits().available
    reader.error = Invalid("This PNG ends early.", code="truncated")
    found = studio.done(studio.submit())
    assert (found.step, found.error, found.error_code) == (Step.STORE_ORIGINAL, "This PNG ends early.", "truncated")
    assert painter.calls == []
    untouched(studio, found.id, before)


def test_what_was_painted_is_judged_and_one_that_cannot_be_read_is_not_delivered(
    studio: Studio, reader: FakePictureReader
) -> None:
    before = studio.credits().available
    of_the_painter = b"PLTE"
    reader.errors = {of_the_painter: Invalid("This PNG is damaged.", code="broken")}
    found = studio.done(studio.submit())
    assert (found.status, found.step) == (Status.FAILED, Step.STORE_RESULT)
    assert "cannot be read" in (found.error or "")
    untouched(studio, found.id, before)


def test_a_failed_one_is_tried_again_in_another_style_without_being_analysed_again(
    studio: Studio, painter: FakePainter, seer: FakeDescriber
) -> None:
    painter.error = ProviderRefused("Not like this.")
    generation_id = studio.submit()
    studio.done(generation_id)
    asked = len(seer.calls)
    painter.error = None
    studio.retry(generation_id, style="clay")
    found = studio.done(generation_id)
    assert (found.status, found.style, found.attempt, found.error) == (Status.COMPLETED, "clay", 2, None)
    assert len(seer.calls) == asked
    assert [style for _, style, _ in painter.calls] == ["plushie", "clay"]
    assert studio.charges(generation_id) == 1


def test_storage_that_fails_after_painting_does_not_have_it_painted_again(
    studio: Studio, painter: FakePainter, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = studio.credits().available
    put = studio.app.storage.put
    fails = iter([True, True, False])

    def flaky(key: str, content: bytes) -> str:
        if key.endswith(".png") and next(fails, False):
            raise ProviderBusy("The disk is full.")
        return put(key, content)

    monkeypatch.setattr(type(studio.app.storage), "put", lambda _self, key, content: flaky(key, content))
    found = studio.done(studio.submit())
    assert found.status is Status.COMPLETED
    assert len(painter.calls) == 1
    assert studio.credits().available == before - 1


def test_the_same_photo_twice_in_one_style_is_two_generations_of_the_same_bytes(studio: Studio) -> None:
    first, second = studio.submit(), studio.submit()
    one, other = studio.done(first), studio.done(second)
    assert one.original_id == other.original_id
    assert one.result_id == other.result_id
    assert (studio.charges(first), studio.charges(second)) == (1, 1)


def test_an_unknown_style_is_refused_by_name(studio: Studio) -> None:
    with pytest.raises(Invalid, match="plushie"):
        studio.submit_bytes(dot("a"), style="bronze")
