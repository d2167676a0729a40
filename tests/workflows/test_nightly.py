"""The nightly rounds: history stays bounded, deleted documents go."""

from datetime import timedelta

import pytest
from dbos import DBOS
from sqlalchemy import func, select, text, update

from pressroom.core.runs.engine import is_gone
from pressroom.core.runs.models import IdempotencyKey, StepAttempt
from pressroom.core.runs.workflows import prune_history
from pressroom.features.documents.actions.remove import purge_deleted
from pressroom.features.documents.models import Document
from pressroom.features.documents.steps import delete_files
from pressroom.features.documents.workflows import purge_documents
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.db import Base
from pressroom.kernel.errors import NotFound
from pressroom.kernel.live import LiveEvent
from pressroom.kernel.storage import asset_key
from pressroom.providers.describe import FakeDescriber
from pressroom.worker import RunningWorker
from tests.caller import Caller, problem_of
from tests.workflows.conftest import StartWorker

AGED = """
UPDATE dbos.workflow_status SET created_at = 0, updated_at = 0, completed_at = 0 WHERE workflow_uuid LIKE :id
"""


def count(app: App, model: type[Base]) -> int:
    with app.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def age_runs(app: App, document_id: str) -> None:
    with app.database.transaction() as session:
        session.execute(text(AGED), {"id": f"%{document_id}%"})


def test_old_finished_runs_go_with_what_belongs_to_them(admin: Caller, app: App, start_worker: StartWorker) -> None:
    start_worker(describer=FakeDescriber(busy=1))
    old = admin.ended(admin.upload(("a.txt", b"old"), headers={"Idempotency-Key": "k"}).json()["documents"][0]["id"])
    recent = admin.ended(admin.add("recent"))
    for document in (old, recent):
        admin.run_ended(document["run_id"])
    age_runs(app, old["id"])
    with app.database.transaction() as session:
        session.execute(update(LiveEvent).values(at=now() - timedelta(days=2)))
        session.execute(update(IdempotencyKey).values(created_at=now() - timedelta(days=2)))
    assert count(app, StepAttempt) == 1
    prune_history(now(), None)
    problem_of(admin.http.get(f"/api/runs/{old['run_id']}"), 404)
    assert admin.json(f"/api/runs/{recent['run_id']}")["status"] == "succeeded"
    assert count(app, StepAttempt) == count(app, LiveEvent) == count(app, IdempotencyKey) == 0
    assert admin.document(old["id"])["status"] == "completed"


def test_what_belongs_to_runs_that_are_gone_is_found_without_looking_at_every_run_for_each(app: App) -> None:
    with app.database.transaction() as session:
        asked = select(StepAttempt).where(is_gone(StepAttempt.run_id))
        plan = "\n".join(session.scalars(text(f"EXPLAIN {asked}")))
    assert "Anti Join" in plan
    assert "SubPlan" not in plan


def test_all_rounds_are_scheduled_for_every_night(worker: RunningWorker, app: App, admin: Caller) -> None:
    assert worker
    assert admin.ended(admin.add("ready"))["status"] == "completed"
    schedules = {schedule["schedule_name"]: schedule["schedule"] for schedule in DBOS.list_schedules()}
    rounds = ("prune_history", "purge_documents", "purge_media", "purge_generations", "purge_pins", "purge_projects")
    assert {name: schedules[name] for name in rounds} == dict.fromkeys(rounds, "30 3 * * *")
    assert schedules["refresh_tokens"] == "0 2 * * *"
    assert app


def test_deleted_documents_go_with_their_files_after_a_day(admin: Caller, app: App, worker: RunningWorker) -> None:
    document_id = admin.ended(admin.add("to be forgotten"))["id"]
    admin.http.delete(f"/api/documents/{document_id}")
    with app.database.transaction() as session:
        session.execute(update(Document).values(deleted_at=now() - timedelta(days=2)))
    purge_documents(now(), None)
    problem_of(admin.http.get(f"/api/documents/{document_id}"), 404)
    assert worker
    folder = app.storage.path(app.storage.put("probe", b"x")).parent
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["probe"]


def test_bytes_that_come_again_while_they_are_let_go_are_kept(admin: Caller, app: App, worker: RunningWorker) -> None:
    assert worker
    digests = let_go(app, admin, "Back again")
    again = admin.add("Back again")  # between the end of the rows and that of the files
    assert delete_files(digests) == 0
    assert admin.http.get(f"/api/documents/{again}/original").content == b"Back again"


def test_bytes_that_nobody_wants_are_deleted(admin: Caller, app: App, worker: RunningWorker) -> None:
    assert worker
    (digest,) = let_go(app, admin, "Unwanted")
    assert delete_files([digest]) == 1
    with pytest.raises(NotFound):
        app.storage.get(asset_key(digest))


def let_go(app: App, caller: Caller, content: str) -> list[str]:
    """Return the digest of a document's file, its rows having been dropped."""
    document = caller.ended(caller.add(content))
    assert caller.http.delete(f"/api/documents/{document['id']}").status_code == 204
    with app.database.transaction() as session:
        session.execute(update(Document).values(deleted_at=now() - timedelta(days=2)))
        return purge_deleted(session)
