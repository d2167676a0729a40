"""Pages as a site serves them: too large, bad in their own way, hostile, moved, and the pictures they show."""

import time
from collections.abc import Iterator
from html import escape

import pytest

from pressroom import __version__
from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.articles import ArticleRefused
from pressroom.providers.articles.reading.page import MOST_CHARACTERS, read_page
from tests.blog import Answer, Blog, BlogPicture, BlogPost, blog, hurried_reader

URL = "https://blog.example.org/posts/soup"
TEXT = "The lentils simmer while the onions turn golden, and the kitchen smells of cumin. " * 6


@pytest.fixture
def site() -> Iterator[Blog]:
    with blog() as site:
        yield site


@pytest.mark.slow
def test_five_megabytes_are_read_in_time_and_cut_with_a_note(site: Blog) -> None:
    found = hurried_reader().read(site.at("/big"))
    assert found is not None
    assert len(found.text) == MOST_CHARACTERS
    assert "Only the first 1,000,000" in found.notes[0]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/brochure.pdf", "not_html"),
        ("/app", "no_text"),
        ("/empty", "no_text"),
        ("/paywall", "paywall"),
        ("/members", "paywall"),
        ("/shop", "not_article"),
        ("/about", "not_article"),
        ("/", "not_article"),
        ("/secret/plans", "robots"),
        ("/loop", "redirects"),
        ("/huge", "too_large"),
    ],
)
def test_each_kind_of_bad_page_has_its_own_reason(site: Blog, path: str, code: str) -> None:
    with pytest.raises(ArticleRefused) as told:
        hurried_reader().read(site.at(path))
    assert told.value.code == code


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 200_000,
        "<a href=x>" * 20_000,
        f"<p {'a=1 ' * 200_000}>",
        f'<div><p>Soup</p><img srcset="{"a, " * 100_000}"></div>',
        f'<div><p>Soup</p><img src="/{"x-" * 100_000}.jpg" class="{"iconlogo" * 50_000}"></div>',
        "\0" * 100_000,
        "<!--" * 100_000,
    ],
    ids=["deep", "wide", "attributes", "srcset", "names", "zeros", "comments"],
)
def test_hostile_markup_is_told_within_seconds(html: str) -> None:
    began = time.monotonic()
    with pytest.raises(ArticleRefused) as told:
        read_page(html.encode(), "text/html", URL)
    assert told.value.code in {"no_text", "not_article"}
    assert time.monotonic() - began < 15


def test_sizes_the_page_does_not_tell_are_read_from_the_pictures_own_first_bytes(site: Blog) -> None:
    shown = {"/p/wide.jpg": (1600, 900), "/p/small.jpg": (120, 90)}
    for path, size in shown.items():
        site.pictures[path] = BlogPicture(path, "", size=size)
    images = "".join(f'<img src="{path}">' for path in (*shown, "/p/vanished.jpg"))
    site.answers["/post"] = [Answer(f"<html><body><article><h1>Soup</h1><p>{TEXT}</p>{images}</article>".encode())]
    found = hurried_reader().read(site.at("/post"))
    assert found is not None
    assert [(one.url, one.width, one.height) for one in found.pictures] == [(site.at("/p/wide.jpg"), 1600, 900)]
    (asked,) = [request for request in site.requests if request.path == "/p/wide.jpg"]
    assert asked.headers["range"] == "bytes=0-65535"


def test_at_most_six_pictures_are_looked_into(site: Blog) -> None:
    images = "".join(f'<img src="/p/{at}.jpg">' for at in range(9))
    for at in range(9):
        site.pictures[f"/p/{at}.jpg"] = BlogPicture(f"/p/{at}.jpg", "", size=(640, 480))
    site.answers["/post"] = [Answer(f"<html><body><article><h1>Soup</h1><p>{TEXT}</p>{images}</article>".encode())]
    found = hurried_reader().read(site.at("/post"))
    assert found is not None
    assert [one.width for one in found.pictures] == [640] * 6 + [None] * 3


def test_an_article_that_moved_is_known_by_where_it_is_now(site: Blog) -> None:
    found = hurried_reader().read(site.at("/moved?utm_source=old"))
    assert found is not None
    assert found.url == site.at("/posts/red-lentil-soup")


def test_a_post_with_signs_of_markup_in_its_title_is_read_as_it_is_meant(site: Blog) -> None:
    title = 'Soup & "salt" <for> two'
    post = site.publish(BlogPost("signs", "en", title, [TEXT.strip()], "Nora Field", "2026-10-01"))
    found = hurried_reader().read(post.url)
    assert found is not None
    assert (found.title, found.text) == (title, TEXT.strip())
    assert escape(title) != title


def test_a_page_that_takes_too_long_to_take_apart_is_tried_again(site: Blog) -> None:
    reader = hurried_reader()
    reader.parse_seconds = 0.05
    with pytest.raises(ProviderBusy, match=r"longer than 0\.05 seconds"):
        reader.read(site.at("/big"))
    reader.parse_seconds = 60
    assert reader.read(site.posts[0].url) is not None


def test_a_site_is_told_who_reads_it_and_where_to_ask(site: Blog) -> None:
    hurried_reader().read(site.posts[0].url)
    agents = {request.headers["user-agent"] for request in site.requests}
    assert agents == {f"Pressroom/{__version__} (+https://press.example.org)"}
