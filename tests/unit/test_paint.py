"""Styles as data, what models are asked for, the fake painter, and the arithmetic of cloth."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from pressroom.kernel.errors import Invalid, ProviderBusy, ProviderRefused
from pressroom.providers.paint import FakePainter, Subject, SubjectType, style, styles
from pressroom.providers.paint.sewing.fibres import combed, noise
from pressroom.providers.paint.sewing.relief import inflated, seams
from pressroom.providers.paint.styles.style import StyleFile

CAT = Subject(type=SubjectType.PET, description="a cat called {Tom}", features=("green eyes", "a white paw"))


def file_of(prompt: str = "{type} {description} {features}", **more: object) -> dict[str, Any]:
    recipe = style("plushie").recipe.model_dump()
    return {"order": 9, "name": "Wood", "tagline": "Carved", "prompt": prompt, "recipe": recipe, **more}


def test_the_plushie_comes_first_and_every_style_has_its_own_name() -> None:
    assert styles()[0].key == "plushie"
    assert {one.key for one in styles()} >= {"plushie", "felt", "clay", "paper-cut"}
    assert len({one.name for one in styles()}) == len(styles())


def test_an_unknown_style_is_refused_with_those_there_are() -> None:
    with pytest.raises(Invalid, match="plushie, felt, clay") as caught:
        style("bronze")
    assert caught.value.code == "unknown_style"


def test_a_style_file_becomes_a_style_of_its_files_name() -> None:
    assert StyleFile.model_validate(file_of()).style("wood").key == "wood"


@pytest.mark.parametrize(
    "wrong",
    [{"prompt": "{type}"}, {"prompt": "{type} {description} {features} {secret}"}, {"colour": "red"}, {"name": ""}],
)
def test_a_style_file_with_something_missing_or_unknown_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        StyleFile.model_validate({**file_of(), **wrong})


def test_no_two_recipes_are_alike() -> None:
    recipes = [one.recipe for one in styles()]

    assert all(one != other for number, one in enumerate(recipes) for other in recipes[number + 1 :])


def test_the_fake_paints_the_same_for_the_same_photo_and_style() -> None:
    fake = FakePainter()
    plushie, felt = style("plushie"), style("felt")

    assert fake.paint(b"one", plushie, CAT) == fake.paint(b"one", plushie, CAT)
    assert fake.paint(b"one", plushie, CAT).png != fake.paint(b"one", felt, CAT).png
    assert fake.paint(b"one", plushie, CAT).png != fake.paint(b"two", plushie, CAT).png
    assert fake.calls[0] == (b"one", "plushie", CAT)


def test_the_fake_fails_as_told() -> None:
    fake = FakePainter(busy=1, retry_after=3, errors={b"bad": ProviderRefused("No.")})

    with pytest.raises(ProviderBusy) as caught:
        fake.paint(b"good", style("plushie"), CAT)
    assert caught.value.retry_after == 3
    with pytest.raises(ProviderRefused):
        fake.paint(b"a bad one", style("plushie"), CAT)
    assert fake.paint(b"good", style("plushie"), CAT).width == 1024


def test_a_cushion_is_highest_in_its_middle_and_flat_outside() -> None:
    inside = np.zeros((1024, 1024), np.float32)
    inside[200:800, 200:800] = 1
    heights = inflated(inside)

    assert heights[500, 500] > 0.97
    assert heights[500, 260] < heights[500, 350] < heights[500, 500]
    assert abs(heights[100, 100]) < 0.01


def test_a_silhouette_is_no_seam() -> None:
    numbers = np.zeros((50, 50), np.int32)
    numbers[10:40, 10:25], numbers[10:40, 25:40] = 1, 2
    lines = seams(numbers)

    assert lines[20, 24] == lines[20, 25] == 1
    assert lines[:, :20].sum() == lines[:, 30:].sum() == 0


def test_combed_noise_changes_less_along_its_fibres_than_across() -> None:
    way = np.zeros((1024, 1024, 2), np.float32)
    way[..., 0] = 1
    fibres = combed(noise(np.random.default_rng(1)), way, 12)

    assert np.abs(np.diff(fibres, axis=1)).mean() < 0.5 * np.abs(np.diff(fibres, axis=0)).mean()
