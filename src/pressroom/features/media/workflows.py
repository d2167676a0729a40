"""The stories of a picture: seen and described, described anew, found anew, let go."""

from datetime import datetime
from typing import NoReturn

from dbos import DBOS

from pressroom.core.runs.pausing import affordable
from pressroom.features.media import steps
from pressroom.features.media.actions import progress, remove
from pressroom.features.media.artworks import actions as artworks
from pressroom.features.media.models import Stage
from pressroom.kernel.durable import Failure, RunFailed, transaction, workflow

record_description = transaction(progress.record_description)
record_failure = transaction(progress.record_failure)
break_off = transaction(progress.break_off)
purge_deleted = transaction(remove.purge_deleted)
purge_artworks = transaction(artworks.purge_artworks)


@workflow(when_broken=break_off)
def process_media(item_id: str) -> None:
    """See a picture, then say what is to be seen."""
    see(item_id)
    tell(item_id, None)


@workflow(when_broken=break_off)
def describe_media(item_id: str, feedback: str | None) -> None:
    """Say anew what is to be seen in a picture, minding what a person said."""
    tell(item_id, feedback)


@workflow(when_broken=break_off)
def index_media(item_id: str) -> None:
    """Let a picture be found by the meaning of what a person wrote about it."""
    match steps.embed_caption(item_id):
        case Failure() as failure:
            raise RunFailed(failure.reason)


@DBOS.workflow(name="purge_media")
def purge_media(_scheduled_at: datetime, _context: object) -> None:
    """Let pictures go that were deleted over a day ago, and the files that nothing uses any more."""
    purge_artworks()
    steps.delete_pictures(purge_deleted())


def see(item_id: str) -> None:
    """Decode the picture, once; what a person can look at is there whatever becomes of the description."""
    match steps.develop(item_id):
        case Failure() as failure:
            fail(item_id, Stage.SEEING, failure)


def tell(item_id: str, feedback: str | None) -> None:
    """Describe, let the picture be found by its meaning, and write the answer down, which completes it."""
    match affordable(steps.describe_picture, item_id, feedback):
        case Failure() as failure:
            fail(item_id, Stage.DESCRIBING, failure)
        case answer:
            meaning = steps.embed_answer(item_id, answer["values"])
            missing = meaning if isinstance(meaning, Failure) else None
            record_description(item_id, answer, feedback, missing)
    if missing:
        raise RunFailed(missing.reason)


def fail(item_id: str, stage: Stage, failure: Failure) -> NoReturn:
    """Write the failure down and end the run with its reason."""
    record_failure(item_id, stage, failure)
    raise RunFailed(failure.reason)
