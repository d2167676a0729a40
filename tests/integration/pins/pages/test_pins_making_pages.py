"""The form that makes pins, as a browser without scripts sends it."""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

import httpx
import pytest

from pressroom.features.pins.models import PictureSource, PinStatus
from pressroom.kernel.app import App
from pressroom.providers.pictures.sniff import ACCEPTED_IN_WORDS
from tests.caller import Caller
from tests.gallery import begun_of, complete
from tests.library import completed, picture
from tests.page_forms import PERSON, SCRIPT, text_of, toast_of
from tests.pins import Pinboard


def make(caller: Caller, fields: Mapping[str, str | Sequence[str]], *files: tuple[str, bytes]) -> httpx.Response:
    """Send the form as a browser does: where no file was chosen, one without a name and without content."""
    parts = [(name, one) for name, value in fields.items() for one in ([value] if isinstance(value, str) else value)]
    said = [f'form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in parts]
    octets = "Content-Type: application/octet-stream"
    said += [
        f'form-data; name="files"; filename="{name}"\r\n{octets}\r\n\r\n'.encode() + content
        for name, content in files or [("", b"")]
    ]
    body = b"".join(b"--part\r\nContent-Disposition: " + one + b"\r\n" for one in said) + b"--part--\r\n"
    headers = PERSON | {"Content-Type": "multipart/form-data; boundary=part"}
    return caller.http.post("/pins", content=body, headers=headers)


def ticked(page: str) -> list[str]:
    """Return the pictures that are chosen on the form."""
    return re.findall(r'name="pictures" value="([^"]+)" checked', page)


def once_in(page: str) -> str:
    """Return what tells a form from others."""
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return found[1]


def chosen(page: str, field: str) -> str | None:
    """Return what a list of the form stands on."""
    body = re.search(rf'<select[^>]* id="{field}".*?</select>', page, re.DOTALL)
    found = re.search(r'value="([^"]*)" selected', body[0]) if body else None
    return found[1] if found else None


def test_it_arrives_with_what_the_address_names_chosen(
    admin: Caller, app: App, board: Pinboard, project_id: UUID, media_id: str
) -> None:
    assert project_id
    other = board.blogs.project("Another")
    article_id = board.article(other, "soup", pictures=2)
    generation_id = begun_of(admin, media_id)
    complete(app, generation_id)
    page = text_of(admin, f"/pins/new?article={article_id}")
    assert (chosen(page, "article"), chosen(page, "project")) == (str(article_id), str(other))
    assert page.count('value="article_picture:') == 2
    assert ticked(text_of(admin, f"/pins/new?media={media_id}")) == [f"media:{media_id}"]
    assert ticked(text_of(admin, f"/pins/new?generation={generation_id}")) == [f"generation:{generation_id}"]
    assert chosen(text_of(admin, f"/pins/new?project={other}"), "project") == str(other)
    assert ticked(text_of(admin, "/pins/new?media=nonsense&article=nonsense&generation=nonsense")) == []


def test_another_project_lets_go_of_the_article(admin: Caller, board: Pinboard, project_id: UUID) -> None:
    other = board.blogs.project("Another")
    article_id = board.article(other, "soup")
    page = text_of(admin, f"/pins/new?article={article_id}&project={project_id}")
    assert (chosen(page, "article"), chosen(page, "project")) == (None, str(project_id))


def test_several_pictures_make_several_pins(
    admin: Caller, app: App, board: Pinboard, project_id: UUID, media_id: str
) -> None:
    article_id = board.article(project_id, "soup")
    (shown,) = board.blogs.pictures(article_id)
    generation_id = begun_of(admin, media_id)
    complete(app, generation_id)
    fields = {
        "project": str(project_id),
        "article": str(article_id),
        "board": str(board.board()),
        "pictures": [f"media:{media_id}", f"generation:{generation_id}", f"article_picture:{shown.id}"],
    }
    answer = make(admin, fields, ("own.png", picture(7)))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/pins?article={article_id}")
    made = board.pins()
    assert [one.picture_source for one in made] == [
        PictureSource.MEDIA,
        PictureSource.GENERATION,
        PictureSource.ARTICLE,
        PictureSource.UPLOAD,
    ]
    assert {(one.article_id, one.board_id is not None) for one in made} == {(article_id, True)}


def test_one_picture_makes_one_pin_and_leads_to_it_written_where_that_is_wished(
    admin: Caller, board: Pinboard, project_id: UUID, media_id: str
) -> None:
    answer = make(admin, {"project": str(project_id), "pictures": f"media:{media_id}", "write": "yes"})
    (made,) = board.pins()
    assert (answer.status_code, answer.headers["location"]) == (303, f"/pins/{made.id}")
    assert made.status is PinStatus.DESCRIBING


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "Choose a picture"),
        ({"pictures": "media:nonsense"}, "no such picture"),
        ({"pictures": "media:01900000-0000-7000-8000-000000000000"}, "no such"),
        ({"pictures": "elsewhere:01900000-0000-7000-8000-000000000000"}, "no such picture"),
        ({"board": "nonsense", "pictures": "{media}"}, "no such board"),
    ],
)
def test_what_was_chosen_stays_chosen_where_no_pin_could_be_made(
    admin: Caller, project_id: UUID, media_id: str, fields: Mapping[str, str], why: str
) -> None:
    filled = {name: value.replace("{media}", f"media:{media_id}") for name, value in fields.items()}
    answer = make(admin, {"project": str(project_id), "write": "yes"} | filled)
    assert answer.status_code == 200
    assert why in answer.text
    assert chosen(answer.text, "project") == str(project_id)
    assert 'name="write" value="yes" checked' in answer.text
    assert "No pins yet" in text_of(admin, "/pins")


def test_a_file_that_is_no_picture_makes_no_pin(admin: Caller, board: Pinboard, project_id: UUID) -> None:
    answer = make(admin, {"project": str(project_id)}, ("notes.txt", b"no picture at all"))
    assert "No pin was made." in answer.text
    assert board.pins() == []


def test_a_file_that_is_no_picture_stops_none_of_the_others_and_is_named(
    admin: Caller, board: Pinboard, project_id: UUID, media_id: str
) -> None:
    fields = {"project": str(project_id), "pictures": f"media:{media_id}"}
    answer = make(admin, fields, ("notes.txt", b"no picture at all"), ("own.png", picture(7)))
    assert [one.picture_source for one in board.pins()] == [PictureSource.MEDIA, PictureSource.UPLOAD]
    assert "2 pins were made, 1 file not taken." in answer.text
    assert "“notes.txt”: " in answer.text
    assert f'href="/pins?project={project_id}"' in answer.text
    assert ticked(answer.text) == []


def test_the_hint_names_every_kind_that_is_taken(admin: Caller, project_id: UUID) -> None:
    assert project_id
    page = text_of(admin, "/pins/new")
    for kind in ACCEPTED_IN_WORDS.replace(" and", ",").split(", "):
        assert kind in page


def test_the_same_form_sent_twice_makes_its_pins_once(
    admin: Caller, board: Pinboard, project_id: UUID, media_id: str
) -> None:
    form = {"project": str(project_id), "pictures": f"media:{media_id}", "once": once_in(text_of(admin, "/pins/new"))}
    first, second = make(admin, form), make(admin, form)
    assert len(board.pins()) == 1
    assert first.headers["location"] == second.headers["location"]
    make(admin, form | {"board": str(board.board())})
    make(admin, form | {"once": once_in(text_of(admin, "/pins/new"))})
    assert len(board.pins()) == 3


def test_the_chosen_pictures_of_an_article_are_made_into_pins_once(
    admin: Caller, board: Pinboard, project_id: UUID
) -> None:
    article_id = board.article(project_id, "soup", pictures=3)
    form = {
        "pictures": [str(one.id) for one in board.blogs.pictures(article_id)],
        "once": once_in(text_of(admin, f"/articles/{article_id}")),
    }
    for _ in range(2):
        answer = admin.http.post(f"/articles/{article_id}/pins", data=form, headers=SCRIPT)
        assert toast_of(answer)["message"] == "3 pins made."
    assert len(board.pins()) == 3


def test_without_a_project_none_is_guessed(admin: Caller, board: Pinboard, media_id: str) -> None:
    assert board
    assert "Add a project" in make(admin, {"pictures": f"media:{media_id}"}).text


def test_pictures_chosen_in_the_library_arrive_chosen(admin: Caller, project_id: UUID, media_id: str) -> None:
    assert project_id
    answer = admin.http.post("/pins/new", data={"ids": [media_id]}, headers=PERSON)
    assert answer.headers["location"] == f"/pins/new?media={media_id}"
    assert ticked(text_of(admin, answer.headers["location"])) == [f"media:{media_id}"]
    many = admin.http.post("/pins/new", data={"ids": [media_id] * 51}, headers=PERSON)
    assert many.status_code == 422
    assert 'href="/pins/new?media=' in text_of(admin, f"/media/{media_id}")


def test_the_library_is_searched_in_place_and_what_is_chosen_stays(
    admin: Caller, app: App, project_id: UUID, media_id: str
) -> None:
    assert project_id
    other = completed(app, admin, 2)
    page = text_of(admin, f"/pins/new?q=nothing+like+it&pictures=media:{media_id}")
    assert ticked(page) == [f"media:{media_id}"]
    assert other in text_of(admin, "/pins/new")
