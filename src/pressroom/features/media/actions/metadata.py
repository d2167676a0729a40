"""What is said about a picture: edited by hand, restored, tagged with many others, taken from an answer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.metadata.actions import Given, record_revision, revision_of
from pressroom.core.metadata.models import Author, Revision
from pressroom.features.media.actions.again import index_again
from pressroom.features.media.models import KIND, Item, Stage, Status
from pressroom.features.media.rules import analysis_in, check_may_describe, values_of
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Durable

MOST_TAGS = 30


def take_values(item: Item, revision: Revision) -> None:
    """Show a revision's values as the picture's."""
    values = revision.values
    item.description = values["description"]
    item.tags = list(values["tags"])
    item.analysis = analysis_in(values)
    item.revision_id = revision.id


def edit_metadata(session: Session, durable: Durable, item: Item, *, values: dict[str, Any], user_id: UUID) -> Revision:
    """Write a person's own words down as a revision and show it; raises Conflict while a run is at work."""
    check_may_describe(item)
    given = Given(values=values_of(item) | values, author=Author.PERSON, user_id=user_id)
    revision = record_revision(session, item.workspace_id, (KIND, item.id), given)
    _settle(session, durable, item, revision)
    return revision


def change_tags(
    session: Session, durable: Durable, item: Item, *, add: Sequence[str], remove: Sequence[str], user_id: UUID
) -> Revision | None:
    """Add and remove tags; None where that changes nothing. Raises Conflict while a run is at work."""
    kept = [tag for tag in item.tags if tag not in remove]
    tags = list(dict.fromkeys([*kept, *add]))[:MOST_TAGS]
    if tags == item.tags:
        return None
    return edit_metadata(session, durable, item, values={"tags": tags}, user_id=user_id)


def restore_revision(session: Session, durable: Durable, item: Item, revision_id: UUID) -> Item:
    """Show an earlier revision again; raises NotFound when it is not kept, Conflict while a run is at work."""
    check_may_describe(item)
    revision = revision_of(session, item.workspace_id, (KIND, item.id), revision_id)
    _settle(session, durable, item, revision)
    return item


def _settle(session: Session, durable: Durable, item: Item, revision: Revision) -> None:
    take_values(item, revision)
    if item.failed_stage is Stage.DESCRIBING:
        item.status = Status.COMPLETED
        item.failed_stage = item.error = item.error_code = None
        item.processed_at = now()
    index_again(session, durable, item, revision.id)
