"""The nightly round of events: those whose time is over go, with what is written of their deliveries."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dbos import DBOS
from sqlalchemy import CursorResult, delete, exists, select

from pressroom.core.events.models import Event, Fact
from pressroom.core.webhooks.models import Delivery, DeliveryStatus
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.durable import step
from pressroom.kernel.toolbox import Toolbox

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Tools:
    """What the round works with; bound once by the composition root."""

    database: Database
    retention_days: int


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


@DBOS.workflow(name="purge_events")
def purge_events(_scheduled_at: datetime, _context: object) -> None:
    """Let events go after their time."""
    delete_old_events()


@step
def delete_old_events() -> int:
    """Delete events older than the retention time, some at a time; return how many.

    One that is still on its way to a webhook stays. Facts go after the same time, told or not.
    """
    tools = _toolbox()
    since = now() - timedelta(days=tools.retention_days)
    on_its_way = exists().where(Delivery.event_id == Event.id, Delivery.status == DeliveryStatus.WAITING)
    old = select(Event.id).where(Event.created_at < since, ~on_its_way).order_by(Event.id).limit(BATCH)
    with tools.database.transaction() as session:
        session.execute(delete(Fact).where(Fact.at < since))
    deleted = 0
    while True:
        with tools.database.transaction() as session:
            found = session.execute(delete(Event).where(Event.id.in_(old)))
            assert isinstance(found, CursorResult)  # noqa: S101  # what a DELETE gives
            deleted += found.rowcount
        if found.rowcount < BATCH:
            return deleted
