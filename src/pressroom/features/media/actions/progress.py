"""What a run writes about its picture, beat by beat. Every one is safe to repeat."""

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Asset
from pressroom.core.metadata.actions import Given, record_revision
from pressroom.core.metadata.models import Author
from pressroom.core.runs import stranded
from pressroom.features.media.actions.metadata import take_values
from pressroom.features.media.models import KIND, Item, Stage, Status
from pressroom.features.media.rules import BUSY
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Failure, current_run_id
from pressroom.kernel.errors import Conflict, NotFound


def begin_seeing(session: Session, item_id: UUID) -> Item:
    """Mark the picture as being worked on, and return it; raises NotFound where it is gone for good."""
    item = found(session, item_id)
    if item.status is Status.PENDING:  # and not where a person broke it off meanwhile
        item.status = Status.PROCESSING
    return item


def begin_describing(session: Session, item_id: UUID) -> Item:
    """Return a picture that a model is about to be asked about.

    Raises Conflict where it was deleted meanwhile, NotFound where it is gone for good.
    """
    item = found(session, item_id)
    if item.deleted_at is not None:
        raise Conflict("This picture was deleted before it was done. Bring it back, then try again.", code="deleted")
    return item


def found(session: Session, item_id: UUID) -> Item:
    """Return the picture of a run; raises NotFound where it is gone for good."""
    item = session.get(Item, item_id)
    if item is None:
        raise NotFound("This picture is gone for good.")
    return item


def record_look(session: Session, item_id: UUID, look: dict[str, Any]) -> None:
    """Write down what is to be seen of a picture without understanding it: its size, colours, the camera's notes."""
    item = session.get_one(Item, item_id)
    for name, value in look.items():
        setattr(item, name, value)
    size = {"width": look["width"], "height": look["height"]}
    session.execute(update(Asset).where(Asset.id == item.asset_id).values(size))


def record_description(
    session: Session, item_id: str, answer: dict[str, Any], feedback: str | None, missing: Failure | None = None
) -> None:
    """Write the model's answer down as a revision, show it, and complete the picture.

    Where its meaning is `missing`, by which it would be found, the picture has failed, and shows the answer all the
    same. The answer of a run that has been followed by another is let go.
    """
    item = session.get(Item, UUID(item_id), with_for_update={"of": Item})
    if item is None or item.run_id != current_run_id():
        return
    given = Given(author=Author.MODEL, run_id=current_run_id(), feedback=feedback, **answer)
    revision = record_revision(session, item.workspace_id, (KIND, item.id), given)
    take_values(item, revision)
    if missing:
        record_failure(session, item_id, Stage.DESCRIBING, missing)
        return
    item.status = Status.COMPLETED
    item.failed_stage = item.error = item.error_code = None
    item.processed_at = now()


def record_failure(session: Session, item_id: str, stage: str, failure: Failure) -> None:
    """Mark the picture failed at a stage; what was seen of it stays.

    A run that has been followed by another is quiet.
    """
    _fail(session, UUID(item_id), current_run_id(), Stage(stage), failure)


def break_off(session: Session, item_id: str, reason: str) -> None:
    """Fail the picture where it stood, for its run broke in an unforeseen way."""
    abandon(session, UUID(item_id), current_run_id(), reason)


def abandon(session: Session, item_id: UUID, run_id: str | None, reason: str) -> None:
    """Mark a picture whose run was cancelled or given up, unless it is done or has a newer run."""
    item = session.get(Item, item_id)
    if item is None or item.run_id != run_id or item.status not in BUSY:
        return
    stage = Stage.SEEING if item.width is None else Stage.DESCRIBING
    _fail(session, item_id, run_id, stage, Failure(reason, "abandoned"))


def mend_stranded(session: Session) -> int:
    """Fail the pictures that wait for a run which ended without a word about them; return how many."""
    return stranded.mend(session, Item.__table__, busy=BUSY, abandon=abandon)


def _fail(session: Session, item_id: UUID, run_id: str | None, stage: Stage, failure: Failure) -> None:
    item = session.get(Item, item_id, with_for_update={"of": Item})
    if item is None or item.run_id != run_id:
        return
    item.status, item.failed_stage = Status.FAILED, stage
    item.error, item.error_code = failure.reason, failure.code
