"""Workflows about blogs and their articles."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator
from sqlalchemy.orm import Session

from pressroom.core.floor.catalogue import Asker, Story, StoryInput
from pressroom.features.pins.articles.actions import fetch, scrape
from pressroom.features.pins.articles.models import KIND as ARTICLE
from pressroom.features.pins.articles.queries import article
from pressroom.features.pins.articles.rules import is_busy
from pressroom.features.pins.projects.models import KIND as PROJECT
from pressroom.features.pins.projects.queries import project
from pressroom.features.pins.projects.rules import SCRAPING
from pressroom.kernel.app import App
from pressroom.kernel.durable import ARTICLES, ROUNDS
from pressroom.kernel.errors import Conflict

ProjectId = Annotated[UUID, Field(title="Project", json_schema_extra={"subject": PROJECT})]
NOTHING = "No article of this project is missing, so there is nothing to fetch."
WHICH = "give article_id, or project_id and url"


class OfBlog(StoryInput):
    """A project whose blog is meant."""

    project_id: ProjectId


class FetchArticle(StoryInput):
    """An article that is here, by its id; or the address of one, and the project it belongs to."""

    article_id: UUID | None = Field(default=None, title="Article", json_schema_extra={"subject": ARTICLE})
    project_id: UUID | None = Field(default=None, title="Project", json_schema_extra={"subject": PROJECT})
    url: str | None = Field(default=None, max_length=2000, title="Address", description="Of an article that is new.")

    @model_validator(mode="after")
    def _is_meant(self) -> "FetchArticle":
        if self.article_id is None and (self.project_id is None or not self.url):
            raise ValueError(WHICH)
        return self


def scrape_blog(session: Session, app: App, asker: Asker, wanted: OfBlog) -> str:
    """Look through a blog; one that is being looked through keeps its run."""
    found = project(session, asker.workspace_id, wanted.project_id, lock=True)
    if found.status in SCRAPING and found.run_id:
        return found.run_id
    return scrape.begin_scrape(session, app.durable, found)


def fetch_missing(session: Session, app: App, asker: Asker, wanted: OfBlog) -> str:
    """Fetch the articles of a blog that are missing."""
    found = project(session, asker.workspace_id, wanted.project_id, lock=True)
    if not fetch.fetch_missing(session, app.durable, found):
        raise Conflict(NOTHING, code="nothing")
    return found.run_id or ""


def fetch_article(session: Session, app: App, asker: Asker, wanted: FetchArticle) -> str:
    """Fetch one article; one that is being fetched keeps its run."""
    if wanted.article_id is None and wanted.project_id and wanted.url:
        home = project(session, asker.workspace_id, wanted.project_id, lock=True)
        return fetch.import_article(session, app.durable, home, wanted.url).article.run_id or ""
    found = article(session, asker.workspace_id, UUID(str(wanted.article_id)), lock=True)
    if is_busy(found) and found.run_id:
        return found.run_id
    return fetch.fetch_article(session, app.durable, found)


STORIES = (
    Story(
        name="scrape_blog",
        about="Looks through a blog, then fetches every article that is new or changed.",
        queue=ROUNDS,
        events=("blog/scrape.requested",),
        input=OfBlog,
        start=scrape_blog,
    ),
    Story(
        name="fetch_articles",
        about="Fetches the articles of a blog that failed, or that no scrape came to.",
        queue=ROUNDS,
        input=OfBlog,
        start=fetch_missing,
    ),
    Story(
        name="import_article",
        about="Fetches one article: its text, its pictures, who wrote it and when.",
        queue=ARTICLES,
        events=("article/import.requested",),
        input=FetchArticle,
        start=fetch_article,
    ),
    Story(
        name="preview_article",
        about="Fetches small copies of the best pictures of an article. Begun where an article was fetched.",
        queue=ARTICLES,
    ),
)
