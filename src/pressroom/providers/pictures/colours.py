"""The main colours of a picture: groups of alike ones (k-means in OKLab), named. Child processes only."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PIL import Image

from pressroom.providers.pictures.palette import HUE_WEIGHT, KNEE, colour, vividness
from pressroom.providers.pictures.picture import Colour

Numbers = npt.NDArray[np.float64]

MOST = 6
GROUPS = 9
ROUNDS = 10
SMALLEST_SHARE = 0.015
GREY_COUNTS = 0.1
"""How much of a grey counts beside vivid colours, which are 0.1 to 0.3 more: a red bicycle is red."""
OPAQUE = 128
SHADES = 16
"""Steps of each channel that pixels are counted in first."""

TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def main_colours(image: Image.Image) -> list[Colour]:
    """Return the 6 most striking colours of an `RGB` or `RGBA` picture, largest share first; some 100 px are enough."""
    shades, weights = _counted(image)
    if not len(shades):
        return []
    found: dict[str, Colour] = {}
    for one in _averages(shades, weights, _grouped(_oklab(shades), weights)):
        known = found.get(one.name, one)
        found[one.name] = one if known is one else replace(known, share=round(known.share + one.share, 4))
    seen = [one for one in found.values() if one.share >= SMALLEST_SHARE] or list(found.values())
    striking = sorted(seen, key=lambda one: -one.share * (vividness(one.hex) + GREY_COUNTS))[:MOST]
    return sorted(striking, key=lambda one: -one.share)


def _counted(image: Image.Image) -> tuple[Numbers, Numbers]:
    """Return the shades that can be seen, each the average of pixels much alike, and their shares."""
    pixels = np.asarray(image.convert("RGBA")).reshape(-1, 4)
    seen = pixels[pixels[:, 3] >= OPAQUE][:, :3].astype(np.int64)
    step = 256 // SHADES
    cells = (seen // step) @ np.array([SHADES * SHADES, SHADES, 1])
    counts = np.bincount(cells, minlength=SHADES**3)
    used = counts > 0
    sums = np.stack([np.bincount(cells, seen[:, channel], SHADES**3)[used] for channel in range(3)], axis=1)
    return sums / counts[used, None], counts[used] / max(1, len(seen))


def _oklab(shades: Numbers) -> Numbers:
    values = shades / 255
    linear = np.where(values <= KNEE, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    lab: Numbers = np.cbrt(linear @ TO_CONES.T) @ TO_OKLAB.T * (1, HUE_WEIGHT, HUE_WEIGHT)
    return lab


def _grouped(places: Numbers, weights: Numbers) -> npt.NDArray[np.intp]:
    """Return the group of each place, by k-means from starts far apart."""
    centres = _starts(places, weights)
    for _ in range(ROUNDS):
        groups = _nearest(places, centres)
        totals = np.bincount(groups, weights, len(centres))
        sums = np.stack([np.bincount(groups, weights * axis, len(centres)) for axis in places.T], axis=1)
        kept = totals > 0
        centres = sums[kept] / totals[kept, None]
    return _nearest(places, centres)


def _starts(places: Numbers, weights: Numbers) -> Numbers:
    """Return the commonest place, then again and again the one that most is far away from the chosen."""
    chosen = [int(np.argmax(weights))]
    distances = _squares(places, places[chosen])[:, 0]
    while len(chosen) < GROUPS and distances.max() > 0:
        chosen.append(int(np.argmax(distances * np.sqrt(weights))))
        distances = np.minimum(distances, _squares(places, places[chosen[-1:]])[:, 0])
    return places[chosen]


def _nearest(places: Numbers, centres: Numbers) -> npt.NDArray[np.intp]:
    nearest: npt.NDArray[np.intp] = np.argmin(_squares(places, centres), axis=1)
    return nearest


def _squares(places: Numbers, centres: Numbers) -> Numbers:
    squares: Numbers = ((places[:, None] - centres[None]) ** 2).sum(axis=2)
    return squares


def _averages(shades: Numbers, weights: Numbers, groups: npt.NDArray[np.intp]) -> Iterator[Colour]:
    """Yield each group's average, those with the largest share first."""
    totals = np.bincount(groups, weights)
    for group in np.argsort(-totals):
        if totals[group]:
            members = groups == group
            red, green, blue = (
                np.average(shades[members], axis=0, weights=weights[members]).round().astype(int).tolist()
            )
            yield colour((red, green, blue), float(totals[group]))
