"""The story of a further picture: fetched, looked at."""

from pressroom.features.pins.slides import progress, steps
from pressroom.kernel.durable import Failure, RunFailed, transaction, workflow

record_failure = transaction(progress.record_failure)
break_off = transaction(progress.break_off)


@workflow(when_broken=break_off)
def prepare_slide(slide_id: str) -> None:
    """Get a further picture of a pin, so that it can be shown and published."""
    match steps.fetch_slide(slide_id):
        case Failure() as failure:
            record_failure(slide_id, failure)
            raise RunFailed(failure.reason)
