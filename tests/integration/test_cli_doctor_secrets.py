"""`pressroom doctor` on stored secrets, where a database is used from several machines."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pressroom.cli.checks import State
from pressroom.cli.secrets_check import stored_secrets
from pressroom.core.runs.models import Worker
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.settings import Settings
from pressroom.kernel.vault import Vault, new_key
from tests.caller import Caller

ELSEWHERE = "another-machine"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of this machine, which has a key of its own."""
    return Settings(database_url=database_url, data_dir=tmp_path)


@contextmanager
def worker_elsewhere(app: App) -> Iterator[None]:
    """Let a worker live on another machine, for as long as the block runs."""
    with app.database.transaction() as session:
        session.add(Worker(executor_id="w2", host=ELSEWHERE, pid=1, version="1", started_at=now()))
    with app.database.transaction() as session:
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("pressroom-worker:w2", 0))))
        yield


def test_what_the_keys_here_open_is_well(admin: Caller, app: App, settings: Settings) -> None:
    assert stored_secrets(app, settings).detail == "none yet"
    hook = {"url": "https://example.org/hook", "names": ["*"]}
    assert admin.http.post("/api/webhooks", json=hook).status_code == 201
    assert (stored_secrets(app, settings).state, stored_secrets(app, settings).detail) == (
        State.OK,
        "1, and the keys here open each",
    )


def test_what_no_key_here_opens_is_told(admin: Caller, app: App, settings: Settings) -> None:
    hook = {"url": "https://example.org/hook", "names": ["*"]}
    assert admin.http.post("/api/webhooks", json=hook).status_code == 201
    found = stored_secrets(replace(app, vault=Vault([new_key()])), settings)
    assert (found.state, found.detail) == (State.FAILED, "1 of 1 open with none of the keys here.")


def test_several_machines_without_keys_in_common_are_told(app: App, settings: Settings) -> None:
    with worker_elsewhere(app):
        found = stored_secrets(app, settings)
        assert (found.state, ELSEWHERE in found.detail) == (State.WARNING, True)
        shared = settings.model_copy(update={"secret_keys": [new_key()]})
        assert stored_secrets(app, shared).state is State.OK
    assert stored_secrets(app, settings).state is State.OK
