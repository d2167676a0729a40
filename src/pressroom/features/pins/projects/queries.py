"""Projects found. Every query takes the workspace."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.features.pins.projects.models import Project
from pressroom.kernel.errors import NotFound


def project(session: Session, workspace_id: UUID, project_id: UUID, *, lock: bool = False) -> Project:
    """Return one project, also a deleted one within its day; raises NotFound.

    With `lock`, nobody else changes it until the transaction ends.
    """
    statement = select(Project).where(Project.id == project_id, Project.workspace_id == workspace_id)
    found = session.scalar(statement.with_for_update(of=Project) if lock else statement)
    if found is None:
        raise NotFound("There is no such project here.")
    return found


def names(session: Session, workspace_id: UUID, ids: Collection[str]) -> Mapping[str, str]:
    """Return what projects are called, by id; those of other workspaces are left out."""
    rows = session.execute(
        select(Project.id, Project.name).where(
            Project.workspace_id == workspace_id, Project.id.in_({UUID(one) for one in ids})
        )
    )
    return {str(row.id): row.name for row in rows}
