"""Samples of the views of projects, boards and articles."""

from collections.abc import Iterator
from dataclasses import replace

from pressroom.web import views
from pressroom.web.pages import pattern_articles
from pressroom.web.views.articles import AddingForm, ArticleDetail, ArticlePin, CandidatePicture
from pressroom.web.views.media import Thumbnail
from pressroom.web.views.projects import BoardsPart, LinkExample, NewBoardForm
from pressroom.web.views.shell import Crumb
from tests.architecture.frame import AT, DONE, RUNS, SHELL

PROJECTS = pattern_articles.projects()
PROJECT = pattern_articles.project()
ARTICLES = pattern_articles.articles()
THUMBNAIL = Thumbnail("/pins/p1/picture?size=small", 320)
CHOICES = (
    views.Choice(value="failed", label="Failed", is_chosen=False, count=3),
    views.Choice(value="completed", label="Read", is_chosen=True, count=84),
)
ADDING = AddingForm(projects=CHOICES, url="", error=None)
REFUSED = AddingForm(projects=CHOICES[:1], url="ftp://x", error="“ftp://x” is no web address.")
PICTURE = CandidatePicture(
    id="c1",
    name="A plum cake on a blue plate",
    caption="Best on the second day.",
    width=1600,
    height=2400,
    note="wider than it is high",
    thumbnail=THUMBNAIL,
    is_chosen=True,
    pins=(Crumb("/pins/p1", "1 pin"),),
)
PIN = ArticlePin(
    id="p1",
    url="/pins/p1",
    name="Plum cake that keeps",
    board="Baking",
    state=DONE,
    failure=None,
    thumbnail=THUMBNAIL,
)
DETAIL = ArticleDetail(
    id="a1",
    name="Zwetschgenkuchen vom Blech",
    project=Crumb("/projects/j1", "Kitchen Notes"),
    address="https://kitchen-notes.example/plum-cake/",
    external_url="https://kitchen-notes.example/plum-cake/",
    state=DONE,
    failure=None,
    notes=("Its date is not said on the page.", "It was cut at 500,000 characters."),
    description="A cake of yeast dough and plums.",
    author="Ada",
    published_at=AT,
    language="de",
    language_name="German",
    words=812,
    fetched_at=AT,
    is_busy=False,
    is_deleted=False,
    can_make=True,
    can_retry=True,
    pictures=(PICTURE, replace(PICTURE, id="c2", width=None, height=None, note=None, thumbnail=None, pins=())),
    pictures_in_all=60,
    pins=(PIN, replace(PIN, id="p2", board=None, thumbnail=None, failure="The picture is gone.")),
    pin_count=2,
    once="o1",
    runs=RUNS,
)
BARE = replace(
    DETAIL,
    external_url=None,
    notes=(),
    description=None,
    author=None,
    published_at=None,
    language=None,
    language_name=None,
    words=0,
    fetched_at=None,
    pictures=(),
    pictures_in_all=0,
    pins=(),
    pin_count=0,
    once="o2",
    runs=(),
)


def every_view_of_articles() -> Iterator[views.View]:
    """Yield views that together use every template and every field of these pages."""
    yield from _projects()
    yield from _articles()
    for detail in (DETAIL, BARE, replace(BARE, is_busy=True, can_make=False), replace(DETAIL, pin_count=9)):
        yield views.ArticlePage(shell=SHELL, article=detail, paragraphs=("One.", "Two."), is_cut=True)
    failed = replace(BARE, failure="The page is gone.", can_make=False)
    for detail in (failed, replace(failed, failure=None, is_busy=True)):
        yield views.ArticlePage(shell=SHELL, article=detail, paragraphs=None, is_cut=False)
    yield views.ArticlePage(shell=SHELL, article=BARE, paragraphs=(), is_cut=False)
    yield views.ArticlePanelPartial(replace(DETAIL, is_deleted=True))


def _projects() -> Iterator[views.View]:
    index = views.ProjectsPage(
        shell=SHELL, projects=PROJECTS, form=pattern_articles.FORM, boards=pattern_articles.BOARDS
    )
    wrong = LinkExample(url=None, error="A brace in the link is not closed, or not opened.")
    yield index
    yield replace(
        index,
        projects=(),
        form=replace(pattern_articles.FORM, connections=(), example=wrong, is_unfolded=False, errors={}),
        boards=BoardsPart(boards=(), new=NewBoardForm(), accounts=(), errors={}),
    )
    yield from (views.ProjectRowPartial(one) for one in PROJECTS)
    yield views.LinkExamplePartial(wrong)
    page = views.ProjectPage(
        shell=SHELL,
        project=PROJECT,
        form=pattern_articles.FORM,
        articles=ARTICLES,
        adding=REFUSED,
        here="/projects/sample",
    )
    assert PROJECT.scrape
    ended = replace(
        PROJECT.scrape, held_until=None, failure="The site's name leads nowhere.", ended_at=AT, started_at=AT, run=None
    )
    yield page
    yield replace(
        page, project=replace(PROJECT, is_running=False, scrape=ended, external_url=None), articles=(), adding=ADDING
    )
    yield views.ScrapePartial(replace(PROJECT, is_running=False, scrape=None, is_deleted=True))


def _articles() -> Iterator[views.View]:
    page = views.ArticlesPage(
        shell=SHELL,
        query="plum",
        statuses=CHOICES,
        projects=CHOICES,
        articles=ARTICLES,
        adding=ADDING,
        more_url="/articles?cursor=c",
        is_narrowed=True,
        here="/articles",
    )
    yield page
    yield replace(page, articles=(), more_url=None, adding=REFUSED)
    yield replace(page, articles=(), more_url=None, is_narrowed=False)
    yield replace(page, articles=(), more_url=None, is_narrowed=False, projects=(), adding=replace(ADDING, projects=()))
    yield from (views.ArticleRowPartial(one) for one in ARTICLES)
    yield views.ArticleRowPartial(replace(ARTICLES[2], thumbnail=THUMBNAIL, project=None))
