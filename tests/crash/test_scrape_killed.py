"""A worker is killed amid a scrape; the next one brings every article, stores none twice, and asks for few again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import func, select

from pressroom.features.pins.articles.models import Article, ArticleStatus
from pressroom.features.pins.projects.models import ScrapeStatus
from pressroom.kernel.app import App
from tests.articles import Blogs, blogs_of, counted
from tests.blog import Blog, blog
from tests.crash.conftest import Processes
from tests.media import wait_for

pytestmark = pytest.mark.timeout(400)

POSTS, KILLS = 24, 3


@pytest.fixture
def site(processes: Processes) -> Iterator[Blog]:
    """A blog of many posts that the processes may read, five a second."""
    processes.environment |= {"PRESSROOM_FETCH_ALLOW_LOOPBACK": "true", "PRESSROOM_FETCH_PACE_SECONDS": "0.2"}
    with blog() as site:
        written = site.posts[0]
        site.posts.clear()
        for number in range(POSTS):
            site.publish(replace(written, slug=f"post-{number}", title=f"{written.title}, part {number}"))
        yield site


@pytest.fixture
def blogs(app: App) -> Blogs:
    return blogs_of(app)


def test_a_killed_worker_s_scrape_goes_on_and_every_article_is_there_once(
    blogs: Blogs, processes: Processes, site: Blog
) -> None:
    project_id = blogs.project(site.url)
    run_id = blogs.begin(project_id)
    worker = processes.start("worker")
    for kill in range(1, KILLS + 1):
        wait_for(partial(has_come, blogs, kill * POSTS // (KILLS + 2)), 120)
        worker.kill()
        worker.wait()
        worker = processes.start("worker")
    assert blogs.scraped(project_id, 240) == counted(total=POSTS, succeeded=POSTS)
    run = blogs.over(run_id)
    assert (run.status, blogs.state(project_id).status) == ("succeeded", ScrapeStatus.IDLE)
    articles = blogs.articles(project_id)
    assert set(articles) == {post.url for post in site.posts}
    assert {(one.status, one.attempt) for one in articles.values()} == {(ArticleStatus.COMPLETED, 1)}
    for article in articles.values():
        assert len(blogs.pictures(article.id)) == len(site.posts[0].pictures)
        assert blogs.over(article.run_id).status == "succeeded"
    asked = Counter(request.path for request in site.requests if request.path.startswith("/posts/"))
    assert sum(asked.values()) <= POSTS + KILLS, "but for those that were being read when a worker died"
    worker.terminate()
    worker.wait()


def has_come(blogs: Blogs, number: int) -> bool:
    """Tell whether so many articles are there."""
    with blogs.session() as session:
        return (session.scalar(select(func.count(Article.fetched_at))) or 0) >= number
