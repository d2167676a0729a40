"""A blog's scrape: every article once, each told what became of it, the second time only what is new or changed."""

from uuid import UUID

import pytest

from pressroom.features.pins.articles.actions.remove import delete_article, undelete_article
from pressroom.features.pins.articles.models import Article, ArticleStatus
from pressroom.features.pins.projects.models import ScrapeStatus
from pressroom.features.pins.projects.rules import scrape_run_id
from pressroom.kernel.errors import Conflict, Invalid
from pressroom.providers.articles import ArticleRefused, FakeArticleReader, Listing, NotAnArticle
from tests.articles import SITE, Blogs, counted, listed, post
from tests.media import wait_for


def test_every_post_becomes_an_article(blogs: Blogs, reader: FakeArticleReader, project_id: UUID) -> None:
    assert blogs.scrape(project_id) == counted(total=3, succeeded=3)
    project = blogs.state(project_id)
    assert (project.status, project.error, project.run_id) == (ScrapeStatus.IDLE, None, scrape_run_id(project_id, 1))
    assert project.last_scraped_at is not None
    assert (project.last_result or {})["via"] == "feed"
    articles = blogs.articles(project_id)
    assert list(articles) == [SITE + "soup", SITE + "cake", SITE + "bread"]
    soup = articles[SITE + "soup"]
    assert (soup.title, soup.status, soup.words, soup.language) == ("Soup", ArticleStatus.COMPLETED, 9, "en")
    assert soup.text == reader.posts[SITE + "soup"].text
    (picture,) = blogs.pictures(soup.id)
    assert (picture.url, picture.alt, picture.width, picture.height) == (
        SITE + "soup.jpg",
        "A bowl of soup",
        1000,
        1500,
    )
    assert all(reader.calls["read", url] == 1 for url in articles)
    run = blogs.over(project.run_id)
    assert (run.status, run.output) == ("succeeded", project.last_result)
    assert {blogs.over(one.run_id).workflow for one in articles.values()} == {"import_article"}


def test_again_only_what_is_new_or_changed_is_fetched(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    blogs.scrape(project_id)
    assert blogs.scrape(project_id) == counted(total=3, unchanged=3)
    reader.publish(SITE, post("cake", "With more butter."))
    reader.publish(SITE, post("tea"))
    assert blogs.scrape(project_id) == counted(total=4, succeeded=2, unchanged=2)
    reads = {name: reader.calls["read", SITE + name] for name in ("bread", "cake", "soup", "tea")}
    assert reads == {"bread": 1, "cake": 2, "soup": 1, "tea": 1}
    assert blogs.articles(project_id)[SITE + "cake"].text == "With more butter."


def test_posts_that_do_not_say_when_they_changed_are_asked_for_and_may_be_unchanged(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    reader.listings[SITE] = listed("soup", "cake")
    blogs.scrape(project_id)
    fetched = blogs.articles(project_id)[SITE + "soup"].fetched_at
    assert blogs.scrape(project_id) == counted(total=2, unchanged=2)
    assert reader.calls["read", SITE + "soup"] == 2
    assert blogs.articles(project_id)[SITE + "soup"].fetched_at == fetched


def test_what_cannot_be_fetched_says_why_and_the_others_come(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    reader.failures = {
        SITE + "soup": [NotAnArticle("This is a shop.")],
        SITE + "cake": [ArticleRefused("The text is for subscribers.", code="paywall")],
    }
    assert blogs.scrape(project_id) == counted(total=3, succeeded=1, failed=1, skipped=1)
    articles = blogs.articles(project_id)
    soup, cake = articles[SITE + "soup"], articles[SITE + "cake"]
    assert (soup.status, soup.error, soup.error_code) == ("skipped", "This is a shop.", "not_article")
    assert (cake.status, cake.error, cake.error_code) == ("failed", "The text is for subscribers.", "paywall")
    told = blogs.over(soup.run_id), blogs.over(cake.run_id)
    assert [(one.status, one.output, one.error) for one in told] == [
        ("succeeded", {"skipped": "This is a shop."}, None),
        ("failed", None, "The text is for subscribers."),
    ]


def test_failed_articles_are_tried_again_alone_all_and_by_the_next_scrape(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    for name, times in {"soup": 1, "cake": 1, "bread": 2}.items():
        reader.failures[SITE + name] = [ArticleRefused("It is gone.", code="not_found") for _ in range(times)]
    assert blogs.scrape(project_id)["failed"] == 3
    articles = blogs.articles(project_id)
    blogs.fetch(articles[SITE + "soup"].id)
    assert blogs.done(articles[SITE + "soup"].id).status is ArticleStatus.COMPLETED
    assert blogs.fetch_missing(project_id) == 2
    assert blogs.scraped(project_id) == counted(total=3, succeeded=2, failed=1)
    assert blogs.fetch_missing(project_id) == 1
    assert blogs.scraped(project_id) == counted(total=3, succeeded=3)
    assert blogs.fetch_missing(project_id) == 0
    reader.failures = {SITE + "tea": [ArticleRefused("It is gone.", code="not_found")]}
    reader.publish(SITE, post("tea"))
    assert blogs.scrape(project_id) == counted(total=4, unchanged=3, failed=1)
    assert blogs.scrape(project_id) == counted(total=4, unchanged=3, succeeded=1)


def test_what_is_left_aside_stays_so_until_it_changes(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    reader.failures = {SITE + "soup": [NotAnArticle("This is a shop.")]}
    blogs.scrape(project_id)
    assert blogs.scrape(project_id) == counted(total=3, unchanged=2, skipped=1)
    reader.publish(SITE, post("soup", "A real one now."))
    assert blogs.scrape(project_id) == counted(total=3, unchanged=2, succeeded=1)


def test_an_article_under_two_addresses_is_one(blogs: Blogs, reader: FakeArticleReader, project_id: UUID) -> None:
    reader.listings[SITE] = listed("old-soup", "soup")
    reader.posts[SITE + "old-soup"] = reader.posts[SITE + "soup"]
    assert blogs.scrape(project_id) == counted(total=2, succeeded=1, skipped=1)
    articles = blogs.articles(project_id)
    (twin,) = [one for one in articles.values() if one.status is ArticleStatus.SKIPPED]
    assert (twin.error, twin.error_code) == ("It is the same article as “Soup”, under another address.", "duplicate")
    assert blogs.over(twin.run_id).output == {"skipped": twin.error}


def test_an_article_added_by_another_address_is_the_one_that_the_feed_lists(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    reader.posts[SITE + "old-soup"] = reader.posts[SITE + "soup"]
    added = blogs.done(blogs.add(project_id, SITE + "old-soup?utm_source=mail#top"))
    assert (added.address, added.url) == (SITE + "old-soup", SITE + "soup")
    blogs.scrape(project_id)
    articles = blogs.articles(project_id)
    assert set(articles) == {SITE + "bread", SITE + "cake", SITE + "soup"}
    assert articles[SITE + "soup"].id == added.id


def test_one_address_is_fetched_alone_and_again_only_changes_it_where_it_changed(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    article_id = blogs.add(project_id, "blog.example/soup?utm_medium=social")
    first = blogs.done(article_id)
    assert (first.address, first.status, first.title) == (SITE + "soup", ArticleStatus.COMPLETED, "Soup")
    assert blogs.add(project_id, SITE + "soup") == article_id
    assert blogs.done(article_id).fetched_at == first.fetched_at
    reader.publish(SITE, post("soup", "Colder.", pictures=()))
    blogs.fetch(article_id)
    again = blogs.done(article_id)
    assert (again.text, again.words, again.attempt) == ("Colder.", 1, 3)
    assert blogs.pictures(article_id) == []
    assert blogs.state(project_id).status is ScrapeStatus.IDLE


def test_an_article_that_cannot_be_fetched_again_keeps_what_it_had(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    article_id = blogs.add(project_id, SITE + "soup")
    before = blogs.done(article_id)
    reader.failures = {SITE + "soup": [ArticleRefused("It is gone.", code="not_found")]}
    blogs.fetch(article_id)
    after = blogs.done(article_id)
    assert (after.status, after.error, after.text) == (ArticleStatus.FAILED, "It is gone.", before.text)
    assert len(blogs.pictures(article_id)) == 1


def test_pictures_that_stay_in_an_article_stay_the_same_rows(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    article_id = blogs.add(project_id, SITE + "soup")
    blogs.done(article_id)
    (before,) = blogs.pictures(article_id)
    more = (*post("spoon").pictures, *post("soup").pictures)
    reader.publish(SITE, post("soup", pictures=more))
    blogs.fetch(article_id)
    blogs.done(article_id)
    spoon, soup = blogs.pictures(article_id)
    assert (soup.id, soup.position, spoon.url) == (before.id, 1, SITE + "spoon.jpg")


def test_a_deleted_article_is_not_scraped_again_but_comes_when_asked_for(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    blogs.scrape(project_id)
    soup = blogs.articles(project_id)[SITE + "soup"].id
    with blogs.session() as session:
        delete_article(session.get_one(Article, soup))
    reader.publish(SITE, post("soup", "Another."))
    assert blogs.scrape(project_id) == counted(total=2, unchanged=2)
    assert reader.calls["read", SITE + "soup"] == 1
    assert blogs.add(project_id, SITE + "soup") == soup
    assert blogs.done(soup).text == "Another."
    with blogs.session() as session:
        assert undelete_article(session.get_one(Article, soup)).deleted_at is None


def test_a_blog_is_scraped_once_at_a_time(blogs: Blogs, project_id: UUID) -> None:
    blogs.begin(project_id)
    with pytest.raises(Conflict, match="right now"):
        blogs.begin(project_id)
    assert blogs.scraped(project_id)["succeeded"] == 3


def test_a_scrape_tells_what_a_person_should_know_of_the_listing(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    note = "The feed lists 10,000 posts; the newest 2,000 are taken."
    reader.listings[SITE] = Listing(found=reader.listings[SITE].found, via="sitemap", notes=(note,))
    blogs.scrape(project_id)
    result = blogs.state(project_id).last_result or {}
    assert (result["via"], result["notes"]) == ("sitemap", [note])
    blogs.fetch_missing(project_id)
    assert (blogs.state(project_id).last_result or {})["notes"] == [note]


def test_a_blog_that_lists_nothing_usable_is_told(blogs: Blogs, reader: FakeArticleReader, project_id: UUID) -> None:
    reader.failures = {SITE: [ArticleRefused("No feed or sitemap was found.", code="not_feed")]}
    blogs.begin(project_id)
    blogs.scraped(project_id)
    project = blogs.state(project_id)
    assert (project.status, project.error, project.error_code) == (
        ScrapeStatus.FAILED,
        "No feed or sitemap was found.",
        "not_feed",
    )
    assert blogs.over(project.run_id).error == "No feed or sitemap was found."
    reader.listings[SITE] = Listing(found=(), via="feed")
    assert blogs.scrape(project_id) == counted()


def test_text_that_the_database_would_not_take_comes_without_it(
    blogs: Blogs, reader: FakeArticleReader, project_id: UUID
) -> None:
    reader.publish(SITE, post("odd", "So\0up \ud800 hot", title="\0Odd"))
    reader.posts[SITE + "odd"] = post("odd", "So\0up hot", title="\0Odd")
    article = blogs.done(blogs.add(project_id, SITE + "odd"))
    assert (article.text, article.title) == ("Soup hot", "Odd")


def test_a_very_long_article_is_kept_whole(blogs: Blogs, reader: FakeArticleReader, project_id: UUID) -> None:
    reader.publish(SITE, post("long", "soup and bread\n\n" * 65_000))
    article = blogs.done(blogs.add(project_id, SITE + "long"))
    assert (article.status, article.words, len(article.text or "")) == (ArticleStatus.COMPLETED, 195_000, 1_039_998)


def test_what_is_no_address_is_refused(blogs: Blogs, project_id: UUID) -> None:
    for address in ("ftp://blog.example/soup", "https://", "java script:alert(1)", "https://ada:pw@blog.example/"):
        with pytest.raises(Invalid):
            blogs.add(project_id, address)


def test_progress_is_seen_while_articles_come(blogs: Blogs, reader: FakeArticleReader, project_id: UUID) -> None:
    for number in range(12):
        reader.publish(SITE, post(f"more-{number}"))
    blogs.begin(project_id)
    wait_for(lambda: 0 < list(blogs.standing(project_id).values()).count("completed") < 15)
    assert blogs.state(project_id).status is ScrapeStatus.SCRAPING
    assert blogs.scraped(project_id)["succeeded"] == 15
