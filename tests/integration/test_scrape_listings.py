"""What a look at a blog lists is written down whole, however much it is and however it is written."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from pressroom.features.pins.articles.actions.look import record_listing
from pressroom.features.pins.articles.models import Article, ArticleStatus
from pressroom.kernel.app import App
from pressroom.providers.articles import Found, Listing
from tests.articles import SITE, Blogs, blogs_of, complete, listed

MANY = 10_000


@pytest.fixture
def blogs(app: App) -> Blogs:
    return blogs_of(app)


def look(blogs: Blogs, project_id: UUID, listing: Listing) -> dict[str, object]:
    """Write a listing down as the scrape's run would; return what it tells."""
    with blogs.session() as session:
        return record_listing(session, project_id, blogs.state(project_id).run_id or "", listing) or {}


@pytest.mark.slow
def test_ten_thousand_posts_are_written_down_twice_over_and_are_there_once(blogs: Blogs) -> None:
    project_id = blogs.project()
    blogs.begin(project_id)
    listing = listed(*(str(number) for number in range(MANY)))
    assert look(blogs, project_id, listing) == {"via": "feed", "notes": [], "found": MANY}
    look(blogs, project_id, listing)
    with blogs.session() as session:
        assert session.scalar(select(func.count(Article.id))) == MANY
        newest = session.scalars(select(Article.address).order_by(Article.id.desc()).limit(2)).all()
    assert newest == [f"{SITE}0", f"{SITE}1"]


def test_an_address_counts_once_and_what_is_none_is_left_out(blogs: Blogs) -> None:
    project_id = blogs.project()
    blogs.begin(project_id)
    addresses = ("soup", "soup#comments", "soup?utm_source=feed", "", "\0", "a b", "bread ")
    found = [Found(url=SITE + one, title=f"{one}\0") for one in addresses]
    odd = [Found(url=one) for one in ("mailto:ada@blog.example", "https://", "ftp://blog.example/x", "javascript:x()")]
    assert look(blogs, project_id, Listing(found=[*found, *odd], via="sitemap"))["found"] == 3
    articles = blogs.articles(project_id)
    assert list(articles) == [SITE + "soup", SITE, SITE + "bread"]
    assert articles[SITE + "soup"].title == "soup"


def test_a_look_of_a_run_that_has_no_say_any_more_changes_nothing(blogs: Blogs) -> None:
    project_id = blogs.project()
    run_id = blogs.begin(project_id)
    blogs.cancel(run_id)
    assert look(blogs, project_id, listed("soup")) == {}
    assert blogs.articles(project_id) == {}


def test_an_article_that_is_being_fetched_is_left_to_its_run(blogs: Blogs) -> None:
    project_id = blogs.project()
    article_id = blogs.add(project_id, SITE + "soup")
    run_id = blogs.article(article_id).run_id
    blogs.begin(project_id)
    look(blogs, project_id, listed("soup", soup="today"))
    article = blogs.article(article_id)
    assert (article.run_id, article.status, article.modified) == (run_id, ArticleStatus.PENDING, "today")


def test_an_article_left_out_for_good_is_not_listed(blogs: Blogs) -> None:
    project_id = blogs.project()
    blogs.begin(project_id)
    with blogs.session() as session:
        blogs_project = session.merge(blogs.state(project_id))
        blogs_project.left_out = [SITE + "soup"]
    assert look(blogs, project_id, listed("soup", "bread"))["found"] == 1


def test_an_article_deleted_under_another_address_stays_deleted(blogs: Blogs, app: App) -> None:
    project_id = blogs.project()
    article_id = blogs.add(project_id, SITE + "old-soup")
    complete(app, article_id, url=SITE + "soup")
    with blogs.session() as session:
        session.get_one(Article, article_id).deleted_at = blogs.article(article_id).created_at
    blogs.begin(project_id)
    assert look(blogs, project_id, listed("soup"))["found"] == 0
    assert list(blogs.articles(project_id)) == [SITE + "old-soup"]
