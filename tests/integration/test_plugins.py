"""Files in the plug-ins folder as a server takes them in, shows them, and begins what they have."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from pressroom.catalogue import CATALOGUE
from pressroom.core.floor.queues import QUEUES
from pressroom.kernel.settings import Settings
from pressroom.plugins.loading import load_plugins
from tests.caller import Caller, problem_of
from tests.commands import CommandLine
from tests.page_forms import press, text_of
from tests.plugins import PlugIn, plug_in, write_plugins

__all__ = ["plug_in"]

GREET = """
    from pressroom.workflow import step, workflow

    @workflow(event="shop/greeting.wanted", cron="0 6 * * *", concurrency=2, key="customer")
    def greet(customer: str = "all", times: int = 1) -> str:
        '''Greets a customer, so often.'''
        return f"Hello, {customer}!" * times
"""
BROKEN = {
    "at_import": (
        "import nothing_there",
        "ModuleNotFoundError: No module named 'nothing_there' (at_import.py, line 2)",
    ),
    "typo": ("def (:", "line 2: "),
    "leaves": ("raise SystemExit(3)", "It ends the process (SystemExit: 3)."),
    "name_taken": (
        "from pressroom.workflow import workflow\n@workflow\ndef scrape_blog(x: str) -> None: ...",
        "There is a workflow or a queue called scrape_blog already.",
    ),
    "queue_taken": (
        "from pressroom.workflow import workflow\n@workflow\ndef work(x: str) -> None: ...",
        "There is a workflow or a queue called work already.",
    ),
    "event_taken": (
        "from pressroom.workflow import workflow\n@workflow(event='document/uploaded')\ndef mine(x: str) -> None: ...",
        "The event document/uploaded begins process_document already.",
    ),
    "event_twice": (
        "from pressroom.workflow import workflow as w\n@w(event='a')\ndef one(): ...\n@w(event='a')\ndef b(): ...",
        "The event a begins one already.",
    ),
    "no_event": (
        "from pressroom.workflow import workflow\n@workflow(event='no space')\ndef mine(x: str) -> None: ...",
        "'no space' cannot be the name of an event",
    ),
    "no_cron": (
        "from pressroom.workflow import workflow\n@workflow(cron='soon')\ndef mine() -> None: ...",
        "five fields",
    ),
    "no_default": (
        "from pressroom.workflow import workflow\n@workflow(cron='0 6 * * *')\ndef mine(x: str) -> None: ...",
        "x needs a default",
    ),
    "no_key": (
        "from pressroom.workflow import workflow\n@workflow(key='shop')\ndef mine(x: str) -> None: ...",
        "no field 'shop'",
    ),
    "untyped": ("from pressroom.workflow import workflow\n@workflow\ndef mine(x) -> None: ...", "say what `x` is"),
    "awaited": ("from pressroom.workflow import workflow\n@workflow\nasync def mine() -> None: ...", "plain functions"),
}


def test_a_workflow_of_ones_own_is_shown_like_ours_and_says_whose_it_is(admin: Caller, plug_in: PlugIn) -> None:
    plug_in(greetings=GREET, _shared="raise RuntimeError('is not looked at')")
    shown = admin.json("/api/workflows/greet")
    assert (shown["title"], shown["about"]) == ("Greet", "Greets a customer, so often.")
    assert (shown["source"], shown["queue"], shown["schedule"]) == ("greetings.py", "greet", "0 6 * * *")
    assert shown["events"] == ["shop/greeting.wanted"]
    assert set(shown["input"]["properties"]) == {"customer", "times"}
    assert admin.json("/api/workflows")["left_out"] == []
    assert admin.json("/api/workflows/scrape_blog")["source"] is None
    page = text_of(admin, "/runs/workflows")
    assert "Your own" in page
    assert '<span class="tag">greetings.py</span>' in page
    assert "in <code>greetings.py</code>" in text_of(admin, "/runs/workflows/greet")
    queue = admin.json("/api/queues/greet")
    assert (queue["of_partition"], queue["partition_of"]) == (2, "customer")
    assert admin.json("/api/schedules/greet")["cron"] == "0 6 * * *"


def test_it_is_begun_by_hand_by_an_event_and_by_a_form(admin: Caller, plug_in: PlugIn) -> None:
    plug_in(greetings=GREET)
    by_hand = admin.http.post("/api/workflows/greet/runs", json={"customer": "Ada"})
    assert by_hand.status_code == 202, by_hand.text
    run = admin.json(f"/api/runs/{by_hand.json()['run_id']}")
    assert (run["workflow"], run["queue"], run["input"][1]) == ("greet", "greet", {"customer": "Ada", "times": 1})
    told = admin.http.post("/api/events", json={"name": "shop/greeting.wanted", "data": {"customer": "Bea", "vip": 1}})
    assert len(told.json()["run_ids"]) == 1
    form = press(admin, "/runs/workflows/greet", {"customer": "Cyd", "times": "3"})
    assert form.headers["location"].startswith("/runs/greet%3A")
    parts = {one["key"]: one["waiting"] for one in admin.json("/api/queues/greet")["partitions"]}
    assert parts == {"Ada": 1, "Bea": 1, "Cyd": 1}


def test_what_is_no_input_of_it_is_refused(admin: Caller, plug_in: PlugIn) -> None:
    plug_in(greetings=GREET)
    wrong = admin.http.post("/api/workflows/greet/runs", json={"times": "often"})
    assert "times" in problem_of(wrong, 422, "input")["detail"]
    more = admin.http.post("/api/workflows/greet/runs", json={"colour": "red"})
    assert "colour" in problem_of(more, 422, "input")["detail"]
    event = admin.http.post("/api/events", json={"name": "shop/greeting.wanted", "data": {"times": []}})
    assert "times" in problem_of(event, 422, "event_data")["detail"]


def test_a_run_of_ones_own_is_stopped_and_tried_again_with_the_same_input(admin: Caller, plug_in: PlugIn) -> None:
    plug_in(greetings=GREET)
    first = admin.http.post("/api/workflows/greet/runs", json={"customer": "Ada"}).json()["run_id"]
    assert admin.http.post(f"/api/runs/{first}/cancel").json()["status"] == "cancelled"
    second = admin.http.post(f"/api/runs/{first}/retry").json()["run_id"]
    assert second == f"{first[:-1]}2"
    assert admin.json(f"/api/runs/{second}")["input"] == admin.json(f"/api/runs/{first}")["input"]
    assert admin.json("/api/queues/greet")["partitions"] == [{"key": "Ada", "running": 0, "waiting": 1}]


def test_what_pressroom_tells_by_itself_nobody_else_can_tell_a_workflow(admin: Caller, plug_in: PlugIn) -> None:
    plug_in(told=GREET.replace("shop/greeting.wanted", "document.completed"))
    problem_of(admin.http.post("/api/events", json={"name": "document.completed"}), 422, "own_event")


NESTED = """
    from datetime import date

    from pydantic import BaseModel

    from pressroom.workflow import workflow


    class Line(BaseModel):
        article: str
        number: int = 1


    class Order(BaseModel):
        day: date
        lines: list[Line]
        ship_to: Line | None = None


    @workflow
    def fulfil(order: Order) -> int:
        return len(order.lines)
"""


def test_a_form_takes_what_holds_others_as_json(admin: Caller, plug_in: PlugIn) -> None:
    plug_in(orders=NESTED)
    assert "As JSON." in text_of(admin, "/runs/workflows/fulfil")
    typed = {"day": "2026-11-22", "lines": '[{"article": "ink"}]', "ship_to": '{"article": "box", "number": 2}'}
    begun = press(admin, "/runs/workflows/fulfil", typed)
    assert begun.status_code == 303, begun.text
    (run,) = admin.json("/api/runs", workflow="fulfil")["items"]
    assert admin.json(f"/api/runs/{run['id']}")["input"][1] == {
        "day": "2026-11-22",
        "lines": [{"article": "ink", "number": 1}],
        "ship_to": {"article": "box", "number": 2},
    }
    wrong = press(admin, "/runs/workflows/fulfil", {**typed, "lines": "ink, paper"})
    assert wrong.status_code == 422
    assert "lines: Input should be a valid list" in wrong.text


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_used_is_left_out_with_its_reason_and_the_others_are_taken(
    admin: Caller, plug_in: PlugIn, name: str
) -> None:
    content, reason = BROKEN[name]
    plug_in(**{name: f"\n{content}\n"}, zz_greetings=GREET)
    (left_out,) = admin.json("/api/workflows")["left_out"]
    assert left_out["file"] == f"{name}.py"
    assert reason in left_out["reason"]
    assert admin.json("/api/workflows/greet")["source"] == "zz_greetings.py"
    assert admin.http.get("/api/workflows/mine").status_code == 404
    page = text_of(admin, "/runs/workflows")
    assert f"{name}.py was left out." in page


def test_a_file_is_the_one_of_its_own_folder(plug_in: PlugIn, tmp_path: Path) -> None:
    plug_in(shop=GREET)
    load_plugins(write_plugins(tmp_path / "others", shop=GREET.replace("greet", "welcome")))
    assert {"greet", "welcome"} <= {one.name for one in CATALOGUE}


def test_the_doctor_and_the_command_line_tell_of_a_file_that_was_left_out(
    database_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    plug_in: PlugIn,
) -> None:
    plug_in()
    folder = write_plugins(tmp_path / "own", greetings=GREET, broken="1 / 0")
    settings = Settings(database_url=database_url, data_dir=tmp_path, plugins_dir=folder, port=0)
    typed = CommandLine(settings, capsys, monkeypatch)
    with capture_logs() as logged:
        (check,) = [one for one in typed("doctor", "--json").json["checks"] if one["name"] == "Plug-ins"]
    assert [one["file"] for one in logged if one["event"] == "a plug-in is left out"] == ["broken.py"]
    assert check["status"] == "failed"
    assert check["detail"] == "broken.py: ZeroDivisionError: division by zero (broken.py, line 1)"
    assert str(folder) in check["mend"]
    listed = typed("workflows", "list", "--json").json
    assert [one["file"] for one in listed["left_out"]] == ["broken.py"]
    assert "broken.py was left out" in typed("workflows", "list").err
    assert "greetings.py" in typed("workflows", "show", "greet").out


def test_runs_of_a_workflow_whose_file_is_gone_wait_and_that_is_said(
    admin: Caller, plug_in: PlugIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug_in(greetings=GREET)
    run_id = admin.http.post("/api/workflows/greet/runs", json={}).json()["run_id"]
    monkeypatch.setattr(CATALOGUE, "_stories", {one.name: one for one in CATALOGUE if not one.source})
    monkeypatch.delitem(QUEUES, "greet")
    assert "1 run of greet waits." in text_of(admin, "/runs/workflows")
    assert "No file in the plug-ins folder" in text_of(admin, f"/runs/{run_id}")
    assert "No file in the plug-ins folder" in admin.json(f"/api/runs/{run_id}")["waits_for"]
    assert admin.http.post(f"/api/runs/{run_id}/cancel").status_code == 200
    gone = problem_of(admin.http.post(f"/api/runs/{run_id}/retry"), 409, "gone")
    assert "plug-ins folder" in gone["detail"]
