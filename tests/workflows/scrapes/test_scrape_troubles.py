"""What goes wrong with a scrape: sites that are busy or gone, runs that are cancelled, people in between."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import update

from pressroom.core.runs.queries import Run
from pressroom.features.pins.articles.actions.progress import mend_stranded as mend_articles
from pressroom.features.pins.articles.actions.scrape import mend_stranded as mend_projects
from pressroom.features.pins.articles.models import Article, ArticleStatus
from pressroom.features.pins.projects.actions import delete_project, undelete_project
from pressroom.features.pins.projects.models import Project, ScrapeStatus
from pressroom.features.pins.projects.rules import MOST_DELAYS
from pressroom.kernel.clock import now
from pressroom.kernel.durable import ATTEMPTS
from pressroom.kernel.errors import ProviderBusy, ProviderError
from pressroom.providers.articles import FakeArticleReader
from pressroom.subjects import subjects
from tests.articles import SITE, Blogs, counted, post
from tests.doors import fake_doors
from tests.media import wait_for
from tests.workflows.conftest import StartWorker

SOON = 1.0


def busy(number: int, seconds: float | None = SOON) -> list[ProviderError]:
    """Return failures of a site that asks to be waited for."""
    return [ProviderBusy("The site is busy.", retry_after=seconds) for _ in range(number)]


@pytest.fixture
def no_back_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site is let rest for a moment however often it was, and for no more."""
    monkeypatch.setattr("pressroom.features.pins.articles.actions.scrape.rest_seconds", lambda *_: 0.1)


def test_a_site_that_asks_to_be_waited_for_is_and_everything_comes(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    reader.failures = {SITE + "soup": busy(2)}
    blogs.begin(project_id)
    wait_for(lambda: blogs.state(project_id).status is ScrapeStatus.WAITING)
    waiting = blogs.state(project_id)
    assert (waiting.error, waiting.error_code) == ("The site is busy.", "busy")
    assert waiting.waits_until is not None
    assert blogs.scraped(project_id) == counted(total=3, succeeded=3)
    after = blogs.state(project_id)
    assert (after.status, after.error, after.holds, after.waits_until) == (ScrapeStatus.IDLE, None, 0, None)
    assert [blogs.article(one.id).error for one in blogs.articles(project_id).values()] == [None] * 3


def test_while_a_site_rests_nobody_else_of_its_blog_asks_it(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    reader.failures = {SITE + "soup": busy(1, seconds=3.0)}
    blogs.begin(project_id)
    wait_for(lambda: blogs.state(project_id).status is ScrapeStatus.WAITING)
    asked = reader.calls.total()
    wait_for(lambda: sum(run.status == "running" for run in imports(blogs, project_id)) == 0)
    assert reader.calls.total() <= asked + 1, "but for one that was on its way"
    assert blogs.scraped(project_id)["succeeded"] == 3


def imports(blogs: Blogs, project_id: UUID) -> list[Run]:
    """Return the runs that fetch articles now."""
    found = blogs.articles(project_id).values()
    return [blogs.run(one.run_id) for one in found if one.run_id]


def test_a_busy_listing_is_waited_for(blogs: Blogs, reader: FakeArticleReader, project_id: UUID) -> None:
    reader.failures = {SITE: busy(2)}
    blogs.begin(project_id)
    wait_for(lambda: blogs.state(project_id).status is ScrapeStatus.WAITING)
    assert blogs.scraped(project_id) == counted(total=3, succeeded=3)
    assert reader.calls["find", SITE] == 3


@pytest.mark.usefixtures("no_back_off")
def test_an_article_whose_page_is_always_busy_fails_alone(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    reader.failures = {SITE + "soup": busy(100, seconds=SOON)}
    assert blogs.scrape(project_id) == counted(total=3, succeeded=2, failed=1)
    soup = blogs.articles(project_id)[SITE + "soup"]
    assert (soup.status, soup.error, soup.error_code) == (ArticleStatus.FAILED, "The site is busy.", "busy")
    assert reader.calls["read", SITE + "soup"] == MOST_DELAYS + 1


@pytest.mark.usefixtures("no_back_off")
def test_a_site_that_is_gone_ends_the_scrape_and_what_came_stays_and_the_rest_can_be_fetched(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    for number in range(6):
        reader.publish(SITE, post(f"more-{number}"))
    reader.failures = {SITE + name: busy(100) for name in ("bread", "cake", "soup", "more-0", "more-1", "more-2")}
    blogs.begin(project_id)
    result = blogs.scraped(project_id, 60)
    project = blogs.state(project_id)
    assert (project.status, project.error_code) == (ScrapeStatus.FAILED, "busy")
    assert "waits until you try again" in (project.error or "")
    assert result["succeeded"] == 3
    assert result["waiting"] + result["failed"] == 6
    assert sum(number for (method, _), number in reader.calls.items() if method == "read") <= 3 + 6 * MOST_DELAYS
    assert blogs.over(project.run_id).is_over
    reader.failures = {}
    assert blogs.fetch_missing(project_id) == 6
    assert blogs.scraped(project_id) == counted(total=9, succeeded=9)


def test_a_site_that_asks_for_a_day_is_not_waited_for(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    reader.failures = {SITE: busy(1, seconds=86_400)}
    blogs.begin(project_id)
    blogs.scraped(project_id)
    assert blogs.state(project_id).error == "The site is busy."


def test_one_address_at_a_busy_site_comes_by_itself_later(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    reader.failures = {SITE + "soup": busy(1)}
    article_id = blogs.add(project_id, SITE + "soup")
    wait_for(lambda: blogs.article(article_id).error == "The site is busy.")
    wait_for(lambda: blogs.article(article_id).status is ArticleStatus.COMPLETED)
    blogs.scraped(project_id)
    assert blogs.state(project_id).status is ScrapeStatus.IDLE
    assert reader.calls["read", SITE + "soup"] == 2


def test_a_moment_s_trouble_is_tried_again_at_once(blogs: Blogs, reader: FakeArticleReader, project_id: UUID) -> None:
    reader.failures = {SITE + "soup": [ProviderBusy("A time-out.") for _ in range(ATTEMPTS - 1)]}
    assert blogs.scrape(project_id) == counted(total=3, succeeded=3)
    assert blogs.articles(project_id)[SITE + "soup"].attempt == 1


def test_a_cancelled_scrape_keeps_what_came_and_is_gone_on_with(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    for number in range(20):
        reader.publish(SITE, post(f"more-{number}"))
    run_id = blogs.begin(project_id)
    wait_for(lambda: "completed" in blogs.standing(project_id).values())
    blogs.cancel(run_id)
    project = blogs.state(project_id)
    assert (project.status, project.error, project.error_code) == (
        ScrapeStatus.FAILED,
        "Its run was cancelled.",
        "abandoned",
    )
    wait_for(lambda: "processing" not in blogs.standing(project_id).values())
    came = list(blogs.standing(project_id).values()).count("completed")
    assert set(blogs.standing(project_id).values()) == {"completed", "pending"}
    assert {one.run_id for one in blogs.articles(project_id).values() if one.status is ArticleStatus.PENDING} == {None}
    assert blogs.fetch_missing(project_id) == 23 - came
    assert blogs.scraped(project_id)["succeeded"] == 23
    assert all(reader.calls["read", url] == 1 for url in blogs.articles(project_id))


def test_an_article_whose_run_is_cancelled_fails_and_the_others_come(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    for number in range(9):
        reader.publish(SITE, post(f"more-{number}"))
    blogs.begin(project_id)
    wait_for(lambda: (found := blogs.articles(project_id).get(SITE + "bread")) is not None and found.run_id)
    blogs.cancel(blogs.articles(project_id)[SITE + "bread"].run_id or "")
    assert blogs.scraped(project_id) == counted(total=12, succeeded=11, failed=1)
    bread = blogs.articles(project_id)[SITE + "bread"]
    assert (bread.error, bread.error_code) == ("Its run was cancelled.", "abandoned")
    with blogs.session() as session:
        again = subjects(blogs.app.durable, blogs.app.vault)["article"].again
        run_id = again(session, blogs.workspace_id, bread.id)
    assert blogs.over(run_id).status == "succeeded"


def test_a_project_deleted_amid_its_scrape_ends_it_and_comes_back_whole(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    for number in range(12):
        reader.publish(SITE, post(f"more-{number}"))
    run_id = blogs.begin(project_id)
    wait_for(lambda: "completed" in blogs.standing(project_id).values())
    with blogs.session() as session:
        delete_project(session, session.get_one(Project, project_id, with_for_update={"key_share": True}))
    blogs.over(run_id)
    wait_for(lambda: all(one.run_id is None or one.fetched_at for one in blogs.articles(project_id).values()))
    read = reader.calls.total()
    with blogs.session() as session:
        undelete_project(session, session.get_one(Project, project_id))
    assert blogs.scrape(project_id)["failed"] == 0
    assert reader.calls.total() > read
    assert set(blogs.standing(project_id).values()) == {"completed"}


def test_what_waits_for_a_run_that_is_over_is_given_up_and_can_be_tried_again(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    blogs.scrape(project_id)
    with blogs.session() as session:
        long_ago = {"updated_at": now() - timedelta(minutes=5)}
        session.execute(update(Project).values(status=ScrapeStatus.SCRAPING, **long_ago))
        session.execute(update(Article).values(status=ArticleStatus.PROCESSING, **long_ago))
    with blogs.session() as session:
        assert mend_articles(session) <= 3  # fewer where the worker, which does so now and then, was quicker
        assert mend_projects(session) <= 1
    project = blogs.state(project_id)
    assert (project.status, project.error) == (ScrapeStatus.FAILED, "Its run ended before it was done.")
    assert set(blogs.standing(project_id).values()) == {"failed"}
    reader.posts = {url: post(url.removeprefix(SITE), "New words.") for url in reader.posts}
    assert blogs.fetch_missing(project_id) == 3
    assert blogs.scraped(project_id)["succeeded"] == 3


def test_a_bug_in_a_look_fails_the_scrape_and_not_for_ever(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    reader.failures = {SITE: [ZeroDivisionError("oh")]}  # type: ignore[list-item]  # what no reader raises
    blogs.begin(project_id)
    blogs.scraped(project_id)
    project = blogs.state(project_id)
    assert (project.status, project.error_code) == (ScrapeStatus.FAILED, "broken")
    assert blogs.scrape(project_id)["succeeded"] == 3


def test_a_bug_in_one_article_fails_that_one(blogs: Blogs, reader: FakeArticleReader, project_id: UUID) -> None:
    reader.failures = {SITE + "soup": [ZeroDivisionError("oh")]}  # type: ignore[list-item]  # what no reader raises
    assert blogs.scrape(project_id) == counted(total=3, succeeded=2, failed=1)
    assert blogs.articles(project_id)[SITE + "soup"].error_code == "abandoned"


def test_two_blogs_of_one_site_share_its_pace_and_a_slow_one_does_not_keep_another_waiting(
    blogs: Blogs, reader: FakeArticleReader, start_worker: StartWorker
) -> None:
    start_worker(doors=fake_doors(articles=reader), site_seconds=1.0)
    ids = [blogs.project(name=name) for name in ("One", "Two")]
    reader.publish("https://other.example/", post("tea", url="https://other.example/tea"))
    other = blogs.project("https://other.example/")
    for project_id in ids:
        blogs.begin(project_id)
    wait_for(lambda: len(blogs.articles(ids[1])) == 3)
    assert blogs.scrape(other)["succeeded"] == 1
    assert any(blogs.state(one).status is ScrapeStatus.SCRAPING for one in ids), "the others are still at it"
    began = now()
    for project_id in ids:
        assert blogs.scraped(project_id)["succeeded"] == 3
    fetched = sorted(one.fetched_at for each in ids for one in blogs.articles(each).values() if one.fetched_at)
    apart = [(later - sooner).total_seconds() for sooner, later in pairwise(fetched)]
    assert min(apart) > 0.4, apart  # when they were written down, which takes a while
    assert sum(apart) > 0.9 * len(apart), apart
    assert (now() - began).total_seconds() < 30
