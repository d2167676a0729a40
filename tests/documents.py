"""Documents brought to a state without a worker, by the same actions a run takes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from pressroom.features.documents.actions import progress
from pressroom.features.documents.models import Document, Page, Stage, TextSource
from pressroom.kernel.app import App
from pressroom.kernel.db import Base
from pressroom.kernel.durable import Failure
from tests.caller import Caller
from tests.runs import without_run

LEASE = {"display_name": "Lease for Elm Street", "tags": ["lease", "rent", "home"], "summary": "A flat is let."}


def read(app: App, document_id: str, *pages: str) -> None:
    """Write a document's pages down, as reading it would."""
    with app.database.transaction() as session:
        assert progress.count_pages(session, document_id, len(pages), 0) is None
        for number, text in enumerate(pages, 1):
            progress.record_page(session, UUID(document_id), _page(number, text))
        progress.finish_reading(session, document_id)


def describe(
    app: App, document_id: str, values: Mapping[str, Any] | None = None, *, feedback: str | None = None
) -> None:
    """Complete a document with a description."""
    answer = _answer(LEASE | {"language": "en"} | dict(values or {}))
    with app.database.transaction() as session:
        document = progress.begin_describing(session, UUID(document_id))
        with without_run(session, document):
            progress.record_description(session, document_id, answer, feedback)


def fail(app: App, document_id: str, stage: Stage, reason: str = "It broke.", code: str | None = None) -> None:
    """Fail a document at a stage."""
    with app.database.transaction() as session, without_run(session, session.get_one(Document, UUID(document_id))):
        progress.record_failure(session, document_id, stage, Failure(reason, code))


def completed(
    app: App, caller: Caller, text: str, name: str = "note.txt", values: Mapping[str, Any] | None = None
) -> str:
    """Add a text whose pages are parted by form feeds, and bring it to its end; return the document's id."""
    document_id = caller.add(text, name)
    read(app, document_id, *text.split("\f"))
    describe(app, document_id, values)
    return document_id


def rows(app: App, model: type[Base]) -> Sequence[Any]:
    """Return every row of a table."""
    with app.database.transaction() as session:
        return session.query(model).all()


def forget_pages(app: App, document_id: str) -> None:
    """Drop a document's pages."""
    with app.database.transaction() as session:
        session.execute(delete(Page).where(Page.document_id == UUID(document_id)))


def _page(number: int, text: str) -> dict[str, Any]:
    return {"number": number, "text": text, "source": TextSource.FILE, "rotation": 0, "seconds": 0.1}


def _answer(values: dict[str, Any]) -> dict[str, Any]:
    return {"values": {"dates": [], "amounts": []} | values, "model": "fake", "confidence": 0.9, "notes": []}
