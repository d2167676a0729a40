"""Pins edited within Pinterest's limits, scheduled, given another picture, tried again."""

from typing import Any
from uuid import UUID

import pytest

from pressroom.features.pins.actions.progress import record_failure
from pressroom.features.pins.models import Pin, PinStage, PinStatus
from pressroom.kernel.app import App
from pressroom.kernel.durable import Failure
from tests.caller import Caller, problem_of
from tests.library import change, completed, picture
from tests.pin_api import GONE, TOMORROW, edit, get
from tests.pins import Pinboard


def test_an_edit_is_a_revision_of_a_person_s_and_the_rest_is_none(admin: Caller, board: Pinboard, ready: str) -> None:
    changed = edit(admin, ready, title=" Leek \n soup ", keywords=["leek", "leek", "soup"], locked=["title", "title"])
    assert (changed["title"], changed["keywords"], changed["locked"]) == ("Leek soup", ["leek", "soup"], ["title"])
    newest, first = admin.json(f"/api/pins/{ready}/revisions")["items"]
    assert (newest["author"], newest["id"], first["author"]) == ("person", changed["revision_id"], "model")
    assert newest["values"]["alt_text"] == first["values"]["alt_text"]
    other = board.board("Other")
    changed = edit(
        admin, ready, board_id=str(other), tags=["a", "a"], fit="pad", link="https://x.example/?a=1", locked=[]
    )
    assert (changed["board_id"], changed["tags"], changed["fit"]) == (str(other), ["a"], "pad")
    assert (changed["link"], changed["is_own_link"], changed["locked"]) == ("https://x.example/?a=1", True, [])
    assert edit(admin, ready, link="", board_id=None)["link"] is None
    edit(admin, ready, title="Leek soup")
    assert len(admin.json(f"/api/pins/{ready}/revisions")["items"]) == 2


def test_a_revision_is_restored(admin: Caller, ready: str) -> None:
    (first,) = admin.json(f"/api/pins/{ready}/revisions")["items"]
    edit(admin, ready, title="Mine")
    restored = admin.http.post(f"/api/pins/{ready}/revisions/{first['id']}/restore").json()
    assert (restored["title"], restored["revision_id"]) == (first["values"]["title"], first["id"])
    problem_of(admin.http.post(f"/api/pins/{ready}/revisions/{GONE}/restore"), 404)


LINK = "https://a.example/" + "a" * 2029
LIMITS = {
    "emoji": ("title", "🍲" * 50, "🍲" * 51, "The title may have at most 100 characters; this one has 102."),
    "right to left": (
        "title",
        "שלום" * 25,
        "שלום" * 25 + "!",
        "The title may have at most 100 characters; this one has 101.",
    ),
    "description": (
        "description",
        "a" * 800,
        "a" * 801,
        "The description may have at most 800 characters; this one has 801.",
    ),
    "alt text": ("alt_text", "ü" * 500, "ü" * 501, "The alt text may have at most 500 characters; this one has 501."),
    "long keyword": ("keywords", ["k" * 60], ["k" * 61], "A keyword may have at most 60 characters; one has 61."),
    "many keywords": (
        "keywords",
        list("abcdefghij"),
        list("abcdefghijk"),
        "A pin may have at most 10 keywords; these are 11.",
    ),
    "link": ("link", LINK + "a", LINK + "aa", "The link may have at most 2048 characters; this one has 2049."),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_limits_hold_at_the_last_character(admin: Caller, ready: str, limit: str) -> None:
    field, fits, over, told = LIMITS[limit]
    assert edit(admin, ready, **{field: fits})[field] == fits
    code = "too_many" if limit == "many keywords" else "too_long"
    answer = problem_of(admin.http.patch(f"/api/pins/{ready}", json={field: over}), 422, code)
    assert answer["detail"] == told
    assert get(admin, ready)[field] == fits


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "a\0b"},
        {"title": 7},
        {"locked": ["link"]},
        {"link": "javascript:alert(1)"},
        {"tags": ["x" * 61]},
        {"tags": [str(number) for number in range(31)]},
        {"fit": "stretch"},
        {"title": "x" * 50_000},
    ],
)
def test_what_cannot_be_used_is_refused(admin: Caller, ready: str, changes: dict[str, Any]) -> None:
    before = get(admin, ready)
    problem_of(admin.http.patch(f"/api/pins/{ready}", json=changes), 422, "link" if "link" in changes else "validation")
    assert get(admin, ready) == before


def test_a_pin_is_scheduled_and_taken_off_again(admin: Caller, ready: str) -> None:
    planned = admin.http.put(f"/api/pins/{ready}/schedule", json={"scheduled_at": "2099-12-31T12:00:00+02:00"}).json()
    assert (planned["status"], planned["scheduled_at"]) == ("scheduled", "2099-12-31T10:00:00.000Z")
    problem_of(admin.http.patch(f"/api/pins/{ready}", json={"title": ""}), 409, "scheduled")
    problem_of(admin.http.patch(f"/api/pins/{ready}", json={"board_id": None}), 409, "scheduled")
    assert get(admin, ready) == planned | {"updated_at": get(admin, ready)["updated_at"]}
    assert [one["id"] for one in admin.json("/api/pins", scheduled="true")["items"]] == [ready]
    taken = admin.http.delete(f"/api/pins/{ready}/schedule").json()
    assert (taken["status"], taken["scheduled_at"]) == ("ready", None)


@pytest.mark.parametrize(
    ("lacks", "code"),
    [({"board_id": None}, "board"), ({"asset_id": None}, "picture"), ({"title": ""}, "title")],
)
def test_a_pin_that_lacks_something_is_not_scheduled(
    admin: Caller, app: App, ready: str, lacks: dict[str, Any], code: str
) -> None:
    change(app, Pin, ready, **lacks)
    problem_of(admin.http.put(f"/api/pins/{ready}/schedule", json={"scheduled_at": TOMORROW}), 422, code)


def test_a_time_that_is_past_or_has_no_zone_or_is_too_late_is_refused(admin: Caller, ready: str) -> None:
    past = {"scheduled_at": "2026-01-01T00:00:00Z"}
    problem_of(admin.http.put(f"/api/pins/{ready}/schedule", json=past), 422, "past")
    for at in ("2099-01-01T00:00:00", "2100-01-01T00:00:00Z", "soon", "9999-12-31T23:59:59-12:00"):
        problem_of(admin.http.put(f"/api/pins/{ready}/schedule", json={"scheduled_at": at}), 422, "validation")


def test_a_busy_pin_is_left_alone(admin: Caller, app: App, ready: str, media_id: str) -> None:
    change(app, Pin, ready, status=PinStatus.DESCRIBING)
    for answer in (
        admin.http.patch(f"/api/pins/{ready}", json={"title": "Meanwhile"}),
        admin.http.put(f"/api/pins/{ready}/picture", json={"media_id": media_id}),
        admin.http.put(f"/api/pins/{ready}/schedule", json={"scheduled_at": TOMORROW}),
        admin.http.delete(f"/api/pins/{ready}/schedule"),
        admin.http.post(f"/api/pins/{ready}/metadata"),
        admin.http.post(f"/api/pins/{ready}/retry"),
    ):
        problem_of(answer, 409, "busy")


def test_what_pinterest_shows_of_a_pin_stays_until_it_is_withdrawn(
    admin: Caller, app: App, board: Pinboard, ready: str, media_id: str
) -> None:
    (first,) = admin.json(f"/api/pins/{ready}/revisions")["items"]
    change(app, Pin, ready, status=PinStatus.PUBLISHED, pinterest_pin_id="1")
    for answer in (
        admin.http.patch(f"/api/pins/{ready}", json={"title": "Another"}),
        admin.http.patch(f"/api/pins/{ready}", json={"board_id": str(board.board("Other"))}),
        admin.http.put(f"/api/pins/{ready}/picture", json={"media_id": media_id}),
        admin.http.post(f"/api/pins/{ready}/metadata"),
        admin.http.post(f"/api/pins/{ready}/revisions/{first['id']}/restore"),
    ):
        assert "Withdraw it first" in problem_of(answer, 409, "published")["detail"]
    assert edit(admin, ready, tags=["soup"], locked=["title"])["tags"] == ["soup"]
    several = {"pin_ids": [ready], "changes": {"fit": "pad"}}
    (refused,) = admin.http.patch("/api/pins", json=several).json()["results"]
    assert "Withdraw it first" in refused["error"]


def test_another_picture_is_chosen_or_sent(admin: Caller, app: App, ready: str) -> None:
    other = completed(app, admin, 2)
    chosen = admin.http.put(f"/api/pins/{ready}/picture", json={"media_id": other})
    assert chosen.status_code == 202
    assert (chosen.json()["status"], chosen.json()["thumbnail"]) == ("ready", None)
    assert admin.http.get(chosen.json()["original"]).content == picture(2)
    sent = admin.http.put(f"/api/pins/{ready}/picture/upload", files={"file": ("b.png", picture(3))})
    assert (sent.status_code, sent.json()["picture_source"]) == (202, "upload")
    admin.http.delete(f"/api/media/{other}")
    problem_of(admin.http.put(f"/api/pins/{ready}/picture", json={"media_id": other}), 409, "deleted")


def test_what_failed_is_tried_again_with_one_request(admin: Caller, app: App, ready: str) -> None:
    problem_of(admin.http.post(f"/api/pins/{ready}/retry"), 409, "not_failed")
    with app.database.transaction() as session:
        session.get_one(Pin, UUID(ready)).run_id = None
        session.flush()
        record_failure(session, ready, PinStage.PICTURE, Failure("It is gone.", "not_found"))
    failed = get(admin, ready)
    assert (failed["status"], failed["failed_stage"], failed["error"], failed["error_code"]) == (
        "failed",
        "picture",
        "It is gone.",
        "not_found",
    )
    started = admin.http.post(f"/api/pins/{ready}/retry")
    assert (started.status_code, started.json()["status"]) == (202, "ready")
    assert started.json()["run_id"].startswith(f"prepare-pin:{ready}:")
