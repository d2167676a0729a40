"""Deleting articles, with a day to change one's mind."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import column, delete, func, select, table, true, update
from sqlalchemy.orm import Session

from pressroom.features.pins.articles.models import Article
from pressroom.features.pins.projects.links import leads_to
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.projects.rules import check_is_there
from pressroom.kernel.clock import now

UNDO_LASTS = timedelta(days=1)
PINS = table("pins", *(column(name) for name in ("id", "article_id", "project_id", "link", "updated_at", "deleted_at")))


def delete_article(article: Article, *, at: datetime | None = None) -> None:
    """Take an article out of sight; it is gone for good a day later, and its pins stay.

    No scrape fetches it again, until somebody asks for its address. Those deleted together share their `at`.
    """
    article.deleted_at = article.deleted_at or at or now()


def undelete_article(article: Article) -> Article:
    """Bring a deleted article back; raises Conflict when its project is deleted."""
    check_is_there(article.project)
    article.deleted_at = None
    return article


def undelete_together(session: Session, workspace_id: UUID, at: datetime) -> int:
    """Bring back the articles that were deleted together; return how many."""
    brought = session.scalars(
        update(Article)
        .where(
            Article.workspace_id == workspace_id,
            Article.deleted_at == at,
            Article.project_id.in_(select(Project.id).where(Project.deleted_at.is_(None))),
        )
        .values(deleted_at=None)
        .returning(Article.id)
    )
    return len(brought.all())


def purge_deleted(session: Session) -> int:
    """Drop articles deleted over a day ago, and have their projects remember not to fetch them; return how many.

    Pins whose links were made of an article's address keep them.
    """
    before = now() - UNDO_LASTS
    _keep_links(session, before)
    gone = session.execute(
        delete(Article).where(Article.deleted_at < before).returning(Article.project_id, Article.address, Article.url)
    ).all()
    left_out: defaultdict[UUID, set[str]] = defaultdict(set)
    for row in gone:
        left_out[row.project_id] |= {row.address, row.url}
    for project_id, addresses in sorted(left_out.items()):
        session.execute(
            update(Project)
            .where(Project.id == project_id)
            .values(left_out=func.array_cat(Project.left_out, sorted(addresses)), updated_at=now())
        )
    return len(gone)


def _keep_links(session: Session, before: datetime) -> None:
    """Write down where the pins of articles lead that were deleted before a moment, in order, but for deleted ones."""
    made = session.execute(
        select(PINS.c.id, Article.url, Project)
        .join(Article, Article.id == PINS.c.article_id)
        .join(Project, Project.id == PINS.c.project_id)
        .where(Article.deleted_at < before, PINS.c.link.is_(None), func.coalesce(PINS.c.deleted_at > before, true()))
        .order_by(PINS.c.id)
        .with_for_update(of=PINS)
    ).all()
    for pin_id, url, project in made:
        link = leads_to(project, url, pin_id=pin_id)
        session.execute(update(PINS).where(PINS.c.id == pin_id).values(link=link, updated_at=now()))
