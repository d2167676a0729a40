"""Pins that fail, are cancelled or tried again: the others are done, and what was there stays."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from pressroom.core.runs.batches import batch as find_batch
from pressroom.features.pins.actions.again import describe_pins
from pressroom.features.pins.actions.schedule import schedule_pin
from pressroom.features.pins.models import PinStage, PinStatus
from pressroom.features.pins.queries import pin as find_pin
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, ProviderBusy, ProviderRefused
from pressroom.providers.articles import FakeArticleReader
from pressroom.providers.describe import Evidence, FakeDescriber, PinDescription, Turn
from tests.media import dot
from tests.pins import Pinboard, picture_url
from tests.stories import statuses


def test_one_of_ten_fails_and_nine_are_described_and_the_failed_one_is_retried_with_what_was_said(
    board: Pinboard, articles: FakeArticleReader, describer: FakeDescriber
) -> None:
    project_id = board.blogs.project()
    names = [f"soup{number}" for number in range(10)]
    for name in names:
        articles.pictures[picture_url(name)] = dot(name)
    made = board.make_of(*(board.article(project_id, name) for name in names))
    for one in made.pins:
        board.blogs.over(one.run_id)
    plain = describer.scripts["pin"]

    def picky(evidence: Evidence, turns: Sequence[Turn]) -> PinDescription:
        if evidence.hints["title"] == "Soup3":
            raise ProviderRefused("The model does not like this soup.")
        answer = plain(evidence, turns)
        assert isinstance(answer, PinDescription)
        return answer

    describer.scripts = {"pin": picky}
    unknown = UUID(int=7)
    with board.session() as session:
        ids = [*(one.id for one in made.pins), unknown]
        begun = describe_pins(session, board.app.durable, board.workspace_id, ids, feedback="Shorter.")
    run = board.blogs.over(begun.run_id)
    assert (run.output["total"], run.output["succeeded"], run.output["failed"]) == (11, 9, 2)
    errors = {one["id"]: one["error"] for one in run.output["results"] if not one["success"]}
    (failed,) = (one.id for one in board.pins() if one.status is PinStatus.FAILED)
    assert errors == {str(failed): "The model does not like this soup.", str(unknown): "There is no such pin here."}
    assert board.pin(failed).failed_stage is PinStage.DESCRIBING
    describer.scripts = {"pin": plain}
    board.blogs.over(board.retry(failed))
    assert board.pin(failed).status is PinStatus.READY
    assert board.history(failed)[0].feedback == "Shorter."
    with board.session() as session:
        assert find_batch(session, board.workspace_id, begun.id).result == run.output


def test_a_model_that_is_busy_to_the_last_leaves_the_words_that_were_there(
    board: Pinboard, soup: UUID, describer: FakeDescriber
) -> None:
    before = board.pin(soup)
    describer.error = ProviderBusy("The model is busy.", retry_after=0)
    board.describe(soup)
    found = board.done(soup)
    assert (found.status, found.failed_stage, found.error) == (
        PinStatus.FAILED,
        PinStage.DESCRIBING,
        "The model is busy.",
    )
    assert (found.title, found.revision_id) == (before.title, before.revision_id)
    describer.error = None
    board.edit(soup, description="By hand.")
    assert board.pin(soup).status is PinStatus.READY
    assert board.pin(soup).error is None


def test_a_cancelled_run_says_so_and_a_busy_pin_is_left_alone(
    board: Pinboard, soup: UUID, describer: FakeDescriber
) -> None:
    describer.seconds = 1.5
    run_id = board.describe(soup)
    with pytest.raises(Conflict, match="being worked on"):
        board.edit(soup, title="Meanwhile")
    board.blogs.cancel(run_id)
    found = board.pin(soup)
    assert (found.status, found.failed_stage, found.error_code) == (
        PinStatus.FAILED,
        PinStage.DESCRIBING,
        "abandoned",
    )
    describer.seconds = 0.0
    board.blogs.over(board.retry(soup))
    assert board.pin(soup).status is PinStatus.READY


def test_a_scheduled_pin_is_scheduled_again_once_it_is_described(board: Pinboard, soup: UUID) -> None:
    board.edit(soup, board_id=board.board())
    with board.session() as session:
        pin = find_pin(session, board.workspace_id, soup, lock=True)
        schedule_pin(pin, now() + timedelta(days=1))
    board.blogs.over(board.describe(soup, "Shorter."))
    assert statuses(board.app, soup)[-3:] == ["scheduled", "describing", "scheduled"]
