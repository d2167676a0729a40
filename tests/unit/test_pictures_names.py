"""Names of colours and cameras, and how alike fingerprints are."""

import pytest

from pressroom.providers.pictures import ALIKE, BASIC_COLOURS, fingerprint_distance
from pressroom.providers.pictures.exif import camera_name
from pressroom.providers.pictures.palette import NAMES, colour, nearest


@pytest.mark.parametrize(
    ("rgb", "name", "basic"),
    [
        ((3, 3, 3), "black", "black"),
        ((250, 250, 250), "white", "white"),
        ((130, 128, 127), "grey", "grey"),
        ((225, 25, 30), "red", "red"),
        ((139, 0, 0), "dark red", "red"),
        ((255, 140, 0), "orange", "orange"),
        ((255, 230, 0), "yellow", "yellow"),
        ((0, 128, 0), "green", "green"),
        ((0, 80, 30), "dark green", "green"),
        ((0, 128, 128), "teal", "teal"),
        ((135, 206, 235), "sky blue", "blue"),
        ((20, 30, 95), "navy", "blue"),
        ((30, 90, 220), "blue", "blue"),
        ((120, 40, 150), "purple", "purple"),
        ((255, 160, 195), "pink", "pink"),
        ((120, 72, 40), "brown", "brown"),
        ((218, 196, 162), "beige", "brown"),
    ],
)
def test_a_colour_is_called_what_people_call_it(rgb: tuple[int, int, int], name: str, basic: str) -> None:
    assert nearest(rgb)[:2] == (name, basic)


def test_every_named_colour_belongs_to_a_group_and_every_group_has_one() -> None:
    assert {swatch.basic for swatch in NAMES} == set(BASIC_COLOURS)
    assert len({swatch.name for swatch in NAMES}) == len(NAMES)


def test_every_named_colour_is_nearest_to_itself() -> None:
    assert all(nearest(_rgb(swatch.hex)) == swatch for swatch in NAMES)


def test_a_colour_is_written_as_hex() -> None:
    assert colour((1, 16, 255), 0.25).hex == "#0110ff"


@pytest.mark.parametrize(
    ("make", "model", "name"),
    [
        ("Canon", "Canon EOS R6", "Canon EOS R6"),
        ("NIKON CORPORATION", "NIKON D850", "NIKON D850"),
        ("Apple", "iPhone 15", "Apple iPhone 15"),
        ("SONY", "ILCE-7M3", "SONY ILCE-7M3"),
        ("", "Lumia 950", "Lumia 950"),
        ("FUJIFILM", "", "FUJIFILM"),
        ("", "", None),
    ],
)
def test_a_camera_is_named_without_saying_its_maker_twice(make: str, model: str, name: str | None) -> None:
    assert camera_name(make, model) == name


def test_fingerprints_differ_by_the_places_that_differ() -> None:
    assert fingerprint_distance("0" * 64, "0" * 64) == 0
    assert fingerprint_distance("0" * 64, "1" * 64) == 64
    assert fingerprint_distance("01" * 32, "01" * 31 + "10") == 2
    assert 0 < ALIKE < 16


def _rgb(value: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(value[1:])
    return red, green, blue
