"""CenterFace, which finds people's faces; the build makes it, out of a model in a wheel."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from pressroom.providers.describe.local.pictures.model import MODELS, Picture

SIDE = 320
STEP = 4
"""Pixels of what the model sees to each place of its maps."""
MAPS = ("537", "538", "539", "540")
"""How surely a face's middle is there, its size, where exactly, and its eyes, nose and mouth."""
SURE = 0.55
OVERLAP = 0.3
SMALLEST = 0.05
"""Share of the picture's longer side under which a face is somebody passing by."""
AHEAD = 0.3
"""How far the nose may be from between the eyes, in their distance, in a face seen from the front."""


@dataclass(frozen=True, slots=True)
class Face:
    """Where a face is, in shares of the picture's width and height."""

    certainty: float
    left: float
    top: float
    width: float
    height: float
    turn: float
    """How far the nose is from between the eyes, in their distance."""

    @property
    def bottom(self) -> float:
        """Return where the chin is."""
        return self.top + self.height

    @property
    def middle(self) -> float:
        """Return where its middle is, from the left."""
        return self.left + self.width / 2

    @property
    def is_ahead(self) -> bool:
        """Return whether it is seen from the front."""
        return abs(self.turn) < AHEAD


def faces(picture: Picture) -> list[Face]:
    """Return the faces of those who may be the picture's subject, the most striking first."""
    height, width = picture.shape[:2]
    scale = SIDE / max(height, width)
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    square = np.zeros((SIDE, SIDE, 3), np.uint8)
    square[: small[1], : small[0]] = cv2.resize(picture, small, interpolation=cv2.INTER_AREA)
    network = _network()
    network.setInput(cv2.dnn.blobFromImage(square))
    sure, size, offset, points = (np.asarray(found[0]) for found in network.forward(MAPS))
    places = [(int(row), int(column)) for row, column in np.argwhere(sure[0] >= SURE)]
    boxes = [_box(place, size, offset) for place in places]
    kept = cv2.dnn.NMSBoxes(boxes, [float(sure[0][place]) for place in places], SURE, OVERLAP)
    found = [_face(float(sure[0][places[one]]), boxes[one], points[:, *places[one]], small) for one in kept]
    share = SMALLEST * SIDE
    large = [face for one, face in zip(kept, found, strict=True) if boxes[one][3] >= share]
    return sorted(large, key=lambda face: -face.certainty * face.height)


def _box(place: tuple[int, int], size: NDArray[np.float32], offset: NDArray[np.float32]) -> list[float]:
    """Return left, top, width and height, in pixels of what the model sees."""
    height, width = (float(np.exp(value)) * STEP for value in size[:, *place])
    middle = [(at + 0.5 + float(by)) * STEP for at, by in zip(place, offset[:, *place], strict=True)]
    return [middle[1] - width / 2, middle[0] - height / 2, width, height]


def _face(certainty: float, box: list[float], points: NDArray[np.float32], small: tuple[int, int]) -> Face:
    left, top, width, height = box
    eyes, nose = points[[1, 3]], points[5]  # of each point how far down, then how far right
    apart = max(float(abs(eyes[1] - eyes[0])), 1e-3)
    return Face(
        certainty=certainty,
        left=left / small[0],
        top=top / small[1],
        width=width / small[0],
        height=height / small[1],
        turn=float(nose - eyes.mean()) / apart,
    )


@lru_cache(maxsize=1)
def _network() -> cv2.dnn.Net:
    """Return the model, loaded once in the processes that need it."""
    cv2.setNumThreads(1)
    return cv2.dnn.readNetFromONNX(str(MODELS / "faces.onnx"))
