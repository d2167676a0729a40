"""Blogs driven by their actions, as the web drives them, and posts for blogs in memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from pressroom.core.accounts.actions import first_admin
from pressroom.core.runs.actions import cancel_run
from pressroom.core.runs.queries import Run, run
from pressroom.features.pins.articles import queries
from pressroom.features.pins.articles import steps as article_steps
from pressroom.features.pins.articles.actions import fetch, progress, scrape
from pressroom.features.pins.articles.models import Article, ArticlePicture, ArticleStatus
from pressroom.features.pins.articles.rules import is_busy
from pressroom.features.pins.articles.steps import Pace
from pressroom.features.pins.projects.actions import Options, create_project
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.projects.rules import SCRAPING
from pressroom.kernel.app import App
from pressroom.providers.articles import ArticleReader, Found, Listing, PictureFound, Post, digest_of
from pressroom.providers.pictures import FakePictureReader
from tests.media import wait_for

SITE = "https://blog.example/"
SECONDS = 30.0
PACE = Pace(wave_seconds=2.0, look_seconds=0.05)
COUNTS = ("total", "succeeded", "failed", "skipped", "unchanged", "waiting")


@dataclass(frozen=True, slots=True)
class Blogs:
    """A workspace's projects and articles, worked on by whatever worker runs."""

    app: App
    workspace_id: UUID
    user_id: UUID

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session that is committed at its end."""
        with self.app.database.transaction() as session:
            yield session

    def project(self, site_url: str = SITE, **chosen: Any) -> UUID:  # noqa: ANN401  # options of all kinds
        """Add a project; return its id."""
        options = Options(**{"name": "Kitchen notes", "site_url": site_url} | chosen)
        with self.session() as session:
            return create_project(session, workspace_id=self.workspace_id, user_id=self.user_id, options=options).id

    def begin(self, project_id: UUID) -> str:
        """Start a scrape; return its run's id."""
        with self.session() as session:
            return scrape.begin_scrape(session, self.app.durable, session.get_one(Project, project_id))

    def scrape(self, project_id: UUID, seconds: float = SECONDS) -> dict[str, int]:
        """Scrape a blog to its end; return what is counted."""
        self.begin(project_id)
        return self.scraped(project_id, seconds)

    def scraped(self, project_id: UUID, seconds: float = SECONDS) -> dict[str, int]:
        """Wait until a blog's scrape is over; return what is counted."""
        wait_for(lambda: self.state(project_id).status not in SCRAPING, seconds)
        result = self.state(project_id).last_result or {}
        return {name: result[name] for name in COUNTS if name in result}

    def state(self, project_id: UUID) -> Project:
        """Return a project as it stands."""
        with self.session() as session:
            return session.get_one(Project, project_id, options=[undefer(Project.left_out)])

    def add(self, project_id: UUID, url: str) -> UUID:
        """Have one address fetched; return the article's id."""
        with self.session() as session:
            return fetch.import_article(session, self.app.durable, session.get_one(Project, project_id), url).article.id

    def fetch(self, article_id: UUID) -> str:
        """Have an article fetched again; return the run's id."""
        with self.session() as session:
            return fetch.fetch_article(session, self.app.durable, session.get_one(Article, article_id))

    def fetch_missing(self, project_id: UUID) -> int:
        """Have what is missing fetched; return how many."""
        with self.session() as session:
            return fetch.fetch_missing(session, self.app.durable, session.get_one(Project, project_id))

    def article(self, article_id: UUID) -> Article:
        """Return an article as it stands, with its text."""
        with self.session() as session:
            return session.scalars(select(Article).where(Article.id == article_id).options(undefer(Article.text))).one()

    def articles(self, project_id: UUID) -> dict[str, Article]:
        """Return a project's articles by address, newest first, with those that are deleted."""
        with self.session() as session:
            rows = session.scalars(
                select(Article)
                .where(Article.project_id == project_id)
                .order_by(Article.id.desc())
                .options(undefer(Article.text))
            ).all()
        return {row.address: row for row in rows}

    def standing(self, project_id: UUID) -> dict[str, str]:
        """Return the status of each article of a project, by the last part of its address."""
        return {
            address.rstrip("/").rpartition("/")[2]: article.status.value
            for address, article in self.articles(project_id).items()
        }

    def pictures(self, article_id: UUID) -> Sequence[ArticlePicture]:
        """Return the pictures an article shows."""
        with self.session() as session:
            return queries.pictures(session, article_id)

    def done(self, article_id: UUID, seconds: float = SECONDS) -> Article:
        """Wait until an article is no longer worked on and its run is over; return it."""
        wait_for(lambda: not is_busy(self.article(article_id)), seconds)
        found = self.article(article_id)
        if found.run_id:
            self.over(found.run_id)
        return found

    def run(self, run_id: str) -> Run:
        """Return a run as people see it."""
        return run(self.app.durable, self.workspace_id, run_id)

    def over(self, run_id: str | None) -> Run:
        """Wait until a run is over, and return it."""
        assert run_id is not None
        wait_for(lambda: self.run(run_id).is_over)
        return self.run(run_id)

    def cancel(self, run_id: str) -> None:
        """Cancel a run, as a person does."""
        with self.session() as session:
            cancel_run(session, self.app.durable, self.app.subjects, self.workspace_id, run_id)


def blogs_of(app: App) -> Blogs:
    """Return the first workspace's blogs."""
    with app.database.transaction() as session:
        user, workspace = first_admin(session, starting_credits=app.starting_credits)
        return Blogs(app, workspace.id, user.id)


def post(name: str, text: str | None = None, **more: Any) -> Post:  # noqa: ANN401  # fields of all kinds
    """Return a post of the blog in memory: `post("soup")` is at `https://blog.example/soup`."""
    said = text or f"How {name} is made.\n\nWith patience, and with salt."
    shown = (PictureFound(url=f"{SITE}{name}.jpg", alt=f"A bowl of {name}", width=1000, height=1500),)
    made = Post(url=SITE + name, title=name.capitalize(), text=said, language="en", pictures=shown)
    told = replace(made, **more)
    return replace(told, digest=digest_of(told))


def listed(*names: str, **more: str) -> Listing:
    """Return a listing of posts of the blog in memory, newest first; by name, what it says of their last change."""
    return Listing(found=[Found(url=SITE + one, title=one, modified=more.get(one)) for one in names], via="feed")


def bind_articles(app: App, reader: ArticleReader, pace: Pace = PACE) -> None:
    """Give the steps about articles their tools."""
    article_steps.bind(article_steps.Tools(app.database, app.durable, reader, app.storage, FakePictureReader(), pace))


def complete(app: App, article_id: UUID | str, **said: Any) -> None:  # noqa: ANN401  # fields of all kinds
    """Write an article down as its run would, without one."""
    with app.database.transaction() as session:
        article = session.get_one(Article, UUID(str(article_id)))
        article.status = ArticleStatus.PROCESSING
        session.flush()
        name = article.address.rstrip("/").rpartition("/")[2]
        progress.record_post(session, article.id, article.run_id or "", post(name, **{"url": article.address} | said))


def counted(**more: int) -> dict[str, int]:
    """Return a scrape's counts: nothing of anything but what is said."""
    return dict.fromkeys(COUNTS, 0) | more
