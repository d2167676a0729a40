"""Cuts the subject out of a photo: attention and the border's colours say where to begin, GrabCut where to end."""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pressroom.providers.describe.local.pictures.faces import faces
from pressroom.providers.paint.painter import SubjectType
from pressroom.providers.paint.sewing.attention import attention
from pressroom.providers.paint.sewing.canvas import Picture, Plane, lab, lengths, normal, plane, step
from pressroom.providers.paint.sewing.mending import mended

Bits = NDArray[np.uint8]
"""0 and 1."""

WORKING_SIDE = 336
ROUNDS = 3
BORDER = 0.04
"""Share of the shorter side that is taken for the border."""
BORDER_COLOURS = 5
LEAST_PIECE = 0.08
"""Share of the largest piece under which another is dropped."""
LEAST_HOLE = 0.012
"""Share of the subject under which a hole in it is filled."""
COLOUR_WEIGHTS = plane([0.8, 1.2, 1.2])
SPREAD = 45.0
LIKELIHOOD_WEIGHT = 150.0
CUT_OFF = 0.12
"""Share of the photo's lower side that a subject takes when it is cut off there, rather than standing there."""
FOOT = 0.14
"""Share of such a subject's height that is rounded."""
AGREEING = 0.76
"""Share of one cut that the other must agree with to be believed."""
CLEARER = 0.12
"""How much better one cut must stand out to be believed all the same."""
FACE, HEAD = 0.46, 0.7
"""Half axes of a face, and of a head with its hair, in the face's width and height."""
LIKELY_HEAD = 0.6
"""How surely what is about a face is the head it belongs to."""
SURE = 0.7
"""Of the way from the level that parts the likelihood to its most: what is above is the subject's for certain."""


class _Leads(NamedTuple):
    """What leads to a subject of some type."""

    by_eye: float
    by_colour: float
    by_place: float
    """How much attention, colours unlike the border's, and the usual place count."""
    surely_not: float
    """Of the level that parts the likelihood: what is below is ground for certain."""
    border: float
    """Share of the photo's height, from above, whose border shows the ground."""


LEADS = {SubjectType.PERSON: _Leads(0.3, 0.35, 0.35, surely_not=0.5, border=0.6)}
USUAL_LEADS = _Leads(0.8, 0.07, 0.13, surely_not=0.7, border=1.0)


@dataclass(frozen=True, slots=True)
class Cut:
    """A subject cut out."""

    mask: Plane
    """On a small copy of the photo."""
    share: float
    """Of the photo that is subject."""
    touching: float
    """Share of the photo's border that the subject touches, its lower side left out."""
    contrast: float
    """How far its colours are from those of the photo's border, 0 to 1."""


def cut(photo: Picture, subject: SubjectType) -> Cut:
    """Return the subject of a photo, as far as it can be told."""
    scale = min(1.0, WORKING_SIDE / max(photo.shape[:2]))
    size = (max(8, round(photo.shape[1] * scale)), max(8, round(photo.shape[0] * scale)))
    small = plane(cv2.resize(photo, size, interpolation=cv2.INTER_AREA))
    height, width = small.shape[:2]
    seen = plane(np.clip(cv2.resize(attention(small), (width, height), interpolation=cv2.INTER_CUBIC), 0, 1))
    leads = LEADS.get(subject, USUAL_LEADS)
    unlike = _unlike_border(small, seen, down_to=leads.border)
    usual = _usual_place(height, width, subject)
    likely = plane(leads.by_eye * seen + leads.by_colour * unlike + leads.by_place * usual)
    person = subject is SubjectType.PERSON
    near = _by_faces(small) if person else plane(np.zeros_like(likely))
    marks = _marks(plane(np.maximum(likely, near * likely.max())), leads.surely_not)
    mask = tidied(_grabbed(small, likely, marks, unlike), likely)
    mask = _whole(plane(np.maximum(mended(small, mask, _certainty(likely), clothed=person), near == 1)), likely)
    mask = _on_a_round_foot(mask)
    return Cut(mask, float(mask.mean()), _touching(mask), _contrast(mask, unlike))


def cut_already(solid: Plane) -> Cut:
    """Return the subject of a picture that is transparent around it."""
    mask = plane(solid > 0.5)  # noqa: PLR2004  # half
    return Cut(mask, float(mask.mean()), 0.0, 1.0)


def _certainty(likely: Plane) -> Plane:
    """Return how surely each place is the subject's: 0 at the level that parts the likelihood, at most 1."""
    level = otsu(likely)
    return plane(np.clip((likely - level) / max(float(likely.max()) - level, 1e-6), -1, 1))


def _by_faces(small: Picture) -> Plane:
    """Return 1 on the face of whoever is most striking, less on the head about it, and 0 elsewhere."""
    marked = np.zeros(small.shape[:2], np.float32)
    size = np.array(marked.shape[::-1])
    for face in faces(_bits(small[..., ::-1] * 255))[:1]:
        middle = np.array([face.middle, face.top + face.height / 2]) * size
        for share, sure in ((HEAD, LIKELY_HEAD), (FACE, 1.0)):
            reach = np.array([face.width, face.height]) * size * share
            cv2.ellipse(marked, [round(float(at)) for at in middle], [int(axis) for axis in reach], 0, 0, 360, sure, -1)
    return marked


def _usual_place(height: int, width: int, subject: SubjectType) -> Plane:
    """Return where subjects are: about the middle; of people, head and shoulders, and what is below them."""
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    if subject is SubjectType.PERSON:
        reach = 0.4 + 0.4 * np.clip(y + 0.35, 0, 0.7)
        return plane(np.exp(-((x / reach) ** 4)) * (y > -0.92))  # noqa: PLR2004  # above heads is some air
    return plane(np.exp(-(x**2 / 0.35 + (y + 0.05) ** 2 / 0.6)))


def _unlike_border(small: Picture, seen: Plane, *, down_to: float) -> Plane:
    """Return how far each colour is from those of the border that is no subject, 0 to 1."""
    colours = lab(plane(cv2.GaussianBlur(small, (0, 0), 2)))
    band = max(2, round(min(small.shape[:2]) * BORDER))
    edge = np.ones(small.shape[:2], dtype=bool)
    edge[band:-band, band:-band] = False
    edge[round(len(edge) * down_to) :] = False
    samples = colours[edge & (seen < max(0.5, float(np.median(seen[edge]))))]
    if len(samples) < BORDER_COLOURS:
        return seen
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    _, _, centres = cv2.kmeans(samples, BORDER_COLOURS, np.empty(0), stop, 2, cv2.KMEANS_PP_CENTERS)
    distance = np.min([lengths(colours - centre) for centre in centres], axis=0)
    return step(plane(distance), 4, 40)


def _marks(likely: Plane, surely_not: float) -> Bits:
    """Return what GrabCut is told: subject and ground, each for certain or as likely as not."""
    level = otsu(likely)
    marks = np.where(likely > level, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    marks[likely > level + SURE * (likely.max() - level)] = cv2.GC_FGD
    marks[likely < level * surely_not] = cv2.GC_BGD
    return marks


def _grabbed(small: Picture, likely: Plane, marks: Bits, unlike: Plane) -> Plane:
    """Return what both the colours alone and the colours with the likelihood take for the subject.

    Colours alone run over to what looks alike elsewhere, likelihood takes in what is between; each mends the other.
    """
    with_likelihood = _grab(_colours_and_likelihood(small, likely), marks)
    by_colour = _grab(_bits(cv2.GaussianBlur(small, (0, 0), 0.8) * 255), marks)
    both = plane(with_likelihood * by_colour)
    agree = both.sum() > AGREEING * with_likelihood.sum()
    clearer = _contrast(both, unlike) > _contrast(with_likelihood, unlike) + CLEARER
    return both if agree or clearer else with_likelihood


def _contrast(mask: Plane, unlike: Plane) -> float:
    """Return how unlike the border's the colours of the masked are."""
    return float(unlike[mask > 0].mean()) if mask.any() else 0.0


def _grab(channels: Bits, marks: Bits) -> Plane:
    found = marks.copy()
    nothing = (0, 0, 0, 0)
    cv2.grabCut(channels, found, nothing, np.zeros((1, 65)), np.zeros((1, 65)), ROUNDS, cv2.GC_INIT_WITH_MASK)
    return plane((found == cv2.GC_FGD) | (found == cv2.GC_PR_FGD))


def _colours_and_likelihood(small: Picture, likely: Plane) -> Bits:
    """Return the two axes along which colours differ most, and the likelihood: GrabCut takes them for a colour.

    So what looks like the subject but is not where it is likely stays out.
    """
    colours = lab(plane(cv2.GaussianBlur(small, (0, 0), 0.8))).reshape(-1, 3) * COLOUR_WEIGHTS
    _, axes = cv2.PCACompute(colours, np.empty(0), maxComponents=2)
    first, second = ((colours - colours.mean(0)) @ axes.T).T.reshape(2, *likely.shape)
    spread = SPREAD / max(float(np.std(first)), 5.0)
    channels = [128 + first * spread, 128 + second * spread, normal(likely) * LIKELIHOOD_WEIGHT]
    return _bits(np.clip(np.dstack(channels), 0, 255))


def otsu(values: Plane) -> float:
    """Return the level that parts the values best."""
    level, _ = cv2.threshold((normal(values) * 255).astype(np.uint8), 0, 255, cv2.THRESH_OTSU)
    return float(values.min() + level / 255 * np.ptp(values))


def tidied(mask: Plane, likely: Plane) -> Plane:
    """Return the mask without specks and thin threads, its small holes filled."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    whole = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    whole = cv2.morphologyEx(whole, cv2.MORPH_CLOSE, kernel, iterations=2)
    whole = cv2.erode(whole, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))  # GrabCut takes in the edge's blur
    return _whole(whole, likely)


def _whole(mask: object, likely: Plane) -> Plane:
    return _without_small_holes(_pieces_that_count(_bits(mask), likely))


def _bits(values: object) -> Bits:
    return np.asarray(values, dtype=np.uint8)


def _pieces_that_count(mask: Bits, likely: Plane) -> Bits:
    count, pieces = cv2.connectedComponents(mask, connectivity=4)
    weights = [0.0, *(float(likely[pieces == number].sum()) for number in range(1, count))]
    return _bits(np.isin(pieces, [n for n in range(1, count) if weights[n] >= LEAST_PIECE * max(weights)]))


def _without_small_holes(mask: Bits) -> Plane:
    count, holes, stats, _ = cv2.connectedComponentsWithStats(_bits(1 - mask), connectivity=4)
    small = [n for n in range(1, count) if stats[n, cv2.CC_STAT_AREA] < LEAST_HOLE * mask.sum()]
    return plane((mask > 0) | np.isin(holes, small))


def _on_a_round_foot(mask: Plane) -> Plane:
    """Return the mask with round corners where the photo's lower side cut it off."""
    if mask[-1].mean() < CUT_OFF:
        return mask
    rows, columns = np.flatnonzero(mask.max(1)), np.flatnonzero(mask[-1])
    foot = max(2, round(FOOT * (rows[-1] - rows[0] + 1)))
    y, x = np.mgrid[0 : len(mask), 0 : mask.shape[1]].astype(np.float32)
    down = np.clip((y - (len(mask) - 1 - foot)) / foot, 0, 1)
    middle, half = (columns[0] + columns[-1]) / 2, (columns[-1] - columns[0]) / 2 + 1
    corner = foot * (1 - np.sqrt(1 - down**2)) * 1.2
    return plane(mask * ((down == 0) | (abs(x - middle) < half - corner)))


def _touching(mask: Plane) -> float:
    return float(np.concatenate([mask[0], mask[:, 0], mask[:, -1]]).mean())
