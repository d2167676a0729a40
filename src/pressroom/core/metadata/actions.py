"""Revisions: written down, pruned to the newest three."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pressroom.core.metadata.models import Author, Revision
from pressroom.kernel.errors import NotFound

KEPT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer to be written down: its values, who gave it, and how."""

    values: dict[str, Any]
    author: Author
    user_id: UUID | None = None
    feedback: str | None = None
    about_id: UUID | None = None
    model: str | None = None
    run_id: str | None = None
    confidence: float | None = None
    notes: list[str] = field(default_factory=list)
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: Decimal | None = None
    seconds: float | None = None
    prompt_version: int | None = None


def record_revision(session: Session, workspace_id: UUID, subject: tuple[str, UUID], given: Given) -> Revision:
    """Write an answer down and prune to the newest three; a run's second answer returns its first."""
    kind, subject_id = subject
    if given.run_id and (found := session.scalar(select(Revision).where(Revision.run_id == given.run_id))):
        return found
    revision = Revision(workspace_id=workspace_id, subject_kind=kind, subject_id=subject_id, **asdict(given))
    session.add(revision)
    session.flush()
    newest = (
        select(Revision.id)
        .where(Revision.subject_kind == kind, Revision.subject_id == subject_id)
        .order_by(Revision.id.desc())
        .limit(KEPT)
    )
    session.execute(
        delete(Revision).where(
            Revision.subject_kind == kind, Revision.subject_id == subject_id, Revision.id.not_in(newest)
        )
    )
    return revision


def forget_revisions(session: Session, kind: str, subjects: Collection[UUID]) -> None:
    """Drop what was said about subjects that are gone."""
    session.execute(delete(Revision).where(Revision.subject_kind == kind, Revision.subject_id.in_(subjects)))


def revision_of(session: Session, workspace_id: UUID, subject: tuple[str, UUID], revision_id: UUID) -> Revision:
    """Return one revision of a subject; raises NotFound when it is another's, or pruned."""
    kind, subject_id = subject
    found = session.scalar(
        select(Revision).where(
            Revision.id == revision_id,
            Revision.workspace_id == workspace_id,
            Revision.subject_kind == kind,
            Revision.subject_id == subject_id,
        )
    )
    if found is None:
        raise NotFound("There is no such revision; only the newest three are kept.")
    return found
