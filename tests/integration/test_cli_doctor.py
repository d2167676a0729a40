"""`pressroom doctor`: what is wrong, and how to mend it; and a fresh install, from nothing."""

import socket
from pathlib import Path
from typing import Any

import pytest

from pressroom.cli.mail_check import mail
from pressroom.core.runs.workers import hold_stories
from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings
from tests.commands import CommandLine, Typed, ended, started


def typed(settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    return CommandLine(settings, capsys, monkeypatch)("doctor", "--json")


def status_of(answer: Typed, name: str) -> str:
    return str({one["name"]: one["status"] for one in answer.json["checks"]}[name])


@pytest.mark.timeout(180)
@pytest.mark.slow
def test_a_fresh_install_gets_a_token_and_is_found_well(tmp_path: Path) -> None:
    environment = {"PRESSROOM_DATA_DIR": str(tmp_path / "data"), "PRESSROOM_PORT": "0"}
    made = ended(started(environment, "token", "create", "--name", "first", "--json"), 80)
    assert made.code == 0, made.err
    assert made.json["token"].startswith("prs_")
    answer = ended(started(environment, "doctor", "--json"), 80)
    assert answer.code == 0, answer.out
    assert answer.json["ok"] is True
    states = {one["name"]: one["status"] for one in answer.json["checks"]}
    assert states.pop("Workers") == "warning"
    assert set(states.values()) <= {"ok", "warning"}, answer.json
    assert states["OCR"] == states["Database"] == states["Tables"] == states["Storage"] == "ok"


def test_a_key_that_others_can_read_is_found(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(database_url=database_url, data_dir=tmp_path, port=0)
    typed(settings, capsys, monkeypatch)
    (tmp_path / "secret.key").chmod(0o644)
    answer = typed(settings, capsys, monkeypatch)
    assert answer.code == 1
    (wrong,) = [one for one in answer.json["checks"] if one["status"] == "failed"]
    assert wrong["name"] == "Secret key"
    assert wrong["mend"] == f"Run `chmod 600 {tmp_path / 'secret.key'}`."


def test_a_port_someone_else_has_is_found(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        settings = Settings(database_url=database_url, data_dir=tmp_path, port=other.getsockname()[1])
        answer = typed(settings, capsys, monkeypatch)
    assert answer.code == 1
    assert status_of(answer, "Port") == "failed"


def test_workflows_that_a_worker_has_and_this_machine_has_not_are_found(
    app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(database_url=app.database_url, data_dir=tmp_path, port=0)
    app.durable.client.register_queue("thank")
    assert status_of(typed(settings, capsys, monkeypatch), "Plug-ins") == "ok"
    with app.database.engine.connect() as worker:
        hold_stories(worker, ["thank"])
        assert status_of(typed(settings, capsys, monkeypatch), "Plug-ins") == "warning"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, "ok"),
        ({"smtp_url": "smtp://127.0.0.1:9"}, "warning"),
        ({"smtp_url": "smtp://127.0.0.1:9", "alerts_to": ["ops@example.org"]}, "failed"),
    ],
)
def test_mail_that_cannot_go_out_is_found(given: dict[str, Any], status: str) -> None:
    assert mail(Settings(**given)).state.value == status


def test_a_model_and_languages_that_are_not_there_are_found(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_BASE_URL", "http://127.0.0.1:9/v1")
    settings = Settings(
        database_url=database_url,
        data_dir=tmp_path,
        port=0,
        describe_model="ollama:qwen3",
        ocr_languages="eng+tlh",
    )
    answer = typed(settings, capsys, monkeypatch)
    assert answer.code == 1
    assert status_of(answer, "Describing model") == status_of(answer, "OCR") == "failed"
    assert status_of(answer, "Database") == "ok"


def test_a_database_that_does_not_answer_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(database_url="postgresql://nobody@127.0.0.1:9/none", data_dir=tmp_path, port=0)
    answer = typed(settings, capsys, monkeypatch)
    assert answer.code == 1
    assert status_of(answer, "Database") == "failed"
    asked = CommandLine(settings, capsys, monkeypatch)("documents", "list")
    assert asked.code == 1
    assert asked.out == ""
    assert asked.err.startswith("The database does not answer")
    assert len(asked.err.splitlines()) == 1
