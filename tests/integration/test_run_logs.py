"""What is logged in a run is kept with it."""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from pressroom.core.runs import logs
from pressroom.core.runs.models import RunLog
from pressroom.kernel.app import App
from pressroom.kernel.log import noted
from tests.caller import Caller, problem_of
from tests.documents import rows
from tests.kept_runs import keep_runs

log = logging.getLogger("pressroom.tests.runs")


@pytest.fixture(autouse=True)
def told() -> Iterator[None]:
    """Let lines of information through."""
    before = log.level
    log.setLevel(logging.INFO)
    yield
    log.setLevel(before)


def lines(caller: Caller, **asked: str | int) -> Sequence[dict[str, Any]]:
    """Return what the first run logged."""
    found: list[dict[str, Any]] = caller.json("/api/runs/run-000000/logs", **asked)["items"]
    return found


def test_lines_of_a_run_are_kept_and_others_are_not(admin: Caller, app: App) -> None:
    keep_runs(app, admin.workspace_id, 1)
    with logs.kept_logs(app.database):
        log.info("nobody's")
        with noted(run_id="run-000000"):
            log.info("page read")
            log.warning({"event": "step failed", "attempt": 2, "reason": "bu\0sy"})
    told = [(one["level"], one["message"], one["facts"]) for one in lines(admin)]
    assert told == [("info", "page read", {}), ("warning", "step failed", {"attempt": 2, "reason": "busy"})]


def test_a_traceback_is_kept_and_shown_folded(admin: Caller, app: App) -> None:
    keep_runs(app, admin.workspace_id, 1, statuses={0: "ERROR"}, errors={0: "It broke."})
    with logs.kept_logs(app.database), noted(run_id="run-000000"):
        try:
            divmod(1, len(""))
        except ZeroDivisionError:
            log.exception("run broke")
    (line,) = lines(admin)
    assert line["facts"]["exception"].splitlines()[-1] == "ZeroDivisionError: integer division or modulo by zero"
    page = admin.http.get("/runs/run-000000").text
    assert page.count("ZeroDivisionError: integer division or modulo by zero") == 2
    assert "<summary" in page


def test_a_run_that_says_too_much_is_cut_and_says_so(admin: Caller, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LINES_OF_A_RUN", 5)
    keep_runs(app, admin.workspace_id, 1)
    with logs.kept_logs(app.database), noted(run_id="run-000000"):
        for number in range(50):
            log.info("line %s", number)
        log.info("x" * 100_000)
    said = [one["message"] for one in lines(admin)]
    assert said == ["line 0", "line 1", "line 2", "line 3", logs.LEFT_OUT]


def test_lines_come_in_pages(admin: Caller, app: App) -> None:
    keep_runs(app, admin.workspace_id, 1)
    with logs.kept_logs(app.database), noted(run_id="run-000000"):
        for number in range(5):
            log.info("line %s", number)
    first = admin.json("/api/runs/run-000000/logs", limit=3)
    second = admin.json("/api/runs/run-000000/logs", limit=3, cursor=first["next_cursor"])
    assert [one["message"] for one in first["items"] + second["items"]] == [f"line {number}" for number in range(5)]
    assert second["next_cursor"] is None


def test_lines_of_a_run_that_is_gone_go(admin: Caller, app: App) -> None:
    keep_runs(app, admin.workspace_id, 1)
    with logs.kept_logs(app.database):
        for run_id in ("run-000000", "long-gone"):
            with noted(run_id=run_id):
                log.info("said")
    with app.database.transaction() as session:
        logs.delete_lost(session)
    assert [one.run_id for one in rows(app, RunLog)] == ["run-000000"]


def test_another_workspace_s_lines_are_not_shown(admin: Caller, stranger: Caller, app: App) -> None:
    keep_runs(app, admin.workspace_id, 1)
    problem_of(stranger.http.get("/api/runs/run-000000/logs"), 404)
