"""A real blog on loopback, read by the real reader: everything comes, and what cannot says why."""

from collections.abc import Iterator

import pytest

from pressroom.features.pins.projects.models import ScrapeStatus
from pressroom.providers.articles import web_article_reader
from tests.articles import Blogs, counted
from tests.blog import Blog, blog
from tests.blog_pages import sitemap
from tests.blog_traps import XML, Answer
from tests.doors import fake_doors
from tests.workflows.conftest import StartWorker

pytestmark = pytest.mark.timeout(240)

TRAPS = {
    "/gone": ("failed", "not_found"),
    "/loop": ("failed", "redirects"),
    "/app": ("failed", "no_text"),
    "/paywall": ("failed", "paywall"),
    "/huge": ("failed", "too_large"),
    "/secret/plans": ("skipped", "robots"),
    "/moved": ("skipped", "duplicate"),
}
"""Worse pages, and what becomes of them."""
NEVER_LISTED = {"/brochure.pdf": ("skipped", "not_html"), "/shop": ("skipped", "not_article")}
"""Pages whose addresses say that they are no posts; they can be asked for one by one."""


@pytest.fixture
def site() -> Iterator[Blog]:
    """A real blog."""
    with blog() as site:
        yield site


@pytest.fixture(autouse=True)
def _at_work(start_worker: StartWorker) -> None:
    """A worker that reads for real, ten times as quick as it is polite."""
    reader = web_article_reader(public_url="http://127.0.0.1", allow_loopback=True, pace_seconds=0.02)
    start_worker(doors=fake_doors(articles=reader))


def test_a_blog_is_scraped_and_then_only_what_changed(blogs: Blogs, site: Blog) -> None:
    project_id = blogs.project(site.url)
    number = len(site.posts)
    assert blogs.scrape(project_id, 120) == counted(total=number, succeeded=number)
    articles = blogs.articles(project_id)
    assert {post.url for post in site.posts} == set(articles)
    for post in site.posts:
        article = articles[post.url]
        assert (article.title, article.language) == (post.title, post.language)
        assert post.paragraphs[0][:40] in (article.text or "")
        assert len(blogs.pictures(article.id)) >= len(post.pictures)
    changed = site.posts[0]
    asked = site.asked(changed.path)
    changed.paragraphs.append("Better with more pepper, as a reader wrote to us in the comments this week.")
    assert blogs.scrape(project_id, 120)["failed"] == 0
    blogs.fetch(articles[changed.url].id)
    assert "more pepper" in (blogs.done(articles[changed.url].id).text or "")
    assert site.asked(changed.path) <= asked + 2


def test_the_worse_pages_of_a_blog_say_why_and_the_good_ones_come(blogs: Blogs, site: Blog) -> None:
    site.has_feed = False
    site.posts[:] = [post for post in site.posts if post.path == "/posts/red-lentil-soup"]
    (good,) = site.posts
    listed = [(good.url, good.published), *((site.at(path), "2026-01-01") for path in TRAPS)]
    site.answers["/sitemap.xml"] = [Answer(sitemap(listed).encode(), kind=XML)]
    project_id = blogs.project(site.url)
    assert blogs.done(blogs.add(project_id, good.url), 90).title == good.title
    assert blogs.scrape(project_id, 120) == counted(total=8, unchanged=1, failed=5, skipped=2)
    for added in [blogs.add(project_id, site.at(path)) for path in NEVER_LISTED]:
        blogs.done(added, 90)
    articles = blogs.articles(project_id)
    traps = TRAPS | NEVER_LISTED
    told = {path: (articles[site.at(path)].status.value, articles[site.at(path)].error_code) for path in traps}
    assert told == traps
    assert all(articles[site.at(path)].error for path in traps)
    assert site.asked("/secret/plans") == 0


def test_a_blog_that_is_not_there_is_told(blogs: Blogs, site: Blog) -> None:
    site.has_feed = site.has_sitemap = False
    site.posts.clear()
    project_id = blogs.project(site.url)
    blogs.begin(project_id)
    blogs.scraped(project_id, 120)
    project = blogs.state(project_id)
    assert (project.status, project.error_code) == (ScrapeStatus.FAILED, "not_feed")
    assert project.error
