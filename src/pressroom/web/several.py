"""The same thing done with many pictures at once; one that does not allow it stops none of the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.runs.batches import Entry, begin_batch
from pressroom.core.runs.models import Batch
from pressroom.features.media.actions.again import describe_again
from pressroom.features.media.models import KIND, Item
from pressroom.features.media.queries import item
from pressroom.kernel.app import App
from pressroom.kernel.durable import BULK
from pressroom.kernel.errors import Rejected


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one of several: `refusal` tells why nothing was done."""

    id: UUID
    result: object
    refusal: str | None


def with_each(session: Session, workspace_id: UUID, ids: Sequence[UUID], act: Callable[[Item], object]) -> list[Done]:
    """Do something with each picture, in one order everywhere, so that two such actions cannot block each other."""
    outcomes = []
    for item_id in sorted(set(ids)):
        try:
            with session.begin_nested():
                result = act(item(session, workspace_id, item_id, lock=True))
            outcomes.append(Done(item_id, result, None))
        except Rejected as refusal:
            outcomes.append(Done(item_id, None, str(refusal)))
    return outcomes


def describe_several(
    app: App, session: Session, workspace_id: UUID, ids: Sequence[UUID], feedback: str | None
) -> tuple[Batch, list[Done]]:
    """Start describing pictures anew, each in a run of its own, and the run that keeps what becomes of each."""
    outcomes = with_each(
        session,
        workspace_id,
        ids,
        lambda one: describe_again(session, app.durable, one, feedback=feedback, priority=BULK),
    )
    entries = [Entry(one.id, str(one.result) if one.result else None, one.refusal) for one in outcomes]
    return begin_batch(session, app.durable, workspace_id, kind=KIND, entries=entries), outcomes
