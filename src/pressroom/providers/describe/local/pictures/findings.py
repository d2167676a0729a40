"""What is known about a picture before anything is said about it."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe.describer import Evidence
from pressroom.providers.describe.local.pictures.colours import colours_given, colours_of
from pressroom.providers.describe.local.pictures.look import Look, look_at
from pressroom.providers.describe.local.pictures.model import Picture, Probabilities, probabilities
from pressroom.providers.describe.local.pictures.naming import title_in, words_in
from pressroom.providers.describe.local.pictures.sighting import SURE, Sighting, sighting

SURE_OF_DRAWN = 0.75
"""The model learnt from photos; of what is drawn or written it has to be surer."""
MOST_COLOURS = 6
WHITE = 255


@dataclass(frozen=True)
class Findings:
    """The facts of a picture."""

    likely: Probabilities | None
    look: Look
    colours: list[str]
    words: list[str]
    """Of the names of file and folder."""
    title: str
    hints: Mapping[str, str]

    @property
    def style(self) -> str:
        """Return what kind of picture it is; a web page that is not photographed is a screenshot."""
        return "screenshot" if not self.look.is_photo and self._is_website else self.look.style

    def seen(self, *, without: frozenset[str] = frozenset()) -> Sighting | None:
        """Return what it shows, if that is sure enough; `without` is what it is not."""
        if self.look.style == "blank":
            return None
        needed = SURE if self.look.is_photo or self._is_website else SURE_OF_DRAWN
        return sighting(self.likely, needed=needed, without=without)

    @property
    def _is_website(self) -> bool:
        found = sighting(self.likely)
        return found is not None and found.word == "website"


def find(evidence: Evidence) -> Findings:
    """Return what the evidence's first picture shows; ProviderRefused when there is none that can be read."""
    picture = picture_in(evidence)
    given = colours_given(evidence.hints.get("colours", ""))
    return Findings(
        likely=probabilities(picture),
        look=look_at(picture),
        colours=(given or colours_of(picture))[:MOST_COLOURS],
        words=list(dict.fromkeys([*words_in(evidence.filename), *words_in(evidence.hints.get("folder", ""))])),
        title=title_in(evidence.filename),
        hints=evidence.hints,
    )


def picture_in(evidence: Evidence) -> Picture:
    """Return the evidence's first picture; ProviderRefused when there is none that can be read."""
    if not evidence.images:
        raise ProviderRefused("There is no picture to describe.")
    return _decoded(evidence.images[0])


def _decoded(encoded: bytes) -> Picture:
    """Return the pixels, transparent ones as white ones."""
    buffer = np.frombuffer(encoded, dtype=np.uint8)
    decoded = cv2.imdecode(buffer, cv2.IMREAD_UNCHANGED) if buffer.size else None
    if decoded is None:
        raise ProviderRefused("This picture cannot be read by the local model. PNG, JPEG and WebP work.")
    pixels = decoded if decoded.dtype == np.uint8 else cv2.convertScaleAbs(decoded, alpha=1 / 257)
    if pixels.ndim == 2:  # noqa: PLR2004  # rows and columns: grey
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    colours, alpha = pixels[..., :3], pixels[..., 3:]
    if not alpha.size:
        return np.asarray(colours, dtype=np.uint8)
    return np.asarray(WHITE - (WHITE - colours.astype(np.int32)) * alpha // WHITE, dtype=np.uint8)
