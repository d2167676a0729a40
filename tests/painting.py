"""Photos to paint, drawn on the spot."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from pressroom.providers.paint import Subject, SubjectType

BALL = Subject(type=SubjectType.OTHER, description="a red ball with a blue stripe", features=("red", "a blue stripe"))
RED = (188, 62, 48)
"""The colour of the ball, sRGB."""


def ball(*, size: tuple[int, int] = (480, 360), colour: tuple[int, int, int] = RED) -> Image.Image:
    """Return a photo, as it were, of a ball on a lawn: round, shaded, striped, with noise."""
    width, height = size
    image = Image.new("RGB", size, (136, 160, 120))
    draw = ImageDraw.Draw(image)
    reach = min(size) * 0.32
    draw.ellipse((width / 2 - reach, height / 2 - reach, width / 2 + reach, height / 2 + reach), fill=colour)
    draw.rectangle(
        (width / 2 - reach * 0.9, height / 2 - reach / 8, width / 2 + reach * 0.9, height / 2 + reach / 8),
        fill=(40, 60, 150),
    )
    grain = np.random.default_rng(1).normal(0, 4, (height, width, 1))
    noisy = np.clip(np.asarray(image.filter(ImageFilter.GaussianBlur(1)), dtype=float) + grain, 0, 255)
    return Image.fromarray(noisy.astype(np.uint8))


def meadow(size: tuple[int, int] = (480, 320)) -> Image.Image:
    """Return a landscape without a subject: sky above, grass below, noise all over."""
    width, height = size
    rows = np.linspace(0, 1, height)[:, None, None]
    sky, grass = np.array([150, 190, 230.0]), np.array([90, 140, 60.0])
    image = np.where(rows < 0.5, sky + 60 * rows, grass * (1.3 - 0.5 * rows)) * np.ones((1, width, 1))
    noise = np.random.default_rng(2).normal(0, 9, (height, width, 1))
    return Image.fromarray(np.clip(image + noise, 0, 255).astype(np.uint8))


def encoded(image: Image.Image, kind: str = "PNG") -> bytes:
    """Return the image as a file of this kind."""
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()
