"""Documents and pictures deleted while their runs wait: no model is asked about them, and their runs end quietly."""

from datetime import timedelta
from uuid import UUID

import pytest

from pressroom.core.runs.queries import Run
from pressroom.core.runs.queries import run as find_run
from pressroom.features.documents.actions import remove as documents
from pressroom.features.documents.models import Document
from pressroom.features.media.actions import remove as media
from pressroom.features.media.actions.again import try_again
from pressroom.features.media.models import Item
from pressroom.features.media.models import Status as ItemStatus
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from tests.caller import Caller
from tests.media import Library, dot
from tests.spending import PricedDescriber, let_spend, until
from tests.workflows.conftest import StartWorker


@pytest.fixture
def model(start_worker: StartWorker) -> PricedDescriber:
    """What describes documents and pictures, for money."""
    model = PricedDescriber()
    start_worker(describer=model, seer=model)
    return model


def over(app: App, workspace_id: UUID, run_id: str) -> Run:
    """Let there be money, wait until a run is over, and return it."""
    let_spend(app, workspace_id, None)
    until(lambda: find_run(app.durable, workspace_id, run_id).is_over)
    return find_run(app.durable, workspace_id, run_id)


@pytest.fixture
def document_id(admin: Caller, app: App, model: PricedDescriber) -> UUID:
    """A document that waits for a budget to be described."""
    assert model
    let_spend(app, admin.workspace_id, "0")
    added = admin.add("hello")
    until(lambda: admin.document(added)["paused_reason"])
    return UUID(added)


@pytest.fixture
def item_id(library: Library, app: App, model: PricedDescriber) -> UUID:
    """A picture that waits for a budget to be described."""
    assert model
    let_spend(app, library.workspace_id, "0")
    added = library.add(dot("a"), "a.png")
    until(lambda: library.item(added).paused_reason)
    return added


def test_a_deleted_document_is_not_described_and_can_be_tried_again_once_it_is_back(
    admin: Caller, app: App, model: PricedDescriber, document_id: UUID
) -> None:
    run_id = admin.document(str(document_id))["run_id"]
    assert admin.http.delete(f"/api/documents/{document_id}").is_success
    run = over(app, admin.workspace_id, run_id)
    assert (run.status, run.error) == (
        "failed",
        "This document was deleted before it was done. Bring it back, then try again.",
    )
    assert model.calls == []
    admin.http.post(f"/api/documents/{document_id}/restore")
    assert admin.document(str(document_id))["error_code"] == "deleted"
    assert admin.http.post(f"/api/runs/{run_id}/retry").is_success
    assert admin.ended(str(document_id))["status"] == "completed"


def test_the_run_of_a_document_that_is_gone_for_good_ends_and_says_so(
    admin: Caller, app: App, model: PricedDescriber, document_id: UUID
) -> None:
    with app.database.transaction() as session:
        document = session.get_one(Document, document_id)
        run_id, document.deleted_at = document.run_id or "", now() - timedelta(days=2)
        session.flush()
        documents.purge_deleted(session)
    run = over(app, admin.workspace_id, run_id)
    assert (run.status, run.error) == ("failed", "This document is gone for good.")
    assert model.calls == []


def test_a_deleted_picture_is_not_described_and_can_be_tried_again_once_it_is_back(
    library: Library, app: App, model: PricedDescriber, item_id: UUID
) -> None:
    with library.session() as session:
        item = session.get_one(Item, item_id)
        media.delete_item(item)
        run_id = item.run_id or ""
    run = over(app, library.workspace_id, run_id)
    assert (run.status, run.error) == (
        "failed",
        "This picture was deleted before it was done. Bring it back, then try again.",
    )
    assert model.calls == []
    with library.session() as session:
        media.undelete_item(session.get_one(Item, item_id))
        try_again(session, app.durable, session.get_one(Item, item_id))
    assert library.done(item_id).status is ItemStatus.COMPLETED


def test_the_run_of_a_picture_that_is_gone_for_good_ends_and_says_so(
    library: Library, app: App, model: PricedDescriber, item_id: UUID
) -> None:
    with library.session() as session:
        item = session.get_one(Item, item_id)
        run_id, item.deleted_at = item.run_id or "", now() - timedelta(days=2)
        session.flush()
        media.purge_deleted(session)
    run = over(app, library.workspace_id, run_id)
    assert (run.status, run.error) == ("failed", "This picture is gone for good.")
    assert model.calls == []
