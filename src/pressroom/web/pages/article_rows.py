"""Articles as rows of a list."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.features.pins.articles.models import Article, ArticlePicture, ArticleStatus
from pressroom.features.pins.articles.queries import largest_sizes, picture_counts, previewed
from pressroom.features.pins.models import Pin
from pressroom.features.pins.projects.rules import HOPELESS, SCRAPING
from pressroom.features.pins.queries import of_articles
from pressroom.providers.pictures import LONG_SIDES, Size
from pressroom.web.languages import LANGUAGES
from pressroom.web.pages.pin_rows import picture_of
from pressroom.web.views.articles import ArticleRow
from pressroom.web.views.media import Thumbnail
from pressroom.web.views.shell import Crumb, State

STATES = {
    ArticleStatus.PENDING: State("idle", "Waiting"),
    ArticleStatus.PROCESSING: State("run", "Fetching"),
    ArticleStatus.COMPLETED: State("ok", "Read"),
    ArticleStatus.FAILED: State("bad", "Failed"),
    ArticleStatus.SKIPPED: State("idle", "Left aside"),
}


def article_rows(
    session: Session, workspace_id: UUID, found: Sequence[Article], *, of_one: bool = False
) -> list[ArticleRow]:
    """Return articles as rows, with their pictures and pins counted; those `of_one` project do not name it."""
    ids = [one.id for one in found]
    pins = of_articles(session, workspace_id, ids)
    numbers, sizes, shown = picture_counts(session, ids), largest_sizes(session, ids), previewed(session, ids)
    return [
        _row(one, numbers.get(one.id, 0), sizes.get(one.id), pins.get(one.id, ()), shown.get(one.id), of_one=of_one)
        for one in found
    ]


def name_of(article: Article) -> str:
    """Return an article's title; while that is not known, its address without the scheme."""
    return article.title or article.address.partition("://")[2]


def failure_of(article: Article) -> str | None:
    """Return why an article could not be fetched."""
    return article.error if article.status is ArticleStatus.FAILED else None


def can_make(article: Article) -> bool:
    """Tell whether pins can be made of an article."""
    return article.fetched_at is not None and article.deleted_at is None


def can_retry(article: Article) -> bool:
    """Tell whether an article failed in a way that may pass, or is left for the next look through its blog."""
    if article.status is ArticleStatus.FAILED:
        return article.error_code not in HOPELESS
    is_left = article.status is ArticleStatus.PENDING and article.run_id is None
    return is_left and article.project.status not in SCRAPING


def first_thumbnail(pins: Sequence[Pin]) -> Thumbnail | None:
    """Return the small copy of the first picture among pins that is here already."""
    return next((one for pin in pins for one in picture_of(pin).thumbnails), None)


def preview_of(picture: ArticlePicture) -> Thumbnail | None:
    """Return the small copy of a picture that an article shows; None while it was not fetched."""
    if picture.preview is None:
        return None
    address = f"/api/articles/{picture.article_id}/pictures/{picture.id}/preview?v={picture.preview.sha256[:12]}"
    return Thumbnail(address, LONG_SIDES[Size.SMALL])


def _row(
    article: Article,
    pictures: int,
    largest: tuple[int, int] | None,
    pins: Sequence[Pin],
    lead: ArticlePicture | None,
    *,
    of_one: bool,
) -> ArticleRow:
    return ArticleRow(
        id=str(article.id),
        name=name_of(article),
        project=None if of_one else Crumb(f"/projects/{article.project_id}", article.project.name),
        published_at=article.published_at,
        words=article.words,
        language_name=LANGUAGES.get(article.language or "", article.language),
        picture_count=pictures,
        largest=largest,
        thumbnail=first_thumbnail(pins) or (preview_of(lead) if lead else None),
        state=STATES[article.status],
        failure=failure_of(article),
        note=None if article.status is ArticleStatus.FAILED else article.error,
        can_retry=can_retry(article),
        can_make=can_make(article),
        pin_count=len(pins),
        at=article.fetched_at or article.created_at,
    )
