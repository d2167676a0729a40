"""How a picture looks: its light, its colours, and whether it is a photo at all."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pressroom.providers.describe.local.pictures.model import Picture

LONGEST_SIDE = 384
SCREENS = (16 / 9, 16 / 10, 4 / 3, 3 / 2, 19.5 / 9, 20 / 9)
NEAR_SCREEN = 0.03

LIGHT = (
    ("dark", "brightness", 0, 0.25),
    ("bright", "brightness", 0.62, 1),
    ("high-contrast", "contrast", 0.29, 1),
    ("soft", "contrast", 0, 0.1),
    ("vivid", "saturation", 0.55, 1),
    ("muted", "saturation", 0.03, 0.2),
    ("warm", "warmth", 0.12, 1),
    ("cool", "warmth", -1, -0.08),
)
"""Words for measures, each with the least and the most it fits."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is measured of a picture; shares and levels are from 0 to 1."""

    width: int
    height: int
    brightness: float
    contrast: float
    """Standard deviation of the brightness."""
    saturation: float
    warmth: float
    """Red less blue."""
    flat: float
    """Share of neighbours that are alike."""
    sharp: float
    """Share of neighbours that differ much."""
    shades: int
    """How many of 4096 colours cover nine tenths of it."""
    main_shade: float
    """Share of the largest of them."""
    ink: float
    """Share that is dark."""

    @property
    def is_grey(self) -> bool:
        """Return whether there is next to no colour."""
        return self.saturation < 0.03  # noqa: PLR2004  # measured on scans and black and white photos

    @property
    def style(self) -> str:
        """Return what kind of picture it is."""
        if self.flat > 0.99 and self.main_shade > 0.98:  # noqa: PLR2004  # all of one colour
            return "blank"
        if self._is_graphic:
            return "screenshot" if self._is_screen else "drawing"
        if self._is_page:
            return "scan"
        return "black and white photo" if self.is_grey else "photo"

    @property
    def is_photo(self) -> bool:
        """Return whether it is a photo, so that what it shows can be told best."""
        return self.style.endswith("photo")

    @property
    def format(self) -> str:
        """Return which way it lies."""
        ratio = self.width / self.height
        if 0.95 <= ratio <= 1.05:  # noqa: PLR2004  # nearly square
            return "square"
        if max(ratio, 1 / ratio) > 2:  # noqa: PLR2004  # beyond what cameras do by themselves
            return "wide" if ratio > 1 else "tall"
        return "landscape" if ratio > 1 else "portrait"

    @property
    def adjectives(self) -> list[str]:
        """Return up to three words for light and colour."""
        fits = (word for word, measure, least, most in LIGHT if least <= getattr(self, measure) <= most)
        return list(fits)[:3]

    @property
    def mood(self) -> str | None:
        """Return a word or two for the mood a photo's light suggests; None for what is drawn or written."""
        if not self.is_photo:
            return None
        words = [MOODS[word] for word in self.adjectives if word in MOODS]
        return " and ".join(dict.fromkeys(words[:2])) or None

    @property
    def _is_graphic(self) -> bool:
        few = self.shades <= 4 if self.is_grey else self.shades <= 20  # noqa: PLR2004  # measured
        return self.flat >= 0.77 and self.sharp >= 0.005 and few  # noqa: PLR2004  # measured

    @property
    def _is_screen(self) -> bool:
        ratio = max(self.width, self.height) / min(self.width, self.height)
        has_ratio = any(abs(ratio / screen - 1) < NEAR_SCREEN for screen in SCREENS)
        return has_ratio and self.main_shade >= 0.5 and not self.is_grey  # noqa: PLR2004  # a page's ground

    @property
    def _is_page(self) -> bool:
        is_paper = self.saturation < 0.1 and self.brightness > 0.62  # noqa: PLR2004  # white paper
        return is_paper and self.sharp > 0.05 and 0.02 < self.ink < 0.35  # noqa: PLR2004  # black letters


MOODS = {
    "dark": "dark",
    "bright": "bright",
    "high-contrast": "dramatic",
    "soft": "calm",
    "vivid": "lively",
    "muted": "quiet",
    "warm": "warm",
    "cool": "cool",
}


def look_at(picture: Picture) -> Look:
    """Measure a picture, on a copy of at most 384 pixels a side."""
    height, width = picture.shape[:2]
    small = _shrunk(picture)
    light = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    shares = _shades(small)
    steps = _steps(light)
    return Look(
        width=width,
        height=height,
        brightness=float(light.mean()) / 255,
        contrast=float(light.std()) / 255,
        saturation=float(cv2.cvtColor(small, cv2.COLOR_BGR2HSV)[..., 1].mean()) / 255,
        warmth=float(small[..., 2].mean() - small[..., 0].mean()) / 255,
        flat=float((steps <= 1).mean()) if steps.size else 1.0,
        sharp=float((steps > 48).mean()) if steps.size else 0.0,  # noqa: PLR2004  # an edge, of 255
        shades=int(np.searchsorted(np.cumsum(shares), 0.9)) + 1,
        main_shade=float(shares[0]),
        ink=float((light < 100).mean()),  # noqa: PLR2004  # darker than print on paper gets
    )


def _shrunk(picture: Picture) -> Picture:
    longest = max(picture.shape[:2])
    if longest <= LONGEST_SIDE:
        return picture
    scale = LONGEST_SIDE / longest
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _steps(light: NDArray[np.generic]) -> NDArray[np.int16]:
    """Return how much each pixel differs from its neighbours to the right and below."""
    level = light.astype(np.int16)
    steps: NDArray[np.int16] = np.abs(np.concatenate([np.diff(level, axis=0).ravel(), np.diff(level, axis=1).ravel()]))
    return steps


def _shades(picture: Picture) -> NDArray[np.float64]:
    """Return the shares of 4096 colours, largest first."""
    coarse = (picture >> 4).astype(np.int32)
    codes = coarse[..., 0] << 8 | coarse[..., 1] << 4 | coarse[..., 2]
    return np.sort(np.bincount(codes.ravel()))[::-1] / codes.size
