"""A picture's run: seen, described, found, and all that may come between."""

import io
from uuid import UUID

import pytest

from pressroom.features.media.actions.again import describe_again, try_again
from pressroom.features.media.actions.intake import accept_picture, keep_picture
from pressroom.features.media.actions.metadata import change_tags, edit_metadata, restore_revision
from pressroom.features.media.models import Item, Stage, Status
from pressroom.kernel.errors import Conflict, Invalid, ProviderBusy, ProviderRefused, UnsupportedType
from pressroom.kernel.storage import thumbnail_key
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.embed import FakeEmbedder
from pressroom.providers.pictures import FakePictureReader, Size
from pressroom.providers.sources import FakeSource
from tests.doors import fake_doors
from tests.media import Library, dot, wait_for
from tests.stories import statuses
from tests.workflows.conftest import StartWorker


@pytest.fixture
def reader() -> FakePictureReader:
    """What looks at pictures."""
    return FakePictureReader()


@pytest.fixture
def seer() -> FakeDescriber:
    """What says what is to be seen."""
    return FakeDescriber()


@pytest.fixture
def embedder() -> FakeEmbedder:
    """What finds by meaning."""
    return FakeEmbedder()


@pytest.fixture(autouse=True)
def at_work(
    source: FakeSource,
    reader: FakePictureReader,
    seer: FakeDescriber,
    embedder: FakeEmbedder,
    start_worker: StartWorker,
) -> None:
    """Let a worker run."""
    start_worker(doors=fake_doors(source=source, pictures=reader, embedder=embedder), seer=seer)


def again(library: Library, item_id: UUID, *, feedback: str | None = None) -> str:
    """Have a picture described anew; return the run's id."""
    with library.session() as session:
        return describe_again(session, library.app.durable, session.get_one(Item, item_id), feedback=feedback)


def retry(library: Library, item_id: UUID) -> str:
    """Press the one button of a picture that failed."""
    with library.session() as session:
        return try_again(session, library.app.durable, session.get_one(Item, item_id))


def test_a_picture_is_seen_described_and_found(library: Library, embedder: FakeEmbedder) -> None:
    item_id = library.add(dot("a"), "sleeping kitten.png")
    found = library.done(item_id)
    assert statuses(library.app, item_id) == ["pending", "processing", "completed"]
    assert (found.width, found.height, found.frames) == (1, 1, 1)
    assert (found.asset.width, found.asset.height) == (1, 1)
    assert found.placeholder is not None
    assert found.placeholder.startswith("data:image/webp;base64,")
    assert found.fingerprint is not None
    assert len(found.fingerprint) == 64
    assert len(found.colours) == 2
    assert found.colour_names
    assert all(library.app.storage.get(thumbnail_key(found.asset.sha256, size)) for size in Size)
    assert found.description == "A picture of sleeping kitten."
    assert found.tags == ["fake", "sleeping", "kitten"]
    assert found.analysis == {
        "content": "sleeping kitten",
        "style": "photo",
        "colors": ["grey"],
        "subjects": ["sleeping", "kitten"],
        "mood": "calm",
    }
    assert len(found.embedding) == 512
    assert len(embedder.calls) == 1
    (revision,) = library.history(item_id)
    assert (revision.id, revision.model, revision.run_id) == (found.revision_id, "fake", found.run_id)
    assert found.processed_at is not None


def test_a_run_tells_its_story_step_by_step(library: Library) -> None:
    found = library.done(library.add(dot("a")))
    run = library.over(found.run_id)
    assert (run.status, run.output) == ("succeeded", None)
    told = [step["function_name"] for step in library.app.durable.client.list_workflow_steps(run.id)]
    assert told == ["develop", "describe_picture", "embed_answer", "record_description"]


def test_the_same_bytes_again_are_the_same_picture(library: Library, seer: FakeDescriber) -> None:
    first = library.done(library.add(dot("a"), "one.png"))
    kept = keep_picture(library.app, io.BytesIO(dot("a")), filename="two.png")
    with library.session() as session:
        accepted = accept_picture(
            session, library.app, kept, workspace_id=library.workspace_id, user_id=library.user_id
        )
    assert (accepted.is_duplicate, accepted.item.id, accepted.item.filename) == (True, first.id, "one.png")
    assert len(seer.calls) == 1


def test_what_is_no_picture_is_refused_at_the_door(library: Library) -> None:
    with pytest.raises(UnsupportedType):
        library.add(b"%PDF-1.7 and so on", "paper.pdf")
    assert library.items() == []


def test_when_describing_fails_the_picture_stays_and_one_click_tries_again(
    library: Library, seer: FakeDescriber
) -> None:
    seer.error = ProviderRefused("The model refused this content.")
    item_id = library.add(dot("a"))
    failed = library.done(item_id)
    assert (failed.status, failed.failed_stage) == (Status.FAILED, Stage.DESCRIBING)
    assert (failed.error, failed.width) == ("The model refused this content.", 1)
    assert library.app.storage.get(thumbnail_key(failed.asset.sha256, Size.SMALL))
    assert library.over(failed.run_id).error == "The model refused this content."
    seer.error = None
    run_id = retry(library, item_id)
    assert run_id == f"describe-media:{item_id}:2"
    assert library.over(run_id).status == "succeeded"
    found = library.item(item_id)
    assert (found.status, found.failed_stage, found.error) == (Status.COMPLETED, None, None)


def test_a_picture_that_cannot_be_seen_says_why_and_is_tried_again_from_there(
    library: Library, reader: FakePictureReader, seer: FakeDescriber
) -> None:
    reader.error = Invalid("This PNG ends early.", code="truncated")
    item_id = library.add(dot("a"))
    failed = library.done(item_id)
    assert (failed.status, failed.failed_stage) == (Status.FAILED, Stage.SEEING)
    assert (failed.error, failed.error_code) == ("This PNG ends early.", "truncated")
    assert seer.calls == []
    with pytest.raises(Conflict, match="cannot be seen"):
        again(library, item_id)
    reader.error = None
    assert library.over(retry(library, item_id)).workflow == "process_media"
    assert library.item(item_id).status is Status.COMPLETED
    with pytest.raises(Conflict, match="completed since"):
        retry(library, item_id)


def test_a_busy_model_is_asked_again(library: Library, seer: FakeDescriber) -> None:
    seer.busy = 1
    assert library.done(library.add(dot("a"))).status is Status.COMPLETED
    assert len(seer.calls) == 2


def test_a_meaning_that_cannot_be_kept_leaves_the_description_shown(library: Library, embedder: FakeEmbedder) -> None:
    embedder.error = ProviderRefused("The embedder is out of order.")
    failed = library.done(library.add(dot("a")))
    assert (failed.status, failed.failed_stage) == (Status.FAILED, Stage.DESCRIBING)
    assert (failed.error, failed.description) == ("The embedder is out of order.", "A picture of kitten.")


def test_feedback_builds_on_the_answer_that_is_shown(library: Library, seer: FakeDescriber) -> None:
    item_id = library.done(library.add(dot("a"))).id
    with library.session() as session:
        item = session.get_one(Item, item_id)
        values = {"description": "My own words."}
        edit_metadata(session, library.app.durable, item, values=values, user_id=library.user_id)
    library.over(again(library, item_id, feedback="Mention the basket."))
    _, _, turns = seer.calls[-1]
    assert [(turn.values["description"], turn.feedback) for turn in turns] == [("My own words.", "Mention the basket.")]
    found = library.item(item_id)
    assert found.description == "A picture of kitten. (Mention the basket.)"
    assert [one.feedback for one in library.history(item_id)] == ["Mention the basket.", None, None]


def test_without_feedback_the_model_is_asked_afresh(library: Library, seer: FakeDescriber) -> None:
    item_id = library.done(library.add(dot("a"))).id
    library.over(again(library, item_id))
    assert seer.calls[-1][2] == ()


def test_only_three_answers_are_kept_and_an_earlier_one_is_restored(library: Library) -> None:
    item_id = library.done(library.add(dot("a"))).id
    for number in range(4):
        library.over(again(library, item_id, feedback=f"Try {number}."))
    history = library.history(item_id)
    assert [one.feedback for one in history] == ["Try 3.", "Try 2.", "Try 1."]
    with library.session() as session:
        restore_revision(session, library.app.durable, session.get_one(Item, item_id), history[-1].id)
    assert (library.item(item_id).description or "").endswith("(Try 1.)")


def test_what_a_person_wrote_is_found_by_its_meaning(library: Library, embedder: FakeEmbedder) -> None:
    found = library.done(library.add(dot("a")))
    with library.session() as session:
        item = session.get_one(Item, found.id)
        change_tags(session, library.app.durable, item, add=["basket"], remove=["fake"], user_id=library.user_id)
    wait_for(lambda: len(embedder.calls) == 2)
    assert "basket" in embedder.calls[-1][0]
    wait_for(lambda: library.item(found.id).embedding != found.embedding)
    assert library.item(found.id).status is Status.COMPLETED


def test_a_picture_at_work_is_not_changed_meanwhile(library: Library, seer: FakeDescriber) -> None:
    seer.seconds = 1.0
    item_id = library.add(dot("a"))
    wait_for(lambda: bool(seer.calls))
    with pytest.raises(Conflict, match="being worked on"):
        again(library, item_id)
    assert library.done(item_id).status is Status.COMPLETED


def test_a_run_that_is_cancelled_leaves_its_picture_failed(library: Library, seer: FakeDescriber) -> None:
    seer.seconds = 1.0
    item_id = library.add(dot("a"))
    wait_for(lambda: bool(seer.calls))
    library.cancel(library.item(item_id).run_id or "")
    found = library.item(item_id)
    assert (found.status, found.failed_stage, found.error) == (
        Status.FAILED,
        Stage.DESCRIBING,
        "Its run was cancelled.",
    )
    wait_for(lambda: library.run(found.run_id or "").status == "cancelled")
    seer.seconds = 0.0
    library.over(retry(library, item_id))
    assert library.item(item_id).status is Status.COMPLETED


def test_a_bug_on_the_way_fails_the_picture_and_not_for_ever(library: Library, reader: FakePictureReader) -> None:
    reader.errors = {b"a bug": ZeroDivisionError("oh")}  # type: ignore[dict-item]  # what no reader raises
    failed = library.done(library.add(dot("a bug")))
    assert (failed.status, failed.failed_stage, failed.error_code) == (Status.FAILED, Stage.SEEING, "abandoned")
    assert "ZeroDivisionError: oh" in (failed.error or "")


def test_a_reader_busy_to_the_end_fails_the_picture(library: Library, reader: FakePictureReader) -> None:
    reader.error = ProviderBusy("The reader of pictures is busy.", retry_after=120)
    failed = library.done(library.add(dot("a")))
    assert (failed.failed_stage, failed.error_code) == (Stage.SEEING, "busy")
