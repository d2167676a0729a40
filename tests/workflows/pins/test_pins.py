"""A pin's runs: its picture fetched, its words written and written anew, and all that may come between."""

from collections.abc import Sequence
from uuid import UUID

from pressroom.features.pins.actions.edit import restore_revision
from pressroom.features.pins.actions.picture import choose_picture
from pressroom.features.pins.models import PinStage, PinStatus
from pressroom.features.pins.queries import pin as find_pin
from pressroom.kernel.storage import thumbnail_key
from pressroom.providers.articles import ArticleRefused, FakeArticleReader
from pressroom.providers.describe import DESCRIPTION_MOST, Evidence, FakeDescriber, PinDescription, Turn, counted
from pressroom.providers.pictures import FakePictureReader, Size
from tests.media import dot, wait_for
from tests.pins import Pinboard, of_article, picture_url
from tests.stories import statuses


def last_turns(describer: FakeDescriber) -> Sequence[Turn]:
    """Return the conversation that was sent last."""
    return describer.calls[-1][2]


def test_a_pin_gets_its_picture_and_its_words(board: Pinboard, soup: UUID, describer: FakeDescriber) -> None:
    found = board.pin(soup)
    assert statuses(board.app, soup) == ["draft", "describing", "ready"]
    assert (found.status, found.failed_stage, found.error) == (PinStatus.READY, None, None)
    assert (found.title, found.keywords) == ("Soup", ["fake", "pin", "test"])
    assert found.asset is not None
    assert (found.asset.source, found.asset.source_id) == ("web", picture_url("soup"))
    assert (found.picture["width"], found.picture["height"]) == (1, 1)
    assert found.picture["placeholder"].startswith("data:image/webp;base64,")
    assert all(board.app.storage.get(thumbnail_key(found.asset.sha256, size)) for size in Size)
    ((profile, evidence, turns),) = describer.calls
    assert (profile, turns) == ("pin", ())
    assert evidence.pages == ("How soup is made.",)
    assert len(evidence.images) == 1
    assert evidence.hints["title"] == "Soup"
    assert evidence.hints["nearby"] == "A bowl of soup"
    (revision,) = board.history(soup)
    assert (revision.id, revision.run_id, revision.author) == (found.revision_id, found.run_id, "model")


def test_a_run_tells_its_story_step_by_step(board: Pinboard, soup: UUID) -> None:
    run = board.blogs.over(board.pin(soup).run_id)
    told = [step["function_name"] for step in board.app.durable.client.list_workflow_steps(run.id)]
    assert told == ["fetch_picture", "write_pin", "record_description"]


def test_without_being_asked_only_the_picture_is_fetched(
    board: Pinboard, articles: FakeArticleReader, describer: FakeDescriber
) -> None:
    articles.pictures[picture_url("soup")] = dot("soup")
    project_id = board.blogs.project()
    pin_id = board.make(project_id, board.article(project_id, "soup"), picture=of_article("soup"))
    board.blogs.over(board.pin(pin_id).run_id)
    found = board.pin(pin_id)
    assert found.picture
    assert (found.status, describer.calls) == (PinStatus.DRAFT, [])
    board.edit(pin_id, title="Soup, by hand")
    assert board.pin(pin_id).status is PinStatus.READY


def test_a_second_feedback_builds_on_the_first(board: Pinboard, soup: UUID, describer: FakeDescriber) -> None:
    first = board.history(soup)[0].values
    board.blogs.over(board.describe(soup, "Shorter."))
    second = board.history(soup)[0].values
    board.blogs.over(board.describe(soup, "Mention that it is vegan."))
    assert last_turns(describer) == (Turn(first, "Shorter."), Turn(second, "Mention that it is vegan."))
    assert board.pin(soup).description.endswith("(Shorter.) (Mention that it is vegan.)")
    assert [one.feedback for one in board.history(soup)] == ["Mention that it is vegan.", "Shorter.", None]


def test_what_a_person_wrote_is_where_the_conversation_begins_anew(
    board: Pinboard, soup: UUID, describer: FakeDescriber
) -> None:
    board.blogs.over(board.describe(soup, "Shorter."))
    board.edit(soup, title="Soup, by hand")
    board.blogs.over(board.describe(soup, "Warmer."))
    (turn,) = last_turns(describer)
    assert (turn.values["title"], turn.feedback) == ("Soup, by hand", "Warmer.")


def test_without_feedback_it_is_described_from_scratch(board: Pinboard, soup: UUID, describer: FakeDescriber) -> None:
    board.blogs.over(board.describe(soup))
    assert last_turns(describer) == ()
    assert len(board.history(soup)) == 2


def test_a_restored_answer_is_the_one_that_feedback_is_about(
    board: Pinboard, soup: UUID, describer: FakeDescriber
) -> None:
    first = board.history(soup)[0]
    board.blogs.over(board.describe(soup, "Shorter."))
    with board.session() as session:
        restore_revision(session, find_pin(session, board.workspace_id, soup, lock=True), first.id)
    board.blogs.over(board.describe(soup, "Longer."))
    assert last_turns(describer) == (Turn(first.values, "Longer."),)


def test_a_locked_field_stays_and_the_model_is_told(board: Pinboard, soup: UUID, describer: FakeDescriber) -> None:
    board.edit(soup, title="Grandmother's soup", locked=["title"])
    board.blogs.over(board.describe(soup, "Shorter."))
    found = board.pin(soup)
    assert found.title == "Grandmother's soup"
    assert found.description.endswith("(Shorter.)")
    assert board.history(soup)[0].values["title"] == "Grandmother's soup"
    assert describer.calls[-1][1].hints["title that stays as it is"] == "Grandmother's soup"


def test_the_closing_line_ends_every_description_within_the_limit(
    board: Pinboard, articles: FakeArticleReader, describer: FakeDescriber
) -> None:
    def long(_evidence: Evidence, _turns: Sequence[Turn]) -> PinDescription:
        return PinDescription(title="Long", description="soup 🍲 " * 100, alt_text="", keywords=[])

    describer.scripts = {"pin": long}
    articles.pictures[picture_url("soup")] = dot("soup")
    project_id = board.blogs.project(closing="Save it for later 🥣")
    pin_id = board.make(project_id, board.article(project_id, "soup"), picture=of_article("soup"), describe=True)
    found = board.done(pin_id)
    assert found.status is PinStatus.READY, found.error
    assert found.description.endswith("…\nSave it for later 🥣")
    assert counted(found.description) <= DESCRIPTION_MOST


def test_a_picture_that_vanished_fails_its_pin_alone_and_another_one_is_chosen(
    board: Pinboard, articles: FakeArticleReader, describer: FakeDescriber
) -> None:
    articles.pictures[picture_url("soup", 2)] = dot("soup 2")
    project_id = board.blogs.project()
    article_id = board.article(project_id, "soup", pictures=3)
    made = board.make_of(article_id, per_article=2, describe=True)
    board.blogs.over(made.batch.run_id if made.batch else None)
    gone, there = (board.pin(one.id) for one in made.pins)
    assert there.status is PinStatus.READY
    assert (gone.status, gone.failed_stage, gone.error_code) == (PinStatus.FAILED, PinStage.PICTURE, "not_found")
    assert gone.error == f"{picture_url('soup', 3)} was not found."
    assert len(describer.calls) == 1
    articles.pictures[picture_url("soup", 1)] = dot("soup 1")
    with board.session() as session:
        pin = find_pin(session, board.workspace_id, gone.id, lock=True)
        choose_picture(session, board.app.durable, pin, of_article("soup", 1))
    found = board.done(gone.id)
    assert (found.status, found.picture_url, found.failed_stage) == (PinStatus.READY, picture_url("soup", 1), None)


def test_a_picture_that_vanished_is_tried_again_with_one_click(board: Pinboard, articles: FakeArticleReader) -> None:
    url = picture_url("soup")
    articles.pictures[url] = dot("soup")
    articles.failures[url] = [ArticleRefused("It is gone.", code="not_found")]
    project_id = board.blogs.project()
    pin_id = board.make(project_id, board.article(project_id, "soup"), picture=of_article("soup"))
    wait_for(lambda: board.pin(pin_id).status is PinStatus.FAILED)
    board.blogs.over(board.retry(pin_id))
    assert (board.pin(pin_id).status, board.pin(pin_id).error) == (PinStatus.DRAFT, None)
    assert board.pin(pin_id).picture


def test_what_is_no_picture_is_said(board: Pinboard, articles: FakeArticleReader) -> None:
    articles.pictures[picture_url("soup")] = b"<html>Not here any more</html>"
    project_id = board.blogs.project()
    pin_id = board.make(project_id, board.article(project_id, "soup"), picture=of_article("soup"), describe=True)
    found = board.done(pin_id)
    assert (found.status, found.failed_stage) == (PinStatus.FAILED, PinStage.PICTURE)
    assert found.error
    assert "soup-1.png" in found.error


def test_two_pins_of_one_picture_fetch_and_look_once(
    board: Pinboard, soup: UUID, articles: FakeArticleReader, pictures: FakePictureReader
) -> None:
    first = board.pin(soup)
    second = board.make(first.project_id, first.article_id, picture=of_article("soup"), describe=True)
    found = board.done(second)
    assert (found.asset_id, found.picture) == (first.asset_id, first.picture)
    assert articles.calls["fetch_picture", picture_url("soup")] == 1
    assert [call[0] for call in pictures.calls] == ["develop"]
