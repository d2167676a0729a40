"""The stories of a pin: its picture fetched, its words written and written anew, let go."""

from datetime import datetime
from typing import NoReturn

from dbos import DBOS

from pressroom.core.runs.pausing import affordable
from pressroom.features.pins import steps
from pressroom.features.pins.actions import progress, remove
from pressroom.features.pins.models import PinStage
from pressroom.kernel.durable import Failure, RunFailed, transaction, workflow

record_description = transaction(progress.record_description)
record_failure = transaction(progress.record_failure)
break_off = transaction(progress.break_off)
purge_deleted = transaction(remove.purge_deleted)


@workflow(when_broken=break_off)
def prepare_pin(pin_id: str) -> None:
    """Get a pin's picture, so that it can be shown and published."""
    see(pin_id)


@workflow(when_broken=break_off)
def describe_pin(pin_id: str, feedback: str | None) -> None:
    """Get a pin's picture if it is not there, and write what is said about it, minding what a person said."""
    see(pin_id)
    tell(pin_id, feedback)


@DBOS.workflow(name="purge_pins")
def purge_pins(_scheduled_at: datetime, _context: object) -> None:
    """Let pins go that were deleted over a day ago, and the files that nothing uses any more."""
    steps.delete_pin_files(purge_deleted())


def see(pin_id: str) -> None:
    """Fetch and look at the picture, unless that has been done."""
    match steps.fetch_picture(pin_id):
        case Failure() as failure:
            fail(pin_id, PinStage.PICTURE, failure)


def tell(pin_id: str, feedback: str | None) -> None:
    """Describe, and write the answer down, which makes the pin ready; what is locked stays as it is."""
    match affordable(steps.write_pin, pin_id, feedback):
        case Failure() as failure:
            fail(pin_id, PinStage.DESCRIBING, failure)
        case answer:
            record_description(pin_id, answer, feedback)


def fail(pin_id: str, stage: PinStage, failure: Failure) -> NoReturn:
    """Write the failure down and end the run with its reason."""
    record_failure(pin_id, stage, failure)
    raise RunFailed(failure.reason)
