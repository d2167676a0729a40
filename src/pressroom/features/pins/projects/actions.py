"""Projects made, changed, deleted and brought back."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import column, delete, exists, select, table, update
from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.core.connections.queries import connection
from pressroom.core.connections.rules import key_of
from pressroom.features.pins.boards.queries import board
from pressroom.features.pins.projects.links import check_template
from pressroom.features.pins.projects.models import PLAIN_LINK, Fit, Project, ScrapeStatus
from pressroom.features.pins.projects.rules import SCRAPING, check_is_there, language_tag, web_address
from pressroom.features.pins.projects.slots import week_of, zone_name
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Invalid

LONGEST_NAME, LONGEST_TONE, LONGEST_CLOSING, LONGEST_KEYWORD = 100, 500, 200, 60
MOST_KEYWORDS, MOST_PINS = 30, 5
UNDO_LASTS = timedelta(days=1)
THINGS = ("articles", "pins")
"""The tables of what belongs to a project, and is deleted and brought back with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a person chose for a project; board and connection are ids of the same workspace."""

    name: str
    site_url: str
    language: str | None = None
    tone: str = ""
    keywords: list[str] = field(default_factory=list)
    board_id: UUID | None = None
    connection_id: UUID | None = None
    link_template: str = PLAIN_LINK
    pins_per_article: int = 1
    fit: Fit = Fit.CROP
    closing: str = ""
    zone: str = "UTC"
    slots: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, project: Project) -> "Options":
        """Return what was chosen for a project."""
        return cls(**{name: getattr(project, name) for name in cls.__dataclass_fields__})


def create_project(session: Session, *, workspace_id: UUID, user_id: UUID | None, options: Options) -> Project:
    """Add a project; raises Invalid for what may not be chosen, NotFound for a board or connection of nobody's."""
    project = Project(workspace_id=workspace_id, created_by=user_id, name=options.name, site_url=options.site_url)
    _set(session, project, options)
    session.add(project)
    session.flush()
    return project


def change_project(session: Session, project: Project, options: Options) -> Project:
    """Change what was chosen for a project; raises as `create_project` does, and Conflict when it is deleted."""
    check_is_there(project)
    _set(session, project, options)
    session.flush()
    return project


def give_back(session: Session, connected: Connection) -> None:
    """Let the projects publish with an account again that had it when it was disconnected."""
    without = update(Project).where(
        Project.workspace_id == connected.workspace_id,
        Project.connection_id.is_(None),
        Project.account_key == key_of(connected),
    )
    session.execute(without.values(connection_id=connected.id))


def delete_project(session: Session, project: Project) -> datetime:
    """Take a project out of sight with its articles and pins; return when. It is gone for good a day later."""
    if project.deleted_at is not None:
        return project.deleted_at
    at = now()
    project.deleted_at = at
    if project.status in SCRAPING:  # its run ends by itself, for there is nothing left to fetch
        project.status, project.waits_until = ScrapeStatus.IDLE, None
        project.error = project.error_code = None
    for name in THINGS:
        _mark(session, name, project.id, was=None, becomes=at)
    return at


def undelete_project(session: Session, project: Project) -> Project:
    """Bring a deleted project back, with what was deleted along with it."""
    if project.deleted_at is not None:
        for name in THINGS:
            _mark(session, name, project.id, was=project.deleted_at, becomes=None)
        project.deleted_at = None
    return project


def purge_deleted(session: Session) -> int:
    """Drop projects deleted over a day ago whose pins are gone already; return how many."""
    pins = table("pins", column("project_id"))
    gone = session.scalars(
        delete(Project)
        .where(
            Project.deleted_at < now() - UNDO_LASTS,
            ~exists(select(pins.c.project_id).where(pins.c.project_id == Project.id)),
        )
        .returning(Project.id)
    )
    return len(gone.all())


def _set(session: Session, project: Project, options: Options) -> None:
    project.name = _within("name", options.name, LONGEST_NAME)
    if not project.name:
        raise Invalid("A project needs a name.", code="name")
    project.site_url = web_address(options.site_url)
    project.language = language_tag(options.language)
    project.tone = _within("tone", options.tone, LONGEST_TONE)
    project.closing = _within("closing line", options.closing, LONGEST_CLOSING)
    project.keywords = _keywords(options.keywords)
    project.link_template = check_template(options.link_template)
    project.zone, project.slots = zone_name(options.zone), week_of(options.slots)
    if not 1 <= options.pins_per_article <= MOST_PINS:
        raise Invalid(f"An article gets 1 to {MOST_PINS} pins.", code="pins_per_article")
    project.pins_per_article, project.fit = options.pins_per_article, options.fit
    if options.board_id != project.board_id and options.board_id is not None:
        board(session, project.workspace_id, options.board_id, is_there=True)
    if options.connection_id is None:
        project.account_key = None
    elif options.connection_id != project.connection_id:
        project.account_key = key_of(connection(session, project.workspace_id, options.connection_id))
    project.board_id, project.connection_id = options.board_id, options.connection_id


def _within(what: str, given: str, most: int) -> str:
    text = given.replace("\0", "").strip()
    if len(text) > most:
        raise Invalid(f"The {what} has {len(text):,} characters; at most {most} are kept.", code=what.replace(" ", "_"))
    return text


def _keywords(given: list[str]) -> list[str]:
    keywords = list(dict.fromkeys(word for one in given if (word := _within("keyword", one, LONGEST_KEYWORD))))
    if len(keywords) > MOST_KEYWORDS:
        raise Invalid(f"At most {MOST_KEYWORDS} keywords are kept.", code="keywords")
    return keywords


def _mark(session: Session, name: str, project_id: UUID, *, was: datetime | None, becomes: datetime | None) -> None:
    """Delete or bring back rows of a table that projects know only by name."""
    things = table(name, column("project_id"), column("deleted_at"))
    session.execute(
        update(things)
        .where(things.c.project_id == project_id, things.c.deleted_at.is_not_distinct_from(was))
        .values(deleted_at=becomes)
    )
