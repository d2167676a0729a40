"""What the local painter promises, in numbers."""

import hashlib
import io
import subprocess
import sys
import time
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from pressroom.kernel.errors import Invalid, UnsupportedType
from pressroom.providers.paint import NothingToPaint, Painted, Subject, SubjectType, painter_for, style, styles
from pressroom.providers.paint.sewing.photo import opened
from tests.painting import BALL, RED, ball, encoded, meadow

PAINTER = painter_for("local", timeout_seconds=100)
KEYS = [one.key for one in styles()]
ALONE = """
import hashlib, sys
from pathlib import Path
from pressroom.providers.paint.painter import SubjectType
from pressroom.providers.paint.sewing.painting import paint
from pressroom.providers.paint.styles import style
png, _ = paint(sys.stdin.buffer.read(), style("plushie").recipe, SubjectType.OTHER)
status = Path("/proc/self/status")  # what the system says of a child's peak otherwise holds its parent's, too
peak = status.read_text().split("VmHWM:")[1].split()[0] if status.exists() else 0
print(hashlib.sha256(png).hexdigest(), peak)
"""
FIBRES = {"plushie": 12, "felt": 8, "paper-cut": 3}
"""How much more uneven cloth and paper are than the ground, at least."""


def painted(image: Image.Image, key: str = "plushie", kind: str = "PNG", subject: Subject = BALL) -> Painted:
    return PAINTER.paint(encoded(image, kind), style(key), subject)


def lab_of(answer: Painted) -> NDArray[np.float32]:
    rgb = np.asarray(Image.open(io.BytesIO(answer.png)).convert("RGB"), dtype=np.float32) / 255
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab), dtype=np.float32)


def lab_of_colour(colour: tuple[int, int, int]) -> NDArray[np.float32]:
    pixel = np.array([[colour]], np.float32) / 255
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_RGB2Lab)[0, 0], np.float32)


def unevenness(lightness: NDArray[np.float32]) -> float:
    """Return how much neighbouring pixels differ: fibres, seams and stitches do, a plain ground does not."""
    return float(cv2.Laplacian(np.ascontiguousarray(lightness), cv2.CV_32F).std())


@pytest.mark.slow
def test_each_style_keeps_the_subject_on_a_plain_ground_and_looks_like_no_other() -> None:
    answers = {key: painted(ball(), key) for key in KEYS}
    looks = [lab_of(answer)[150:850, 150:850] for answer in answers.values()]

    for answer in answers.values():
        assert (answer.width, answer.height, answer.notes, answer.cost_usd) == (1024, 1024, (), None)
        the_ground_is_plain_and_light_and_the_subject_in_its_middle(lab_of(answer))
        the_subject_keeps_its_colour(lab_of(answer))
    for key, least in FIBRES.items():
        there_are_fibres_where_the_ground_has_nothing(lab_of(answers[key])[..., 0], least)
    for number, one in enumerate(looks):
        for other in looks[number + 1 :]:
            assert np.linalg.norm(one - other, axis=2).mean() > 3


def the_ground_is_plain_and_light_and_the_subject_in_its_middle(seen: NDArray[np.float32]) -> None:
    corners = np.concatenate([seen[:90, :90], seen[:90, -90:]])
    assert corners.std(axis=(0, 1)).max() < 2
    assert corners[..., 0].mean() > 70
    assert np.linalg.norm(seen[400:440, 480:540].mean((0, 1)) - corners.mean((0, 1))) > 30


def the_subject_keeps_its_colour(seen: NDArray[np.float32]) -> None:
    upper = seen[300:420, 380:640].mean((0, 1))
    wanted = lab_of_colour(RED)
    turned = np.arctan2(*upper[:0:-1]) - np.arctan2(*wanted[:0:-1])
    assert np.linalg.norm(upper - wanted) < 32, "lighter and more vivid, but no other colour"
    assert abs(np.degrees(turned)) < 12


def there_are_fibres_where_the_ground_has_nothing(lightness: NDArray[np.float32], least: float) -> None:
    assert unevenness(lightness[300:420, 380:640]) > least * unevenness(lightness[:120, :400])


@pytest.mark.slow
def test_the_same_photo_gives_the_same_bytes_in_every_process_within_a_gigabyte() -> None:
    photo = encoded(ball(size=(2048, 1536)), "JPEG")
    here = PAINTER.paint(photo, style("plushie"), BALL)
    command = [sys.executable, "-c", ALONE]
    digest, peak = subprocess.run(command, input=photo, check=True, capture_output=True).stdout.split()  # noqa: S603  # our own code

    assert digest.decode() == hashlib.sha256(here.png).hexdigest()
    assert int(peak) * 1024 < 1e9


@pytest.mark.slow
def test_a_picture_is_painted_in_seconds() -> None:
    photo = ball(size=(2048, 1536))
    painted(photo)
    began = time.perf_counter()
    painted(photo, "felt")

    assert time.perf_counter() - began < 30, "4 s on an idle machine"


@pytest.mark.slow
def test_a_landscape_becomes_a_cushion_and_that_is_said() -> None:
    answer = painted(meadow())

    assert [note for note in answer.notes if "cushion" in note]
    seen = lab_of(answer)
    sky, grass = seen[300:400, 400:600].mean((0, 1)), seen[650:720, 400:600].mean((0, 1))
    assert sky[2] < -5 < 20 < grass[2], "blue above, green below"


@pytest.mark.slow
def test_a_subject_that_fills_the_photo_becomes_a_cushion_and_that_is_said() -> None:
    whole = ball(size=(800, 600))
    answer = painted(whole.crop((300, 180, 520, 400)))

    assert [note for note in answer.notes if "cushion" in note]


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (200, 30, 90)])
def test_a_photo_of_one_colour_is_refused_with_what_to_do(colour: tuple[int, int, int]) -> None:
    with pytest.raises(NothingToPaint, match=r"one colour.*Choose") as caught:
        painted(Image.new("RGB", (400, 300), colour))
    assert caught.value.code == "nothing_to_paint"


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (12, 12)])
def test_a_photo_too_small_to_tell_anything_is_refused_with_its_size(size: tuple[int, int]) -> None:
    with pytest.raises(NothingToPaint, match=f"{size[0]} by {size[1]}"):
        painted(Image.new("RGB", size, "red"))


def wide(image: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(image.convert("L"), dtype=np.uint16) * 257)


@pytest.mark.parametrize(
    "turned",
    [
        wide,
        lambda image: image.convert("L"),
        lambda image: image.convert("LA"),
        lambda image: image.convert("P"),
        lambda image: image.convert("1"),
        lambda image: image.convert("RGBA"),
    ],
    ids=["16 bits", "grey", "grey with alpha", "palette", "black and white", "opaque alpha"],
)
def test_pixels_of_any_kind_are_taken(turned: Callable[[Image.Image], Image.Image]) -> None:
    seen, solid = opened(encoded(turned(ball()), "PNG"))

    assert (seen.shape[2], solid) == (3, None)
    assert seen.std() > 0.05


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_each_type_of_photo_is_taken(kind: str) -> None:
    seen, _ = opened(encoded(ball(size=(300, 900)), kind))

    assert seen.shape[0] == 3 * seen.shape[1]


def test_what_is_tall_becomes_a_square_too() -> None:
    answer = painted(ball(size=(300, 900)).convert("RGBA"))

    assert (answer.width, answer.height) == (1024, 1024)


def test_what_is_cut_out_already_keeps_its_outline() -> None:
    image = ball().convert("RGBA")
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).polygon([(240, 40), (400, 320), (80, 320)], fill=255)
    image.putalpha(mask)
    seen = lab_of(painted(image))
    ground = seen[:60, :60].mean((0, 1))

    assert np.linalg.norm(seen[200:230, 200:230].mean((0, 1)) - ground) < 6, "beside the triangle's top is ground"
    assert np.linalg.norm(seen[700:730, 480:540].mean((0, 1)) - ground) > 15


def test_who_is_taken_for_a_person_is_painted_though_there_is_no_face() -> None:
    answer = painted(ball(), subject=Subject(type=SubjectType.PERSON, description="a ball"))

    assert answer.png.startswith(b"\x89PNG")


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(UnsupportedType):
        PAINTER.paint(b"not a picture", style("plushie"), BALL)


def test_a_photo_that_ends_early_is_refused() -> None:
    photo = encoded(ball(), "PNG")
    with pytest.raises(Invalid) as caught:
        PAINTER.paint(photo[: len(photo) // 2], style("plushie"), BALL)
    assert caught.value.code == "truncated"
