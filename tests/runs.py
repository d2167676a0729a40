"""What a run writes about its subject, written without one."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from pressroom.features.documents.models import Document
from pressroom.features.media.models import Item
from pressroom.features.pins.models import Pin


@contextmanager
def without_run(session: Session, row: Document | Item | Pin) -> Iterator[None]:
    """Let a row belong to no run meanwhile, as what is written outside of a run is by none."""
    run_id, row.run_id = row.run_id, None
    session.flush()
    yield
    row.run_id = run_id
