"""Events found. Every query takes the workspace; what is one person's alone is shown to them only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, text
from sqlalchemy.orm import Session

from pressroom.core.events.models import Event, EventStart
from pressroom.core.events.rules import MOST_DEPTH, check_subscribable
from pressroom.core.floor.catalogue import Catalogue, Story
from pressroom.core.webhooks.models import Webhook
from pressroom.kernel.cursors import id_in
from pressroom.kernel.errors import NotFound

MOST = 200
_NAMES = text(
    """
    WITH RECURSIVE known (name) AS (
      SELECT min(name) FROM events WHERE workspace_id = :workspace
      UNION ALL
      SELECT (SELECT min(name) FROM events WHERE workspace_id = :workspace AND name > known.name)
      FROM known WHERE name IS NOT NULL
    )
    SELECT name FROM known WHERE EXISTS (
      SELECT FROM events
      WHERE workspace_id = :workspace AND name = known.name AND (NOT is_personal OR user_id = :asker)
    ) ORDER BY name
    """
)
_DEPTH = text(
    """
    WITH RECURSIVE line (run_id, place) AS (
      SELECT CAST(:run AS text), 0
      UNION
      SELECT before.run_id, place + 1 FROM line
      LEFT JOIN dbos.workflow_status AS run ON run.workflow_uuid = line.run_id
      LEFT JOIN batch_entries AS entry ON entry.run_id = line.run_id
      LEFT JOIN batches AS batch ON batch.id = entry.batch_id
      CROSS JOIN LATERAL (VALUES (run.attributes ->> 'parent'), (batch.run_id)) AS before (run_id)
      WHERE before.run_id IS NOT NULL AND place < :most
    )
    SELECT max(depth) FROM line JOIN event_starts USING (run_id) JOIN events ON events.id = event_id
    """
)
"""The deepest of the events that began a run, the runs it was begun by, or the batches it is part of."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of events, newest first, and what each started, by its id."""

    events: Sequence[Event]
    starts: Mapping[UUID, Sequence[EventStart]]
    next_cursor: str | None


def event(session: Session, workspace_id: UUID, event_id: UUID, *, asker: UUID | None = None) -> Event:
    """Return one event; raises NotFound. Without an asker, the installation itself asks and nothing is hidden."""
    found = session.scalar(select(Event).where(Event.id == event_id, _seen_by(workspace_id, asker)))
    if found is None:
        raise NotFound("There is no such event here; events are kept for a limited time.")
    return found


def events(
    session: Session,
    workspace_id: UUID,
    *,
    asker: UUID | None = None,
    name: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Listing:
    """Return a page of events, newest first; raises Invalid for a cursor no list gave."""
    limit = max(1, min(limit, MOST))
    wanted = select(Event).where(_seen_by(workspace_id, asker)).order_by(Event.id.desc()).limit(limit + 1)
    if name:
        wanted = wanted.where(Event.name == name)
    if cursor:
        wanted = wanted.where(Event.id < id_in(cursor))
    found = session.scalars(wanted).all()
    shown = found[:limit]
    return Listing(shown, starts_of(session, [one.id for one in shown]), str(shown[-1].id) if found[limit:] else None)


def event_of_run(session: Session, workspace_id: UUID, run_id: str, *, asker: UUID) -> Event | None:
    """Return the event that started a run, the first of several; None where none did, or the asker may not see it."""
    begun = select(Event).join(EventStart, EventStart.event_id == Event.id).where(EventStart.run_id == run_id)
    return session.scalar(begun.where(_seen_by(workspace_id, asker)).order_by(Event.id).limit(1))


def starts_of(session: Session, event_ids: Collection[UUID]) -> Mapping[UUID, Sequence[EventStart]]:
    """Return what events started, by event; those that started nothing are left out."""
    starts: dict[UUID, list[EventStart]] = {}
    wanted = select(EventStart).where(EventStart.event_id.in_(event_ids))
    for one in session.scalars(wanted.order_by(EventStart.event_id, EventStart.number)):
        starts.setdefault(one.event_id, []).append(one)
    return starts


def listeners(catalogue: Catalogue, name: str) -> Sequence[Story]:
    """Return the workflows that begin with events of a name."""
    return [one for one in catalogue if name in one.events]


def names_taken(catalogue: Catalogue, webhooks: Iterable[Webhook]) -> set[str]:
    """Return the names somebody listens to: a workflow, or a webhook that asks for just that."""
    listened = {name for one in catalogue for name in one.events}
    return listened | {name for one in webhooks for name in one.names if "*" not in name}


def check_subscriptions(catalogue: Catalogue, names: Iterable[str]) -> None:
    """Raise Invalid unless a webhook may ask for each of these names."""
    known = catalogue.events()
    for name in names:
        check_subscribable(name, known)


def names_seen(session: Session, workspace_id: UUID, *, asker: UUID) -> Sequence[str]:
    """Return the names of the events somebody may see, by the alphabet, from a look at the index for each."""
    return session.scalars(_NAMES, {"workspace": workspace_id, "asker": asker}).all()


def depth_after(session: Session, run_id: str | None) -> int:
    """Return how many events led to one that this run brought about: the run's own event, and those before it.

    A run that others began, or that is one of several asked for together, goes on from what those began with.
    """
    if run_id is None:
        return 0
    depth = session.scalar(_DEPTH, {"run": run_id, "most": MOST_DEPTH})
    return 0 if depth is None else int(depth) + 1


def _seen_by(workspace_id: UUID, asker: UUID | None) -> ColumnElement[bool]:
    here = Event.workspace_id == workspace_id
    return here if asker is None else and_(here, or_(~Event.is_personal, Event.user_id == asker))
