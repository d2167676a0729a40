"""Who sits for a portrait: by the local model, by the fake, and by a real client against a real server."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe import (
    PICTURE,
    SITTER,
    Answer,
    Describer,
    Evidence,
    SitterDescription,
    Turn,
    describer_for,
)
from pressroom.providers.describe.local import KEPT, LocalDescriber
from tests.providers.chat_server import ChatServer
from tests.providers.describers import KINDS, client_of, describer_of

PICTURED = Path(__file__).parents[2] / "samples" / "pictures"
GOOD: dict[str, Any] = {
    "subject_type": "pet",
    "description": "A ginger tabby cat with a white chin looks to the side.",
    "features": ["ginger tabby fur", "white chin", "green eyes"],
}
GROUND, GINGER, WHITE = (120, 140, 60), (30, 110, 220), (245, 245, 245)

Pixels = NDArray[np.uint8]


def photo(name: str) -> bytes:
    return (PICTURED / f"{name}.webp").read_bytes()


def pixels(name: str) -> Pixels:
    return np.asarray(cv2.imdecode(np.frombuffer(photo(name), np.uint8), cv2.IMREAD_COLOR), np.uint8)


def encoded(picture: Pixels, suffix: str = ".png") -> bytes:
    return cv2.imencode(suffix, picture)[1].tobytes()


def local() -> Describer:
    return describer_for("local", timeout_seconds=60)


def told(image: bytes) -> Answer[SitterDescription]:
    return local().describe(SITTER, Evidence("IMG_1234.jpg", images=(image,)))


def figure(*, width: int, height: int) -> Pixels:
    """Return a white oval with a ginger lower half, on green."""
    picture = np.full((400, 400, 3), GROUND, np.uint8)
    cv2.ellipse(picture, (200, 200), (width // 2, height // 2), 0, 180, 360, WHITE, -1)
    cv2.ellipse(picture, (200, 200), (width // 2, height // 2), 0, 0, 180, GINGER, -1)
    return picture


@pytest.fixture(params=KINDS)
def describer(request: pytest.FixtureRequest, server: ChatServer) -> Describer:
    server.says(json.dumps(GOOD))
    return describer_of(request.param, server)


def test_every_describer_tells_that_a_cat_is_a_pet(describer: Describer) -> None:
    evidence = Evidence("my cat.jpg", images=(photo("cat"),))

    answer = describer.describe(SITTER, evidence)
    again = describer.describe(SITTER, evidence, turns=[Turn(answer.values.model_dump(mode="json"), "say more")])

    assert answer.values.subject_type == "pet"
    assert "cat" in answer.values.description
    assert 1 <= len(answer.values.features) <= 8
    assert answer.model == describer.model
    assert again.values.subject_type == "pet"
    assert SitterDescription.model_validate_json(again.values.model_dump_json()) == again.values


def test_a_vision_model_is_sent_the_picture_and_the_rules(server: ChatServer) -> None:
    server.says(json.dumps(GOOD))

    answer = client_of(server).describe(SITTER, Evidence("IMG_1.jpg", images=(photo("cat"),)))

    system, asked = server.requests[0]["messages"]
    assert "Never name a person" in system["content"]
    assert any("data:image/webp;base64," in str(part) for part in asked["content"])
    assert answer.values.features == GOOD["features"]
    assert len(server.requests) == 1


def test_a_vision_model_that_names_another_kind_of_subject_may_mend_that(server: ChatServer) -> None:
    server.says(json.dumps({**GOOD, "subject_type": "cat"}))
    server.says(json.dumps(GOOD))

    answer = client_of(server).describe(SITTER, Evidence("IMG_1.jpg", images=(photo("cat"),)))

    assert answer.values.subject_type == "pet"
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("name", "kind", "word"),
    [
        ("cat", "pet", "cat"),
        ("astronaut", "person", "person"),
        ("coffee", "other", "espresso"),
        ("rocket", "other", "rocket"),
    ],
)
def test_the_local_model_tells_people_animals_and_things_apart(name: str, kind: str, word: str) -> None:
    answer = told(photo(name))

    assert answer.values.subject_type == kind
    assert word in answer.values.description.lower()
    assert answer.confidence is not None
    assert answer.confidence >= 0.45


@pytest.mark.parametrize(
    "change",
    [
        lambda picture: cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR),
        lambda picture: (picture * 0.4).astype(np.uint8),
        lambda picture: cv2.flip(picture, 1),
        lambda picture: cv2.resize(picture, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA),
        lambda picture: cv2.copyMakeBorder(picture, 0, 0, 400, 0, cv2.BORDER_CONSTANT, value=(90, 120, 110)),
    ],
    ids=["grey", "dark", "mirrored", "small", "beside the middle"],
)
@pytest.mark.parametrize(("name", "kind"), [("cat", "pet"), ("astronaut", "person"), ("coffee", "other")])
def test_a_subject_stays_what_it_is_in_a_worse_picture(
    name: str, kind: str, change: Callable[[Pixels], Pixels]
) -> None:
    assert told(encoded(change(pixels(name)))).values.subject_type == kind


def test_a_person_is_told_by_face_and_colours_and_nothing_else() -> None:
    answer = told(photo("astronaut"))

    assert answer.values.description.startswith("A person, seen from the front.")
    assert any("below the face" in feature for feature in answer.values.features)
    assert "face seen from the front" in answer.values.features
    assert answer.notes == ()


def test_of_several_people_their_number_is_told() -> None:
    two = np.hstack([pixels("astronaut")[:, 100:400], cv2.flip(pixels("astronaut")[:, 100:400], 1)])

    assert told(encoded(np.asarray(two, np.uint8))).values.description.startswith("Two people")


@pytest.mark.parametrize(("share", "kind", "notes"), [(0.5, "pet", 0), (0.8, "pet", 1), (1.0, "person", 0)])
def test_of_a_person_and_an_animal_the_surer_one_counts(share: float, kind: str, notes: int) -> None:
    both = pixels("cat")
    side = round(len(both) * share)
    both[:side, :side] = cv2.resize(pixels("astronaut")[:260, 100:360], (side, side))

    answer = told(encoded(both))

    assert answer.values.subject_type == kind
    assert sum("taken for the subject" in note for note in answer.notes) == notes


def test_of_a_subject_that_fills_the_picture_no_shape_is_told() -> None:
    answer = told(photo("cat"))

    assert answer.values.features[0] == "cat"
    assert not any("wide" in feature or "outline" in feature for feature in answer.values.features)
    assert any("picture's middle" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("width", "height", "shape"), [(300, 140, "wider than tall"), (140, 300, "taller than wide"), (240, 240, "")]
)
def test_colours_and_shape_are_those_of_the_subject_and_measured(width: int, height: int, shape: str) -> None:
    answer = told(encoded(figure(width=width, height=height)))
    features = answer.values.features

    assert any(feature.startswith("white (") for feature in features)
    assert any(feature.startswith("orange (") for feature in features)
    assert not any("green" in feature for feature in features), "the ground is none of it"
    assert "compact, rounded outline" in features
    assert "lighter above than below" in features
    assert [feature for feature in features if feature in {"wider than tall", "taller than wide"}] == [shape] * bool(
        shape
    )


def test_what_is_not_recognised_is_said_with_low_confidence() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (300, 400, 3), dtype=np.uint8)

    answer = told(encoded(noise))

    assert answer.values.subject_type == "other"
    assert answer.confidence is not None
    assert answer.confidence < 0.5
    assert any("Low confidence" in note for note in answer.notes)


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 2), (31, 31), (40, 3000), (3000, 40)])
def test_pictures_of_any_size_are_answered(shape: tuple[int, int]) -> None:
    picture = np.random.default_rng(1).integers(0, 255, (*shape, 3), dtype=np.uint8)
    picture[0, 0] = 0

    if shape == (1, 1):
        with pytest.raises(ProviderRefused, match="nothing to be seen"):
            told(encoded(picture))
    else:
        assert told(encoded(picture)).values.features


@pytest.mark.parametrize("colour", [0, 90, 255])
def test_a_picture_of_nothing_is_refused_with_what_to_do(colour: int) -> None:
    with pytest.raises(ProviderRefused, match=r"all of one colour\. Choose another"):
        told(encoded(np.full((300, 300, 3), colour, np.uint8)))


def test_the_ground_of_a_cut_out_picture_is_not_the_subject() -> None:
    picture = figure(width=240, height=240)
    alpha = np.where((picture == GROUND).all(axis=2), 0, 255).astype(np.uint8)

    answer = told(encoded(np.asarray(np.dstack([picture, alpha]), np.uint8)))

    assert not any("green" in feature for feature in answer.values.features)


@pytest.mark.parametrize("images", [(), (b"",), (b"not a picture",)])
def test_what_is_no_picture_is_refused(images: tuple[bytes, ...]) -> None:
    with pytest.raises(ProviderRefused, match="picture"):
        local().describe(SITTER, Evidence("a.webp", images=images))


def test_the_same_picture_gets_the_same_answer() -> None:
    first, second = told(photo("rocket")), told(photo("rocket"))

    assert first.values == second.values
    assert first.notes == second.notes


def test_feedback_is_answered_with_a_note() -> None:
    first = told(photo("cat"))
    turns = [Turn(first.values.model_dump(mode="json"), "it is a lynx")]

    answer = local().describe(SITTER, Evidence("IMG_1234.jpg", images=(photo("cat"),)), turns=turns)

    assert answer.values == first.values
    assert "does not follow feedback" in answer.notes[0]


def test_sitters_and_pictures_are_told_by_one_child_that_may_be_prepared() -> None:
    prepared = LocalDescriber(timeout_seconds=60).preparation("sitter")()

    assert isinstance(prepared, dict)
    assert prepared["values"]["subject_type"] == "other"
    assert KEPT["sitter"] == KEPT["picture"]
    assert local().describe(PICTURE, Evidence("a.webp", images=(photo("cat"),))).values.tags
