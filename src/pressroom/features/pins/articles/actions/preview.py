"""Small copies of the pictures an article shows, so that they can be chosen by sight."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.assets.actions import Recorded
from pressroom.features.pins.articles.models import KIND, Article, ArticlePicture, ArticleStatus
from pressroom.features.pins.articles.queries import pictures
from pressroom.features.pins.articles.rules import best_first, host_of, preview_run_id
from pressroom.kernel.clock import now
from pressroom.kernel.durable import ARTICLES, LAST, Durable

MOST_PREVIEWED = 8
"""Of an article's pictures, those of which the largest pins can be made: each is one more request to its site."""


def begin_previews(session: Session, durable: Durable, article_id: UUID) -> str | None:
    """Have small copies fetched of an article's best pictures, after all else its site is asked for.

    Returns the run's id, or None where there is nothing to fetch.
    """
    article = session.get_one(Article, article_id)
    if article.status is not ArticleStatus.COMPLETED or not unseen(session, article_id):
        return None
    return durable.enqueue(
        session,
        "preview_article",
        str(article.id),
        run_id=preview_run_id(article.id, article.attempt),
        workspace_id=article.workspace_id,
        subject=(KIND, article.id),
        queue=ARTICLES,
        priority=LAST,
        partition=host_of(article.address),
    )


def unseen(session: Session, article_id: UUID) -> Sequence[ArticlePicture]:
    """Return those of an article's best pictures of which there is no small copy, best first; none of a deleted one."""
    article = session.get(Article, article_id)
    if article is None or article.deleted_at is not None:
        return []
    best = best_first(pictures(session, article_id))[:MOST_PREVIEWED]
    return [one for one in best if one.preview_id is None]


def record_preview(session: Session, picture_id: UUID, small: Recorded) -> None:
    """Note the small copy of a picture, unless the article shows it no longer; open pages are told."""
    picture = session.scalar(
        select(ArticlePicture).where(ArticlePicture.id == picture_id).with_for_update(of=ArticlePicture)
    )
    if picture is None:
        return
    picture.preview_id = small.id
    session.get_one(Article, picture.article_id).updated_at = now()
