"""Runs found again: by what they are narrowed to, page by page, however many there are."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import text

from pressroom.core.runs import listing
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.kept_runs import keep_runs


def found(caller: Caller, **narrowed: str | int) -> Sequence[str]:
    """Return the ids of all runs that are found, page by page."""
    ids: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = caller.json("/api/runs", **narrowed, **cursor)
        ids += [one["id"] for one in page["items"]]
        if page["next_cursor"] is None:
            return ids
        cursor = {"cursor": page["next_cursor"]}


def test_runs_of_one_millisecond_are_on_one_page_each(admin: Caller, app: App) -> None:
    keep_runs(app, admin.workspace_id, 25, milliseconds=0)
    assert found(admin, limit=4) == [f"run-{number:06}" for number in range(24, -1, -1)]


@pytest.mark.parametrize(
    ("narrowed", "numbers"),
    [
        ({"status": "failed"}, [19, 9]),
        ({"status": "failed", "error": "NINE"}, [9]),
        ({"error": "100%"}, [19]),
        ({"workflow": "describe_document"}, [16, 12, 8, 4, 0]),
        ({"workflow": "describe_document", "limit": 2}, [16, 12, 8, 4, 0]),
        ({"queue": "rounds"}, [15, 10, 5, 0]),
        ({"status": "running"}, [17]),
        ({"status": "queued"}, [18]),
        ({"status": "cancelled"}, [7]),
        ({"status": "paused"}, [6]),
        ({"subject_kind": "document", "subject_id": "00000000-0000-0000-0000-000000000003"}, [3]),
        ({"since": "1970-01-01T00:00:12Z", "until": "1970-01-01T00:00:14Z"}, [13, 12]),
        ({"status": "succeeded", "workflow": "nothing_like_it"}, []),
    ],
)
def test_a_list_is_narrowed(admin: Caller, app: App, narrowed: dict[str, str | int], numbers: list[int]) -> None:
    keep_runs(
        app,
        admin.workspace_id,
        20,
        workflows=dict.fromkeys(range(0, 20, 4), "describe_document"),
        queues=dict.fromkeys(range(0, 20, 5), "rounds"),
        statuses={6: "CANCELLED", 7: "CANCELLED", 9: "ERROR", 17: "PENDING", 18: "ENQUEUED", 19: "ERROR"},
        errors={9: "It was nine.", 19: "It was 100% wrong."},
        paused=[6],
    )
    assert found(admin, **narrowed) == [f"run-{number:06}" for number in numbers]


def test_a_list_says_why_a_run_failed(admin: Caller, app: App) -> None:
    keep_runs(app, admin.workspace_id, 1, statuses={0: "ERROR"}, errors={0: "The paper jammed."})
    assert [one["error"] for one in admin.json("/api/runs")["items"]] == ["The paper jammed."]


def test_runs_are_found_by_who_asked_for_them(admin: Caller) -> None:
    document_id = admin.add("hello")
    asked = [one["subject_id"] for one in admin.json("/api/runs", user_id=str(admin.user_id))["items"]]
    assert asked == [document_id]
    assert admin.json("/api/runs", user_id=str(admin.workspace_id))["items"] == []


def test_what_is_rare_is_looked_for_page_by_page(admin: Caller, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "LOOKS_FOR_SECONDS", 0.0)
    monkeypatch.setattr(listing, "STRETCH", 10)
    keep_runs(app, admin.workspace_id, 45, queues={2: "rounds"})
    first = admin.json("/api/runs", queue="rounds")
    assert first["items"] == []
    assert first["looked_back_to"] == "1970-01-01T00:00:35.000Z"
    assert found(admin, queue="rounds") == ["run-000002"]


def test_half_a_subject_is_refused(admin: Caller) -> None:
    problem_of(admin.http.get("/api/runs", params={"subject_kind": "document"}), 422, "subject")


def test_many_queued_runs_are_found_in_order(admin: Caller, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "FEW", 5)
    keep_runs(app, admin.workspace_id, 30, statuses=dict.fromkeys(range(0, 30, 2), "ENQUEUED"))
    assert found(admin, status="queued", limit=4) == [f"run-{number:06}" for number in range(28, -1, -2)]


def test_another_workspace_has_its_own_runs(admin: Caller, stranger: Caller, app: App) -> None:
    keep_runs(app, stranger.workspace_id, 3)
    assert found(admin) == []
    assert found(stranger, workflow="process_document") == ["run-000002", "run-000001", "run-000000"]


def test_the_lists_indexes_are_there(app: App) -> None:
    """Their names are told in the notes on how the list stays quick."""
    with app.database.transaction() as session:
        rows: Sequence[Any] = session.scalars(
            text("SELECT indexname FROM pg_indexes WHERE schemaname = 'dbos' AND indexname LIKE 'ix_runs%'")
        ).all()
    assert sorted(rows) == ["ix_runs_badly", "ix_runs_workflow", "ix_runs_workspace"]
