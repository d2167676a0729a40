"""What every reader of articles promises: one of sites in memory, and one of the web against a blog on loopback."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.articles import (
    ArticleReader,
    ArticleRefused,
    FakeArticleReader,
    Known,
    PictureFound,
    Post,
)
from tests.blog import Answer, Blog, blog, hurried_reader
from tests.blog_posts import BlogPost


@dataclass
class Site:
    """A site with the posts of the tests' blog, however it is read."""

    reader: ArticleReader
    url: str
    posts: list[BlogPost]
    rewrite: Callable[[BlogPost, str], None]
    overload: Callable[[str], None]

    def at(self, path: str) -> str:
        """Return the address of a path."""
        return self.url.rstrip("/") + path


@contextmanager
def on_loopback() -> Iterator[Site]:
    with blog() as site:

        def rewrite(post: BlogPost, text: str) -> None:
            post.paragraphs[0] = text

        def overload(url: str) -> None:
            site.answers["/" + url.removeprefix(site.url)] = [
                Answer(b"Later.", status=429, headers={"Retry-After": "30"})
            ]

        yield Site(hurried_reader(), site.url, site.posts, rewrite, overload)


@contextmanager
def in_memory() -> Iterator[Site]:
    reader, home = FakeArticleReader(), Blog(url="https://blog.example.org/")

    def publish(post: BlogPost) -> None:
        shown = [
            PictureFound(url=home.at(one.path), alt=one.alt, caption=one.caption, width=one.size[0], height=one.size[1])
            for one in post.pictures
        ]
        made = Post(
            url=home.at(post.path),
            title=post.title,
            text="\n\n".join(post.paragraphs),
            description=post.description,
            language=post.language,
            author=post.author,
            published_at=datetime.fromisoformat(f"{post.published}T08:00:00Z"),
            pictures=tuple(shown),
        )
        reader.publish(home.url, made)
        reader.pictures |= {picture.url: b"\xff\xd8\xff" for picture in shown}

    def rewrite(post: BlogPost, text: str) -> None:
        post.paragraphs[0] = text
        publish(post)

    def overload(url: str) -> None:
        reader.failures[url] = [ProviderBusy("Later.", retry_after=30)]

    for post in home.posts:
        post.url = home.at(post.path)
        publish(post)
    yield Site(reader, home.url, home.posts, rewrite, overload)


@pytest.fixture(params=[in_memory, on_loopback])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    with request.param() as site:
        yield site


def read(site: Site, post: BlogPost) -> Post:
    found = site.reader.read(post.url)
    assert found is not None
    return found


def test_the_posts_of_a_site_are_found_with_their_titles(site: Site) -> None:
    listing = site.reader.find(site.url)
    assert listing.via == "feed"
    assert {one.url: one.title for one in listing.found} == {post.url: post.title for post in site.posts}
    assert all(one.modified for one in listing.found)


def test_an_article_has_its_text_and_what_it_says_of_itself(site: Site) -> None:
    for post in site.posts:
        found = read(site, post)
        assert (found.url, found.title, found.author) == (post.url, post.title, post.author)
        assert (found.description, found.language) == (post.description, post.language)
        assert found.published_at == datetime.fromisoformat(post.published).replace(hour=8, tzinfo=UTC)
        assert found.text == "\n\n".join(post.paragraphs)


def test_an_article_has_its_pictures_with_size_and_words(site: Site) -> None:
    post = site.posts[0]
    shown = {one.path: one for one in post.pictures}
    found = read(site, post).pictures
    assert [one.url for one in found] == [site.at(path) for path in shown]
    for one, told in zip(found, shown.values(), strict=True):
        assert (one.alt, one.caption, (one.width, one.height)) == (told.alt, told.caption, told.size)


def test_an_article_that_is_known_is_not_read_again_until_it_changes(site: Site) -> None:
    post = site.posts[0]
    first = read(site, post)
    known = Known(etag=first.etag, last_modified=first.last_modified, digest=first.digest)
    assert site.reader.read(post.url, known=known) is None
    site.rewrite(post, "Everything about this soup is different now, and it takes a whole afternoon to make it well.")
    again = site.reader.read(post.url, known=known)
    assert again is not None
    assert again.text.startswith("Everything about this soup is different now")
    assert again.digest != first.digest


def test_an_article_is_unchanged_where_only_its_digest_is_known(site: Site) -> None:
    first = read(site, site.posts[1])
    assert site.reader.read(site.posts[1].url, known=Known(digest=first.digest)) is None


def test_what_is_not_there_is_told(site: Site) -> None:
    with pytest.raises(ArticleRefused) as told:
        site.reader.read(site.at("/posts/never-written"))
    assert told.value.code == "not_found"
    with pytest.raises(ArticleRefused) as told:
        site.reader.fetch_picture(site.at("/pictures/vanished.jpg"), io.BytesIO())
    assert told.value.code == "not_found"


def test_a_site_that_is_busy_says_for_how_long_and_is_read_later(site: Site) -> None:
    url = site.posts[0].url
    site.overload(url)
    with pytest.raises(ProviderBusy) as told:
        site.reader.read(url)
    assert told.value.retry_after == 30
    assert read(site, site.posts[0]).title == site.posts[0].title


def test_a_picture_is_written_as_it_comes(site: Site) -> None:
    into = io.BytesIO()
    site.reader.fetch_picture(site.at(site.posts[0].pictures[0].path), into)
    assert into.getvalue().startswith(b"\xff\xd8\xff")
