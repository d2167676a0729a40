"""What became something else, made into events of which somebody asked to be told."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from pressroom.core.events.models import Fact, Source, Trigger
from pressroom.core.events.queries import depth_after
from pressroom.core.events.recording import Happened, record
from pressroom.core.events.rules import data_of_fact
from pressroom.core.floor.catalogue import Catalogue
from pressroom.core.runs.workers import living_stories
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.db import is_outage
from pressroom.kernel.log import logger

log = logger(__name__)

BATCH = 100
MOST_BATCHES = 10
"""At one look; whoever looks has more to do."""
PATIENCE = timedelta(minutes=1)
"""How long a fact is left to a worker that has every workflow it begins; then it is told with those that are there."""
AGAIN_AFTER = timedelta(hours=1)
"""How long a fact is set aside that could not be told: an upgrade may mend what was wrong."""
PASSING = (OperationalError, PoolTimeout)
"""What passes by itself: a deadlock, a full disk, no connection to be had."""


def keep_triggers(session: Session, catalogue: Catalogue) -> None:
    """Let the database know which changes begin a workflow: of others nobody listens to, nothing is written down.

    What a workflow began with that only other workers have stays, as long as one of them lives.
    """
    wanted = [(event, one.name) for one in catalogue for event in one.events]
    key = tuple_(Trigger.event_name, Trigger.workflow)
    unknown = set(session.scalars(select(Trigger.workflow))) - _names(catalogue)
    gone = key.not_in(wanted) & Trigger.workflow.not_in(living_stories(session, unknown))
    session.execute(delete(Trigger).where(gone))
    rows = [{"event_name": event, "workflow": name} for event, name in wanted]
    session.execute(insert(Trigger).values(rows).on_conflict_do_nothing())


def tell_facts(app: App, catalogue: Catalogue) -> int:
    """Make events of all that happened since the last look, oldest first; return how many.

    Of several workers each takes others, and leaves those which begin a workflow that it does not have. A fact goes in
    the transaction that writes its event, starts its runs and begins its deliveries; one that cannot be told stays, and
    keeps no other from being told.
    """
    told = 0
    for _ in range(MOST_BATCHES):
        with app.database.transaction() as session:
            facts = _waiting(session, catalogue)
            gone = [fact.id for fact in facts if _is_told(session, app, catalogue, fact)]
            session.execute(delete(Fact).where(Fact.id.in_(gone)))
        told += len(gone)
        if len(gone) < BATCH:
            break
    return told


def _is_told(session: Session, app: App, catalogue: Catalogue, fact: Fact) -> bool:
    """Make an event of a fact; return whether it was made.

    What passes (a deadlock) is tried again at the next look; what brings a bug to light is set aside for a while.
    """
    try:
        with session.begin_nested():
            record(session, app, catalogue, _happened(session, fact))
    except Exception as error:
        if is_outage(error):
            raise
        log.exception("a fact could not be told", kind=fact.kind, subject=str(fact.subject_id), status=fact.status)
        if not isinstance(error, PASSING):
            fact.failed_at = now()
        return False
    return True


def _names(catalogue: Catalogue) -> set[str]:
    return {one.name for one in catalogue}


def _waiting(session: Session, catalogue: Catalogue) -> Sequence[Fact]:
    unknown = Trigger.workflow.not_in(_names(catalogue))
    elsewhere = select(Trigger).where(Trigger.event_name == Fact.kind + "." + Fact.status, unknown).exists()
    mine = or_(~elsewhere, Fact.at < func.now() - PATIENCE)
    to_be_told = or_(Fact.failed_at.is_(None), Fact.failed_at < func.now() - AGAIN_AFTER)
    waiting = select(Fact).where(mine, to_be_told).order_by(Fact.id).limit(BATCH)
    return session.scalars(waiting.with_for_update(skip_locked=True)).all()


def _happened(session: Session, fact: Fact) -> Happened:
    return Happened(
        workspace_id=fact.workspace_id,
        name=f"{fact.kind}.{fact.status}",
        data=data_of_fact(fact.kind, fact.subject_id, fact.status),
        source=Source.FACT,
        user_id=fact.user_id,
        depth=depth_after(session, fact.run_id),
        is_personal=fact.user_id is not None,
        at=fact.at,
    )
