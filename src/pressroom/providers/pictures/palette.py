"""Everyday names for colours: the nearest of a small table, as the eye sees nearness (OKLab)."""

from functools import cache
from math import hypot
from typing import NamedTuple

from pressroom.providers.pictures.picture import Colour

Rgb = tuple[int, int, int]


class Swatch(NamedTuple):
    """A named colour as it looks, and the group it is filtered by."""

    name: str
    basic: str
    hex: str


NAMES = (
    Swatch("black", "black", "#000000"),
    Swatch("charcoal", "black", "#2b2b2d"),
    Swatch("dark grey", "grey", "#4d4d4d"),
    Swatch("grey", "grey", "#808080"),
    Swatch("light grey", "grey", "#c0c0c0"),
    Swatch("pale grey", "grey", "#dddddd"),
    Swatch("white", "white", "#ffffff"),
    Swatch("cream", "white", "#fff6dc"),
    Swatch("beige", "brown", "#d9c4a0"),
    Swatch("tan", "brown", "#b89068"),
    Swatch("brown", "brown", "#7b4a26"),
    Swatch("taupe", "brown", "#83715f"),
    Swatch("rust", "brown", "#9c4a22"),
    Swatch("dark brown", "brown", "#4a2e20"),
    Swatch("red", "red", "#d92b20"),
    Swatch("dark red", "red", "#8b1414"),
    Swatch("maroon", "red", "#551019"),
    Swatch("coral", "orange", "#ff7f5c"),
    Swatch("orange", "orange", "#ff8c00"),
    Swatch("peach", "orange", "#ffc7a0"),
    Swatch("gold", "yellow", "#d4a520"),
    Swatch("yellow", "yellow", "#ffe11a"),
    Swatch("pale yellow", "yellow", "#fff29a"),
    Swatch("olive", "green", "#7a7a22"),
    Swatch("lime", "green", "#a4dd2c"),
    Swatch("grass green", "green", "#6ea335"),
    Swatch("green", "green", "#2f9e3c"),
    Swatch("dark green", "green", "#164d26"),
    Swatch("pale green", "green", "#a9dba4"),
    Swatch("teal", "teal", "#0b7f7f"),
    Swatch("turquoise", "teal", "#38cfc4"),
    Swatch("dark teal", "teal", "#07484a"),
    Swatch("pale blue", "blue", "#c6daef"),
    Swatch("sky blue", "blue", "#7fc4ee"),
    Swatch("blue", "blue", "#1f5fe0"),
    Swatch("slate blue", "blue", "#5b7a9d"),
    Swatch("dark blue", "blue", "#243f6b"),
    Swatch("navy", "blue", "#101d56"),
    Swatch("indigo", "purple", "#3d31a8"),
    Swatch("purple", "purple", "#6f2a96"),
    Swatch("violet", "purple", "#9565e8"),
    Swatch("lavender", "purple", "#c9bcec"),
    Swatch("magenta", "pink", "#d81aa5"),
    Swatch("pink", "pink", "#ff9ec2"),
    Swatch("dusty pink", "pink", "#c98b93"),
)

BASIC_COLOURS = (
    "red",
    "orange",
    "yellow",
    "green",
    "teal",
    "blue",
    "purple",
    "pink",
    "brown",
    "black",
    "grey",
    "white",
)
"""The groups colours are filtered by."""

KNEE = 0.04045
HUE_WEIGHT = 2.0
"""How much more a step in hue or strength of colour counts than one in lightness: OKLab makes too little of it."""


def colour(rgb: Rgb, share: float) -> Colour:
    """Return the colour that has these 8-bit sRGB values, named."""
    swatch = nearest(rgb)
    return Colour(name=swatch.name, basic=swatch.basic, hex="#{:02x}{:02x}{:02x}".format(*rgb), share=round(share, 4))


def nearest(rgb: Rgb) -> Swatch:
    """Return the named colour that looks most like these 8-bit sRGB values."""
    here = oklab(rgb)
    return min(NAMES, key=lambda swatch: _distance(here, _place(swatch)))


def vividness(hex_colour: str) -> float:
    """Return how far a colour is from grey, 0 to about 0.3."""
    red, green, blue = bytes.fromhex(hex_colour[1:])
    return hypot(*oklab((red, green, blue))[1:])


def oklab(rgb: Rgb) -> tuple[float, float, float]:
    """Return lightness (0 to 1), and how red rather than green, and yellow rather than blue a colour is (Ottosson)."""
    red, green, blue = (_linear(value / 255) for value in rgb)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= KNEE else float(((value + 0.055) / 1.055) ** 2.4)


@cache
def _place(swatch: Swatch) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(swatch.hex[1:])
    return oklab((red, green, blue))


def _distance(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    light, red, yellow = ((a - b) ** 2 for a, b in zip(one, other, strict=True))
    return light + HUE_WEIGHT**2 * (red + yellow)
