"""Pictures are seen before they are chosen: small copies of an article's best ones come after all else."""

from uuid import UUID

from pressroom.core.assets.models import Asset
from pressroom.features.pins.articles.actions.preview import MOST_PREVIEWED
from pressroom.features.pins.articles.models import ArticlePicture
from pressroom.features.pins.articles.rules import preview_run_id
from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.articles import FakeArticleReader, PictureFound
from tests.articles import SITE, Blogs, counted, post
from tests.pictures import encoded, scene

PICTURE = encoded(scene(1, (60, 90)), "JPEG")


def shown(number: int) -> tuple[PictureFound, ...]:
    """Return pictures, each larger than the one before."""
    return tuple(
        PictureFound(url=f"{SITE}{at}.jpg", alt=f"Picture {at}", width=600 + at, height=900 + at)
        for at in range(number)
    )


def previews(blogs: Blogs, article_id: UUID) -> dict[str, ArticlePicture]:
    """Return the pictures of an article that have a small copy, by address, once its run is over."""
    blogs.over(preview_run_id(article_id, blogs.article(article_id).attempt))
    return {one.url: one for one in blogs.pictures(article_id) if one.preview_id}


def test_the_best_pictures_of_an_article_get_a_small_copy(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    pictures = shown(MOST_PREVIEWED + 2)
    reader.pictures = {one.url: PICTURE + one.url.encode() for one in pictures}
    reader.publish(SITE, post("soup", pictures=pictures))
    assert blogs.scrape(project_id) == counted(total=3, succeeded=3)
    soup = blogs.articles(project_id)[SITE + "soup"]
    found = previews(blogs, soup.id)
    assert set(found) == {one.url for one in pictures[2:]}
    with blogs.session() as session:
        small = session.get_one(Asset, next(iter(found.values())).preview_id)
    assert small.mime == "image/webp"
    assert all(reader.calls["fetch_picture", url] == 1 for url in found)
    assert blogs.over(preview_run_id(soup.id, soup.attempt)).output == {"shown": MOST_PREVIEWED, "left": 0}


def test_a_picture_that_is_gone_or_none_has_no_copy_and_a_busy_site_is_left_alone(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    pictures = shown(4)
    reader.pictures = {one.url: PICTURE for one in pictures[:3]} | {pictures[2].url: b"<html>no picture</html>"}
    reader.failures = {pictures[0].url: [ProviderBusy("Later.")]}
    reader.publish(SITE, post("soup", pictures=pictures))
    blogs.scrape(project_id)
    soup = blogs.articles(project_id)[SITE + "soup"]
    assert set(previews(blogs, soup.id)) == {pictures[1].url}
    assert soup.status == "completed"
    assert reader.calls["fetch_picture", pictures[0].url] == 1
    blogs.fetch(soup.id)
    blogs.done(soup.id)
    assert set(previews(blogs, soup.id)) == {one.url for one in pictures[:2]}
    assert reader.calls["fetch_picture", pictures[1].url] == 1
