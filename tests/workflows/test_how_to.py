"""What the how-tos show is run as it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.caller import Caller
from tests.page_forms import text_of
from tests.plugins import PlugIn, plug_in
from tests.serving import ThreadedServer
from tests.workflows.conftest import StartWorker
from tests.workflows.test_workers import wait_until

__all__ = ["plug_in"]

pytestmark = pytest.mark.kills

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"


def programs(page: str) -> list[str]:
    """Return the Python programs of a page."""
    return re.findall(r"```python\n(.*?)```", (HOW_TO / page).read_text(encoding="utf-8"), re.DOTALL)


def ran(program: str, folder: Path, server: ThreadedServer, caller: Caller) -> list[str]:
    """Run a program on a folder, and return the lines it printed."""
    done = subprocess.run(  # noqa: S603  # our own how-to
        [sys.executable, "-W", "error", "-c", program, str(folder)],
        env={**os.environ, "PRESS_URL": server.url, "PRESS_TOKEN": caller.token},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_scripts_of_the_page_on_python_do_what_they_say(
    admin: Caller, server: ThreadedServer, start_worker: StartWorker, tmp_path: Path
) -> None:
    start_worker()
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("one\ftwo", encoding="utf-8")
    (folder / "b.exe").write_bytes(b"MZ\x90\x00\x03")
    waiting, awaited = programs("python.md")
    lines = ran(waiting, folder, server, admin)
    assert lines[0].startswith("b.exe was not taken: ")
    assert re.fullmatch(r"a\.txt: .+, 2 pages", lines[1])
    assert lines[2] == "tagged: a.txt"
    assert lines[3].startswith("422 input: project_id: ")
    (folder / "b.exe").unlink()
    (folder / "c.txt").write_text("three", encoding="utf-8")
    lines = ran(awaited, folder, server, admin)
    assert lines[-1] == "12 characters"
    assert "c.txt is succeeded" in lines


@pytest.fixture
def ledger(admin: Caller, server: ThreadedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the plug-in of the page writes to, by the environment that the page asks for."""
    path = tmp_path / "ledger.csv"
    for name, value in {"PRESS_URL": server.url, "PRESS_TOKEN": admin.token, "LEDGER": str(path)}.items():
        monkeypatch.setenv(name, value)
    return path


def test_the_file_of_the_page_on_plug_ins_does_what_it_says(
    admin: Caller, plug_in: PlugIn, start_worker: StartWorker, ledger: Path
) -> None:
    (program,) = programs("plugins.md")
    plug_in(ledger=program)
    start_worker()
    document_id = admin.add("Dear diary", "diary.txt")
    wait_until(lambda: bool(admin.json("/api/runs", workflow="keep_ledger")["items"]), seconds=60)
    (run,) = admin.json("/api/runs", workflow="keep_ledger")["items"]
    run = admin.run_ended(run["id"], 30)
    assert run["status"] == "succeeded", run
    assert run["output"] == admin.document(document_id)["display_name"], run
    assert [one["name"] for one in admin.json(f"/api/runs/{run['id']}/steps")["items"]] == ["look_up", "write_down"]
    assert ledger.read_text(encoding="utf-8").startswith(f"{document_id},")
    assert "ledger.py" in text_of(admin, "/runs/workflows/keep_ledger")
