"""What a run writes about its generation, beat by beat. Every one is safe to repeat, and minds only its own run."""

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Asset
from pressroom.core.credits.actions import charge, lock_account
from pressroom.core.runs import stranded
from pressroom.features.generations.models import KIND, Generation, Status, Step
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Failure, current_run_id
from pressroom.kernel.errors import Conflict
from pressroom.kernel.log import logger

log = logger(__name__)


def begin_step(session: Session, generation_id: UUID, run_id: str | None, step: Step) -> Generation:
    """Show that a step has begun, and return the generation; raises Conflict when this run is no longer wanted."""
    generation = _still(session, generation_id, run_id)
    generation.step = step
    return generation


def record_original(session: Session, generation_id: UUID, run_id: str | None, look: dict[str, Any]) -> None:
    """Write down what the photo looks like."""
    generation = _still(session, generation_id, run_id)
    generation.original_look = look
    _measure(session, generation.original_id, look)


def record_analysis(
    session: Session, generation_id: UUID, run_id: str | None, values: dict[str, Any], said: dict[str, Any]
) -> None:
    """Write down who or what the photo shows, and which model `said` so, at what cost."""
    generation = _still(session, generation_id, run_id)
    generation.subject_type = values["subject_type"]
    generation.subject_description = values["description"]
    generation.subject_features = values["features"]
    generation.analysis = said


def record_painting(session: Session, generation_id: UUID, run_id: str | None, painting: dict[str, Any]) -> None:
    """Write down which model painted, and at what cost."""
    generation = _still(session, generation_id, run_id)
    generation.painting = painting | {"earlier_usd": generation.painting.get("earlier_usd")}


def record_result(
    session: Session, generation_id: UUID, run_id: str | None, asset_id: UUID, look: dict[str, Any]
) -> None:
    """Show the result; it is delivered only once it is paid for."""
    generation = _still(session, generation_id, run_id)
    generation.result_id, generation.result_look = asset_id, look
    _measure(session, asset_id, look)


def finalise(session: Session, generation_id: str, run_id: str | None) -> bool:
    """Deliver the result and take its credit, together and once; False when it was given up meanwhile."""
    found = session.get_one(Generation, UUID(generation_id))
    lock_account(session, found.user_id)  # before the generation, as whoever submits does
    generation = _wanted(session, found.id, run_id)
    if generation is None:
        return False
    generation.status, generation.step, generation.finished_at = Status.COMPLETED, Step.FINALISE, now()
    charge(
        session,
        workspace_id=generation.workspace_id,
        user_id=generation.user_id,
        subject=(KIND, generation.id),
        reason=f"A picture in the style {generation.style}",  # owners read it, who do not see the photo's name
    )
    log.info("generation completed", generation=generation_id, seconds=generation.seconds)
    return True


def record_failure(session: Session, generation_id: str, run_id: str | None, failure: Failure) -> None:
    """Mark the generation failed at its step, for good; nothing is paid, and the photo stays."""
    generation = _wanted(session, UUID(generation_id), run_id)
    if generation is not None:
        _fail(generation, failure)


def break_off(session: Session, generation_id: str, reason: str) -> None:
    """Fail the generation where it stood, for its run broke in an unforeseen way."""
    abandon(session, UUID(generation_id), current_run_id(), reason)


def abandon(session: Session, generation_id: UUID, run_id: str | None, reason: str) -> None:
    """Mark a generation whose run was cancelled or given up, unless it is done or has a newer run."""
    generation = _wanted(session, generation_id, run_id)
    if generation is not None:
        _fail(generation, Failure(reason, "abandoned"))


def mend_stranded(session: Session) -> int:
    """Fail the generations that wait for a run which ended without a word about them; return how many."""
    return stranded.mend(session, Generation.__table__, busy=[Status.PROCESSING], abandon=abandon)


def _still(session: Session, generation_id: UUID, run_id: str | None) -> Generation:
    """Return the generation, locked; raises Conflict when it no longer waits for this run."""
    generation = _wanted(session, generation_id, run_id)
    if generation is None:
        raise Conflict("This generation was given up meanwhile.", code="abandoned")
    return generation


def _wanted(session: Session, generation_id: UUID, run_id: str | None) -> Generation | None:
    """Return the generation, locked, if it still waits for this run."""
    generation = session.get(Generation, generation_id, with_for_update={"of": Generation}, populate_existing=True)
    if generation is None or generation.run_id != run_id or generation.status is not Status.PROCESSING:
        return None
    return generation


def _fail(generation: Generation, failure: Failure) -> None:
    generation.status, generation.finished_at = Status.FAILED, now()
    generation.error, generation.error_code = failure.reason, failure.code
    generation.result_id, generation.result_look = None, {}
    log.warning(
        "generation failed",
        generation=str(generation.id),
        step=generation.step,
        seconds=generation.seconds,
        reason=failure.reason,
    )


def _measure(session: Session, asset_id: UUID, look: dict[str, Any]) -> None:
    size = {"width": look["width"], "height": look["height"]}
    session.execute(update(Asset).where(Asset.id == asset_id).values(size))
