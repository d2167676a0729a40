"""Where in a picture its subject is, as the model that names pictures sees it.

The last layer's activity says where there is something to name. It is then let flow to whatever looks alike to the
layers before it: a random walk with restarts over the picture's places, as in random-walk segmentation (Grady 2006).
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pressroom.providers.describe.local.pictures.model import MODELS
from pressroom.providers.paint.sewing.canvas import Picture, Plane, normal, plane

LAYER = "onnx_node_output_0!{}"
LAST = "Clip_188"
"""Layers of EfficientNet-Lite0, as the build makes it, are called by their place."""
GLANCES = (224, 320)
LOOK = 416
MARGIN = 64
"""Pixels of mirrored picture around it, for layers take a picture's border for an edge."""
SIDE = 64
STEPS = 100
"""Of the walk, after which hardly any is still going on."""

Features = NDArray[np.float32]
"""Features, rows, columns."""


class _Layer(NamedTuple):
    """A layer before the last, and how the walk goes there."""

    name: str
    pixels: int
    """To one of its places."""
    onward: float
    """How likely the walk goes on, rather than beginning anew."""
    liking: int
    """How much more it likes what is very alike."""


BEFORE = (_Layer("Conv_144", 32, 0.95, 2), _Layer("Add_126", 16, 0.9, 4))


def attention(picture: Picture) -> Plane:
    """Return how likely each place (64 by 64) is the subject's, 0 to 1, not yet sharp."""
    seen = normal(_mean([_enlarged(normal(plane(_layers(picture, side, [LAST])[0].mean(0)))) for side in GLANCES]))
    look = cv2.resize(picture, (LOOK, LOOK), interpolation=cv2.INTER_AREA)
    look = cv2.copyMakeBorder(look, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REFLECT_101)
    layers = _layers(plane(look), look.shape[0], [layer.name for layer in BEFORE])
    return normal(_mean([_flowed(features, seen, layer) for features, layer in zip(layers, BEFORE, strict=True)]))


def _flowed(features: Features, seen: Plane, layer: _Layer) -> Plane:
    """Return the attention after it has flown to what is alike."""
    edge = MARGIN // layer.pixels
    features = features[:, edge:-edge, edge:-edge]
    side = features.shape[1]
    alike = _alike(features.reshape(len(features), -1).T) ** layer.liking
    walk = alike / alike.sum(1, keepdims=True)
    start = cv2.resize(seen, (side, side), interpolation=cv2.INTER_AREA).ravel()
    flowed = start
    for _ in range(STEPS):
        flowed = start + layer.onward * (walk @ flowed)
    return _enlarged(normal(plane(flowed.reshape(side, side))))


def _alike(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosine of each two, where it is above 0."""
    centred = vectors - vectors.mean(0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True) + 1e-6
    return plane(np.maximum(centred @ centred.T, 0))


def _mean(planes: list[Plane]) -> Plane:
    return plane(np.mean(planes, axis=0))


def _enlarged(values: Plane) -> Plane:
    return plane(np.clip(cv2.resize(values, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC), 0, 1))


def _layers(picture: Picture, side: int, names: Sequence[str]) -> list[Features]:
    """Return what layers make of the picture, squeezed into a square."""
    network = _network()
    square = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    network.setInput(cv2.dnn.blobFromImage(plane(square), 2, mean=(0.5, 0.5, 0.5)))
    return [plane(features)[0] for features in network.forward([LAYER.format(name) for name in names])]


@lru_cache(maxsize=1)
def _network() -> cv2.dnn.Net:
    """Return the model, loaded once in a process; only OpenCV's older engine shows what layers in between give."""
    return cv2.dnn.readNetFromONNX(str(MODELS / "labels.onnx"), cv2.dnn.ENGINE_CLASSIC)
