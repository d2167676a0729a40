"""Articles found. Every query takes the workspace."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Asset
from pressroom.features.pins.articles.models import Article, ArticlePicture, ArticleStatus
from pressroom.features.pins.projects.models import Project
from pressroom.kernel.belonging import belonging
from pressroom.kernel.cursors import id_in, offset_in
from pressroom.kernel.errors import NotFound
from pressroom.kernel.fulltext import newest_with, plan_by_words, query_of

MOST = 200
CANDIDATES = 2000
"""Articles ranked for one search; of more, the newest are taken."""
WAITING = and_(Article.status == ArticleStatus.PENDING, Article.run_id.is_(None))
"""Articles that are still to be fetched, and that no run fetches yet."""
UNDER_WAY = and_(
    or_(Article.status == ArticleStatus.PENDING, Article.status == ArticleStatus.PROCESSING),
    Article.run_id.is_not(None),
)
"""Articles that a run is to fetch, or fetches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to."""

    q: str | None = None
    project_id: UUID | None = None
    status: ArticleStatus | None = None

    @property
    def is_search(self) -> bool:
        """Whether words are looked for, so that the best match comes first."""
        return bool(self.q and self.q.strip())


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list."""

    items: Sequence[Article]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the newest scrape of a blog is: the articles it saw, by what became of them.

    `unchanged` were here and are as they were; `waiting` have no run yet, `under_way` have one.
    """

    total: int
    succeeded: int
    unchanged: int
    skipped: int
    failed: int
    waiting: int
    under_way: int

    @property
    def done(self) -> int:
        """Articles of which nothing more will come by itself."""
        return self.total - self.waiting - self.under_way


def article(session: Session, workspace_id: UUID, article_id: UUID, *, lock: bool = False) -> Article:
    """Return one article, also a deleted one within its day; raises NotFound.

    With `lock`, nobody else changes it until the transaction ends.
    """
    return belonging(session, Article, workspace_id, article_id, missing="There is no such article here.", lock=lock)


def articles(
    session: Session, workspace_id: UUID, filters: Filters, *, limit: int = 50, cursor: str | None = None
) -> Listing:
    """Return a page of articles: last added first, or best match first where words are searched for."""
    limit = max(1, min(limit, MOST))
    conditions = conditions_of(workspace_id, filters)
    if filters.is_search:
        return _found(session, conditions, filters.q or "", limit, cursor)
    statement = select(Article).where(*conditions)
    if cursor:
        statement = statement.where(Article.id < id_in(cursor))
    rows = session.scalars(statement.order_by(Article.id.desc()).limit(limit + 1)).all()
    return Listing(rows[:limit], str(rows[limit - 1].id) if len(rows) > limit else None)


def pictures(session: Session, article_id: UUID) -> Sequence[ArticlePicture]:
    """Return the pictures an article shows, as they come in it."""
    return session.scalars(
        select(ArticlePicture).where(ArticlePicture.article_id == article_id).order_by(ArticlePicture.position)
    ).all()


def first_pictures(session: Session, ids: Collection[UUID]) -> Mapping[UUID, ArticlePicture]:
    """Return the first picture of each of some articles; one without any is left out."""
    rows = session.scalars(
        select(ArticlePicture)
        .where(ArticlePicture.article_id.in_(ids))
        .ext(distinct_on(ArticlePicture.article_id))
        .order_by(ArticlePicture.article_id, ArticlePicture.position)
    )
    return {row.article_id: row for row in rows}


def picture_counts(session: Session, ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Return how many pictures each of some articles shows; one without any is left out."""
    rows = session.execute(
        select(ArticlePicture.article_id, func.count())
        .where(ArticlePicture.article_id.in_(ids))
        .group_by(ArticlePicture.article_id)
    )
    return {article_id: number for article_id, number in rows}  # noqa: C416  # a Row is no pair to dict()


def preview(session: Session, article_id: UUID, picture_id: UUID) -> Asset:
    """Return the small copy of a picture that an article shows; raises NotFound."""
    found = session.scalar(
        select(ArticlePicture).where(ArticlePicture.id == picture_id, ArticlePicture.article_id == article_id)
    )
    if found is None or found.preview is None:
        raise NotFound("There is no small copy of such a picture here.")
    return found.preview


def previewed(session: Session, ids: Collection[UUID]) -> Mapping[UUID, ArticlePicture]:
    """Return the first picture of which there is a small copy, for each of some articles that has one."""
    rows = session.scalars(
        select(ArticlePicture)
        .where(ArticlePicture.article_id.in_(ids), ArticlePicture.preview_id.is_not(None))
        .ext(distinct_on(ArticlePicture.article_id))
        .order_by(ArticlePicture.article_id, ArticlePicture.position)
    )
    return {one.article_id: one for one in rows}


def largest_sizes(session: Session, ids: Collection[UUID]) -> Mapping[UUID, tuple[int, int]]:
    """Return width and height of the picture that gives the largest pin, for each of some articles that has one."""
    pin_width = func.least(ArticlePicture.width, ArticlePicture.height * 2 / 3)
    rows = session.execute(
        select(ArticlePicture.article_id, ArticlePicture.width, ArticlePicture.height)
        .where(ArticlePicture.article_id.in_(ids), ArticlePicture.width > 0, ArticlePicture.height > 0)
        .ext(distinct_on(ArticlePicture.article_id))
        .order_by(ArticlePicture.article_id, pin_width.desc(), ArticlePicture.position)
    )
    return {row.article_id: (row.width, row.height) for row in rows}


def text_of(session: Session, article_id: UUID) -> str:
    """Return an article's text, empty while there is none; paragraphs are parted by empty lines."""
    return session.scalar(select(Article.text).where(Article.id == article_id)) or ""


def names(session: Session, workspace_id: UUID, ids: Collection[str]) -> Mapping[str, str]:
    """Return what articles are called, by id; those of other workspaces are left out."""
    rows = session.execute(
        select(Article.id, func.coalesce(Article.title, Article.address).label("name")).where(
            Article.workspace_id == workspace_id, Article.id.in_({UUID(one) for one in ids})
        )
    )
    return {str(row.id): row.name for row in rows}


def counts(session: Session, workspace_id: UUID, *, project_id: UUID | None = None) -> dict[ArticleStatus, int]:
    """Return how many articles stand in each status, of a project or of all."""
    rows = session.execute(
        select(Article.status, func.count())
        .where(*conditions_of(workspace_id, Filters(project_id=project_id)))
        .group_by(Article.status)
    )
    return {status: number for status, number in rows}  # noqa: C416  # a Row is no pair to dict()


def progress(session: Session, project: Project) -> Progress:
    """Return how far a project's newest scrape is, or what it came to."""
    status = Article.status
    is_new = Article.fetched_at >= (project.started_at or project.created_at)
    numbers = {
        "succeeded": and_(status == ArticleStatus.COMPLETED, is_new),
        "unchanged": and_(status == ArticleStatus.COMPLETED, is_new.is_not(True)),
        "skipped": status == ArticleStatus.SKIPPED,
        "failed": status == ArticleStatus.FAILED,
        "waiting": WAITING,
        "under_way": UNDER_WAY,
    }
    row = session.execute(
        select(
            func.count().label("total"), *(func.count().filter(one).label(name) for name, one in numbers.items())
        ).where(
            Article.project_id == project.id,
            Article.scraped_in == project.attempt,
            Article.deleted_at.is_(None),
        )
    ).one()
    return Progress(**row._asdict())


def missing(session: Session, project: Project) -> int:
    """Return how many articles of a project failed, or wait for a scrape to come to them."""
    statement = select(func.count()).where(
        Article.project_id == project.id,
        Article.deleted_at.is_(None),
        (Article.status == ArticleStatus.FAILED) | WAITING,
    )
    return session.scalar(statement) or 0


def conditions_of(workspace_id: UUID, filters: Filters) -> list[ColumnElement[bool]]:
    """Return what an article must meet to be in a list, words left out."""
    conditions = [Article.workspace_id == workspace_id, Article.deleted_at.is_(None)]
    if filters.project_id:
        conditions.append(Article.project_id == filters.project_id)
    if filters.status:
        conditions.append(Article.status == filters.status)
    return conditions


def _found(
    session: Session, conditions: Sequence[ColumnElement[bool]], q: str, limit: int, cursor: str | None
) -> Listing:
    offset = offset_in(cursor)
    plan_by_words(session)
    query = query_of(q)
    newest = newest_with(query, Article.id, Article.search, conditions, limit=CANDIDATES)
    rank = func.ts_rank(newest.c.search, query)
    best = select(Article).join(newest, newest.c.id == Article.id).order_by(rank.desc(), Article.id.desc())
    rows = session.scalars(best.offset(offset).limit(limit + 1)).all()
    return Listing(rows[:limit], str(offset + limit) if len(rows) > limit else None)
