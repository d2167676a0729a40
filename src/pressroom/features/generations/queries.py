"""Generations found: one, many, how many in progress. Every query takes the workspace and whose they are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from pressroom.features.generations.models import Generation, Status
from pressroom.kernel.cursors import id_in
from pressroom.kernel.errors import NotFound

MOST = 200
IN_PROGRESS = select(func.count()).where(
    Generation.user_id == bindparam("user"), Generation.status == Status.PROCESSING
)
"""Built once: every submit asks."""
IN_PROGRESS_HERE = IN_PROGRESS.where(Generation.workspace_id == bindparam("workspace"))


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list."""

    generations: Sequence[Generation]
    next_cursor: str | None


def generation(
    session: Session, workspace_id: UUID, user_id: UUID, generation_id: UUID, *, lock: bool = False
) -> Generation:
    """Return one of a user's generations, also a deleted one within its day; raises NotFound.

    With `lock`, nobody else changes it until the transaction ends.
    """
    statement = select(Generation).where(Generation.id == generation_id, *_theirs(workspace_id, user_id))
    if lock:
        statement = statement.with_for_update(of=Generation).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound("There is no such generation here.")
    return found


def generations(
    session: Session,
    workspace_id: UUID,
    user_id: UUID,
    *,
    status: Status | None = None,
    style: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Listing:
    """Return a page of a user's generations, newest first."""
    limit = max(1, min(limit, MOST))
    statement = select(Generation).where(*_theirs(workspace_id, user_id), Generation.deleted_at.is_(None))
    if status:
        statement = statement.where(Generation.status == status)
    if style:
        statement = statement.where(Generation.style == style)
    if cursor:
        statement = statement.where(Generation.id < id_in(cursor))
    rows = session.scalars(statement.order_by(Generation.id.desc()).limit(limit + 1)).all()
    return Listing(rows[:limit], str(rows[limit - 1].id) if len(rows) > limit else None)


def counts(session: Session, workspace_id: UUID, user_id: UUID) -> dict[Status, int]:
    """Return how many of a user's generations stand in each status."""
    rows = session.execute(
        select(Generation.status, func.count())
        .where(*_theirs(workspace_id, user_id), Generation.deleted_at.is_(None))
        .group_by(Generation.status)
    )
    return {status: number for status, number in rows}  # noqa: C416  # a Row is no pair to dict()


def in_progress(session: Session, user_id: UUID) -> int:
    """Return how many generations a user has in progress, wherever: so many of their partition are taken."""
    return session.scalar(IN_PROGRESS, {"user": user_id}) or 0


def in_use(session: Session, workspace_id: UUID, user_id: UUID) -> int:
    """Return how many of a user's credits in a workspace are in use: one for each generation in progress."""
    return session.scalar(IN_PROGRESS_HERE, {"user": user_id, "workspace": workspace_id}) or 0


def of_original(session: Session, workspace_id: UUID, user_id: UUID, asset_id: UUID) -> Sequence[Generation]:
    """Return what a user had made of one stored photo, newest first."""
    return session.scalars(
        select(Generation)
        .where(*_theirs(workspace_id, user_id), Generation.deleted_at.is_(None), Generation.original_id == asset_id)
        .order_by(Generation.id.desc())
        .limit(MOST)
    ).all()


def names(session: Session, workspace_id: UUID, user_id: UUID, ids: Collection[str]) -> Mapping[str, str]:
    """Return what a user's photos are called, by generation; those of others are left out."""
    wanted = {UUID(one) for one in ids}
    rows = session.execute(
        select(Generation.id, Generation.filename).where(*_theirs(workspace_id, user_id), Generation.id.in_(wanted))
    )
    return {str(row.id): row.filename for row in rows}


def _theirs(workspace_id: UUID, user_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return Generation.workspace_id == workspace_id, Generation.user_id == user_id
