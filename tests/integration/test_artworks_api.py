"""Artworks: made of pictures by a person's choice, changed, let go."""

from typing import Any

import pytest

from pressroom.features.media.artworks.models import Artwork
from pressroom.features.media.models import Stage
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.documents import rows
from tests.library import completed, fail, picture, see

CAT = {"content": "a cat", "tags": ["cat"], "description": "A cat.", "subjects": ["cat"]}
UNKNOWN = "019a0000-0000-7000-8000-000000000000"


def make(caller: Caller, *ids: str) -> dict[str, Any]:
    answer = caller.http.post("/api/artworks", json={"media_ids": ids})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def made(caller: Caller, item_id: str) -> dict[str, Any]:
    artwork: dict[str, Any] = make(caller, item_id)["results"][0]["artwork"]
    return artwork


def listed(caller: Caller, **params: str) -> list[str]:
    return [one["id"] for one in caller.json("/api/artworks", **params)["items"]]


def test_nothing_becomes_an_artwork_by_itself(admin: Caller, app: App) -> None:
    completed(app, admin)
    assert rows(app, Artwork) == []


def test_an_artwork_begins_with_what_is_said_of_its_picture(admin: Caller, app: App) -> None:
    item_id = completed(app, admin)
    artwork = made(admin, item_id)
    assert artwork["media_id"] == item_id
    assert artwork["title"] == "Boats in a harbour"
    assert artwork["description"] == "Fishing boats lie in a small harbour at dusk."
    assert artwork["tags"] == ["harbour", "boats", "dusk"]
    assert artwork["price"] is artwork["currency"] is artwork["deleted_at"] is None
    assert artwork["created_at"].endswith("Z")
    assert admin.json(f"/api/artworks/{artwork['id']}") == artwork


def test_chosen_pictures_are_made_artworks_and_the_others_are_told(admin: Caller, app: App) -> None:
    good, known = completed(app, admin, 1), completed(app, admin, 2)
    made(admin, known)
    waiting, unseen = admin.add_picture(picture("waits")), admin.add_picture(picture("broken"))
    fail(app, unseen, Stage.SEEING)
    told = make(admin, good, known, waiting, unseen, UNKNOWN, good)
    assert (told["total"], told["succeeded"], told["failed"]) == (5, 1, 4)
    why = {one["id"]: one["error"] for one in told["results"]}
    assert why[good] is None
    assert "already" in why[known]
    assert "not ready" in why[waiting]
    assert "not ready" in why[unseen]
    assert "no such picture" in why[UNKNOWN]
    assert len(rows(app, Artwork)) == 2


def test_a_picture_that_is_seen_but_not_described_may_be_an_artwork(admin: Caller, app: App) -> None:
    item_id = admin.add_picture(picture(), "sea at night.png")
    see(app, item_id)
    fail(app, item_id, Stage.DESCRIBING)
    assert made(admin, item_id)["title"] == "Sea at night"


@pytest.mark.parametrize("body", [{}, {"media_ids": []}, {"media_ids": ["x"]}, {"media_ids": [UNKNOWN] * 501}])
def test_what_names_no_pictures_is_refused(admin: Caller, body: dict[str, Any]) -> None:
    problem_of(admin.http.post("/api/artworks", json=body), 422, "validation")


def test_an_artwork_is_changed_and_the_rest_stays(admin: Caller, app: App) -> None:
    item_id = completed(app, admin)
    path = f"/api/artworks/{made(admin, item_id)['id']}"
    changed = admin.http.patch(path, json={"title": " Dusk ", "price": "1200.50", "currency": "EUR"}).json()
    assert (changed["title"], changed["price"], changed["currency"]) == ("Dusk", "1200.50", "EUR")
    assert changed["tags"] == ["harbour", "boats", "dusk"]
    changed = admin.http.patch(path, json={"price": None, "tags": ["sea"], "description": ""}).json()
    assert (changed["price"], changed["currency"], changed["tags"]) == (None, None, ["sea"])
    assert (changed["title"], changed["description"]) == ("Dusk", "")
    assert admin.picture(item_id)["tags"] == ["harbour", "boats", "dusk"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": ""}, "validation"),
        ({"title": "x" * 121}, "validation"),
        ({"description": "x" * 4001}, "validation"),
        ({"tags": ["x"] * 3 + [""]}, "validation"),
        ({"price": "-1", "currency": "EUR"}, "validation"),
        ({"price": "1.234", "currency": "EUR"}, "validation"),
        ({"price": "1e12", "currency": "EUR"}, "validation"),
        ({"price": "NaN", "currency": "EUR"}, "validation"),
        ({"price": "10", "currency": "DOGE"}, "validation"),
        ({"price": "10"}, "currency"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(admin: Caller, app: App, values: dict[str, Any], code: str) -> None:
    artwork = made(admin, completed(app, admin))
    problem_of(admin.http.patch(f"/api/artworks/{artwork['id']}", json=values), 422, code)
    assert admin.json(f"/api/artworks/{artwork['id']}") == artwork


def test_artworks_are_listed_newest_first_in_pages(admin: Caller, app: App) -> None:
    ids = [made(admin, completed(app, admin, number))["id"] for number in range(3)]
    first = admin.json("/api/artworks", limit=2)
    second = admin.json("/api/artworks", limit=2, cursor=first["next_cursor"])
    assert [one["id"] for page in (first, second) for one in page["items"]] == ids[::-1]
    assert second["next_cursor"] is None
    problem_of(admin.http.get("/api/artworks", params={"cursor": "yesterday"}), 422, "cursor")


def test_artworks_are_found_by_their_own_words_and_their_picture_s(admin: Caller, app: App) -> None:
    harbour = made(admin, completed(app, admin, 1))["id"]
    cat = made(admin, completed(app, admin, 2, CAT))["id"]
    admin.http.patch(f"/api/artworks/{cat}", json={"title": "Mitzi dreams", "description": ""})
    assert listed(admin, q="mitzi") == listed(admin, q="cat") == [cat]
    assert listed(admin, q="boats") == [harbour]
    assert listed(admin, q="zebra") == []
    assert listed(admin, q="  ") == [cat, harbour]


def test_an_artwork_let_go_can_be_brought_back_and_its_picture_stays(admin: Caller, app: App) -> None:
    item_id = completed(app, admin)
    artwork = made(admin, item_id)
    path = f"/api/artworks/{artwork['id']}"
    assert admin.http.delete(path).status_code == admin.http.delete(path).status_code == 204
    assert listed(admin) == []
    assert admin.picture(item_id)["deleted_at"] is None
    assert admin.http.post(f"{path}/restore").json()["deleted_at"] is None
    assert listed(admin) == [artwork["id"]]
    admin.http.delete(path)
    assert made(admin, item_id)["id"] == artwork["id"]  # made anew, it is the one that was there


def test_an_artwork_whose_picture_is_deleted_is_not_shown_until_it_is_back(admin: Caller, app: App) -> None:
    item_id = completed(app, admin)
    artwork = made(admin, item_id)["id"]
    admin.http.delete(f"/api/media/{item_id}")
    assert listed(admin) == []
    admin.http.post(f"/api/media/{item_id}/restore")
    assert listed(admin) == [artwork]


def test_an_unknown_artwork_is_not_found(admin: Caller) -> None:
    problem_of(admin.http.get(f"/api/artworks/{UNKNOWN}"), 404)
    problem_of(admin.http.patch(f"/api/artworks/{UNKNOWN}", json={"title": "x"}), 404)


def test_a_stranger_sees_and_makes_nothing(admin: Caller, stranger: Caller, app: App) -> None:
    mine, other = completed(app, admin, 1), completed(app, admin, 2)
    artwork = made(admin, mine)["id"]
    assert listed(stranger) == []
    problem_of(stranger.http.get(f"/api/artworks/{artwork}"), 404)
    told = make(stranger, mine, other)
    assert (told["succeeded"], told["results"][0]["artwork"]) == (0, None)
    assert len(rows(app, Artwork)) == 1
