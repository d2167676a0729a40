"""What a description of a picture may be, and what names and numbers say about one."""

import pytest
from pydantic import ValidationError

from pressroom.providers.describe import PICTURE, PictureDescription, with_request
from pressroom.providers.describe.local.feedback import understand
from pressroom.providers.describe.local.pictures.colours import colours_given
from pressroom.providers.describe.local.pictures.look import Look
from pressroom.providers.describe.local.pictures.naming import title_in, words_in
from pressroom.providers.describe.local.pictures.wishes import GRANTS


def test_what_a_model_says_is_tidied() -> None:
    found = PictureDescription.model_validate(
        {
            "description": "  A cat\non a\u202e sofa. ",
            "tags": ["Cat", "cat ", "SOFA", *(f"tag {number}" for number in range(20))],
            "content": "a cat",
            "style": "  ",
            "colors": ["Grey", "grey", "white"],
            "subjects": ["Cat"],
            "mood": None,
        }
    )

    assert found.description == "A cat on a sofa."
    assert found.tags[:2] == ["cat", "sofa"]
    assert len(found.tags) == 15
    assert found.colors == ["grey", "white"]
    assert found.style is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"description": " "},
        {"description": "x" * 601},
        {"tags": []},
        {"tags": [""]},
        {"content": ""},
        {"content": "x" * 121},
    ],
)
def test_what_does_not_fit_is_an_error(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PictureDescription.model_validate({"description": "A cat.", "tags": ["cat"], "content": "a cat", **wrong})


def test_an_owners_request_stands_between_the_rules() -> None:
    asked = with_request(PICTURE, "  Write German. {braces} ").system_prompt

    assert asked.startswith(PICTURE.instructions)
    assert "Write German. {braces}" in asked
    assert asked.endswith(PICTURE.rules)
    assert with_request(PICTURE, None) is PICTURE
    assert with_request(PICTURE, " ") is PICTURE
    assert len(with_request(PICTURE, "x" * 9000).instructions) < len(PICTURE.instructions) + 2400


@pytest.mark.parametrize(
    "name",
    [
        "IMG_1234.JPG",
        "DSC_0001",
        "DSCF1234.raf",
        "PXL_20260512_101112.jpg",
        "WhatsApp Image 2026-05-12 at 10.11.12.jpeg",
        "550e8400-e29b-41d4-a716-446655440000.png",
        "deadbeefcafe1234.webp",
        "a3f9c2.jpg",
        "xkcdqwrt.png",
        "Screenshot from 2026-01-01.png",
        "DCIM",
        "",
    ],
)
def test_what_a_camera_or_an_app_writes_is_no_name(name: str) -> None:
    assert title_in(name) == ""
    assert words_in(name) == []


@pytest.mark.parametrize(
    ("name", "title", "words"),
    [
        ("Red boat in Norway.jpg", "Red boat in Norway", ["red", "boat", "norway"]),
        ("luna-on-the-sofa_2.webp", "luna on the sofa", ["luna", "sofa"]),
        ("IMG_1234 (Küche im Umbau).HEIC", "Küche im Umbau", ["küche", "umbau"]),
        ("BlueDoor3.png", "Blue Door", ["blue", "door"]),
        ("Holiday in Norway", "Holiday in Norway", ["holiday", "norway"]),
    ],
)
def test_words_a_person_wrote_are_a_name(name: str, title: str, words: list[str]) -> None:
    assert title_in(name) == title
    assert words_in(name) == words


def test_measured_colours_keep_their_names_and_order() -> None:
    assert colours_given("sky blue 41 %, white 20.5 %") == ["sky blue", "white"]
    assert colours_given("red, green") == ["red", "green"]
    assert colours_given("") == []


def look(**measures: float) -> Look:
    plain: dict[str, float] = {
        "width": 400, "height": 300, "brightness": 0.5, "contrast": 0.2, "saturation": 0.4, "warmth": 0,
        "flat": 0.4, "sharp": 0.02, "shades": 100, "main_shade": 0.1, "ink": 0.3,
    }  # fmt: skip
    return Look(**{**plain, **measures})  # type: ignore[arg-type]  # two of the measures are whole numbers


@pytest.mark.parametrize(
    ("measures", "style"),
    [
        ({}, "photo"),
        ({"saturation": 0.01}, "black and white photo"),
        ({"flat": 0.9, "shades": 3, "main_shade": 0.7}, "screenshot"),
        ({"flat": 0.9, "shades": 3, "width": 1000}, "drawing"),
        ({"saturation": 0.02, "brightness": 0.8, "sharp": 0.1, "ink": 0.1}, "scan"),
        ({"flat": 1, "sharp": 0, "shades": 1, "main_shade": 1}, "blank"),
    ],
)
def test_measures_tell_the_style(measures: dict[str, float], style: str) -> None:
    assert look(**measures).style == style


def test_light_suggests_a_mood_of_photos_only() -> None:
    assert look(brightness=0.8, warmth=0.2).mood == "bright and warm"
    assert look(brightness=0.1).mood == "dark"
    assert look().mood is None
    assert look(brightness=0.8, flat=0.9, shades=2).mood is None


@pytest.mark.parametrize(
    ("width", "height", "name"),
    [(400, 300, "landscape"), (300, 400, "portrait"), (300, 301, "square"), (900, 300, "wide"), (1, 900, "tall")],
)
def test_the_way_a_picture_lies_has_a_name(width: int, height: int, name: str) -> None:
    assert look(width=width, height=height).format == name


def test_what_can_be_wished_of_a_document_can_be_wished_of_a_picture() -> None:
    feedback = "shorter; longer; tags: a; more tags; in English; better title; mention x; focus on y; without z"

    assert {wish.verb for wish in understand(feedback).wishes} <= set(GRANTS)
