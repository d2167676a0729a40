"""The history of answers."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.metadata.models import Revision


def revisions(session: Session, workspace_id: UUID, subject: tuple[str, UUID]) -> Sequence[Revision]:
    """Return a subject's revisions, newest first; three at most."""
    kind, subject_id = subject
    return session.scalars(
        select(Revision)
        .where(
            Revision.workspace_id == workspace_id,
            Revision.subject_kind == kind,
            Revision.subject_id == subject_id,
        )
        .order_by(Revision.id.desc())
    ).all()
