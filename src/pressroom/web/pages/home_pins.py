"""What goes on with blogs, articles and pins, as the home page tells it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.runs.queries import paused_count
from pressroom.features.pins import queries as pins
from pressroom.features.pins.articles import queries as articles
from pressroom.features.pins.articles.models import Article, ArticleStatus
from pressroom.features.pins.models import KIND, Pin, PinStatus
from pressroom.features.pins.projects import queries as projects
from pressroom.features.pins.projects.models import Project, ScrapeStatus
from pressroom.features.pins.projects.queries import Counts
from pressroom.features.pins.projects.rules import HOPELESS, SCRAPING
from pressroom.web.formatting import plural
from pressroom.web.pages.project_rows import project_row
from pressroom.web.views.projects import ProjectRow, Trouble


@dataclass(frozen=True, slots=True)
class AtWork:
    """What is in progress, and what failed."""

    blogs: list[ProjectRow] = field(default_factory=list)
    pins: int = 0
    publishing: int = 0
    """Pins on their way to Pinterest."""
    waiting: int = 0
    """Pins that wait for the month's budget."""
    troubles: list[Trouble] = field(default_factory=list)


def at_work(session: Session, principal: Principal) -> AtWork:
    """Return what goes on in a workspace's projects; without one, nothing does."""
    found = projects.projects(session, principal.workspace_id)
    if not found:
        return AtWork()
    by_status = pins.counts(session, principal.workspace_id)
    failed = articles.counts(session, principal.workspace_id).get(ArticleStatus.FAILED, 0)
    troubles = [_not_read(one) for one in found if one.status is ScrapeStatus.FAILED]
    if failed:
        troubles.append(_not_fetched(session, principal.workspace_id, failed))
    if number := by_status[PinStatus.FAILED]:
        troubles.append(_failed_pins(session, principal.workspace_id, number))
    waiting = paused_count(session, principal.workspace_id, kind=KIND)
    written = max(0, by_status[PinStatus.DESCRIBING] - waiting)
    return AtWork(
        blogs=_scraping(session, principal, found),
        pins=written,
        publishing=by_status[PinStatus.PUBLISHING],
        waiting=waiting,
        troubles=troubles,
    )


def _not_read(project: Project) -> Trouble:
    url = f"/projects/{project.id}"
    again = None if project.error_code in HOPELESS else f"{url}/scrape"
    return Trouble(url=url, label=f"“{project.name}” was not read to its end", reason=project.error or "", retry=again)


def _not_fetched(session: Session, workspace_id: UUID, number: int) -> Trouble:
    newest = articles.articles(session, workspace_id, articles.Filters(status=ArticleStatus.FAILED), limit=1).items
    label = f"{plural(number, 'article')} could not be fetched"
    return Trouble(url="/articles?status=failed", label=label, reason=_reason(newest, number))


def _failed_pins(session: Session, workspace_id: UUID, number: int) -> Trouble:
    newest = pins.pins(session, workspace_id, pins.Filters(status=PinStatus.FAILED), limit=1).pins
    return Trouble(url="/pins?status=failed", label=f"{plural(number, 'pin')} failed", reason=_reason(newest, number))


def _reason(newest: Sequence[Article] | Sequence[Pin], number: int) -> str:
    """Return why the newest of several failed."""
    why = next((one.error for one in newest), None) or ""
    return f"The newest: {why}" if why and number > 1 else why


def _scraping(session: Session, principal: Principal, found: Sequence[Project]) -> list[ProjectRow]:
    busy = [one for one in found if one.status in SCRAPING]
    counts = projects.counts(session, principal.workspace_id) if busy else {}
    return [project_row(one, counts.get(one.id, Counts()), articles.progress(session, one)) for one in busy]
