"""Many pins changed, deleted, described at once, and the views of their table that people keep."""

from datetime import datetime, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

import pytest

from pressroom.features.media.models import Item
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.kernel.app import App
from pressroom.kernel.clock import now, zulu
from pressroom.kernel.ids import new_id
from tests.caller import Caller, problem_of
from tests.gallery import colleague_of
from tests.library import change, completed
from tests.pin_api import GONE
from tests.pins import Pinboard
from tests.serving import ThreadedServer

START = now().replace(microsecond=0) + timedelta(days=1)


def many(app: App, board: Pinboard, project_id: UUID, number: int, **values: Any) -> list[str]:  # noqa: ANN401  # columns
    """Make pins that could be scheduled; return their ids, oldest first."""
    with app.database.transaction() as session:
        made = [
            Pin(
                id=new_id(),
                workspace_id=board.workspace_id,
                project_id=project_id,
                **{"title": f"Pin {one}", "status": PinStatus.READY, "description": "Soup, and a lot of it. " * 20}
                | values,
            )
            for one in range(number)
        ]
        session.add_all(made)
        return [str(one.id) for one in made]


@pytest.fixture
def asset_id(app: App, admin: Caller, board: Pinboard) -> UUID:
    """A stored picture."""
    item_id = completed(app, admin, 1)
    with board.session() as session:
        return session.get_one(Item, UUID(item_id)).asset_id


def changed(caller: Caller, ids: list[str], **changes: Any) -> dict[str, str | None]:  # noqa: ANN401  # JSON
    """Change pins; return what was in the way of each."""
    answer = caller.http.patch("/api/pins", json={"pin_ids": ids, "changes": changes})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["total"] == told["succeeded"] + told["failed"] == len(told["results"])
    assert all((one["error"] is None) is one["success"] for one in told["results"])
    return {one["id"]: one["error"] for one in told["results"]}


def column(caller: Caller, ids: list[str], name: str) -> list[Any]:
    """Return one thing of pins, in their order."""
    return [caller.json(f"/api/pins/{one}")[name] for one in ids]


def test_board_fit_and_tags_are_changed_together(admin: Caller, app: App, board: Pinboard, project_id: UUID) -> None:
    ids = many(app, board, project_id, 2, tags=["old", "kept"])
    board_id = str(board.board())
    tags = {"add": ["new", "kept"], "remove": ["old"]}
    assert changed(admin, ids, board_id=board_id, fit="pad", tags=tags) == dict.fromkeys(ids)
    assert column(admin, ids, "tags") == [["kept", "new"]] * 2
    assert column(admin, ids, "board_id") == [board_id] * 2
    assert column(admin, ids, "fit") == ["pad"] * 2
    changed(admin, ids, tags={"remove": ["kept", "new"]})
    assert column(admin, ids, "tags") == [[], []]
    changed(admin, ids, tags={"add": [f"tag {number}" for number in range(30)]})
    changed(admin, ids, tags={"add": ["one more"]})
    assert len(column(admin, ids, "tags")[0]) == 30


def test_times_are_spread_over_pins_in_the_order_they_are_named(
    admin: Caller, app: App, board: Pinboard, project_id: UUID, asset_id: UUID
) -> None:
    ids = many(app, board, project_id, 4, asset_id=asset_id, board_id=board.board())[::-1]
    change(app, Pin, ids[1], board_id=None)
    errors = changed(admin, ids, spread={"start": zulu(START), "every_minutes": 90})
    assert [one for one, error in errors.items() if error] == [ids[1]]
    assert "no board" in (errors[ids[1]] or "")
    planned = [datetime.fromisoformat(at) if at else None for at in column(admin, ids, "scheduled_at")]
    assert planned == [START, None, START + timedelta(minutes=90), START + timedelta(minutes=180)]
    assert column(admin, ids, "status") == ["scheduled", "ready", "scheduled", "scheduled"]
    assert changed(admin, ids[:1], scheduled_at=None) == {ids[0]: None}
    assert column(admin, ids[:1], "status") == ["ready"]


def test_a_board_given_in_the_same_breath_lets_them_be_scheduled(
    admin: Caller, app: App, board: Pinboard, project_id: UUID, asset_id: UUID
) -> None:
    ids = many(app, board, project_id, 2, asset_id=asset_id)
    assert changed(admin, ids, board_id=str(board.board()), scheduled_at=zulu(START)) == dict.fromkeys(ids)
    assert column(admin, ids, "status") == ["scheduled"] * 2


def test_one_that_is_busy_deleted_or_gone_stops_none_of_the_others(
    admin: Caller, app: App, board: Pinboard, project_id: UUID
) -> None:
    ids = many(app, board, project_id, 4)
    change(app, Pin, ids[0], status=PinStatus.DESCRIBING)
    change(app, Pin, ids[1], deleted_at=now())
    change(app, Pin, ids[2], status=PinStatus.PUBLISHED)
    errors = changed(admin, [*ids, GONE, ids[3]], tags={"add": ["x"]})
    assert [bool(error) for error in errors.values()] == [True, True, False, False, True]
    assert errors[GONE] == "There is no such pin here."
    errors = changed(admin, ids[2:3], scheduled_at=None)
    assert errors[ids[2]] == "This pin is published already."


def test_a_stranger_changes_nothing(
    admin: Caller, stranger: Caller, app: App, board: Pinboard, project_id: UUID
) -> None:
    ids = many(app, board, project_id, 2)
    assert set(changed(stranger, ids, tags={"add": ["x"]}).values()) == {"There is no such pin here."}
    assert stranger.http.post("/api/pins/deletion", json={"pin_ids": ids}).json()["failed"] == 2
    assert stranger.http.post("/api/pins/metadata", json={"pin_ids": ids}).status_code == 202
    assert column(admin, ids, "tags") == [[], []]
    assert column(admin, ids, "status") == ["ready"] * 2
    answer = admin.http.patch("/api/pins", json={"pin_ids": ids, "changes": {"board_id": GONE}})
    problem_of(answer, 404)


@pytest.mark.parametrize(
    "body",
    [
        {"pin_ids": [], "changes": {"fit": "pad"}},
        {"pin_ids": [GONE] * 1001, "changes": {"fit": "pad"}},
        {"pin_ids": ["x"], "changes": {"fit": "pad"}},
        {"pin_ids": [GONE], "changes": {}},
        {"pin_ids": [GONE], "changes": {"spread": {"start": "2099-01-01T00:00:00Z", "every_minutes": -1}}},
        {
            "pin_ids": [GONE],
            "changes": {
                "scheduled_at": "2099-01-01T00:00:00Z",
                "spread": {"start": "2099-01-01T00:00:00Z", "every_minutes": 1},
            },
        },
    ],
)
def test_what_cannot_be_used_is_refused(admin: Caller, body: dict[str, Any]) -> None:
    problem_of(admin.http.patch("/api/pins", json=body), 422, "validation")


@pytest.mark.parametrize("path", ["deletion", "restoration", "metadata"])
def test_a_thousand_pins_and_no_more_at_once(admin: Caller, path: str) -> None:
    problem_of(admin.http.post(f"/api/pins/{path}", json={"pin_ids": [GONE] * 1001}), 422, "validation")


def test_a_thousand_pins_are_changed_in_well_under_a_second(
    admin: Caller, app: App, board: Pinboard, project_id: UUID, asset_id: UUID
) -> None:
    ids = many(app, board, project_id, 1000, asset_id=asset_id)
    began = perf_counter()
    errors = changed(
        admin,
        ids,
        board_id=str(board.board()),
        tags={"add": ["spring"]},
        spread={"start": zulu(START), "every_minutes": 5},
    )
    seconds = perf_counter() - began
    assert set(errors.values()) == {None}
    assert admin.json("/api/pins/status")["counts"]["scheduled"] == 1000
    assert seconds < 3, "a machine as busy as this one may take a while, but no more"


def test_pins_deleted_together_come_back(admin: Caller, app: App, board: Pinboard, project_id: UUID) -> None:
    ids = many(app, board, project_id, 3)
    told = admin.http.post("/api/pins/deletion", json={"pin_ids": [*ids[:2], GONE]}).json()
    assert (told["succeeded"], told["failed"]) == (2, 1)
    assert [one["id"] for one in admin.json("/api/pins")["items"]] == ids[2:]
    told = admin.http.post("/api/pins/restoration", json={"pin_ids": ids[:2]}).json()
    assert told["succeeded"] == 2
    assert len(admin.json("/api/pins")["items"]) == 3


def test_many_are_described_in_the_background_and_the_refused_are_named(
    admin: Caller, app: App, board: Pinboard, project_id: UUID, asset_id: UUID
) -> None:
    ids = many(app, board, project_id, 2, asset_id=asset_id, picture_source="media")
    (bare,) = many(app, board, project_id, 1)
    answer = admin.http.post("/api/pins/metadata", json={"pin_ids": [*ids, bare, ids[0]], "feedback": "Shorter."})
    assert (answer.status_code, answer.json()["total"]) == (202, 3)
    assert answer.headers["location"] == f"/api/runs/{answer.json()['run_id']}"
    assert column(admin, [*ids, bare], "status") == ["describing", "describing", "ready"]


def test_views_of_the_table_are_kept_by_name_and_by_person(admin: Caller, app: App, server: ThreadedServer) -> None:
    wanted = {"name": " Spring  pins ", "query": {"tag": "spring", "status": "ready", "board": ""}}
    kept = admin.http.post("/api/pins/views", json=wanted).json()
    assert (kept["name"], kept["query"]) == ("Spring pins", {"tag": "spring", "status": "ready"})
    again = admin.http.post("/api/pins/views", json={"name": "Spring pins", "query": {"tag": "autumn"}}).json()
    assert (again["id"], again["query"]) == (kept["id"], {"tag": "autumn"})
    assert [one["name"] for one in admin.json("/api/pins/views")["items"]] == ["Spring pins"]
    with colleague_of(app, admin, server.url) as colleague:
        assert colleague.json("/api/pins/views")["items"] == []
        problem_of(colleague.http.delete(f"/api/pins/views/{kept['id']}"), 404)
    assert admin.http.delete(f"/api/pins/views/{kept['id']}").status_code == 204
    assert admin.json("/api/pins/views")["items"] == []
    for name in ("", "x" * 61, "a\0b"):
        problem_of(admin.http.post("/api/pins/views", json={"name": name, "query": {}}), 422, "validation")


def test_fifty_views_are_kept_and_no_more(admin: Caller) -> None:
    for number in range(50):
        assert admin.http.post("/api/pins/views", json={"name": f"View {number}", "query": {}}).status_code == 201
    problem_of(admin.http.post("/api/pins/views", json={"name": "One more", "query": {}}), 422, "views")
    assert admin.http.post("/api/pins/views", json={"name": "View 7", "query": {"q": "x"}}).status_code == 201
