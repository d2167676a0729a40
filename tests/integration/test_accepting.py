"""Accepting a document is one transaction: its row and its run, or neither."""

import io
from uuid import UUID

import pytest
from sqlalchemy import text

from pressroom.core.assets.actions import record_asset
from pressroom.core.assets.models import Source
from pressroom.features.documents.actions.accept import accept_document
from pressroom.features.documents.models import Document
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.documents import rows

BREAK_BEFORE_THE_RUN = """
CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'terminating connection' USING ERRCODE = '57P01'; END $$;
CREATE TRIGGER cut_off BEFORE INSERT ON dbos.workflow_status FOR EACH ROW EXECUTE FUNCTION cut_off()
"""


def test_an_accepted_document_has_its_run(admin: Caller, app: App) -> None:
    document_id = admin.add("hello")
    assert run_ids(app) == [f"process-document:{document_id}:1"]


def test_when_the_run_cannot_be_written_there_is_no_document_either(admin: Caller, app: App) -> None:
    execute(app, BREAK_BEFORE_THE_RUN)
    problem_of(admin.upload(("a.txt", b"one"), ("b.txt", b"two")), 503, "database_unavailable")
    assert rows(app, Document) == []
    assert run_ids(app) == []


def test_when_the_transaction_fails_after_both_neither_stays(admin: Caller, app: App) -> None:
    with pytest.raises(InterruptedError):
        accept_and_break_off(app, admin)
    assert rows(app, Document) == []
    assert run_ids(app) == []


def accept_and_break_off(app: App, caller: Caller) -> None:
    stored = app.storage.keep(io.BytesIO(b"hello"))
    with app.database.transaction() as session:
        asset = record_asset(session, stored, workspace_id=caller.workspace_id, mime="text/plain", source=Source.UPLOAD)
        accept_document(session, app.durable, asset, filename="a.txt", user_id=caller.user_id)
        raise InterruptedError


def test_accepting_the_same_attempt_twice_is_one_run(admin: Caller, app: App) -> None:
    document_id = admin.add("hello")
    with app.database.transaction() as session:
        app.durable.enqueue(
            session,
            "process_document",
            document_id,
            run_id=f"process-document:{document_id}:1",
            workspace_id=admin.workspace_id,
            subject=("document", UUID(document_id)),
        )
    assert len(run_ids(app)) == 1


def execute(app: App, statement: str) -> None:
    with app.database.transaction() as session:
        session.execute(text(statement))


def run_ids(app: App) -> list[str]:
    with app.database.transaction() as session:
        return list(session.execute(text("SELECT workflow_uuid FROM dbos.workflow_status")).scalars())
