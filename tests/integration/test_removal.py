"""Deleting a document, with a day to change one's mind."""

import hashlib
import io
from datetime import timedelta

from sqlalchemy import text, update

from pressroom.core.assets.actions import delete_objects, lock_if_unused
from pressroom.core.assets.models import Asset
from pressroom.features.documents.actions.intake import accept_kept, keep_file
from pressroom.features.documents.actions.remove import purge_deleted
from pressroom.features.documents.models import Document
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from tests.caller import Caller, problem_of
from tests.documents import completed, rows


def test_a_deleted_document_is_out_of_sight_but_can_be_brought_back(admin: Caller, app: App) -> None:
    document_id = completed(app, admin, "Keep me")
    assert admin.http.delete(f"/api/documents/{document_id}").status_code == 204
    assert admin.json("/api/documents")["items"] == []
    assert admin.document(document_id)["deleted_at"].endswith("Z")
    restored = admin.http.post(f"/api/documents/{document_id}/restore").json()
    assert restored["deleted_at"] is None
    assert [one["id"] for one in admin.json("/api/documents")["items"]] == [document_id]


def test_deleting_twice_and_restoring_twice_is_no_error(admin: Caller, app: App) -> None:
    document_id = completed(app, admin, "Twice")
    for _ in range(2):
        assert admin.http.delete(f"/api/documents/{document_id}").status_code == 204
    for _ in range(2):
        assert admin.http.post(f"/api/documents/{document_id}/restore").status_code == 200


def test_within_its_day_nothing_is_purged(admin: Caller, app: App) -> None:
    document_id = completed(app, admin, "Not yet")
    admin.http.delete(f"/api/documents/{document_id}")
    assert purge(app) == []
    assert admin.document(document_id)


def test_after_a_day_the_document_and_its_file_are_let_go(admin: Caller, app: App) -> None:
    document_id = completed(app, admin, "Gone")
    delete_yesterday(app, admin, document_id)
    assert purge(app) == [hashlib.sha256(b"Gone").hexdigest()]
    problem_of(admin.http.get(f"/api/documents/{document_id}"), 404)
    assert rows(app, Asset) == []


def test_a_file_that_another_document_uses_stays(admin: Caller, app: App) -> None:
    first = completed(app, admin, "Shared bytes")
    second = admin.upload(("again.txt", b"Shared bytes"), params={"force": "true"}).json()["documents"][0]["id"]
    delete_yesterday(app, admin, first)
    assert purge(app) == []
    assert admin.http.get(f"/api/documents/{second}/original").content == b"Shared bytes"


def test_a_file_that_another_workspace_has_too_stays(admin: Caller, stranger: Caller, app: App) -> None:
    first = completed(app, admin, "Shared by chance")
    second = stranger.add("Shared by chance")
    delete_yesterday(app, admin, first)
    assert delete_objects(app.database, app.storage, purge(app)) == 0
    assert stranger.http.get(f"/api/documents/{second}/original").content == b"Shared by chance"


def test_bytes_that_were_deleted_just_before_the_row_are_stored_again(admin: Caller, app: App) -> None:
    kept = keep_file(app, io.BytesIO(b"Just in time"), filename="a.txt")
    app.storage.delete(kept.stored.key)  # as a purge of the same bytes does
    with app.database.transaction() as session:
        accept_kept(session, app, kept, workspace_id=admin.workspace_id, user_id=None)
    assert app.storage.get(kept.stored.key) == b"Just in time"


def test_bytes_being_taken_in_are_locked_against_a_purge(admin: Caller, app: App) -> None:
    held = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:sha256, 2))")
    kept = keep_file(app, io.BytesIO(b"Locked"), filename="a.txt")
    with app.database.transaction() as uploading:
        accept_kept(uploading, app, kept, workspace_id=admin.workspace_id, user_id=None)
        with app.database.transaction() as purging:
            assert not purging.scalar(held, {"sha256": kept.stored.sha256})
    with app.database.transaction() as purging:
        assert purging.scalar(held, {"sha256": kept.stored.sha256})
        assert not lock_if_unused(purging, kept.stored.sha256)


def delete_yesterday(app: App, caller: Caller, document_id: str) -> None:
    assert caller.http.delete(f"/api/documents/{document_id}").status_code == 204
    with app.database.transaction() as session:
        session.execute(update(Document).where(Document.id == document_id).values(deleted_at=now() - timedelta(days=2)))


def purge(app: App) -> list[str]:
    with app.database.transaction() as session:
        return purge_deleted(session)
