"""Doing it again: seen anew, described anew, found anew by what a person wrote."""

from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.features.media import queries
from pressroom.features.media.actions.accept import start_processing
from pressroom.features.media.models import KIND, Item, Stage, Status
from pressroom.features.media.rules import check_may_describe, check_may_see_again, describe_run_id
from pressroom.kernel.app import Reopening, check_newest
from pressroom.kernel.durable import URGENT, Durable
from pressroom.kernel.errors import Conflict


def see_again(session: Session, durable: Durable, item: Item) -> str:
    """Start looking at a picture anew; return the run's id. Raises Conflict while it is being worked on."""
    check_may_see_again(item)
    item.attempt += 1
    _forget_failure(item)
    return start_processing(session, durable, item, priority=URGENT)


def describe_again(
    session: Session, durable: Durable, item: Item, *, feedback: str | None = None, priority: int = URGENT
) -> str:
    """Start describing a picture anew, with what should be different; return the run's id.

    Raises Conflict while it is being worked on, or cannot be seen.
    """
    check_may_describe(item)
    item.attempt += 1
    item.status = Status.PROCESSING
    _forget_failure(item)
    item.run_id = durable.enqueue(
        session,
        "describe_media",
        str(item.id),
        (feedback or "").strip() or None,
        run_id=describe_run_id(item.id, item.attempt),
        workspace_id=item.workspace_id,
        subject=(KIND, item.id),
        priority=priority,
    )
    return item.run_id


def try_again(session: Session, durable: Durable, item: Item) -> str:
    """Start again what failed: the looking, or only the describing; return the run's id.

    Raises Conflict when the picture has not failed.
    """
    if item.status is Status.COMPLETED:
        raise Conflict("This picture has been completed since, so there is nothing to try again.", code="completed")
    if item.status is Status.FAILED and item.failed_stage is Stage.DESCRIBING:
        return describe_again(session, durable, item)
    return see_again(session, durable, item)


def index_again(session: Session, durable: Durable, item: Item, revision_id: UUID) -> None:
    """Let a picture be found by the meaning of what a person wrote about it."""
    durable.enqueue(
        session,
        "index_media",
        str(item.id),
        run_id=f"index-media:{item.id}:{revision_id}",
        workspace_id=item.workspace_id,
        subject=(KIND, item.id),
        priority=URGENT,
    )


def reopen(session: Session, workspace_id: UUID, item_id: UUID, of: Reopening) -> None:
    """Have a picture wait for its run again; raises NotFound, or Conflict while it is worked on or has a newer run."""
    found = queries.item(session, workspace_id, item_id, lock=True)
    check_may_see_again(found)
    if of.workflow == "index_media":  # nobody waits for it
        return
    check_newest(found.run_id, of)
    found.status = Status.PROCESSING
    _forget_failure(found)


def _forget_failure(item: Item) -> None:
    item.failed_stage = item.error = item.error_code = None
