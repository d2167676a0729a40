"""What a look at a blog's feed or sitemap found, written down."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.features.pins.articles.actions.fetch import locked
from pressroom.features.pins.articles.actions.scrape import go_on, is_scraping
from pressroom.features.pins.articles.models import Article, ArticleStatus
from pressroom.features.pins.articles.queries import UNDER_WAY
from pressroom.features.pins.articles.rules import article_address
from pressroom.features.pins.projects.models import Project
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Invalid
from pressroom.kernel.ids import new_id
from pressroom.providers.articles import Found, Listing

LONGEST_TITLE = 500


def record_listing(session: Session, project_id: UUID, run_id: str, listing: Listing) -> dict[str, Any] | None:
    """Write down what a blog holds; what is new, changed, or failed before is to be fetched, newest first.

    Returns how it was found and how much; None where this run has no say any more.
    """
    project = locked(session, project_id)
    if not is_scraping(project, run_id):
        return None
    go_on(project)
    entries = _usable(listing.found, set(project.left_out))
    _meet(session, project, entries)
    if entries:
        _upsert(session, project, entries)
    return {"via": listing.via, "notes": list(listing.notes), "found": len(entries)}


def _usable(found: Iterable[Found], left_out: set[str]) -> dict[str, Found]:
    """Return what can be fetched, by address, each once, in the order it was listed."""
    entries: dict[str, Found] = {}
    for one in found:
        try:
            address = article_address(one.url)
        except Invalid:
            continue
        if address not in left_out:
            entries.setdefault(address, one)
    return entries


def _meet(session: Session, project: Project, entries: dict[str, Found]) -> None:
    """Let articles that were found elsewhere go by the address that is listed; drop what was deleted by another one."""
    rows = session.execute(
        select(Article.id, Article.url, Article.deleted_at)
        .where(Article.project_id == project.id, Article.url != Article.address)
        .order_by(Article.deleted_at.is_not(None), Article.id)
    ).all()
    listed = {row.url: row for row in reversed(rows) if row.url in entries}
    known = session.scalars(
        select(Article.address).where(Article.project_id == project.id, Article.address.in_(listed))
    ).all()
    for url in listed.keys() - set(known):
        if listed[url].deleted_at is None:
            session.execute(update(Article).where(Article.id == listed[url].id).values(address=url))
        else:
            del entries[url]


def _upsert(session: Session, project: Project, entries: Mapping[str, Found]) -> None:
    rows = [_row(project, address, one) for address, one in reversed(list(entries.items()))]
    statement = insert(Article)
    new = statement.excluded
    was_read = or_(
        and_(Article.status == ArticleStatus.COMPLETED, new.modified.is_not(None)),
        Article.status == ArticleStatus.SKIPPED,
    )
    is_same = and_(was_read, Article.modified.is_not_distinct_from(new.modified))
    stays = or_(Article.deleted_at.is_not(None), UNDER_WAY, is_same)
    wanted = {"status": ArticleStatus.PENDING, "run_id": None, "error": None, "error_code": None, "delays": 0}
    kept = {name: case((stays, Article.__table__.c[name]), else_=value) for name, value in wanted.items()}
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["project_id", "address"],
            set_=kept
            | {
                "modified": new.modified,
                "title": case((Article.fetched_at.is_(None), new.title), else_=Article.title),
                "scraped_in": new.scraped_in,
                "updated_at": new.updated_at,
            },
        ),
        rows,  # apart from the statement, which is compiled once for listings of any length
    )


def _row(project: Project, address: str, found: Found) -> dict[str, Any]:
    title = (found.title or "").replace("\0", "").strip()[:LONGEST_TITLE]
    return {
        "id": new_id(),
        "created_at": now(),
        "updated_at": now(),
        "workspace_id": project.workspace_id,
        "project_id": project.id,
        "address": address,
        "url": address,
        "title": title or None,
        "words": 0,
        "modified": found.modified,
        "notes": [],
        "status": ArticleStatus.PENDING,
        "run_id": None,
        "error": None,
        "error_code": None,
        "attempt": 0,
        "delays": 0,
        "scraped_in": project.attempt,
    }
