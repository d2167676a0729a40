"""A blog's scrape, as its runs write it down, beat by beat. Every one is safe to repeat."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from pressroom.core.runs import stranded
from pressroom.features.pins.articles.actions.fetch import left, locked
from pressroom.features.pins.articles.models import Article, ArticleStatus
from pressroom.features.pins.articles.queries import progress
from pressroom.features.pins.projects.models import KIND, Project, ScrapeStatus
from pressroom.features.pins.projects.rules import (
    LONGEST_ASKED,
    MOST_HOLDS,
    SCRAPING,
    check_may_scrape,
    rest_seconds,
    scrape_run_id,
)
from pressroom.kernel.clock import now, zulu
from pressroom.kernel.durable import NORMAL, ROUNDS, Durable, current_run_id
from pressroom.kernel.failure import Failure


def begin_scrape(session: Session, durable: Durable, project: Project) -> str:
    """Start looking through a blog for what is new or changed; return the run's id.

    Raises Conflict while it is being looked through, or when it is deleted.
    """
    check_may_scrape(project)
    project.attempt += 1
    project.status, project.error, project.error_code = ScrapeStatus.SCRAPING, None, None
    project.holds, project.waits_until, project.started_at = 0, None, now()
    project.run_id = durable.enqueue(
        session,
        "scrape_blog",
        str(project.id),
        run_id=scrape_run_id(project.id, project.attempt),
        workspace_id=project.workspace_id,
        subject=(KIND, project.id),
        queue=ROUNDS,
        priority=NORMAL,
    )
    return project.run_id


def is_scraping(project: Project, run_id: str | None) -> bool:
    """Tell whether a run has a say about a blog, and is not over."""
    return project.run_id == run_id and project.status in SCRAPING and project.deleted_at is None


def hold(project: Project, failure: Failure) -> float | None:
    """Let a busy site rest, longer each time in a row; return for how many seconds. The project is locked.

    None where there is no sense in waiting any more.
    """
    if project.waits_until and project.waits_until > now():  # another article ran into the same wall
        return (project.waits_until - now()).total_seconds()
    project.holds += 1
    seconds = rest_seconds(project.holds, failure.retry_after)
    if project.holds > MOST_HOLDS or seconds > LONGEST_ASKED:
        return None
    project.waits_until = now() + timedelta(seconds=seconds)
    project.status, project.error, project.error_code = ScrapeStatus.WAITING, failure.reason, failure.code
    return seconds


def hold_scrape(session: Session, project_id: str, failure: Failure) -> float | None:
    """Let a site rest that is busy; return as `hold` does."""
    project = locked(session, UUID(project_id))
    return hold(project, failure) if is_scraping(project, current_run_id()) else 0.0


def go_on(project: Project) -> None:
    """Note that a site answers again which was let rest; the project is locked."""
    if project.status is ScrapeStatus.WAITING and not is_resting(project):
        project.status, project.error, project.error_code = ScrapeStatus.SCRAPING, None, None
        project.holds, project.waits_until = 0, None


def is_resting(project: Project) -> bool:
    """Tell whether a blog's site is let rest for now."""
    return project.waits_until is not None and project.waits_until > now()


def finish_scrape(session: Session, project_id: str, listing: dict[str, Any]) -> dict[str, Any] | None:
    """End this run's scrape and keep its result: what was found, fetched, unchanged, left aside, and failed.

    Returns None where articles are to be fetched that were added in the meantime.
    """
    project = locked(session, UUID(project_id))
    if not is_scraping(project, current_run_id()):
        return project.last_result or {}
    if left(session, project).waiting:
        return None
    project.status, project.error, project.error_code, project.waits_until = ScrapeStatus.IDLE, None, None, None
    project.holds = 0
    project.last_result = _result(session, project, listing)
    project.last_scraped_at = now()
    return project.last_result


def fail_scrape(session: Session, project_id: str, failure: Failure) -> None:
    """End this run's scrape, which cannot go on; articles it did not come to wait for the next."""
    project = locked(session, UUID(project_id))
    if is_scraping(project, current_run_id()):
        fail(session, project, failure)


def fail(session: Session, project: Project, failure: Failure) -> None:
    """End a blog's scrape with a reason; what has no result yet goes back to what waits. The project is locked."""
    session.execute(
        update(Article)
        .where(
            Article.project_id == project.id,
            Article.scraped_in == project.attempt,
            Article.status == ArticleStatus.PENDING,
            Article.run_id.is_not(None),
        )
        .values(run_id=None, updated_at=now())
    )
    project.status, project.error, project.error_code = ScrapeStatus.FAILED, failure.reason, failure.code
    project.waits_until = None
    project.last_result = _result(session, project, {}) | {"error": failure.reason}


def break_off(session: Session, project_id: str, reason: str) -> None:
    """Fail a scrape that broke in an unforeseen way."""
    fail_scrape(session, project_id, Failure(reason, "broken"))


def abandon(session: Session, project_id: UUID, run_id: str | None, reason: str) -> None:
    """End a scrape whose run was cancelled or given up, unless it is over or there is a newer one.

    Articles that wait for their turn go back to those to be fetched when somebody says so.
    """
    if session.get(Project, project_id) is None:
        return
    project = locked(session, project_id)
    if project.run_id == run_id and project.status in SCRAPING:
        fail(session, project, Failure(reason, "abandoned"))


def mend_stranded(session: Session) -> int:
    """Fail the scrapes whose run ended without a word about them; return how many."""
    return stranded.mend(session, Project.__table__, busy=SCRAPING, abandon=abandon)


def _result(session: Session, project: Project, listing: dict[str, Any]) -> dict[str, Any]:
    session.flush()
    seen = progress(session, project)
    before = project.last_result or {}
    told = listing or {name: before[name] for name in ("via", "notes") if name in before}
    return {
        "total": seen.total,
        "succeeded": seen.succeeded,
        "failed": seen.failed,
        "skipped": seen.skipped,
        "unchanged": seen.unchanged,
        "waiting": seen.waiting + seen.under_way,
        "via": told.get("via"),
        "notes": told.get("notes", []),
        "started_at": zulu(project.started_at or project.created_at),
        "ended_at": zulu(now()),
    }
