"""What goes on with blogs, articles and pins, as the home page tells it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.pins import queries as pins
from pressroom.features.pins.articles import queries as articles
from pressroom.features.pins.articles.models import ArticleStatus
from pressroom.features.pins.models import PinStatus
from pressroom.features.pins.projects import queries as projects
from pressroom.features.pins.projects.models import Project, ScrapeStatus
from pressroom.features.pins.projects.queries import Counts
from pressroom.features.pins.projects.rules import SCRAPING
from pressroom.web.formatting import plural
from pressroom.web.pages.project_rows import project_row
from pressroom.web.views.projects import ProjectRow
from pressroom.web.views.shell import Crumb


@dataclass(frozen=True, slots=True)
class AtWork:
    """What is in progress, and what failed."""

    blogs: list[ProjectRow] = field(default_factory=list)
    pins: int = 0
    troubles: list[Crumb] = field(default_factory=list)


def at_work(session: Session, principal: Principal) -> AtWork:
    """Return what goes on in a workspace's projects; without one, nothing does."""
    found = projects.projects(session, principal.workspace_id)
    if not found:
        return AtWork()
    by_status = pins.counts(session, principal.workspace_id)
    failed = articles.counts(session, principal.workspace_id).get(ArticleStatus.FAILED, 0)
    troubles = [
        *(Crumb(f"/projects/{one.id}", f"“{one.name}” was not read to its end") for one in found if _has_failed(one)),
        *([Crumb("/articles?status=failed", f"{plural(failed, 'article')} could not be fetched")] if failed else []),
    ]
    if number := by_status[PinStatus.FAILED]:
        troubles.append(Crumb("/pins?status=failed", f"{plural(number, 'pin')} failed"))
    return AtWork(_scraping(session, principal, found), by_status[PinStatus.DESCRIBING], troubles)


def _has_failed(project: Project) -> bool:
    return project.status is ScrapeStatus.FAILED


def _scraping(session: Session, principal: Principal, found: Sequence[Project]) -> list[ProjectRow]:
    busy = [one for one in found if one.status in SCRAPING]
    counts = projects.counts(session, principal.workspace_id) if busy else {}
    return [project_row(one, counts.get(one.id, Counts()), articles.progress(session, one)) for one in busy]
