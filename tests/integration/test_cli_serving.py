"""`pressroom serve` and `pressroom demo` as processes: ready, refused, stopped cleanly."""

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from pressroom.core.runs.workers import living_workers
from pressroom.features.documents.models import Document
from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings
from tests.commands import CommandLine, Typed, ended, started
from tests.documents import rows
from tests.pictures import encoded, flag

SECONDS = 60.0


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {
        "PRESSROOM_DATABASE_URL": database_url,
        "PRESSROOM_DATA_DIR": str(tmp_path / "data"),
        "PRESSROOM_PORT": str(free_port()),
        "PRESSROOM_LOG_LEVEL": "warning",
    }


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = started(environment, "serve", "--json")
    yield process
    process.kill()
    process.communicate()


@pytest.mark.timeout(240)
@pytest.mark.slow
def test_a_server_says_where_it_is_and_stops_with_all_it_started(
    server: subprocess.Popen[str], environment: dict[str, str], app: App
) -> None:
    ready = first_object(server)
    address = f"http://127.0.0.1:{environment['PRESSROOM_PORT']}"
    assert ready["address"] == address
    assert str(ready["sign_in_link"]).startswith(f"{address}/sign-in/link?token=")
    wait_until_healthy(address)
    children = psutil.Process(server.pid).children(recursive=True)

    second = ended(started(environment, "serve"))
    assert second.code == 1
    assert "is already running at" in second.err

    server.send_signal(signal.SIGTERM)
    answer = ended(server)
    assert answer.code == 0, answer.err
    assert "Traceback" not in answer.err
    assert psutil.wait_procs(children, timeout=5)[1] == []
    with app.database.transaction() as session:
        assert living_workers(session) == []


@pytest.mark.timeout(240)
@pytest.mark.slow
def test_a_demonstration_completes_every_file_and_knows_them_the_second_time(
    environment: dict[str, str], tmp_path: Path, app: App
) -> None:
    samples = tmp_path / "samples"
    samples.mkdir()
    (samples / "letter.txt").write_text("Dear Ada,\n\nthe printing press arrives on Monday.\n\nYours, Charles")
    (samples / "notes.md").write_text("# Meeting notes\n\nWe agreed to buy paper and ink before winter.")
    (samples / "pictures").mkdir()
    (samples / "pictures" / "README.md").write_text("Where they are from.")
    (samples / "pictures" / "flag.png").write_bytes(encoded(flag(), "PNG"))
    for _ in range(2):
        answer = demonstrated(environment, samples)
        assert answer.code == 0, answer.err
        (shown,) = answer.json["pictures"]
        assert (shown["filename"], shown["status"], shown["width"]) == ("flag.png", "completed", 120)
        (pin,) = answer.json["pins"]
        assert (pin["status"], pin["link"]) == ("published", "https://blog.example.com/flag")
        assert {one["filename"]: one["status"] for one in answer.json["items"]} == {
            "letter.txt": "completed",
            "notes.md": "completed",
        }
        for one in answer.json["items"]:
            assert one["display_name"]
            assert one["text_sources"] == ["file"]
            assert one["step_seconds"]["describe"] >= 0
            assert one["total_seconds"] > 0
    assert len(rows(app, Document)) == 2


@pytest.mark.timeout(240)
@pytest.mark.slow
def test_waiting_for_added_files_needs_no_server(environment: dict[str, str], tmp_path: Path, app: App) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear Ada,\n\nthe printing press arrives on Monday.\n\nYours, Charles")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnot much of a file")
    answer = ended(started(environment, "add", folder, "--wait", "--json"), 110)
    assert answer.code == 1, answer.err
    assert {one["filename"]: one["status"] for one in answer.json["added"]} == {
        "letter.txt": "completed",
        "broken.pdf": "failed",
    }
    with app.database.transaction() as session:
        assert living_workers(session) == []


def test_a_demonstration_without_samples_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pressroom = CommandLine(Settings(data_dir=tmp_path / "data"), capsys, monkeypatch)
    answer = pressroom("demo", "--samples", tmp_path / "nowhere")
    assert answer.code == 2
    assert "There is no folder" in answer.err


def demonstrated(environment: dict[str, str], samples: Path) -> Typed:
    return ended(started(environment, "demo", "--samples", samples, "--exit", "--json"), 110)


def first_object(process: subprocess.Popen[str]) -> dict[str, object]:
    """Return the JSON object a process prints first, on however many lines."""
    assert process.stdout is not None
    lines = ""
    for line in process.stdout:
        lines += line
        if line.rstrip() == "}":
            body: dict[str, object] = json.loads(lines)
            return body
    raise AssertionError(process.communicate()[1])


def wait_until_healthy(address: str) -> None:
    deadline = time.monotonic() + SECONDS
    while httpx.get(f"{address}/readyz", timeout=10).status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
