"""`/api/pins`: made of pictures from anywhere, listed, deleted."""

from typing import Any
from uuid import UUID

import pytest

from pressroom.features.pins.projects.models import Project
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.gallery import begun_of, colleague_of, complete
from tests.library import change, picture
from tests.pin_api import GONE, get, make
from tests.pins import Pinboard, picture_url
from tests.serving import ThreadedServer

KEY = {"Idempotency-Key": "abc-1"}


def test_a_pin_is_made_of_an_article_s_picture(admin: Caller, board: Pinboard, project_id: UUID) -> None:
    article_id = board.article(project_id, "soup")
    (shown,) = board.blogs.pictures(article_id)
    made = make(admin, project_id, article_id=str(article_id), picture={"article_picture_id": str(shown.id)})
    assert (made["status"], made["picture_source"], made["picture_url"]) == ("draft", "article", picture_url("soup"))
    assert (made["thumbnail"], made["original"], made["width"]) == (None, None, None)
    assert made["link"] == "https://blog.example/soup"
    assert made["is_own_link"] is False
    assert made["run_id"] == f"prepare-pin:{made['id']}:1"
    assert get(admin, made["id"]) == made
    problem_of(admin.http.get(f"/api/pins/{made['id']}/thumbnail"), 404)
    problem_of(admin.http.get(f"/api/pins/{made['id']}/original"), 404)


def test_a_pin_without_a_picture_has_no_run(admin: Caller, project_id: UUID) -> None:
    made = make(admin, project_id, 201, title="Only a title")
    assert (made["status"], made["run_id"], made["title"]) == ("draft", None, "Only a title")


def test_a_pin_of_the_library_shows_its_picture(admin: Caller, ready: str) -> None:
    found = get(admin, ready)
    assert (found["status"], found["picture_source"]) == ("ready", "media")
    assert admin.http.get(found["thumbnail"]).headers["content-type"] == "image/webp"
    assert "immutable" in admin.http.get(found["thumbnail"]).headers["cache-control"]
    original = admin.http.get(found["original"])
    assert (original.content, original.headers["content-type"]) == (picture(1), "image/png")


def test_a_pin_takes_over_what_its_project_says(admin: Caller, app: App, board: Pinboard, project_id: UUID) -> None:
    board_id = board.board()
    change(app, Project, project_id, board_id=board_id, fit="pad", link_template="{url}?utm_content={pin}")
    article_id = board.article(project_id, "soup")
    made = make(admin, project_id, 201, article_id=str(article_id))
    assert (made["board_id"], made["fit"]) == (str(board_id), "pad")
    assert made["link"] == f"https://blog.example/soup?utm_content={made['id']}"


def test_an_upload_becomes_a_pin_and_what_is_no_picture_does_not(admin: Caller, project_id: UUID) -> None:
    given = {"project_id": str(project_id), "title": "Mine"}
    answer = admin.http.post("/api/pins/upload", files={"file": ("a.png", picture(7))}, data=given)
    assert answer.status_code == 202, answer.text
    assert (answer.json()["picture_source"], answer.json()["status"], answer.json()["title"]) == (
        "upload",
        "ready",
        "Mine",
    )
    assert admin.http.get(answer.json()["original"]).content == picture(7)
    problem_of(admin.http.post("/api/pins/upload", files={"file": ("a.txt", b"Hello")}, data=given), 415, "unsupported")


def test_the_same_key_makes_one_pin(admin: Caller, project_id: UUID, media_id: str) -> None:
    wanted = {"project_id": str(project_id), "picture": {"media_id": media_id}, "describe": True}
    first, second = (admin.http.post("/api/pins", json=wanted, headers=KEY) for _ in range(2))
    assert (first.status_code, first.json()) == (202, second.json())
    assert first.json()["status"] == "describing"
    assert second.headers["idempotent-replayed"] == "true"
    assert len(admin.json("/api/pins")["items"]) == 1
    files = {"file": ("a.png", picture(7))}
    data = {"project_id": str(project_id)}
    ids = {
        admin.http.post("/api/pins/upload", files=files, data=data, headers={"Idempotency-Key": "up"}).json()["id"]
        for _ in range(2)
    }
    assert len(ids) == 1


def test_a_generation_s_result_becomes_a_pin_of_its_user_s_alone(
    admin: Caller, app: App, project_id: UUID, media_id: str, server: ThreadedServer
) -> None:
    generation_id = begun_of(admin, media_id)
    choice = {"generation_id": generation_id}
    problem_of(admin.http.post("/api/pins", json={"project_id": str(project_id), "picture": choice}), 404)
    complete(app, generation_id)
    assert make(admin, project_id, picture=choice)["picture_source"] == "generation"
    with colleague_of(app, admin, server.url) as colleague:
        answer = colleague.http.post("/api/pins", json={"project_id": str(project_id), "picture": choice})
        problem_of(answer, 404)


@pytest.mark.parametrize(
    "wanted",
    [
        {"project_id": GONE},
        {"article_id": GONE},
        {"board_id": GONE},
        {"picture": {"media_id": GONE}},
        {"picture": {"generation_id": GONE}},
        {"picture": {"article_picture_id": GONE}},
    ],
)
def test_what_is_not_there_is_not_found(admin: Caller, project_id: UUID, wanted: dict[str, Any]) -> None:
    problem_of(admin.http.post("/api/pins", json={"project_id": str(project_id), **wanted}), 404)


def test_nothing_of_another_workspace_goes_into_a_pin(
    admin: Caller, stranger: Caller, board: Pinboard, project_id: UUID, media_id: str
) -> None:
    article_id, board_id = board.article(project_id, "soup"), board.board()
    theirs = stranger.http.post("/api/projects", json={"name": "Theirs", "site_url": "https://theirs.example/"})
    own = theirs.json()["id"]
    (shown,) = board.blogs.pictures(article_id)
    for foreign in (
        {"project_id": str(project_id)},
        {"article_id": str(article_id)},
        {"board_id": str(board_id)},
        {"picture": {"media_id": media_id}},
        {"picture": {"article_picture_id": str(shown.id)}},
    ):
        problem_of(stranger.http.post("/api/pins", json={"project_id": own, **foreign}), 404)
    made = stranger.http.post("/api/pins/articles", json={"article_ids": [str(article_id)]}).json()
    assert (made["pins"], made["refused"][0]["detail"]) == ([], "There is no such article here.")
    assert admin.json("/api/pins")["items"] == []


@pytest.mark.parametrize("choice", [{}, {"media_id": GONE, "generation_id": GONE}])
def test_one_picture_is_named(admin: Caller, project_id: UUID, choice: dict[str, str]) -> None:
    problem_of(admin.http.post("/api/pins", json={"project_id": str(project_id), "picture": choice}), 422, "validation")


def test_an_article_of_another_project_is_refused(admin: Caller, board: Pinboard, project_id: UUID) -> None:
    other = board.article(board.blogs.project(name="Other"), "soup")
    wanted = {"project_id": str(project_id), "article_id": str(other)}
    problem_of(admin.http.post("/api/pins", json=wanted), 409, "project")


def test_many_pins_are_made_of_articles_best_pictures_first(admin: Caller, board: Pinboard, project_id: UUID) -> None:
    soup, bare = board.article(project_id, "soup", pictures=3), board.article(project_id, "bread", pictures=0)
    wanted = {"article_ids": [str(soup), str(bare), GONE], "per_article": 2, "describe": True}
    answer = admin.http.post("/api/pins/articles", json=wanted)
    assert answer.status_code == 202, answer.text
    made = answer.json()
    assert answer.headers["location"] == f"/api/runs/{made['run_id']}"
    assert [one["picture_url"] for one in made["pins"]] == [picture_url("soup", 3), picture_url("soup", 2), None]
    assert {one["status"] for one in made["pins"]} == {"describing"}
    assert [one["article_id"] for one in made["refused"]] == [GONE]
    more = admin.http.post(f"/api/articles/{soup}/pins", json={"per_article": 5}).json()
    assert [one["picture_url"] for one in more["pins"]] == [picture_url("soup", 1)]
    assert more["run_id"] is None
    none = admin.http.post(f"/api/articles/{soup}/pins").json()
    assert (none["pins"], len(none["refused"])) == ([], 1)
    assert "Every picture of this article has its pin" in none["refused"][0]["detail"]


def test_pins_are_listed_newest_first_page_by_page_and_filtered(
    admin: Caller, board: Pinboard, project_id: UUID, ready: str
) -> None:
    article_id = board.article(project_id, "soup")
    ids = [
        make(admin, project_id, 201, title=f"Bread {number}", tags=["bread"], article_id=str(article_id))["id"]
        for number in range(3)
    ]
    first = admin.json("/api/pins", limit=3)
    assert [one["id"] for one in first["items"]] == ids[::-1]
    second = admin.json("/api/pins", limit=3, cursor=first["next_cursor"])
    assert ([one["id"] for one in second["items"]], second["next_cursor"]) == ([ready], None)

    def ids_with(**asked: str) -> set[str]:
        return {one["id"] for one in admin.json("/api/pins", **asked)["items"]}

    assert ids_with(status="ready") == {ready}
    assert ids_with(tag="bread") == set(ids)
    assert ids_with(article_id=str(article_id)) == set(ids)
    assert ids_with(board_id=get(admin, ready)["board_id"]) == {ready}
    assert ids_with(project_id=GONE) == set()
    assert ids_with(scheduled="true") == set()
    assert ids_with(q="leek") == {ready}
    assert ids_with(q="bread 1") == {ids[1]}
    problem_of(admin.http.get("/api/pins", params={"cursor": "x"}), 422, "cursor")


def test_pins_are_counted_and_shown_by_status(admin: Caller, project_id: UUID, ready: str) -> None:
    drafts = [make(admin, project_id, 201)["id"] for _ in range(3)]
    assert {name: number for name, number in admin.json("/api/pins/status")["counts"].items() if number} == {
        "draft": 3,
        "ready": 1,
    }
    columns = {one["status"]: one for one in admin.json("/api/pins/columns", limit=2)["items"]}
    assert list(columns) == ["draft", "describing", "ready", "scheduled", "publishing", "published", "failed"]
    assert columns["draft"]["total"] == 3
    assert [one["id"] for one in columns["draft"]["items"]] == drafts[:0:-1]
    assert [one["id"] for one in columns["ready"]["items"]] == [ready]
    assert columns["failed"] == {"status": "failed", "total": 0, "items": []}


def test_a_deleted_pin_comes_back_within_its_day(admin: Caller, ready: str) -> None:
    assert admin.http.delete(f"/api/pins/{ready}").status_code == 204
    assert admin.json("/api/pins")["items"] == []
    assert get(admin, ready)["deleted_at"] is not None
    problem_of(admin.http.patch(f"/api/pins/{ready}", json={"title": "x"}), 409, "deleted")
    assert admin.http.post(f"/api/pins/{ready}/restore").json()["deleted_at"] is None
    assert [one["id"] for one in admin.json("/api/pins")["items"]] == [ready]
