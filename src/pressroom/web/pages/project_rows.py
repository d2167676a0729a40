"""Projects as rows, and in full with the newest look through their blogs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pressroom.features.pins.articles.models import ArticleStatus
from pressroom.features.pins.articles.queries import Progress as ScrapeProgress
from pressroom.features.pins.projects.models import Project, ScrapeStatus
from pressroom.features.pins.projects.queries import Counts
from pressroom.features.pins.projects.rules import HOPELESS, SCRAPING
from pressroom.web.formatting import plural
from pressroom.web.views.projects import NextStep, ProjectDetail, ProjectRow, ScrapeDetail
from pressroom.web.views.shell import Crumb, Progress, State

STATES = {
    ScrapeStatus.IDLE: State("ok", "Up to date"),
    ScrapeStatus.SCRAPING: State("run", "Reading articles"),
    ScrapeStatus.WAITING: State("warn", "Waiting"),
    ScrapeStatus.FAILED: State("bad", "Did not finish"),
}
NONE_YET = State("idle", "Not looked through yet")
VIA = {"feed": "in its feed", "sitemap": "in its sitemap", "links": "by the links on its front page"}


def project_row(project: Project, counts: Counts, progress: ScrapeProgress | None) -> ProjectRow:
    """Return a project as a row; `progress` is given while its blog is being looked through."""
    return ProjectRow(
        id=str(project.id),
        name=project.name,
        site=site_of(project),
        state=_state(project),
        progress=Progress(progress.done, progress.total or None) if progress else None,
        result=project.error or _result(project.last_result),
        next_step=_next_step(project, counts),
        article_count=sum(counts.articles.values()),
        pin_count=sum(counts.pins.values()),
        scraped_at=project.last_scraped_at,
    )


def project_detail(project: Project, counts: Counts, progress: ScrapeProgress, missing: int) -> ProjectDetail:
    """Return a project, and how far the newest look through its blog is; `missing` articles could not be fetched."""
    return ProjectDetail(
        id=str(project.id),
        name=project.name,
        site=site_of(project),
        external_url=project.site_url if project.site_url.startswith("https://") else None,
        article_count=sum(counts.articles.values()),
        pin_count=sum(counts.pins.values()),
        scrape=_scrape(project, progress, missing) if project.run_id else None,
        is_running=project.status in SCRAPING,
        is_deleted=project.deleted_at is not None,
    )


def site_of(project: Project) -> str:
    """Return where a project's blog is, as people say it: without scheme and last slash."""
    parts = urlsplit(project.site_url)
    return (parts.netloc + parts.path).rstrip("/")


def _state(project: Project) -> State:
    if project.status is ScrapeStatus.IDLE and project.last_scraped_at is None:
        return NONE_YET
    return STATES[project.status]


def _scrape(project: Project, progress: ScrapeProgress, missing: int) -> ScrapeDetail:
    is_running = project.status in SCRAPING
    is_held = project.status is ScrapeStatus.WAITING
    result = {} if is_running else project.last_result or {}
    return ScrapeDetail(
        state=_state(project) if progress.total or not is_running else State("run", "Looking for articles"),
        articles=Progress(progress.done, progress.total or None),
        fetched=progress.succeeded,
        unchanged=progress.unchanged,
        skipped=progress.skipped,
        failed=progress.failed,
        missing=missing,
        via=VIA.get(result.get("via") or ""),
        notes=result.get("notes") or (),
        held_until=project.waits_until if is_held else None,
        held_reason=project.error if is_held else None,
        failure=project.error if project.status is ScrapeStatus.FAILED else None,
        started_at=project.started_at,
        ended_at=_instant(result.get("ended_at")),
        run=Crumb(f"/runs/{project.run_id}", "its run"),
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _next_step(project: Project, counts: Counts) -> NextStep | None:
    if project.status in SCRAPING:
        return None
    if project.status is ScrapeStatus.FAILED and project.error_code in HOPELESS:
        return None
    if project.status is ScrapeStatus.FAILED or project.last_scraped_at is None:
        return "scrape"
    return "pins" if counts.articles.get(ArticleStatus.COMPLETED) and not counts.pins else None


def _result(result: Mapping[str, Any] | None) -> str | None:
    if not result:
        return None
    told = [plural(result["succeeded"], "article") + " fetched"]
    for name, words in (("unchanged", "unchanged"), ("skipped", "left aside"), ("failed", "failed")):
        if result.get(name):
            told.append(f"{result[name]:,} {words}")
    return ", ".join(told)
