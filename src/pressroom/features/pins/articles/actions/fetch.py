"""Articles to be fetched: one address, one article again, all that are missing, a few at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from pressroom.features.pins.articles import queries
from pressroom.features.pins.articles.models import KIND, Article, ArticleStatus
from pressroom.features.pins.articles.queries import UNDER_WAY, WAITING
from pressroom.features.pins.articles.rules import article_address, check_may_fetch, host_of, import_run_id, is_busy
from pressroom.features.pins.projects.models import KIND as PROJECT
from pressroom.features.pins.projects.models import Project, ScrapeStatus
from pressroom.features.pins.projects.rules import SCRAPING, check_is_there, fetch_run_id
from pressroom.kernel.app import Reopening, check_newest
from pressroom.kernel.clock import now
from pressroom.kernel.durable import ARTICLES, BULK, ROUNDS, URGENT, Durable
from pressroom.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Imported:
    """An article that is being fetched, and whether it was here before."""

    article: Article
    is_new: bool


@dataclass(frozen=True, slots=True)
class Left:
    """How many articles of a blog have no run yet, and how many have one."""

    waiting: int
    under_way: int


def import_article(session: Session, durable: Durable, project: Project, url: str) -> Imported:
    """Have the article at an address fetched; one that is here already, or was deleted, is fetched again.

    Raises Invalid for what is no address, Conflict when the project is deleted.
    """
    check_is_there(project)
    home = locked(session, project.id)
    address = article_address(url)
    known = session.scalar(
        select(Article)
        .where(Article.project_id == home.id, (Article.address == address) | (Article.url == address))
        .order_by((Article.address == address).desc(), Article.id)
        .limit(1)
        .with_for_update(of=Article)
    )
    if address in home.left_out:
        home.left_out = [one for one in home.left_out if one != address]
    if known is None:
        known = Article(workspace_id=home.workspace_id, project_id=home.id, address=address, url=address)
        session.add(known)
        session.flush()
        start_article(session, durable, known, priority=URGENT)
        return Imported(known, is_new=True)
    known.deleted_at = None
    if not is_busy(known):
        fetch_article(session, durable, known)
    return Imported(known, is_new=False)


def fetch_article(session: Session, durable: Durable, article: Article, *, priority: int = URGENT) -> str:
    """Have an article fetched again, which changes it only where it has changed; return the run's id.

    Raises Conflict while it is being fetched, or when it or its project is deleted.
    """
    check_may_fetch(article)
    check_is_there(article.project)
    article.delays = 0
    return start_article(session, durable, article, priority=priority)


def reopen(session: Session, workspace_id: UUID, article_id: UUID, of: Reopening) -> None:
    """Have an article wait for its run again; raises NotFound, or Conflict while it is fetched or has a newer run."""
    found = queries.article(session, workspace_id, article_id, lock=True)
    check_may_fetch(found)
    check_is_there(found.project)
    if of.workflow == "preview_article":  # nobody waits for it
        return
    check_newest(found.run_id, of)
    found.status, found.delays = ArticleStatus.PENDING, 0
    found.error = found.error_code = None


def fetch_missing(session: Session, durable: Durable, project: Project) -> int:
    """Have all articles fetched that failed, or that a scrape did not come to; return how many."""
    check_is_there(project)
    home = locked(session, project.id)
    missing = session.scalars(
        update(Article)
        .where(
            Article.project_id == home.id,
            Article.deleted_at.is_(None),
            (Article.status == ArticleStatus.FAILED) | WAITING,
        )
        .values(
            status=ArticleStatus.PENDING,
            run_id=None,
            error=None,
            error_code=None,
            delays=0,
            scraped_in=home.attempt,
            updated_at=now(),
        )
        .returning(Article.id)
    ).all()
    if missing:
        carry_on(session, durable, home)
    return len(missing)


def carry_on(session: Session, durable: Durable, project: Project) -> str:
    """Have the scrape that is under way fetch what waits, or a run that does that and nothing else; return its id."""
    session.flush()
    if project.status in SCRAPING and project.run_id:
        return project.run_id
    project.status, project.error, project.error_code = ScrapeStatus.SCRAPING, None, None
    project.holds, project.waits_until = 0, None
    project.started_at = project.started_at or now()
    project.run_id = durable.enqueue(
        session,
        "fetch_articles",
        str(project.id),
        run_id=fetch_run_id(project.id, new_id()),
        workspace_id=project.workspace_id,
        subject=(PROJECT, project.id),
        queue=ROUNDS,
        priority=URGENT,
    )
    return project.run_id


def hand_out(session: Session, durable: Durable, project: Project, *, at_once: int) -> None:
    """Give articles that wait a run each, newest first, as long as fewer than `at_once` have one; it is locked."""
    room = (1 if project.holds else at_once) - left(session, project).under_way  # one tries whether the site is back
    if room <= 0:
        return
    for article in _next(session, project, room):
        start_article(session, durable, article, priority=BULK)
    session.flush()


def left(session: Session, project: Project) -> Left:
    """Return what is still to be done of a blog."""
    row = session.execute(
        select(func.count().filter(WAITING), func.count().filter(UNDER_WAY)).where(
            Article.project_id == project.id,
            Article.deleted_at.is_(None),
            Article.status.in_([ArticleStatus.PENDING, ArticleStatus.PROCESSING]),
        )
    ).one()
    return Left(*row)


def start_article(session: Session, durable: Durable, article: Article, *, priority: int) -> str:
    """Start the run that fetches an article, one at a time and one a second of its host; return the run's id."""
    article.status, article.error, article.error_code = ArticleStatus.PENDING, None, None
    article.attempt += 1
    article.run_id = durable.enqueue(
        session,
        "import_article",
        str(article.id),
        run_id=import_run_id(article.id, article.attempt),
        workspace_id=article.workspace_id,
        subject=(KIND, article.id),
        queue=ARTICLES,
        priority=priority,
        partition=host_of(article.address),
    )
    return article.run_id


def locked(session: Session, project_id: UUID) -> Project:
    """Return a project that nobody else changes until the transaction ends.

    Who locks articles, too, locks their project first. Its key is not locked: articles that point at it come meanwhile.
    """
    return session.get_one(Project, project_id, with_for_update={"key_share": True}, populate_existing=True)


def _next(session: Session, project: Project, number: int) -> Sequence[Article]:
    return session.scalars(
        select(Article)
        .where(Article.project_id == project.id, Article.deleted_at.is_(None), WAITING)
        .order_by(Article.delays, Article.id.desc())
        .limit(number)
        .with_for_update(of=Article)
    ).all()
