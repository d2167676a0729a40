"""A run that has been followed by another one writes nothing about its subject any more."""

from uuid import UUID

from sqlalchemy import select

from pressroom.core.metadata.models import Revision
from pressroom.features.documents.actions import progress as documents
from pressroom.features.documents.models import Stage as DocumentStage
from pressroom.features.media.actions import progress as media
from pressroom.features.media.models import Stage as ItemStage
from pressroom.features.pins.actions import progress as pins
from pressroom.features.pins.models import PinStage
from pressroom.kernel.app import App
from pressroom.kernel.durable import Failure
from tests.caller import Caller
from tests.documents import LEASE, read
from tests.library import HARBOUR, picture
from tests.pins import SAID, pinboard_of

LATE = Failure("It was busy.", "busy")


def answered(values: object) -> dict[str, object]:
    """Return a model's answer."""
    return {"values": values, "model": "fake", "confidence": 0.9, "notes": []}


def revisions(app: App, subject_id: str) -> int:
    """Return how often something was said about a thing."""
    with app.database.transaction() as session:
        return len(session.scalars(select(Revision).where(Revision.subject_id == UUID(subject_id))).all())


def test_a_document_heeds_only_its_newest_run(admin: Caller, app: App) -> None:
    document_id = admin.add("hello")
    read(app, document_id, "hello")
    before = admin.document(document_id)
    with app.database.transaction() as session:  # of no run, where the document has one
        documents.record_description(session, document_id, answered(LEASE), None)
        documents.record_failure(session, document_id, DocumentStage.DESCRIBING, LATE)
    assert admin.document(document_id) == before
    assert revisions(app, document_id) == 0


def test_a_picture_heeds_only_its_newest_run(admin: Caller, app: App) -> None:
    item_id = admin.add_picture(picture())
    before = admin.picture(item_id)
    with app.database.transaction() as session:
        media.record_description(session, item_id, answered(HARBOUR), None)
        media.record_failure(session, item_id, ItemStage.DESCRIBING, LATE)
    assert admin.picture(item_id) == before
    assert revisions(app, item_id) == 0


def test_a_pin_heeds_only_its_newest_run(admin: Caller, app: App) -> None:
    assert admin
    board = pinboard_of(app)
    project_id = board.blogs.project()
    pin_id = board.make(project_id, board.article(project_id, "soup"), describe=True)
    before = board.pin(pin_id)
    with app.database.transaction() as session:
        pins.record_description(session, str(pin_id), answered(SAID), None)
        pins.record_failure(session, str(pin_id), PinStage.DESCRIBING, LATE)
    found = board.pin(pin_id)
    assert (found.status, found.title, found.updated_at) == (before.status, "", before.updated_at)
    assert revisions(app, str(pin_id)) == 0
