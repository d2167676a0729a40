"""Several pictures described anew at once: a run for each, and one that keeps what became of each."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from pressroom.core.runs.batches import Entry, begin_batch, entry_for
from pressroom.core.runs.models import Batch
from pressroom.features.media.actions.again import describe_again
from pressroom.features.media.models import KIND, Item, Status
from pressroom.kernel.errors import ProviderRefused
from pressroom.kernel.ids import new_id
from pressroom.providers.describe import FakeDescriber, PictureDescription
from pressroom.providers.describe.describer import Evidence, Turn
from pressroom.providers.describe.fake import stem_of_name
from tests.doors import fake_doors
from tests.media import Library, dot, wait_for
from tests.workflows.conftest import StartWorker


class Choosy:
    """A script that refuses pictures whose name says so."""

    def __init__(self) -> None:
        self.refuses = ""

    def __call__(self, evidence: Evidence, turns: Sequence[Turn]) -> PictureDescription:
        """Describe by the name, or refuse."""
        if self.refuses and self.refuses in evidence.filename:
            raise ProviderRefused("The model refused this content.")
        return stem_of_name(evidence, turns)


@pytest.fixture
def choosy() -> Choosy:
    """What the model answers by."""
    return Choosy()


@pytest.fixture
def seer(choosy: Choosy) -> FakeDescriber:
    """What says what is to be seen."""
    return FakeDescriber(scripts={"picture": choosy})


@pytest.fixture
def pictures(library: Library, seer: FakeDescriber, start_worker: StartWorker) -> list[UUID]:
    """Four pictures described once: `a`, `b`, `c` and `d`."""
    start_worker(doors=fake_doors(), seer=seer)
    added = [library.add(dot(name), f"{name}.png") for name in "abcd"]
    return [library.done(one).id for one in added]


def describe_all(library: Library, ids: Sequence[UUID], feedback: str | None = None) -> str:
    """Have several pictures described anew, as the web does; return the run that waits for all."""
    with library.session() as session:

        def again(item_id: UUID) -> Entry:
            item = session.get_one(Item, item_id)
            return entry_for(
                session, item_id, lambda: describe_again(session, library.app.durable, item, feedback=feedback)
            )

        entries = [again(one) for one in ids]
        batch = begin_batch(session, library.app.durable, library.workspace_id, kind=KIND, entries=entries)
        assert batch.run_id
        return batch.run_id


def again(library: Library, run_id: str) -> str:
    """Try the failed ones of a batch again, as its button does; return the new batch's run."""
    with library.session() as session:
        batch_id = UUID(library.run(run_id).subject_id)
        return library.app.subjects["batch"].again(session, library.workspace_id, batch_id)


def told(output: dict[str, Any]) -> tuple[int, int, int]:
    return output["total"], output["succeeded"], output["failed"]


def test_several_are_described_anew_and_each_is_told(library: Library, pictures: list[UUID]) -> None:
    run = library.over(describe_all(library, pictures, "Mention the light."))
    assert run.status == "succeeded"
    assert run.output == {
        "total": 4,
        "succeeded": 4,
        "failed": 0,
        "results": [{"id": str(one), "success": True} for one in sorted(pictures)],
    }
    assert all("(Mention the light.)" in (library.item(one).description or "") for one in pictures)
    with library.session() as session:
        assert session.get_one(Batch, UUID(run.subject_id)).result == run.output


def test_one_that_fails_stops_none_of_the_others(library: Library, pictures: list[UUID], choosy: Choosy) -> None:
    choosy.refuses = "b.png"
    run = library.over(describe_all(library, pictures))
    assert told(run.output) == (4, 3, 1)
    (failed,) = [one for one in run.output["results"] if not one["success"]]
    assert failed == {"id": str(pictures[1]), "success": False, "error": "The model refused this content."}
    assert library.item(pictures[1]).status is Status.FAILED


def test_one_that_is_busy_gets_no_run_and_its_reason(
    library: Library, pictures: list[UUID], seer: FakeDescriber
) -> None:
    seer.seconds = 1.0
    first = describe_all(library, pictures[:1])
    run = library.over(describe_all(library, pictures[:2]))
    assert told(run.output) == (2, 1, 1)
    (refused,) = [one for one in run.output["results"] if not one["success"]]
    assert "being worked on" in refused["error"]
    assert told(library.over(first).output) == (1, 1, 0)


def test_the_failed_ones_are_tried_again_and_only_they(
    library: Library, pictures: list[UUID], choosy: Choosy, seer: FakeDescriber
) -> None:
    choosy.refuses = "b.png"
    run_id = describe_all(library, pictures)
    library.over(run_id)
    choosy.refuses = ""
    asked = len(seer.calls)
    run = library.over(again(library, run_id))
    assert told(run.output) == (1, 1, 0)
    assert len(seer.calls) == asked + 1
    assert {library.item(one).status for one in pictures} == {Status.COMPLETED}


def test_one_that_cannot_be_tried_again_stops_none_of_the_others(
    library: Library, pictures: list[UUID], choosy: Choosy
) -> None:
    choosy.refuses = ".png"
    run_id = describe_all(library, pictures)
    assert told(library.over(run_id).output) == (4, 0, 4)
    choosy.refuses = ""
    with library.session() as session:
        alone = describe_again(session, library.app.durable, session.get_one(Item, pictures[0]))
    library.over(alone)
    run = library.over(again(library, run_id))
    assert told(run.output) == (4, 3, 1)
    (refused,) = [one for one in run.output["results"] if not one["success"]]
    assert "completed since" in refused["error"]


def test_a_cancelled_one_counts_as_failed(library: Library, pictures: list[UUID], seer: FakeDescriber) -> None:
    seer.seconds = 1.0
    asked = len(seer.calls)
    run_id = describe_all(library, pictures[:2])
    wait_for(lambda: len(seer.calls) > asked)
    library.cancel(library.item(pictures[0]).run_id or "")
    run = library.over(run_id)
    assert told(run.output) == (2, 1, 1)
    assert run.output["results"][0]["error"] == "Its run was cancelled."


@pytest.mark.slow
def test_many_at_once_come_to_their_end(library: Library, pictures: list[UUID]) -> None:
    more = [library.add(dot(f"more {number}"), f"m{number}.png") for number in range(30)]
    for one in more:
        library.done(one)
    assert told(library.over(describe_all(library, [*pictures, *more])).output) == (34, 34, 0)


def test_a_batch_of_nobody_is_none(library: Library, pictures: list[UUID]) -> None:
    assert pictures
    with library.session() as session:
        entries = [Entry(new_id(), None, "There is no such picture here.")]
        run_id = begin_batch(session, library.app.durable, library.workspace_id, kind=KIND, entries=entries).run_id
    assert told(library.over(run_id).output) == (1, 0, 1)
