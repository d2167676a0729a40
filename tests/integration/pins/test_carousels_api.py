"""`/api/pins/{id}/slides`: pictures from everywhere in one pin; and the address that Pinterest fetches them from."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from pressroom.features.pins.models import Pin, PinSlide
from pressroom.features.pins.publishing.addresses import GOOD_FOR, Shaped, signed_path
from pressroom.features.pins.publishing.pictures import pictures_to_send
from pressroom.features.pins.slides import progress
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Failure
from pressroom.kernel.storage import thumbnail_key
from pressroom.providers.pictures import WEBP, FakePictureReader, Size
from pressroom.providers.pictures.fake import DOTS, PIN
from tests.caller import Caller, problem_of
from tests.carousels import picture_tools
from tests.gallery import begun_of, complete
from tests.library import change, completed, picture
from tests.pin_api import GONE, get, make
from tests.pins import Pinboard, picture_url

KEY = {"Idempotency-Key": "abc-1"}
LOOK = {"width": 1000, "height": 1500, "placeholder": None}


def add(caller: Caller, pin_id: str, **choice: str) -> list[dict[str, Any]]:
    """Add a picture; return all further ones."""
    answer = caller.http.post(f"/api/pins/{pin_id}/slides", json=choice)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/api/pins/{pin_id}/slides"
    items: list[dict[str, Any]] = answer.json()["items"]
    assert items == listed(caller, pin_id)
    return items


def listed(caller: Caller, pin_id: str) -> list[dict[str, Any]]:
    """Return the further pictures."""
    items: list[dict[str, Any]] = caller.json(f"/api/pins/{pin_id}/slides")["items"]
    return items


def see_slide(app: App, slide_id: str) -> None:
    """Look at a further picture as its run would, without one."""
    with app.database.transaction() as session:
        slide = session.get_one(PinSlide, UUID(slide_id))
        assert slide.asset is not None
        for size in Size:
            app.storage.put(thumbnail_key(slide.asset.sha256, size), DOTS[WEBP])
        progress.record_look(session, slide.id, slide.asset.id, LOOK)


@pytest.fixture
def three(admin: Caller, app: App, ready: str) -> list[str]:
    """The ids of two further pictures of the pin that is ready, from the library."""
    for number in (2, 3):
        add(admin, ready, media_id=completed(app, admin, number))
    ids = [str(one["id"]) for one in listed(admin, ready)]
    for one in ids:
        see_slide(app, one)
    return ids


def test_a_pin_gets_pictures_of_its_article_the_library_a_generation_and_an_upload(
    admin: Caller, app: App, board: Pinboard, project_id: UUID, ready: str
) -> None:
    media_id = completed(app, admin, 2)
    (shown,) = board.blogs.pictures(board.article(project_id, "soup"))
    generation_id = begun_of(admin, media_id)
    complete(app, generation_id)
    add(admin, ready, media_id=media_id)
    add(admin, ready, article_picture_id=str(shown.id))
    add(admin, ready, generation_id=generation_id)
    answer = admin.http.post(f"/api/pins/{ready}/slides/upload", files=[("files", ("a.png", picture(9)))])
    items = answer.json()["items"]
    assert [(one["number"], one["source"]) for one in items] == [
        (2, "media"),
        (3, "article"),
        (4, "generation"),
        (5, "upload"),
    ]
    assert (items[1]["picture_url"], items[1]["thumbnail"], items[1]["width"]) == (picture_url("soup"), None, None)
    assert items[3]["run_id"] == f"prepare-slide:{items[3]['id']}:1"
    assert get(admin, ready)["status"] == "ready"
    sixth = admin.http.post(f"/api/pins/{ready}/slides", json={"media_id": completed(app, admin, 4)})
    assert "at most 5 pictures" in problem_of(sixth, 409, "too_many")["detail"]


def test_one_that_has_been_looked_at_is_shown(admin: Caller, ready: str, three: list[str]) -> None:
    first, _ = listed(admin, ready)
    assert (first["id"], first["width"], first["height"]) == (three[0], 1000, 1500)
    shown = admin.http.get(first["thumbnail"])
    assert shown.headers["content-type"] == "image/webp"
    assert "immutable" in shown.headers["cache-control"]


def test_what_has_not_come_has_no_thumbnail(admin: Caller, board: Pinboard, project_id: UUID, ready: str) -> None:
    (shown,) = board.blogs.pictures(board.article(project_id, "soup"))
    (coming,) = add(admin, ready, article_picture_id=str(shown.id))
    problem_of(admin.http.get(f"/api/pins/{ready}/slides/{coming['id']}/thumbnail"), 404)
    problem_of(admin.http.get(f"/api/pins/{ready}/slides/{GONE}/thumbnail"), 404)


def test_the_order_is_changed_and_any_picture_can_be_the_pin_s_own(admin: Caller, ready: str, three: list[str]) -> None:
    second, third = three
    own = get(admin, ready)
    moved = admin.http.put(f"/api/pins/{ready}/slides/{third}/place", json={"number": 2}).json()["items"]
    assert [one["id"] for one in moved] == [third, second]
    moved = admin.http.put(f"/api/pins/{ready}/slides/{second}/place", json={"number": 1}).json()["items"]
    assert [one["number"] for one in moved] == [2, 3]
    assert moved[1]["id"] == third
    assert moved[0]["thumbnail"].endswith(own["thumbnail"].rpartition("v=")[2])
    assert get(admin, ready)["thumbnail"] != own["thumbnail"]
    problem_of(admin.http.put(f"/api/pins/{ready}/slides/{third}/place", json={"number": 4}), 422, "number")
    problem_of(admin.http.put(f"/api/pins/{ready}/slides/{GONE}/place", json={"number": 2}), 404)
    problem_of(admin.http.put(f"/api/pins/{ready}/slides/{third}/place", json={"number": 6}), 422, "validation")


def test_a_picture_is_taken_out_and_one_that_failed_is_tried_again(
    admin: Caller, app: App, ready: str, three: list[str]
) -> None:
    assert admin.http.delete(f"/api/pins/{ready}/slides/{three[0]}").status_code == 204
    (left,) = listed(admin, ready)
    assert (left["id"], left["number"]) == (three[1], 2)
    problem_of(admin.http.post(f"/api/pins/{ready}/slides/{left['id']}/retry"), 409, "not_failed")
    change(app, PinSlide, left["id"], picture={})
    with app.database.transaction() as session:
        progress.record_failure(session, left["id"], Failure("The file is damaged.", "broken"))
    assert (listed(admin, ready)[0]["error"], listed(admin, ready)[0]["error_code"]) == (
        "The file is damaged.",
        "broken",
    )
    again = admin.http.post(f"/api/pins/{ready}/slides/{left['id']}/retry")
    assert (again.status_code, again.json()["run_id"]) == (202, f"prepare-slide:{left['id']}:2")
    assert listed(admin, ready)[0]["error"] is None


def test_the_same_request_sent_twice_adds_one_picture(admin: Caller, app: App, ready: str) -> None:
    wanted = {"media_id": completed(app, admin, 2)}
    first = admin.http.post(f"/api/pins/{ready}/slides", json=wanted, headers=KEY)
    second = admin.http.post(f"/api/pins/{ready}/slides", json=wanted, headers=KEY)
    assert first.json() == second.json()
    assert len(listed(admin, ready)) == 1
    problem_of(admin.http.post(f"/api/pins/{ready}/slides", json=wanted), 409, "twice")


def test_uploads_are_taken_in_order_all_or_none(admin: Caller, ready: str) -> None:
    url = f"/api/pins/{ready}/slides/upload"
    problem_of(
        admin.http.post(url, files=[("files", ("a.png", picture(8))), ("files", ("b.txt", b"words"))]),
        415,
        "unsupported",
    )
    assert listed(admin, ready) == []
    sent = [("files", (f"{number}.png", picture(number))) for number in (8, 9, 7)]
    items = admin.http.post(url, files=sent).json()["items"]
    assert [one["number"] for one in items] == [2, 3, 4]
    problem_of(
        admin.http.post(url, files=[("files", (f"{one}.png", picture(one))) for one in range(20, 25)]),
        422,
        "validation",
    )


def test_a_pin_without_a_picture_and_one_that_is_out_take_none(
    admin: Caller, app: App, project_id: UUID, ready: str
) -> None:
    media_id = completed(app, admin, 2)
    empty = make(admin, project_id, 201, title="Only words")["id"]
    problem_of(admin.http.post(f"/api/pins/{empty}/slides", json={"media_id": media_id}), 409, "picture")
    change(app, Pin, ready, status="published", pinterest_pin_id="1")
    problem_of(admin.http.post(f"/api/pins/{ready}/slides", json={"media_id": media_id}), 409, "published")


def test_pinterest_fetches_the_pictures_of_a_public_server_without_signing_in(
    nobody: httpx.Client, app: App, board: Pinboard, ready: str, three: list[str]
) -> None:
    assert three
    tools = picture_tools(board, FakePictureReader(), "https://press.example.org")
    sent = pictures_to_send(tools, board.pin(UUID(ready)))
    assert [one.data for one in sent] == [None] * 3
    for one in sent:
        assert one.url is not None
        assert one.url.startswith("https://press.example.org/published/")
        answer = nobody.get(one.url.removeprefix("https://press.example.org"))
        assert (answer.status_code, answer.content) == (200, PIN)
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["x-robots-tag"] == "noindex"
        assert nobody.head(one.url.removeprefix("https://press.example.org")).status_code == 200
    assert app.public_url.startswith("http://")


def test_an_address_that_is_old_forged_or_of_nothing_is_no_address(
    nobody: httpx.Client, app: App, board: Pinboard, ready: str
) -> None:
    (one,) = pictures_to_send(
        picture_tools(board, FakePictureReader(), "https://press.example.org"), board.pin(UUID(ready))
    )
    pin = board.pin(UUID(ready))
    assert one.url is not None
    assert pin.asset is not None
    path = one.url.removeprefix("https://press.example.org")
    old = signed_path(app.vault, Shaped(pin.asset.sha256, pin.fit), at=now() - GOOD_FOR)
    nothing = signed_path(app.vault, Shaped("0" * 64, pin.fit), at=now())
    for wrong in (old, nothing, path.replace("-crop-", "-pad-"), path.replace(".jpg", "0.jpg"), "/published/x.jpg"):
        assert nobody.get(wrong).status_code == 404, wrong
