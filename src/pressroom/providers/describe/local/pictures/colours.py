"""Names of colours, for a picture nobody measured the colours of."""

import re

import cv2
import numpy as np

from pressroom.providers.describe.local.pictures.model import Picture

SIDE = 64
LEAST = 0.08
MOST = 4
GIVEN = re.compile(r"([^,;%\d]+?)\s*\d+(?:[.,]\d+)?\s*%")

HUES = (
    ("red", 0, "brown", 80),
    ("orange", 10, "brown", 170),
    ("yellow", 22, "olive", 110),
    ("green", 34, "green", 0),
    ("turquoise", 85, "turquoise", 0),
    ("blue", 100, "blue", 0),
    ("purple", 130, "purple", 0),
    ("pink", 155, "purple", 80),
    ("red", 172, "brown", 80),
)
"""From which hue (of OpenCV's 180) on a colour has which name, and which one when it is darker than a value."""
GREY_SATURATION, GREY_CHROMA = 40, 4500
WHITE_VALUE, BLACK_VALUE = 205, 45


def colours_given(hint: str) -> list[str]:
    """Return the colours somebody measured, largest first: `sky blue 41 %, white 20 %`."""
    named = GIVEN.findall(hint) or hint.split(",")
    return list(dict.fromkeys(name.strip().lower() for name in named if name.strip()))


def colours_of(picture: Picture) -> list[str]:
    """Return the names of the main colours, largest first."""
    small = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    hue, saturation, value = (plane.astype(np.int32) for plane in cv2.split(cv2.cvtColor(small, cv2.COLOR_BGR2HSV)))
    names = np.full(hue.shape, "turquoise")
    for name, from_hue, dark_name, from_value in HUES:
        names[hue >= from_hue] = name
        names[(hue >= from_hue) & (value < from_value)] = dark_name
    is_pale = saturation < GREY_SATURATION
    names[is_pale | (saturation * value < GREY_CHROMA)] = "grey"
    names[is_pale & (value > WHITE_VALUE)] = "white"
    names[value < BLACK_VALUE] = "black"
    found, counts = np.unique(names, return_counts=True)
    order = [index for index in np.argsort(-counts) if counts[index] >= LEAST * names.size]
    return [str(found[index]) for index in order][:MOST] or [str(found[counts.argmax()])]
