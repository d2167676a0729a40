"""Pure decisions about generations."""

from pathlib import PurePath

from pressroom.core.assets.models import Asset
from pressroom.features.generations.models import Generation, Status
from pressroom.kernel.durable import AT_ONCE_PER_USER
from pressroom.kernel.errors import Conflict, LimitReached, NotFound

RETRY_AFTER_SECONDS = 3
"""What whoever asks again and again is told to wait in between."""
LONGEST_NAME_BYTES = 255
PARTIAL = "generations"
"""The folder of what is painted and not delivered yet."""
TOO_MANY = f"You have {AT_ONCE_PER_USER} generations in progress. Please wait for one to complete."
"""The same words wherever one more is refused."""


def check_room(in_progress: int) -> None:
    """Raise LimitReached when a user has as many in progress as anyone may."""
    if in_progress >= AT_ONCE_PER_USER:
        raise LimitReached(TOO_MANY, code="generations_in_progress", retry_after=RETRY_AFTER_SECONDS)


def check_may_retry(generation: Generation) -> None:
    """Raise Conflict unless the generation has failed and is there."""
    if generation.deleted_at is not None:
        raise Conflict("This generation is deleted. Bring it back first.", code="deleted")
    _check_idle(generation)
    if generation.status is not Status.FAILED:
        raise Conflict("This generation is completed, so there is nothing to try again.", code="completed")


def check_may_delete(generation: Generation) -> None:
    """Raise Conflict while the generation is in progress."""
    _check_idle(generation)


def check_may_cancel(generation: Generation) -> None:
    """Raise Conflict when the generation has ended: it is paid for then, or failed for another reason."""
    if generation.status is not Status.PROCESSING:
        raise Conflict(f"This generation is {generation.status} already, so there is nothing to cancel.", code="over")


def delivered(generation: Generation) -> Asset:
    """Return the result; raises NotFound before it is delivered."""
    if generation.status is not Status.COMPLETED or generation.result is None:
        raise NotFound("This generation has no result yet.")
    return generation.result


def result_name(generation: Generation) -> str:
    """Return what the result is called as a file: as the photo, with the style; never longer than files may be."""
    ending = f"-{generation.style}.png"
    stem = PurePath(generation.filename).stem.encode()[: LONGEST_NAME_BYTES - len(ending.encode())]
    return stem.decode(errors="ignore") + ending


def run_id_of(generation_id: object, attempt: int) -> str:
    """Return the id of the run that makes a generation's picture."""
    return f"generate-picture:{generation_id}:{attempt}"


def partial_key(run_id: str) -> str:
    """Return where what a run painted is kept until it is judged and stored by its content."""
    return f"{PARTIAL}/{run_id.replace(':', '-')}"


def _check_idle(generation: Generation) -> None:
    if generation.status is Status.PROCESSING:
        raise Conflict("This generation is in progress. Wait until it is done, or cancel its run.", code="busy")
