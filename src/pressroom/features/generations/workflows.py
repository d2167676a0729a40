"""The story of a generation: looked at, analysed, painted, stored, and paid for when it is delivered."""

from datetime import datetime
from typing import NoReturn

from dbos import DBOS

from pressroom.core.runs.pausing import affordable
from pressroom.features.generations import steps
from pressroom.features.generations.actions import progress, remove
from pressroom.kernel.durable import Failure, RunFailed, current_run_id, transaction, workflow

finalise = transaction(progress.finalise)
record_failure = transaction(progress.record_failure)
break_off = transaction(progress.break_off)
purge_deleted = transaction(remove.purge_deleted)


@workflow(when_broken=break_off)
def generate_picture(generation_id: str) -> None:
    """Turn a photo into a picture in a style; its credit is taken when it is delivered, and not before."""
    for beat in (steps.store_original, steps.analyse, steps.generate, steps.store_result):
        match affordable(beat, generation_id):
            case Failure() as failure:
                give_up(generation_id, failure)
    delivered = finalise(generation_id, current_run_id())
    steps.discard_partial(generation_id)
    if not delivered:
        steps.discard_result(generation_id)


@DBOS.workflow(name="purge_generations")
def purge_generations(_scheduled_at: datetime, _context: object) -> None:
    """Let generations go that were deleted over a day ago, and the files that nothing uses any more."""
    steps.delete_generated(purge_deleted())
    steps.sweep_partials()


def give_up(generation_id: str, failure: Failure) -> NoReturn:
    """Write the failure down, delete what was made so far but for the photo, and end the run with its reason."""
    steps.discard_partial(generation_id)
    record_failure(generation_id, current_run_id(), failure)
    steps.discard_result(generation_id)  # after, for as long as the generation has it, it is in use
    raise RunFailed(failure.reason)
