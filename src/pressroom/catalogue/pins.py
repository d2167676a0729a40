"""Workflows about pins, and the boards they go to."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator
from sqlalchemy.orm import Session

from pressroom.core.connections.models import KIND as CONNECTION
from pressroom.core.connections.queries import connection
from pressroom.core.floor.catalogue import Asker, Story, StoryInput
from pressroom.core.floor.fields import Feedback
from pressroom.features.pins.actions.again import describe_again, describe_pins, prepare
from pressroom.features.pins.boards.listing import begin_sync
from pressroom.features.pins.models import KIND, PinStatus
from pressroom.features.pins.publishing.actions.publish import publish_now, publish_several
from pressroom.features.pins.queries import pin
from pressroom.features.pins.rules import check_may_change
from pressroom.kernel.app import App
from pressroom.kernel.durable import PUBLISHING, URGENT

MOST = 500
WHICH = "give pin_id or pin_ids, and not both"


class SeveralPins(StoryInput):
    """A pin, or several."""

    pin_id: UUID | None = Field(default=None, title="Pin", json_schema_extra={"subject": KIND})
    pin_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=MOST, title="Several pins")

    @model_validator(mode="after")
    def _is_meant(self) -> "SeveralPins":
        if (self.pin_id is None) == (self.pin_ids is None):
            raise ValueError(WHICH)
        return self


class DescribePins(SeveralPins):
    """Pins to be described anew."""

    feedback: Feedback = None


class OnePin(StoryInput):
    """A pin."""

    pin_id: Annotated[UUID, Field(title="Pin", json_schema_extra={"subject": KIND})]


class OneAccount(StoryInput):
    """An account at Pinterest."""

    connection_id: Annotated[UUID, Field(title="Pinterest account", json_schema_extra={"subject": CONNECTION})]


def describe(session: Session, app: App, asker: Asker, wanted: DescribePins) -> str:
    """Describe a pin, or several: then the run is the one that keeps what becomes of each."""
    if wanted.pin_ids:
        batch = describe_pins(session, app.durable, asker.workspace_id, wanted.pin_ids, feedback=wanted.feedback)
        return batch.run_id or ""
    found = pin(session, asker.workspace_id, UUID(str(wanted.pin_id)), lock=True)
    if found.status is PinStatus.DESCRIBING and found.run_id and not wanted.feedback:
        return found.run_id
    return describe_again(session, app.durable, found, feedback=wanted.feedback)


def publish(session: Session, app: App, asker: Asker, wanted: SeveralPins) -> str:
    """Publish a pin, or several: then the run is the one that keeps what becomes of each."""
    if wanted.pin_ids:
        return publish_several(session, app.durable, asker.workspace_id, wanted.pin_ids).run_id or ""
    found = pin(session, asker.workspace_id, UUID(str(wanted.pin_id)), lock=True)
    if found.status is PinStatus.PUBLISHING and found.run_id:
        return found.run_id
    return publish_now(session, app.durable, found)


def prepare_one(session: Session, app: App, asker: Asker, wanted: OnePin) -> str:
    """Get a pin's picture."""
    found = pin(session, asker.workspace_id, wanted.pin_id, lock=True)
    check_may_change(found)
    return prepare(session, app.durable, found, priority=URGENT)


def sync_boards(session: Session, app: App, asker: Asker, wanted: OneAccount) -> str:
    """Read an account's boards."""
    account = connection(session, asker.workspace_id, wanted.connection_id, lock=True)
    return begin_sync(session, app.durable, account)


STORIES = (
    Story(
        name="prepare_pin",
        about="Gets a pin's picture, so that it can be shown and published. Begins with every pin.",
        input=OnePin,
        start=prepare_one,
    ),
    Story(name="prepare_slide", about="Gets a further picture of a pin. Begins where one is chosen."),
    Story(
        name="describe_pin",
        about="Writes a pin's title, description, alt text and tags, minding what a person said.",
        events=("pin/metadata.requested",),
        input=DescribePins,
        start=describe,
    ),
    Story(
        name="publish_pin",
        about="Brings a pin to Pinterest, once; whatever an earlier try left open is settled first.",
        queue=PUBLISHING,
        events=("pin/publish.requested",),
        input=SeveralPins,
        start=publish,
        retries="waits while Pinterest is busy; a lost answer is looked up, never sent twice",
    ),
    Story(
        name="withdraw_pin",
        about="Takes a pin back from Pinterest. Begun by Withdraw on the pin.",
        queue=PUBLISHING,
        retries="waits while Pinterest is busy",
    ),
    Story(
        name="sync_boards",
        about="Reads an account's boards, then their sections, and marks what is gone.",
        events=("boards/sync.requested",),
        input=OneAccount,
        start=sync_boards,
    ),
)
