"""Articles found. Every query takes the workspace."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pressroom.features.pins.articles.models import Article
from pressroom.kernel.errors import NotFound


def article(session: Session, workspace_id: UUID, article_id: UUID, *, lock: bool = False) -> Article:
    """Return one article, also a deleted one within its day; raises NotFound.

    With `lock`, nobody else changes it until the transaction ends.
    """
    statement = select(Article).where(Article.id == article_id, Article.workspace_id == workspace_id)
    found = session.scalar(statement.with_for_update(of=Article) if lock else statement)
    if found is None:
        raise NotFound("There is no such article here.")
    return found


def names(session: Session, workspace_id: UUID, ids: Collection[str]) -> Mapping[str, str]:
    """Return what articles are called, by id; those of other workspaces are left out."""
    rows = session.execute(
        select(Article.id, func.coalesce(Article.title, Article.address).label("name")).where(
            Article.workspace_id == workspace_id, Article.id.in_({UUID(one) for one in ids})
        )
    )
    return {str(row.id): row.name for row in rows}
