"""A batch whose runs wait for a budget stays open, without a worker's place, and ends when they do."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from pressroom.core.runs import pausing
from pressroom.core.runs.batches import Entry, begin_batch, entry_for
from pressroom.features.media.actions.again import describe_again
from pressroom.features.media.models import KIND, Item
from tests.doors import fake_doors
from tests.media import Library, dot
from tests.spending import PricedDescriber, let_spend, until
from tests.workflows.conftest import StartWorker


@pytest.fixture
def pictures(library: Library, start_worker: StartWorker) -> list[UUID]:
    """Four pictures, described once, with money for two more answers."""
    start_worker(doors=fake_doors(), seer=PricedDescriber())
    added = [library.done(library.add(dot(name), f"{name}.png")).id for name in "abcd"]
    let_spend(library.app, library.workspace_id, "3.00")
    return added


def describe_all(library: Library, ids: Sequence[UUID]) -> str:
    """Have several pictures described anew, as the web does; return the run that waits for all."""
    with library.session() as session:

        def again(item_id: UUID) -> Entry:
            item = session.get_one(Item, item_id)
            return entry_for(session, item_id, lambda: describe_again(session, library.app.durable, item))

        batch = begin_batch(
            session, library.app.durable, library.workspace_id, kind=KIND, entries=[again(one) for one in ids]
        )
        assert batch.run_id
        return batch.run_id


def paused_of(library: Library, ids: Sequence[UUID]) -> list[UUID]:
    return [one for one in ids if library.item(one).paused_reason]


def test_a_batch_is_paused_with_its_runs_and_ends_with_them(library: Library, pictures: list[UUID]) -> None:
    for one in pictures[:2]:
        describe_all(library, [one])
        until(lambda one=one: len(library.history(one)) == 2)  # type: ignore[misc]  # a default binds the loop's name
    run_id = describe_all(library, pictures)
    until(lambda: library.run(run_id).status == "paused")
    assert len(paused_of(library, pictures)) == 4
    assert "budget of $3.00 is used up" in (library.run(run_id).paused_reason or "")
    let_spend(library.app, library.workspace_id, "100")
    until(lambda: library.run(run_id).status == "succeeded")
    assert library.run(run_id).output["succeeded"] == 4
    assert paused_of(library, pictures) == []


def test_a_batch_of_which_nothing_waits_any_more_ends(library: Library, pictures: list[UUID]) -> None:
    let_spend(library.app, library.workspace_id, "0")
    run_id = describe_all(library, pictures[:2])
    until(lambda: library.run(run_id).status == "paused")
    for one in pictures[:2]:
        library.cancel(library.item(one).run_id or "")
    until(lambda: library.run(run_id).status == "succeeded")
    assert library.run(run_id).output["failed"] == 2
    assert pausing.take_up(library.app.database, library.app.durable) == 0
