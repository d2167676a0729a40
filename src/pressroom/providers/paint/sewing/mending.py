"""Mends a cut by colours: ground between legs is taken out of it, legs and tails that were lost are put back.

What is far from the subject says which colours the ground has, each cluster of them a Gaussian; what is in the cut and
unlike those says which colours the subject has.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pressroom.providers.paint.sewing.canvas import Picture, Plane, lab, lengths, plane

GROUND_COLOURS, OWN_COLOURS = 8, 5
SAMPLES = 4000
FEWEST_SAMPLES = 200
LEAST_SPREAD = 6.0
"""Variance, in Lab, below which no cluster is taken to be: a photo has noise."""
STOP = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 0.8)
BESIDE, REACH = 0.04, 0.22
"""From where ground is certain, and up to where something lost is looked for, in sides of a square as large."""
STRAY = 2.2
"""How much worse than the ground itself a piece may fit its colours, to be taken out as ground."""
GROUND, HOLE = -6.0, -12.0
"""How much better the ground's colours must fit a piece than the subject's: at the outline, and within it."""
LEAST = 0.002
"""Share of the cut under which a piece is left as it is."""
LOST, UNLIKE = 1.5, 3.0
"""How much better the subject's colours must fit what is put back; and how badly those of the ground."""
ATTENTION = 3.0
"""How much what is likely counts, in the same measure: logarithms of probability."""
THIN = 9
"""Pixels: what is narrower keeps its edge."""

Where = NDArray[np.bool_]


class _Cluster(NamedTuple):
    """A Gaussian of colours."""

    turned: Plane
    """Three by four: takes colours to where the cluster is round, of size 1, about 0."""
    cost: float


def mended(small: Picture, mask: Plane, likelihood: Plane, *, clothed: bool = False) -> Where:
    """Return the cut without the ground in it and with what it lost.

    `likelihood` is 0 where it is as likely the subject's as not, 1 and -1 where it is surely so or not.
    From who is `clothed` nothing is taken: a coat may have the colour of the wall.
    """
    cut = mask > 0.5  # noqa: PLR2004  # half
    colours = lab(plane(cv2.GaussianBlur(small, (0, 0), 1.0)))
    size, away = float(np.sqrt(cut.sum())), _away(cut)
    far = away > BESIDE * size + 2
    if min(far.sum(), cut.sum()) < FEWEST_SAMPLES:
        return cut
    ground = _misfit(colours, _clusters(colours[far], GROUND_COLOURS))
    usual = float(np.median(ground[~cut]))
    clear = _own(colours, cut & (ground >= np.median(ground[cut])))
    taken = np.zeros_like(cut) if clothed else _ground_within(cut, ground, clear, likelihood, usual)
    own = cut & ~taken
    if own.sum() < FEWEST_SAMPLES:
        return cut
    liked = _soft(ground - _own(colours, own)) + ATTENTION * likelihood
    lost = (_away(own) < REACH * size) & (liked > LOST) & (ground > usual + UNLIKE) & ~taken
    return _smoothed(own | lost)


def _own(colours: Picture, where: Where) -> Plane:
    return _misfit(colours, _clusters(colours[where], OWN_COLOURS))


def _ground_within(cut: Where, ground: Plane, own: Plane, likelihood: Plane, usual: float) -> Where:
    """Return the pieces of the cut that look like ground, and like nothing of the subject."""
    liked = _soft(ground - own)
    edge = cv2.dilate((~cut).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    ground_like = (cut & (liked < 0) & (liked + ATTENTION * likelihood < 0)).astype(np.uint8)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(ground_like, connectivity=4)
    taken = np.zeros_like(cut)
    least = LEAST * cut.sum()
    for number in (one for one in range(1, count) if stats[one, cv2.CC_STAT_AREA] >= least):
        part = parts == number
        if np.median(ground[part]) > usual + STRAY:
            continue
        taken |= part & (liked[part].mean() < (GROUND if (part & edge).any() else HOLE))
    return taken


def _away(cut: Where) -> Plane:
    return plane(cv2.distanceTransform((~cut).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5))


def _soft(values: Plane) -> Plane:
    return plane(cv2.GaussianBlur(values, (0, 0), 1.2))


def _clusters(colours: Plane, most: int) -> list[_Cluster]:
    some = plane(colours[:: max(1, len(colours) // SAMPLES)])
    _, numbers, centres = cv2.kmeans(some, most, np.empty(0), STOP, 1, cv2.KMEANS_PP_CENTERS)
    parts = ((centre, some[numbers.ravel() == number]) for number, centre in enumerate(centres))
    return [_cluster(centre, part, len(part) / len(some)) for centre, part in parts if len(part) > some.shape[1]]


def _cluster(centre: Plane, part: Plane, share: float) -> _Cluster:
    spread = np.cov(part.T) + LEAST_SPREAD * np.eye(3)
    turn = np.linalg.cholesky(np.linalg.inv(spread)).T
    cost = 0.5 * float(np.log(np.linalg.det(spread))) - float(np.log(share))
    return _Cluster(plane(np.column_stack([turn, -turn @ centre])), cost)


def _misfit(colours: Picture, clusters: list[_Cluster]) -> Plane:
    """Return how badly the best of the clusters fits each colour: the negative logarithm of its probability."""
    costs = [0.5 * lengths(plane(cv2.transform(colours, one.turned))) ** 2 + one.cost for one in clusters]
    return plane(np.min(costs, axis=0))


def _smoothed(cut: Where) -> Where:
    """Return the cut without specks, and without the blur of its edge where it is not thin."""
    small, wide = (cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)) for side in (3, THIN))
    whole = cv2.morphologyEx(cut.astype(np.uint8), cv2.MORPH_CLOSE, small)
    whole = cv2.morphologyEx(whole, cv2.MORPH_OPEN, small)
    thin = cv2.subtract(whole, cv2.morphologyEx(whole, cv2.MORPH_OPEN, wide))
    inner = cv2.erode(whole, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))
    return np.asarray(cv2.max(inner, thin) > 0)
