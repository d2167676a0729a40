"""The further pictures of a pin: fetched and looked at in runs of their own, whatever goes wrong with one of them."""

from dataclasses import dataclass, field
from threading import Event
from typing import BinaryIO
from uuid import UUID

import pytest

from pressroom.core.runs.actions import retry_run
from pressroom.features.pins.actions.picture import Picked
from pressroom.features.pins.models import PictureSource, PinStatus
from pressroom.features.pins.publishing.carousels import missing
from pressroom.features.pins.publishing.pictures import pictures_to_send
from pressroom.kernel.errors import Conflict, Invalid, ProviderBusy
from pressroom.kernel.storage import thumbnail_key
from pressroom.providers.articles import ArticleRefused, FakeArticleReader
from pressroom.providers.pictures import FakePictureReader, Size
from pressroom.providers.pictures.fake import PIN
from tests.carousels import Carousel, picture_tools
from tests.media import dot
from tests.pins import Pinboard, of_article, picture_url
from tests.stories import statuses


@dataclass(slots=True)
class HeldReader(FakeArticleReader):
    """Fetches pictures while its gate is open, as it is at first."""

    gate: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def fetch_picture(self, url: str, into: BinaryIO) -> None:
        """Write the picture at an address once the gate is open."""
        assert self.gate.wait(10)
        FakeArticleReader.fetch_picture(self, url, into)


@pytest.fixture
def articles() -> HeldReader:
    """What fetches pictures."""
    return HeldReader()


@pytest.fixture
def carousel(board: Pinboard, soup: UUID, articles: HeldReader) -> Carousel:
    """A described pin of soup, of which more pictures can be fetched."""
    for number in range(2, 7):
        articles.pictures[picture_url("soup", number)] = dot(f"soup {number}")
    return Carousel(board, soup)


def test_further_pictures_are_fetched_and_looked_at_and_the_pin_stays_as_it_is(carousel: Carousel) -> None:
    before = carousel.pin()
    carousel.add(of_article("soup", 2), of_article("soup", 3))
    slides = carousel.settled()
    assert [(one.position, one.source, one.error) for one in slides] == [(1, "article", None), (2, "article", None)]
    for one in slides:
        assert one.asset is not None
        assert one.asset.source_id == one.picture_url
        assert (one.picture["width"], one.asset.width) == (1, 1)
        assert all(carousel.board.app.storage.get(thumbnail_key(one.asset.sha256, size)) for size in Size)
    after = carousel.pin()
    assert (after.status, after.attempt, after.run_id) == (PinStatus.READY, before.attempt, before.run_id)
    assert after.updated_at > before.updated_at


def test_a_run_is_of_the_pin_and_tells_its_story(carousel: Carousel) -> None:
    (slide_id,) = carousel.add(of_article("soup", 2))
    (slide,) = carousel.settled()
    run = carousel.board.blogs.over(slide.run_id)
    assert (run.id, run.subject_kind, run.subject_id) == (f"prepare-slide:{slide_id}:1", "pin", str(carousel.pin_id))
    told = carousel.board.app.durable.client.list_workflow_steps(run.id)
    assert [step["function_name"] for step in told] == ["fetch_slide"]


def test_one_that_cannot_be_had_says_so_alone_and_is_tried_again(carousel: Carousel, articles: HeldReader) -> None:
    gone = ArticleRefused("This picture is not there any more.", code="not_found")
    articles.failures[picture_url("soup", 2)] = [gone]
    failing, _ = carousel.add(of_article("soup", 2), of_article("soup", 3))
    first, second = carousel.settled()
    assert (first.error, first.error_code, first.picture) == (str(gone), "not_found", {})
    assert (second.error, second.picture["width"]) == (None, 1)
    assert carousel.pin().status is PinStatus.READY
    with carousel.board.session() as session:
        assert missing(session, [carousel.pin_id]) == {
            carousel.pin_id: "Picture 2 of its carousel could not be had. Try it again, or take it out."
        }
    carousel.retry(failing)
    assert [one.error for one in carousel.settled()] == [None, None]
    assert carousel.slides()[0].run_id == f"prepare-slide:{failing}:2"
    with pytest.raises(Conflict, match="has not failed"):
        carousel.retry(failing)


def test_a_failed_run_of_a_picture_is_tried_again_from_the_runs(carousel: Carousel, articles: HeldReader) -> None:
    articles.failures[picture_url("soup", 2)] = [ArticleRefused("Not now.", code="refused")]
    carousel.add(of_article("soup", 2))
    (slide,) = carousel.settled()
    app = carousel.board.app
    with carousel.board.session() as session:
        again = retry_run(session, app.durable, app.subjects, carousel.board.workspace_id, str(slide.run_id))
    carousel.board.blogs.over(again)
    assert carousel.slides()[0].picture


def test_a_busy_site_is_asked_again(carousel: Carousel, articles: HeldReader) -> None:
    articles.failures[picture_url("soup", 2)] = [ProviderBusy("The site is busy.", retry_after=0)] * 3
    carousel.add(of_article("soup", 2))
    (slide,) = carousel.settled()
    assert slide.error == "The site is busy."
    assert articles.calls["fetch_picture", picture_url("soup", 2)] == 3


def test_a_picture_that_another_pin_of_the_article_has_is_not_fetched_again(
    carousel: Carousel, articles: HeldReader
) -> None:
    pin = carousel.pin()
    other = carousel.board.make(pin.project_id, pin.article_id, picture=of_article("soup", 2))
    carousel.board.blogs.over(carousel.board.pin(other).run_id)
    carousel.add(of_article("soup", 2))
    (slide,) = carousel.settled()
    assert slide.asset_id == carousel.board.pin(other).asset_id
    assert articles.calls["fetch_picture", picture_url("soup", 2)] == 1


def test_what_is_taken_out_while_it_is_fetched_is_let_go(carousel: Carousel, articles: HeldReader) -> None:
    articles.gate.clear()
    (slide_id,) = carousel.add(of_article("soup", 2))
    run_id = carousel.slides()[0].run_id
    carousel.remove(slide_id)
    articles.gate.set()
    carousel.board.blogs.over(run_id)
    assert carousel.slides() == []
    assert carousel.pin().status is PinStatus.READY


def test_a_cancelled_run_leaves_a_picture_that_can_be_tried_again(carousel: Carousel, articles: HeldReader) -> None:
    articles.gate.clear()
    (slide_id,) = carousel.add(of_article("soup", 2))
    carousel.board.blogs.cancel(str(carousel.slides()[0].run_id))
    (slide,) = carousel.slides()
    assert (slide.error_code, slide.picture) == ("abandoned", {})
    assert carousel.pin().status is PinStatus.READY
    articles.gate.set()
    carousel.board.blogs.over(carousel.retry(slide_id))
    assert carousel.slides()[0].picture


def test_pictures_are_put_in_any_order_and_the_first_becomes_the_pin_s_own(carousel: Carousel) -> None:
    second, third, fourth = carousel.add(*(of_article("soup", number) for number in (2, 3, 4)))
    carousel.settled()
    carousel.move(fourth, 2)
    assert carousel.urls() == [picture_url("soup", number) for number in (1, 4, 2, 3)]
    was = carousel.pin()
    carousel.move(third, 1)
    assert carousel.urls() == [picture_url("soup", number) for number in (3, 1, 4, 2)]
    now = carousel.pin()
    assert (now.asset_id, now.status) != (was.asset_id, PinStatus.FAILED)
    assert carousel.slides()[0].asset_id == was.asset_id
    assert [one.position for one in carousel.slides()] == [1, 2, 3]
    carousel.remove(second)
    carousel.remove(carousel.slides()[0].id)
    assert carousel.urls() == [picture_url("soup", 3), picture_url("soup", 4)]
    with pytest.raises(Invalid, match="2 pictures; there is no place 3"):
        carousel.move(fourth, 3)


def test_a_picture_on_its_way_does_not_become_the_first(carousel: Carousel, articles: HeldReader) -> None:
    articles.gate.clear()
    (slide_id,) = carousel.add(of_article("soup", 2))
    with pytest.raises(Conflict, match="has not come yet"):
        carousel.move(slide_id, 1)
    with carousel.board.session() as session:
        assert missing(session, [carousel.pin_id]) == {carousel.pin_id: "Picture 2 of its carousel has not come yet."}
    articles.gate.set()
    carousel.settled()


def test_five_pictures_each_once_and_only_beside_one_of_its_own(carousel: Carousel) -> None:
    carousel.add(*(of_article("soup", number) for number in (2, 3, 4)))
    with pytest.raises(Conflict, match="at most 5 pictures; with these it would have 6"):
        carousel.add(of_article("soup", 5), of_article("soup", 6))
    for again in (of_article("soup", 1), of_article("soup", 2)):
        with pytest.raises(Conflict, match="has that picture already"):
            carousel.add(again)
    with pytest.raises(Conflict, match="has that picture already"):
        carousel.add(Picked(source=PictureSource.MEDIA, asset_id=carousel.pin().asset_id))
    carousel.add(of_article("soup", 5))
    carousel.settled()
    empty = carousel.board.make(carousel.pin().project_id, title="Only words")
    with pytest.raises(Conflict, match="no picture yet"):
        Carousel(carousel.board, empty).add(of_article("soup", 2))


def test_while_it_is_described_its_pictures_stay(carousel: Carousel) -> None:
    (slide_id,) = carousel.add(of_article("soup", 2))
    carousel.settled()
    carousel.board.describe(carousel.pin_id)
    with pytest.raises(Conflict, match="being worked on"):
        carousel.remove(slide_id)
    carousel.board.done(carousel.pin_id)
    assert statuses(carousel.board.app, carousel.pin_id)[-2:] == ["describing", "ready"]


def test_all_pictures_go_to_pinterest_in_order_and_are_made_once(
    carousel: Carousel, pictures: FakePictureReader
) -> None:
    carousel.add(of_article("soup", 2), of_article("soup", 3))
    carousel.settled()
    tools = picture_tools(carousel.board, pictures)
    sent = pictures_to_send(tools, carousel.pin())
    assert [(one.content_type, one.data, one.url) for one in sent] == [("image/jpeg", PIN, None)] * 3
    pictures_to_send(tools, carousel.pin())
    assert [call[0] for call in pictures.calls].count("pin_picture") == 3
    carousel.board.edit(carousel.pin_id, fit="pad")
    pictures_to_send(tools, carousel.pin())
    assert [call[0] for call in pictures.calls].count("pin_picture") == 6


def test_a_pin_with_a_picture_missing_is_not_sent_without_it(carousel: Carousel, articles: HeldReader) -> None:
    articles.failures[picture_url("soup", 2)] = [ArticleRefused("Gone.", code="not_found")]
    carousel.add(of_article("soup", 2))
    carousel.settled()
    tools = picture_tools(carousel.board, FakePictureReader())
    with pytest.raises(Invalid, match="Picture 2 of this carousel has not come"):
        pictures_to_send(tools, carousel.pin())
    empty = carousel.board.make(carousel.pin().project_id, title="Only words")
    with pytest.raises(Invalid, match=r"^Pin must have an image$"):
        pictures_to_send(tools, carousel.board.pin(empty))
