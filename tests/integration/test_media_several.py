"""Many pictures tagged, described, deleted at once; one that does not allow it stops none of the others."""

from typing import Any

import pytest

from pressroom.features.media.models import Item, Status
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.library import change, completed, picture

GONE = "01900000-0000-7000-8000-000000000000"
KEY = {"Idempotency-Key": "abc-1"}


def outcomes(caller: Caller, path: str, **body: object) -> dict[str, Any]:
    answer = caller.http.post(f"/api/media/{path}", json=body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    assert told["total"] == told["succeeded"] + told["failed"] == len(told["results"])
    return told


def errors(told: dict[str, Any]) -> dict[str, str | None]:
    return {one["id"]: one["error"] for one in told["results"]}


@pytest.fixture
def three(admin: Caller, app: App) -> list[str]:
    """Two pictures that are done, and one that waits."""
    return [
        completed(app, admin, 1),
        completed(app, admin, 2, {"tags": ["cat", "dusk"]}),
        admin.add_picture(picture(3)),
    ]


def test_tags_are_added_and_taken_from_each(admin: Caller, three: list[str]) -> None:
    told = outcomes(admin, "tags", ids=three[:2], add=[" sea ", "harbour", "sea"], remove=["dusk"])
    assert (told["succeeded"], told["failed"]) == (2, 0)
    assert admin.picture(three[0])["tags"] == ["harbour", "boats", "sea"]
    assert admin.picture(three[1])["tags"] == ["cat", "sea", "harbour"]
    (newest, _) = admin.json(f"/api/media/{three[0]}/revisions")["items"]
    assert newest["author"] == "person"


def test_tagging_alike_again_changes_nothing(admin: Caller, three: list[str]) -> None:
    for _ in range(2):
        outcomes(admin, "tags", ids=three[:1], add=["sea"])
    assert len(admin.json(f"/api/media/{three[0]}/revisions")["items"]) == 2


def test_a_picture_never_gets_more_than_thirty_tags(admin: Caller, three: list[str]) -> None:
    outcomes(admin, "tags", ids=three[:1], add=[f"tag {number}" for number in range(30)])
    assert len(admin.picture(three[0])["tags"]) == 30


def test_one_that_is_busy_or_gone_stops_none_of_the_others(admin: Caller, three: list[str]) -> None:
    told = outcomes(admin, "tags", ids=[*three, GONE, three[0]], add=["sea"])
    assert (told["total"], told["succeeded"], told["failed"]) == (4, 2, 2)
    why = errors(told)
    assert why[three[0]] is why[three[1]] is None
    assert "being worked on" in str(why[three[2]])
    assert "no such picture" in str(why[GONE])
    assert "sea" in admin.picture(three[1])["tags"]


def test_pictures_deleted_together_share_their_moment(admin: Caller, three: list[str]) -> None:
    told = outcomes(admin, "deletion", ids=[*three, GONE])
    assert (told["succeeded"], told["failed"]) == (3, 1)
    assert admin.json("/api/media")["items"] == []
    assert len({admin.picture(one)["deleted_at"] for one in three}) == 1


def test_pictures_are_described_anew_together(admin: Caller, app: App, three: list[str]) -> None:
    answer = admin.http.post("/api/media/metadata", json={"ids": [*three, GONE], "feedback": "name the breed"})
    assert answer.status_code == 202
    told = answer.json()
    assert told["total"] == 4
    assert answer.headers["location"] == f"/api/runs/{told['run_id']}"
    assert admin.json(answer.headers["location"])["status"] == "queued"
    for one in three[:2]:
        found = admin.picture(one)
        assert (found["status"], found["attempt"]) == ("processing", 2)
        assert admin.json(f"/api/runs/{found['run_id']}")["workflow"] == "describe_media"
    assert admin.picture(three[2])["attempt"] == 1
    assert app


def test_describing_many_is_started_once_for_a_key(admin: Caller, three: list[str]) -> None:
    body = {"ids": three[:2]}
    first = admin.http.post("/api/media/metadata", json=body, headers=KEY)
    again = admin.http.post("/api/media/metadata", json=body, headers=KEY)
    assert (again.status_code, again.json()) == (202, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    assert admin.picture(three[0])["attempt"] == 2
    other = admin.http.post("/api/media/metadata", json={"ids": three[:1]}, headers=KEY)
    problem_of(other, 409, "idempotency_key")


@pytest.mark.parametrize("path", ["metadata", "tags", "deletion"])
@pytest.mark.parametrize("ids", [[], ["nonsense"], [GONE] * 501, None])
def test_what_names_no_pictures_or_too_many_is_refused(admin: Caller, path: str, ids: list[str] | None) -> None:
    problem_of(admin.http.post(f"/api/media/{path}", json={"ids": ids} if ids is not None else {}), 422, "validation")


@pytest.mark.parametrize("tags", [["x" * 61], [""], [str(number) for number in range(31)], "sea"])
def test_tags_that_make_no_sense_are_refused(admin: Caller, three: list[str], tags: object) -> None:
    answer = admin.http.post("/api/media/tags", json={"ids": three, "add": tags})
    problem_of(answer, 422, "validation")


def test_a_stranger_changes_none_of_another_workspace_s(admin: Caller, stranger: Caller, three: list[str]) -> None:
    for path, more in (("tags", {"add": ["stolen"]}), ("deletion", {})):
        assert outcomes(stranger, path, ids=three, **more)["succeeded"] == 0
    answer = stranger.http.post("/api/media/metadata", json={"ids": three})
    assert answer.json()["total"] == 3
    found = [admin.picture(one) for one in three]
    assert all(one["attempt"] == 1 and one["deleted_at"] is None and "stolen" not in one["tags"] for one in found)


def test_a_batch_of_which_none_may_be_described_says_so_in_its_run(admin: Caller, app: App, three: list[str]) -> None:
    change(app, Item, three[0], status=Status.PROCESSING)
    answer = admin.http.post("/api/media/metadata", json={"ids": [three[0]]})
    assert answer.status_code == 202
    assert answer.json()["total"] == 1


def test_what_the_workspace_asks_for_is_kept(admin: Caller, stranger: Caller) -> None:
    assert admin.json("/api/media/wishes") == {"prompt": None, "keep_location": False}
    wanted = {"prompt": "Name the breed of every dog.", "keep_location": True}
    assert admin.http.put("/api/media/wishes", json=wanted).json() == wanted
    assert admin.json("/api/media/wishes") == wanted
    assert stranger.json("/api/media/wishes") == {"prompt": None, "keep_location": False}
    answer = admin.http.put("/api/media/wishes", json={"prompt": "  ", "keep_location": False})
    assert answer.json() == admin.json("/api/media/wishes") == {"prompt": None, "keep_location": False}


def test_a_wish_too_long_is_refused(admin: Caller) -> None:
    problem_of(admin.http.put("/api/media/wishes", json={"prompt": "x" * 2001}), 422, "validation")
