"""What is said about pictures: by the local model, by the fake, and by a real client against a real server."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe import (
    PICTURE,
    Answer,
    Describer,
    Evidence,
    PictureDescription,
    Turn,
    describer_for,
    with_request,
)
from pressroom.providers.describe.local import LocalDescriber
from tests.providers.chat_server import ChatServer
from tests.providers.describers import KINDS, client_of, describer_of

PICTURED = Path(__file__).parents[2] / "samples" / "pictures"
HINTS = {
    "colours": "sky blue 41 %, white 20 %",
    "taken": "2026-05-12",
    "camera": "Canon EOS R6",
    "size": "4000 \u00d7 3000",
    "folder": "Holiday in Norway",
}
GOOD: dict[str, Any] = {
    "description": "A tabby cat looks into the camera.",
    "tags": ["cat", "tabby"],
    "content": "a cat",
    "style": "photo",
    "colors": ["brown"],
    "subjects": ["cat"],
    "mood": "calm",
}


def photo(name: str) -> bytes:
    return (PICTURED / f"{name}.webp").read_bytes()


def encoded(pixels: NDArray[np.uint8], suffix: str = ".png") -> bytes:
    return cv2.imencode(suffix, pixels)[1].tobytes()


def local() -> Describer:
    return describer_for("local", timeout_seconds=60)


def told(
    image: bytes, *feedback: str, filename: str = "IMG_1234.jpg", hints: dict[str, str] | None = None
) -> Answer[PictureDescription]:
    """Return the local model's last answer in a conversation."""
    evidence = Evidence(filename, images=(image,), hints=hints or {})
    answer = local().describe(PICTURE, evidence)
    turns: list[Turn] = []
    for said in feedback:
        turns.append(Turn(answer.values.model_dump(mode="json"), said))
        answer = local().describe(PICTURE, evidence, turns=turns)
    return answer


@pytest.fixture(params=KINDS)
def describer(request: pytest.FixtureRequest, server: ChatServer) -> Describer:
    server.says(json.dumps(GOOD))
    return describer_of(request.param, server)


def test_every_describer_answers_in_the_shape_asked_for(describer: Describer) -> None:
    evidence = Evidence("my cat.jpg", images=(photo("cat"),), hints=HINTS)

    answer = describer.describe(PICTURE, evidence)
    again = describer.describe(PICTURE, evidence, turns=[Turn(answer.values.model_dump(mode="json"), "add tag zoo")])

    assert "cat" in answer.values.tags
    assert "cat" in answer.values.description
    assert answer.model == describer.model
    assert isinstance(again.values, PictureDescription)
    assert PictureDescription.model_validate_json(again.values.model_dump_json()) == again.values


def test_a_vision_model_is_sent_the_picture_the_hints_and_the_owners_request(server: ChatServer) -> None:
    server.says(json.dumps(GOOD))
    evidence = Evidence("IMG_1.jpg", images=(photo("cat"),), hints=HINTS)
    turns = [Turn(GOOD, "Say where it lies.")]

    client_of(server).describe(with_request(PICTURE, "Name the breed."), evidence, turns=turns)

    messages = server.requests[0]["messages"]
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "user"]
    assert "Name the breed." in messages[0]["content"]
    assert "never instructions" in messages[0]["content"]
    parts = messages[1]["content"]
    assert "Holiday in Norway" in str(parts)
    assert any("data:image/webp;base64," in str(part) for part in parts)
    assert json.loads(messages[2]["content"]) == GOOD
    assert "Say where it lies." in str(messages[3]["content"])


def test_a_vision_model_that_names_too_many_colours_is_not_asked_again(server: ChatServer) -> None:
    server.says(json.dumps({**GOOD, "colors": [f"colour {number}" for number in range(9)]}))

    answer = client_of(server).describe(PICTURE, Evidence("a.jpg", images=(photo("cat"),)))

    assert len(answer.values.colors) == 6
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("name", "content", "tags"),
    [
        ("cat", "a cat", {"cat", "pet", "animal"}),
        ("coffee", "an espresso", {"espresso", "coffee", "drink"}),
        ("rocket", "a rocket", {"rocket"}),
    ],
)
def test_the_local_model_names_what_it_is_sure_of(name: str, content: str, tags: set[str]) -> None:
    answer = told(photo(name))

    assert answer.values.content.startswith(content)
    assert tags <= set(answer.values.tags)
    assert content.partition(" ")[2] in answer.values.description
    assert answer.values.style == "photo"
    assert answer.confidence is not None
    assert answer.confidence > 0.3


def test_what_it_is_not_sure_of_is_told_by_its_look_and_with_low_confidence() -> None:
    answer = told(photo("astronaut"))

    assert answer.values.subjects == []
    assert answer.values.description.startswith("A high-contrast, warm photo")
    assert answer.confidence == 0.2
    assert answer.notes[0].startswith("Low confidence:")


def test_names_that_are_words_are_used_and_those_of_cameras_are_not() -> None:
    named = told(photo("astronaut"), filename="Eileen_before_launch.jpg", hints=HINTS).values
    unnamed = told(photo("astronaut"), filename="DSC_0001.JPG", hints={"folder": "DCIM"}).values

    assert named.content == "Eileen before launch"
    assert {"eileen", "launch", "norway", "holiday"} <= set(named.tags)
    assert named.colors == ["sky blue", "white"]
    assert not {"dsc", "dcim"} & set(unnamed.tags)
    assert "named" not in unnamed.description


def test_a_drawing_is_no_photo_and_has_no_mood() -> None:
    drawn = np.full((300, 400, 3), 255, np.uint8)
    cv2.rectangle(drawn, (50, 50), (150, 120), (200, 80, 30), 3)
    cv2.line(drawn, (150, 90), (300, 200), (30, 30, 200), 3)

    values = told(encoded(drawn)).values

    assert (values.style, values.mood) == ("drawing", None)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 900, 3), (40, 3000, 3), (5, 5, 4), (64, 64)])
def test_odd_pictures_are_described(shape: tuple[int, ...]) -> None:
    values = told(encoded(np.full(shape, 200, np.uint8))).values

    assert values.style == "blank"
    assert values.tags


def test_sixteen_bit_and_transparent_pictures_are_described() -> None:
    deep = np.random.default_rng(1).integers(0, 65535, (90, 90, 3), dtype=np.uint16)
    clear = np.zeros((64, 64, 4), np.uint8)

    assert told(cv2.imencode(".png", deep)[1].tobytes()).values.tags
    assert told(encoded(clear)).values.colors == ["white"]


@pytest.mark.parametrize("images", [(), (b"",), (b"no picture",), (b"RIFF\x10\0\0\0WEBPVP8 ",)])
def test_what_is_no_picture_is_refused(images: tuple[bytes, ...]) -> None:
    with pytest.raises(ProviderRefused, match="picture"):
        local().describe(PICTURE, Evidence("a.webp", images=images))


def test_feedback_is_followed_and_kept_in_the_next_answer() -> None:
    first = told(photo("cat"), hints=HINTS).values
    longer = told(photo("cat"), "more detail", hints=HINTS).values
    shorter = told(photo("cat"), "more detail", "shorter", "shorter", hints=HINTS).values
    tagged = told(photo("cat"), "add tag Luna, sofa; remove tag pet", "shorter", hints=HINTS).values

    assert longer.description.startswith(first.description)
    assert "Taken on 2026-05-12 with Canon EOS R6." in longer.description
    assert len(shorter.description) < len(longer.description)
    assert {"luna", "sofa"} <= set(tagged.tags)
    assert "pet" not in tagged.tags


@pytest.mark.parametrize(
    "words", ["it is a lynx", "No, this is actually a lynx.", "call it a lynx", 'call it "a lynx"']
)
def test_a_person_may_say_what_it_is(words: str) -> None:
    values = told(photo("cat"), words).values

    assert values.content == "a lynx"
    assert values.description.startswith("A lynx. A warm photo")
    assert values.subjects == ["lynx"]
    assert values.tags[:3] == ["lynx", "wild cat", "animal"]
    assert not {"cat", "pet"} & set(values.tags)


def test_a_person_may_say_what_it_is_not() -> None:
    answer = told(photo("cat"), "that is not a cat")
    values = answer.values

    assert (values.content, values.subjects) == ("a photo", [])
    assert values.description.startswith("A warm photo")
    assert answer.notes == ("The local model recognises nothing else in it.",)
    assert "cat" not in values.tags
    assert "cat" not in values.description.lower()
    assert told(photo("cat"), "that is not a cat", "add tag zoo").values.subjects == []


def test_what_is_mentioned_is_taken_over_with_a_note_and_facts_without() -> None:
    said = told(photo("cat"), "mention the red sofa")
    known = told(photo("cat"), "mention the camera", hints=HINTS)

    assert "The red sofa." in said.values.description or "Red sofa." in said.values.description
    assert "from your feedback" in said.notes[0]
    assert "Canon EOS R6" in known.values.description
    assert known.notes == ()


@pytest.mark.parametrize("words", ["in German please", "I do not like it at all", "focus on the whiskers"])
def test_what_the_local_model_cannot_do_is_told(words: str) -> None:
    first, answer = told(photo("cat")), told(photo("cat"), words)

    assert answer.values == first.values
    assert "The local model" in answer.notes[0]


def test_a_child_process_may_be_prepared_for_pictures() -> None:
    prepared = LocalDescriber(timeout_seconds=60).preparation("picture")()

    assert isinstance(prepared, dict)
    assert prepared["values"]["style"]


def test_asking_loads_no_vision_library() -> None:
    code = (
        "import sys; from pressroom.providers.describe import PICTURE, describer_for;"
        "describer_for('local', timeout_seconds=1); print(sorted({'cv2', 'numpy'} & set(sys.modules)))"
    )

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own code

    assert shown.strip() == "[]"
