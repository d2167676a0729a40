"""What of a subject the offline painter keeps when it cuts it out, in shares of its silhouette."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from pressroom.providers.paint import SubjectType
from pressroom.providers.paint.sewing.canvas import plane
from pressroom.providers.paint.sewing.cutting import cut
from pressroom.providers.paint.sewing.framing import framed

PICTURED = Path(__file__).parents[2] / "samples" / "pictures"
SIZE = (640, 480)
FUR = (150, 92, 48)
LEGS = [(190, 270, 218, 410), (250, 270, 278, 410), (380, 270, 408, 410), (440, 270, 468, 410)]
TAIL = [(180, 210), (120, 190), (92, 120)]
GROUND = (92, 148, 62)


def animal() -> tuple[Image.Image, dict[str, Image.Image]]:
    """Return a photo, as it were, of an animal on a lawn, and the silhouettes of its parts."""
    parts = {name: Image.new("L", SIZE) for name in ("body", "legs", "tail")}
    ImageDraw.Draw(parts["body"]).ellipse((160, 170, 490, 310), fill=255)
    ImageDraw.Draw(parts["body"]).ellipse((430, 100, 560, 230), fill=255)
    for leg in LEGS:
        ImageDraw.Draw(parts["legs"]).rectangle(leg, fill=255)
    ImageDraw.Draw(parts["tail"]).line(TAIL, fill=255, width=18, joint="curve")
    whole = ImageChops.lighter(ImageChops.lighter(parts["body"], parts["legs"]), parts["tail"])
    image = Image.composite(Image.new("RGB", SIZE, FUR), Image.new("RGB", SIZE, GROUND), whole)
    ImageDraw.Draw(image).ellipse((505, 140, 523, 158), fill=(20, 18, 18))
    grain = np.random.default_rng(3).normal(0, 14, (SIZE[1], SIZE[0], 1))
    noisy = np.clip(np.asarray(image, dtype=float) + grain, 0, 255).astype(np.uint8)
    parts["between"] = Image.new("L", SIZE)
    ImageDraw.Draw(parts["between"]).rectangle((292, 325, 366, 395), fill=255)
    return Image.fromarray(noisy).filter(ImageFilter.GaussianBlur(1)), parts


def kept(mask: NDArray[np.float32], part: Image.Image) -> float:
    """Return the share of the part that the mask has."""
    small = np.asarray(part.resize(mask.shape[::-1])) > 127
    return float(mask[small].mean())


@pytest.fixture(scope="module")
def cut_out() -> NDArray[np.float32]:
    photo, _ = animal()
    return cut(np.asarray(np.asarray(photo) / 255, dtype=np.float32), SubjectType.PET).mask


@pytest.mark.parametrize(("part", "least"), [("body", 0.96), ("legs", 0.85), ("tail", 0.7)])
def test_an_animal_keeps_its_legs_and_tail(cut_out: NDArray[np.float32], part: str, least: float) -> None:
    assert kept(cut_out, animal()[1][part]) > least


def test_the_ground_between_its_legs_stays_out(cut_out: NDArray[np.float32]) -> None:
    assert kept(cut_out, animal()[1]["between"]) < 0.1


def test_what_is_too_thin_for_cloth_is_made_thicker_rather_than_lost() -> None:
    mask = np.zeros((300, 300), np.float32)
    mask[100:160, 60:240] = 1
    mask[150:240, 80:88] = 1

    place = framed(np.full((300, 300, 3), 0.5, np.float32), mask, rounding=12)
    below = np.flatnonzero(place.mask[-330:].max(1) > 0.5)

    assert len(below) > 0
    assert place.mask[:, :512].max(1)[place.mask.max(1) > 0.5].mean() > 0.95, "down to its foot"


@pytest.mark.parametrize("chance", range(3))
def test_a_person_keeps_hair_and_arms_before_a_flag_of_like_colours(chance: int) -> None:
    photo = Image.open(PICTURED / "astronaut.webp").convert("RGB")
    cv2.setRNGSeed(chance)
    mask = cut(plane(np.asarray(photo) / 255), SubjectType.PERSON).mask
    height, width = mask.shape
    inside = {"hair": (0.34, 0.1), "face": (0.43, 0.25), "arm": (0.12, 0.7), "other arm": (0.58, 0.6)}
    outside = {"flag": (0.02, 0.3), "rocket": (0.78, 0.25), "wall": (0.6, 0.15)}
    seen = {name: mask[int(y * height), int(x * width)] for name, (x, y) in (inside | outside).items()}
    assert seen == dict.fromkeys(inside, 1) | dict.fromkeys(outside, 0)
