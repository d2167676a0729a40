"""Deleting generations, with a day to change one's mind."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from pressroom.core.assets.actions import drop_unused
from pressroom.core.assets.models import Asset, Source
from pressroom.features.generations.models import Generation, Status
from pressroom.features.generations.rules import check_may_delete
from pressroom.kernel.clock import now

UNDO_LASTS = timedelta(days=1)
SETTLED = timedelta(hours=1)


def delete_generation(generation: Generation) -> None:
    """Take a generation out of sight, photo and result; it is gone for good a day later. Raises Conflict."""
    check_may_delete(generation)
    generation.deleted_at = generation.deleted_at or now()


def undelete_generation(generation: Generation) -> None:
    """Bring a deleted generation back."""
    generation.deleted_at = None


def purge_deleted(session: Session) -> list[str]:
    """Drop generations deleted over a day ago, and results nobody was given; return digests that nothing uses."""
    gone = session.execute(
        delete(Generation)
        .where(Generation.deleted_at < now() - UNDO_LASTS)
        .returning(Generation.original_id, Generation.result_id)
    ).all()
    files = {one for row in gone for one in (row.original_id, row.result_id) if one}
    return drop_unused(session, files | set(_left_behind(session)))


def drop_results_of(session: Session, generation_id: UUID) -> list[str]:
    """Drop results of a generation that were not delivered; return the digests that nothing else uses."""
    stored = select(Asset.id).where(Asset.source == Source.GENERATED, Asset.source_id == str(generation_id))
    return drop_unused(session, session.scalars(stored).all())


def runs_in_progress(session: Session) -> Sequence[str]:
    """Return the runs of all that is in progress, anywhere."""
    return session.scalars(select(Generation.run_id).where(Generation.status == Status.PROCESSING)).all()


def _left_behind(session: Session) -> list[UUID]:
    """Return the results of runs that were given up before they were done."""
    return list(
        session.scalars(
            select(Asset.id).where(
                Asset.source == Source.GENERATED,
                Asset.created_at < now() - SETTLED,
                ~exists().where(Generation.result_id == Asset.id),
            )
        )
    )
