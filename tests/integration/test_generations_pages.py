"""The studio's pages as a browser without scripts sees them, and what its scripts are answered."""

import re

import pytest

from pressroom.features.generations.models import Generation, Step
from pressroom.kernel.app import App
from tests import library
from tests.caller import Caller
from tests.gallery import begun, begun_of, complete, fail, see
from tests.generations import spend
from tests.library import picture
from tests.page_forms import PERSON, SCRIPT, press, text_of, toast_of

FULL = "You have 5 generations in progress. Please wait for one to complete."


def tiles_of(page: str) -> list[str]:
    """Return the ids of the generations on a page, in order."""
    return re.findall(r'id="generation-([\w-]+)"', page)


def test_a_photo_sent_by_the_plain_form_stands_in_the_gallery(admin: Caller) -> None:
    sent = {"file": ("Mia.png", picture(1))}
    answer = admin.http.post("/generations", files=sent, data={"style": "clay"}, headers=PERSON)
    assert (answer.status_code, answer.headers["location"]) == (303, "/generations")
    page = text_of(admin, "/generations")
    assert len(tiles_of(page)) == 1
    assert "Waiting" in page
    assert "Mia.png" in page


def test_one_that_is_delivered_cannot_be_cancelled_any_more(admin: Caller, app: App) -> None:
    generation_id = begun(admin)
    complete(app, generation_id)
    answer = admin.http.post(f"/generations/{generation_id}/cancellation", headers=PERSON)
    assert answer.status_code == 409
    assert "completed already" in answer.text


def test_a_script_that_sends_a_photo_is_told_what_to_say(admin: Caller) -> None:
    answer = admin.http.post("/generations", files={"file": ("Mia.png", picture(1))}, headers=SCRIPT)
    assert answer.status_code == 204
    assert toast_of(answer)["message"] == "Making “Mia.png” as plushie."
    refused = admin.http.post("/generations", files={"file": ("notes.txt", b"no photo")}, headers=SCRIPT)
    assert refused.status_code == 415
    assert toast_of(refused)["tone"] == "bad"


def test_an_empty_gallery_says_what_to_do(admin: Caller) -> None:
    assert "Nothing made yet" in text_of(admin, "/generations")
    assert "None of these" in text_of(admin, "/generations?status=failed")


def test_each_state_has_its_tile(admin: Caller, app: App) -> None:
    running, done, failed = (begun(admin, mark) for mark in range(3))
    see(app, running, step=Step.GENERATE)
    complete(app, done)
    fail(app, failed, "It is all of one colour.")
    of = {one: text_of(admin, f"/generations/{one}/tile") for one in (running, done, failed)}
    assert 'data-tone="run"' in of[running]
    assert "Making the picture" in of[running]
    assert f"/api/generations/{running}/original/thumbnail" in of[running]
    assert 'type="range"' in of[done]
    assert f"/api/generations/{done}/result/thumbnail" in of[done]
    assert 'data-tone="bad"' in of[failed]
    assert "It is all of one colour." in of[failed]
    assert f'action="/generations/{failed}/retry"' in of[failed]


def test_the_gallery_is_narrowed_by_status_and_style(admin: Caller, app: App) -> None:
    plushie, felt, clay = (begun(admin, style, style=style) for style in ("plushie", "felt", "clay"))
    fail(app, felt)
    complete(app, clay)
    assert tiles_of(text_of(admin, "/generations")) == [clay, felt, plushie]
    assert tiles_of(text_of(admin, "/generations?status=failed")) == [felt]
    assert tiles_of(text_of(admin, "/generations?status=processing")) == [plushie]
    assert tiles_of(text_of(admin, "/generations?style=clay")) == [clay]
    assert tiles_of(text_of(admin, "/generations?style=felt&status=completed")) == []
    assert tiles_of(text_of(admin, "/generations?status=")) == [clay, felt, plushie]


def test_a_long_gallery_goes_on_where_it_stopped(admin: Caller, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pressroom.web.pages.generations.AT_ONCE", 2)
    made = []
    for number in range(5):
        made.append(begun(admin, number))
        complete(app, made[-1])
    page = text_of(admin, "/generations?style=plushie")
    seen = tiles_of(page)
    while more := re.search(r'hx-get="(/generations/batch\?[^"]+)"', page):
        page = text_of(admin, more[1].replace("&amp;", "&"))
        seen += tiles_of(page)
    assert seen == made[::-1]


def test_what_may_be_spent_is_said_and_why_nothing_may(admin: Caller, app: App) -> None:
    assert_studio(admin, "20</strong> available", is_locked=False)
    made = [begun(admin, number) for number in range(5)]
    assert_studio(admin, "(5 in use)", FULL, is_locked=True)
    complete(app, made[0])
    assert_studio(admin, "(4 in use)", is_locked=False)
    spend(app, admin, 16)
    assert_studio(admin, "0</strong> available", "All your credits are in use.", is_locked=True)
    for one in made[1:]:
        fail(app, one)
    spend(app, admin, 4)
    assert_studio(admin, "0</strong> available", "You have no credits left.", is_locked=True)


def assert_studio(caller: Caller, *words: str, is_locked: bool) -> None:
    for path in ("/generations", "/generations/credits"):
        page = text_of(caller, path)
        assert all(one in page for one in words), path
        assert bool(re.search(r'data-part="send" disabled', page)) == is_locked, path


def test_a_sixth_is_refused_in_the_same_words(admin: Caller) -> None:
    for number in range(5):
        begun(admin, number)
    sent = {"file": ("Mia.png", picture(6))}
    refused = admin.http.post("/generations", files=sent, headers=SCRIPT)
    assert (refused.status_code, toast_of(refused)["message"]) == (429, FULL)
    assert FULL in admin.http.post("/generations", files=sent, headers=PERSON).text


def test_a_failed_one_is_tried_again_in_another_style(admin: Caller, app: App) -> None:
    generation_id = begun(admin)
    fail(app, generation_id, "The model refused.")
    page = text_of(admin, f"/generations/{generation_id}")
    assert "The model refused." in page
    assert "No credit was taken" in page
    assert press(admin, f"/generations/{generation_id}/retry", {"style": "felt"}).status_code == 303
    shown = admin.json(f"/api/generations/{generation_id}")
    assert (shown["status"], shown["style"], shown["attempt"]) == ("processing", "felt", 2)
    busy = admin.http.post(f"/generations/{generation_id}/retry", headers=SCRIPT)
    assert (busy.status_code, toast_of(busy)["tone"]) == (409, "bad")


def test_one_in_progress_is_cancelled_and_its_credit_is_free_again(admin: Caller) -> None:
    generation_id = begun(admin)
    assert f'action="/generations/{generation_id}/cancellation"' in text_of(admin, f"/generations/{generation_id}")
    assert press(admin, f"/generations/{generation_id}/cancellation").status_code == 303
    assert admin.json(f"/api/generations/{generation_id}")["status"] == "failed"
    assert admin.json("/api/credits")["available"] == 20


def test_all_that_is_known_stands_beside_the_pictures(admin: Caller, app: App) -> None:
    generation_id = begun(admin)
    complete(
        app,
        generation_id,
        subject_type="pet",
        subject_description="A white cat with one black ear.",
        subject_features=["one black ear"],
    )
    page = text_of(admin, f"/generations/{generation_id}")
    for words in ("A pet", "A white cat", "one black ear", "The photo is small.", "This server", "No cost", "1 credit"):
        assert words in page, words
    assert f"/api/generations/{generation_id}/result?download=true" in page
    assert f"/api/generations/{generation_id}/original?download=true" in page


def test_a_result_becomes_media_once_and_is_linked_from_then_on(admin: Caller, app: App) -> None:
    generation_id = begun(admin)
    complete(app, generation_id)
    gone_to = press(admin, f"/generations/{generation_id}/media").headers["location"]
    assert re.fullmatch(r"/media/[\w-]+", gone_to)
    assert "Mia-plushie.png" in text_of(admin, gone_to)
    assert f'href="{gone_to}"' in text_of(admin, f"/generations/{generation_id}/panel")
    assert press(admin, f"/generations/{generation_id}/media").headers["location"] == gone_to


def test_nothing_becomes_media_before_it_is_delivered(admin: Caller) -> None:
    assert press(admin, f"/generations/{begun(admin)}/media").status_code == 404


def test_a_deleted_one_leaves_the_gallery_and_comes_back(admin: Caller, app: App) -> None:
    generation_id = begun(admin)
    url = f"/generations/{generation_id}"
    assert press(admin, f"{url}/deletion").status_code == 409
    complete(app, generation_id)
    deleted = admin.http.post(f"{url}/deletion", headers=SCRIPT)
    assert toast_of(deleted)["undo"] == f"{url}/deletion/undo"
    assert admin.http.get(f"{url}/tile").text == admin.http.get(f"{url}/row").text == ""
    assert tiles_of(text_of(admin, "/generations")) == []
    assert "Bring back" in text_of(admin, url)
    assert press(admin, f"{url}/deletion/undo").status_code == 303
    assert tiles_of(text_of(admin, "/generations")) == [generation_id]


def test_a_picture_of_the_library_is_made_anew_and_says_so(admin: Caller, app: App) -> None:
    item_id = library.completed(app, admin, "terrace")
    assert f'action="/media/{item_id}/generations"' in text_of(admin, f"/media/{item_id}")
    assert press(admin, f"/media/{item_id}/generations", {"style": "felt"}).status_code == 303
    other = begun_of(admin, item_id)
    for path in (f"/media/{item_id}", f"/media/{item_id}/generations"):
        page = text_of(admin, path)
        assert page.count("/generations/") >= 2
        assert f'href="/generations/{other}"' in page
        assert "Felt" in page


def test_the_shelf_holds_what_has_been_looked_at(admin: Caller, app: App) -> None:
    assert "The library is empty" in text_of(admin, "/generations/library")
    seen = library.completed(app, admin, "terrace")
    admin.add_picture(picture("unseen"))
    assert re.findall(r"/media/([\w-]+)/generations", text_of(admin, "/generations/library")) == [seen]


def test_what_is_being_made_is_told_at_home_and_in_the_navigation(admin: Caller, app: App) -> None:
    assert "Being made" not in text_of(admin, "/")
    one, other = begun(admin, 1), begun(admin, 2)
    complete(app, other)
    home = text_of(admin, "/")
    assert f'id="generation-row-{one}"' in home
    assert other not in home
    assert re.search(r'title="In progress">1<', text_of(admin, "/-/nav"))


def test_a_style_that_is_no_longer_offered_is_still_named(admin: Caller, app: App) -> None:
    generation_id = begun(admin)
    library.change(app, Generation, generation_id, style="paper-mache")
    fail(app, generation_id)
    assert "Paper mache" in text_of(admin, f"/generations/{generation_id}")
