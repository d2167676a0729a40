"""What a run writes about its article, beat by beat. Every one is safe to repeat."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.core.runs import stranded
from pressroom.features.pins.articles.actions.fetch import carry_on, locked
from pressroom.features.pins.articles.actions.scrape import fail, go_on, hold, is_resting
from pressroom.features.pins.articles.models import Article, ArticlePicture, ArticleStatus
from pressroom.features.pins.articles.rules import DUPLICATE, LEFT_ASIDE, article_address
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.projects.rules import MOST_DELAYS, SCRAPING
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Durable, current_run_id
from pressroom.kernel.errors import Invalid
from pressroom.kernel.failure import BUSY, Failure
from pressroom.kernel.ids import new_id
from pressroom.providers.articles import PictureFound, Post

LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_WORDS, MOST_PICTURES = 500, 2000, 1000, 100
ONGOING = (ArticleStatus.PENDING, ArticleStatus.PROCESSING)


def take_article(session: Session, article_id: UUID, run_id: str) -> Article | None:
    """Return an article that its run may fetch now.

    Where its site is let rest, or it was deleted meanwhile, it goes back to those that wait, and None is returned.
    """
    found = session.get(Article, article_id)
    if found is None:
        return None
    project = locked(session, found.project_id)
    session.refresh(found, with_for_update={"of": Article})
    if found.run_id != run_id or found.status not in ONGOING:
        return None
    if found.deleted_at is not None or (project.status in SCRAPING and is_resting(project)):
        found.status, found.run_id = ArticleStatus.PENDING, None
        return None
    found.status = ArticleStatus.PROCESSING
    return found


def record_post(session: Session, article_id: UUID, run_id: str, post: Post | None) -> Failure | None:
    """Write down what was read, or that nothing has changed where it is None.

    Returns why it is left aside where it is the same article as one that is here.
    """
    article = _business(session, article_id, run_id)
    if article is None:
        return None
    go_on(article.project)
    article.delays = 0
    if post is None:
        article.status = ArticleStatus.COMPLETED
        return None
    url = _canonical(post.url, article.address)
    if (twin := _twin(session, article, url)) is not None:
        reason = f"It is the same article as “{twin.title}”, under another address."
        _end(article, ArticleStatus.SKIPPED, Failure(reason, DUPLICATE))
        return Failure(reason, DUPLICATE)
    _take_over(article, post, url)
    _replace_pictures(session, article, post.pictures[:MOST_PICTURES])
    return None


def record_failure(session: Session, durable: Durable, article_id: UUID, run_id: str, failure: Failure) -> None:
    """Note why an article could not be fetched; what it had stays.

    A page that is no article is left aside. Where its site is busy, the article waits and the site is let rest, a few
    times.
    """
    article = _business(session, article_id, run_id)
    if article is None:
        return
    article.delays += failure.code == BUSY
    if failure.code != BUSY:
        go_on(article.project)
    if failure.code != BUSY or article.delays > MOST_DELAYS:
        is_left = failure.code in LEFT_ASIDE
        _end(article, ArticleStatus.SKIPPED if is_left else ArticleStatus.FAILED, failure)
        return
    article.status, article.run_id = ArticleStatus.PENDING, None
    article.error, article.error_code = failure.reason, failure.code
    project = article.project
    if article.deleted_at is None and project.deleted_at is None:
        _wait(session, durable, project, failure)


def break_off(session: Session, article_id: str, reason: str) -> None:
    """Fail the article, for its run broke in an unforeseen way."""
    abandon(session, UUID(article_id), current_run_id(), reason)


def abandon(session: Session, article_id: UUID, run_id: str | None, reason: str) -> None:
    """Mark an article whose run was cancelled or given up, unless it is done or has a newer run."""
    article = session.get(Article, article_id, with_for_update={"of": Article}, populate_existing=True)
    if article is not None and article.run_id == run_id and article.status in ONGOING:
        _end(article, ArticleStatus.FAILED, Failure(reason, "abandoned"))


def mend_stranded(session: Session) -> int:
    """Fail the articles that wait for a run which ended without a word about them; return how many."""
    return stranded.mend(session, Article.__table__, busy=ONGOING, abandon=abandon)


def _business(session: Session, article_id: UUID, run_id: str) -> Article | None:
    """Return the article that a run is at, locked after its project; None where it has no say any more."""
    found = session.get(Article, article_id)
    if found is None:
        return None
    locked(session, found.project_id)
    session.refresh(found, with_for_update={"of": Article})
    if found.run_id != run_id or found.status is not ArticleStatus.PROCESSING:
        return None
    return found


def _wait(session: Session, durable: Durable, project: Project, failure: Failure) -> None:
    carry_on(session, durable, project)
    if hold(project, failure) is None:
        reason = f"{failure.reason} It was let rest several times, so what is missing waits until you try again."
        fail(session, project, Failure(reason, failure.code))


def _end(article: Article, status: ArticleStatus, failure: Failure) -> None:
    article.status, article.error, article.error_code = status, failure.reason, failure.code


def _canonical(url: str, address: str) -> str:
    """Return what a post says its address is, in our way of writing it; where that is none, where it was found."""
    try:
        return article_address(url)
    except Invalid:
        return address


def _twin(session: Session, article: Article, url: str) -> Article | None:
    return session.scalar(
        select(Article)
        .where(
            Article.project_id == article.project_id,
            Article.url == url,
            Article.id != article.id,
            Article.fetched_at.is_not(None),
            Article.deleted_at.is_(None),
        )
        .limit(1)
    )


def _take_over(article: Article, post: Post, url: str) -> None:
    article.url = url
    article.title = _clean(post.title)[:LONGEST_TITLE] or article.title or url
    article.text = _clean(post.text)
    article.words = len(article.text.split())
    article.description = _clean(post.description)[:LONGEST_DESCRIPTION] or None
    article.author = _clean(post.author)[:LONGEST_TITLE] or None
    article.language, article.published_at = post.language, post.published_at
    article.etag, article.last_modified, article.digest = post.etag, post.last_modified, post.digest
    article.notes = [_clean(note) for note in post.notes]
    article.status, article.error, article.error_code = ArticleStatus.COMPLETED, None, None
    article.fetched_at = now()


def _replace_pictures(session: Session, article: Article, pictures: Sequence[PictureFound]) -> None:
    """Keep the pictures a post shows; those that it showed before, and still does, stay the same rows."""
    rows = {
        one.url: {
            "id": new_id(),
            "created_at": now(),
            "workspace_id": article.workspace_id,
            "article_id": article.id,
            "url": one.url,
            "alt": _clean(one.alt)[:LONGEST_WORDS],
            "caption": _clean(one.caption)[:LONGEST_WORDS],
            "position": position,
            "width": one.width,
            "height": one.height,
        }
        for position, one in enumerate(pictures)
    }
    gone = delete(ArticlePicture).where(ArticlePicture.article_id == article.id, ArticlePicture.url.not_in(rows))
    session.execute(gone)
    if rows:
        statement = insert(ArticlePicture)
        told = ("alt", "caption", "position", "width", "height")
        changes = {name: statement.excluded[name] for name in told}
        upsert = statement.on_conflict_do_update(index_elements=["article_id", "url"], set_=changes)
        session.execute(upsert, list(rows.values()))


def _clean(text: str | None) -> str:
    """Return text as the database takes it."""
    return (text or "").replace("\0", "").encode(errors="replace").decode().strip()
