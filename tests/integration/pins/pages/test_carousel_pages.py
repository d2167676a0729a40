"""The pictures of a pin on its page, chosen, moved and taken out as a browser without scripts does it."""

import re
from uuid import UUID

import httpx

from pressroom.features.pins.models import PictureSource, Pin, PinSlide
from pressroom.features.pins.slides import progress
from pressroom.kernel.app import App
from pressroom.kernel.durable import Failure
from pressroom.kernel.storage import thumbnail_key
from pressroom.providers.pictures import WEBP, Size
from pressroom.providers.pictures.fake import DOTS
from tests.caller import Caller
from tests.carousels import Carousel
from tests.gallery import begun_of, complete
from tests.library import change, completed, picture
from tests.page_forms import PERSON, SCRIPT, press, text_of, toast_of
from tests.pin_api import make
from tests.pins import Pinboard


def see_slides(board: Pinboard, pin_id: str) -> list[UUID]:
    """Look at all further pictures as their runs would, without one; return their ids."""
    ids = []
    for one in Carousel(board, UUID(pin_id)).slides():
        assert one.asset is not None
        with board.session() as session:
            for size in Size:
                board.app.storage.put(thumbnail_key(one.asset.sha256, size), DOTS[WEBP])
            progress.record_look(session, one.id, one.asset.id, {"width": 640, "height": 480, "placeholder": None})
        ids.append(one.id)
    return ids


def send(caller: Caller, pin_id: str, *files: tuple[str, bytes], **fields: list[str]) -> httpx.Response:
    """Send the form of pictures with files in it."""
    sent = [("files", (name, content)) for name, content in files]
    return caller.http.post(f"/pins/{pin_id}/pictures", data=fields, files=sent, headers=PERSON)


def test_a_pin_s_page_leads_to_what_it_can_have_and_shows_what_was_added(
    admin: Caller, app: App, board: Pinboard, ready: str
) -> None:
    page = text_of(admin, f"/pins/{ready}")
    assert "1 of 5 at most" in page
    assert f'href="/pins/{ready}/pictures"' in page
    media_id = completed(app, admin, 2)
    offered = text_of(admin, f"/pins/{ready}/pictures")
    assert "room for 4 more" in offered
    assert "From the article" in offered
    assert f'value="media:{media_id}"' in offered
    (shown,) = board.blogs.pictures(board.pin(UUID(ready)).article_id or UUID(int=0))
    chosen = [f"media:{media_id}", f"article_picture:{shown.id}"]
    answer = send(admin, ready, ("c.png", picture(9)), pictures=chosen)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/pins/{ready}")
    sources = [one.source for one in Carousel(board, UUID(ready)).slides()]
    assert sources == [PictureSource.MEDIA, PictureSource.ARTICLE, PictureSource.UPLOAD]
    page = text_of(admin, f"/pins/{ready}/stage")
    assert "4 of 5 at most" in page
    assert page.count("On its way") == 3


def test_pictures_are_moved_and_taken_out_with_a_button_each(
    admin: Caller, app: App, board: Pinboard, ready: str
) -> None:
    chosen = [f"media:{completed(app, admin, number)}" for number in (2, 3)]
    send(admin, ready, pictures=chosen)
    second, third = see_slides(board, ready)
    carousel = Carousel(board, UUID(ready))
    own = carousel.pin().asset_id
    page = text_of(admin, f"/pins/{ready}/stage")
    assert re.findall(r'aria-label="((?:Show|Take)[^"]+)"', page) == [
        "Show picture 1 later",
        "Show picture 2 earlier",
        "Show picture 2 later",
        "Take out picture 2",
        "Show picture 3 earlier",
        "Take out picture 3",
    ]
    press(admin, f"/pins/{ready}/slides/{third}/place", {"number": "2"})
    assert [one.id for one in carousel.slides()] == [third, second]
    told = admin.http.post(f"/pins/{ready}/slides/{third}/place", data={"number": "1"}, headers=SCRIPT)
    assert toast_of(told)["message"] == "Now picture 1."
    assert carousel.slides()[0].asset_id == own
    press(admin, f"/pins/{ready}/slides/{second}/removal")
    assert [one.asset_id for one in carousel.slides()] == [own]


def test_what_is_wrong_is_said_on_the_form_and_nothing_is_added(
    admin: Caller, app: App, board: Pinboard, ready: str
) -> None:
    assert "Choose a picture, or drop one." in send(admin, ready).text
    media_id = completed(app, admin, 2)
    page = send(admin, ready, ("a.txt", b"words"), pictures=[f"media:{media_id}"]).text
    assert "“a.txt” is text" in page
    assert re.search(rf'value="media:{media_id}" checked', page)
    five = [f"media:{completed(app, admin, number)}" for number in range(3, 8)]
    assert "with these it would have 6" in send(admin, ready, pictures=five).text
    assert "There is no such picture here" in send(admin, ready, pictures=["media:nothing"]).text
    assert Carousel(board, UUID(ready)).slides() == []


def test_one_that_could_not_be_had_says_why_and_is_tried_again(
    admin: Caller, app: App, board: Pinboard, ready: str
) -> None:
    send(admin, ready, pictures=[f"media:{completed(app, admin, 2)}"])
    (slide,) = Carousel(board, UUID(ready)).slides()
    with board.session() as session:
        progress.record_failure(session, str(slide.id), Failure("The file is damaged.", "broken"))
    page = text_of(admin, f"/pins/{ready}")
    assert "The file is damaged." in page
    assert f"/pins/{ready}/slides/{slide.id}/retry" in page
    press(admin, f"/pins/{ready}/slides/{slide.id}/retry")
    assert Carousel(board, UUID(ready)).slides()[0].error is None


def test_the_first_picture_of_a_pin_without_one_becomes_its_own(
    admin: Caller, app: App, board: Pinboard, project_id: UUID
) -> None:
    empty = str(make(admin, project_id, 201, title="Only words")["id"])
    assert "Choose a picture" in text_of(admin, f"/pins/{empty}")
    assert "the first becomes the pin" in text_of(admin, f"/pins/{empty}/pictures")
    send(admin, empty, pictures=[f"media:{completed(app, admin, number)}" for number in (2, 3)])
    pin = board.pin(UUID(empty))
    assert (pin.picture_source, pin.run_id) == (PictureSource.MEDIA, f"prepare-pin:{empty}:1")
    assert len(Carousel(board, UUID(empty)).slides()) == 1


def test_a_picture_that_a_model_painted_says_so(admin: Caller, app: App, board: Pinboard, ready: str) -> None:
    generation_id = begun_of(admin, completed(app, admin, 2))
    complete(app, generation_id)
    assert "Made by AI" not in text_of(admin, f"/pins/{ready}/stage")
    send(admin, ready, pictures=[f"generation:{generation_id}"])
    see_slides(board, ready)
    assert text_of(admin, f"/pins/{ready}/stage").count("Made by AI") == 1


def test_the_pictures_of_a_pin_that_is_out_stay_as_they_are(
    admin: Caller, app: App, board: Pinboard, ready: str
) -> None:
    send(admin, ready, pictures=[f"media:{completed(app, admin, 2)}"])
    (slide_id,) = see_slides(board, ready)
    change(app, Pin, ready, status="published", pinterest_pin_id="1")
    page = text_of(admin, f"/pins/{ready}")
    assert "Picture 2" in page
    assert f"/pins/{ready}/pictures" not in page
    assert f"/slides/{slide_id}/removal" not in page
    assert press(admin, f"/pins/{ready}/slides/{slide_id}/removal").status_code == 409
    with board.session() as session:
        assert session.get(PinSlide, slide_id) is not None
