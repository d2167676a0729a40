"""Projects found. Every query takes the workspace."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import column, func, select, table
from sqlalchemy.orm import Session

from pressroom.features.pins.projects.models import Project
from pressroom.kernel.belonging import belonging


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles and pins a project has, by status; a status without any is left out."""

    articles: Mapping[str, int] = field(default_factory=dict)
    pins: Mapping[str, int] = field(default_factory=dict)


def project(session: Session, workspace_id: UUID, project_id: UUID, *, lock: bool = False) -> Project:
    """Return one project, also a deleted one within its day; raises NotFound.

    With `lock`, nobody else changes it until the transaction ends; its articles may come meanwhile.
    """
    return belonging(
        session,
        Project,
        workspace_id,
        project_id,
        missing="There is no such project here.",
        lock=lock,
        takes_children=True,
    )


def projects(session: Session, workspace_id: UUID) -> Sequence[Project]:
    """Return a workspace's projects by name."""
    return session.scalars(
        select(Project)
        .where(Project.workspace_id == workspace_id, Project.deleted_at.is_(None))
        .order_by(func.lower(Project.name), Project.id)
    ).all()


def names(session: Session, workspace_id: UUID, ids: Collection[str]) -> Mapping[str, str]:
    """Return what projects are called, by id; those of other workspaces are left out."""
    rows = session.execute(
        select(Project.id, Project.name).where(
            Project.workspace_id == workspace_id, Project.id.in_({UUID(one) for one in ids})
        )
    )
    return {str(row.id): row.name for row in rows}


def counts(session: Session, workspace_id: UUID, *, project_id: UUID | None = None) -> Mapping[UUID, Counts]:
    """Return how many articles and pins each project has, or one; a project without any is left out."""
    articles = _by_status(session, "articles", workspace_id, project_id)
    pins = _by_status(session, "pins", workspace_id, project_id)
    return {one: Counts(articles.get(one, {}), pins.get(one, {})) for one in articles.keys() | pins.keys()}


def _by_status(
    session: Session, name: str, workspace_id: UUID, project_id: UUID | None
) -> Mapping[UUID, Mapping[str, int]]:
    """Count rows of projects by status in a table that knows projects, and that projects know only by name."""
    names = ("workspace_id", "project_id", "status", "deleted_at")
    rows_of = table(name, *(column(one) for one in names))
    conditions = [rows_of.c.workspace_id == workspace_id, rows_of.c.deleted_at.is_(None)]
    if project_id:
        conditions.append(rows_of.c.project_id == project_id)
    rows = session.execute(
        select(rows_of.c.project_id, rows_of.c.status, func.count())
        .where(*conditions)
        .group_by(rows_of.c.project_id, rows_of.c.status)
    )
    found: dict[UUID, dict[str, int]] = {}
    for of, status, number in rows:
        found.setdefault(of, {})[status] = number
    return found
