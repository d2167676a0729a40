"""Puts columns of a PDF page one after the other where the file itself goes across them, line by line.

Most PDFs hold their text in reading order, and are left alone. A table goes across on purpose: its cells do not fill
their columns as lines of prose do.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

LEAST_LINES = 6
"""Lines a column must have."""
LEAST_GUTTER = 6
"""Points between columns."""
LEAST_WIDTH = 0.15
"""Of the text's width, that a column must have."""
PROSE_FILL = 0.55
"""Of its column's width, that a line of prose fills on average."""
CROSSING_SHARE = 0.15
"""Of all lines, that may cross a gutter, as headlines do."""
JUMPY = 0.5
"""Changes of column for each line, from where the file is said to go across."""


class Box(NamedTuple):
    """A run of text, or an area, in points from the bottom left."""

    left: float
    bottom: float
    right: float
    top: float


def areas_in_order(runs: Sequence[Box]) -> list[Box]:
    """Return the areas to read one after the other, given runs of text in the file's order; none to leave that be."""
    if len(runs) < 2 * LEAST_LINES:
        return []
    columns = _columns(runs)
    places = [_column_of(run, columns) for run in runs]
    if len(columns) < 2 or not _goes_across(places) or not _is_prose(runs, places, columns):  # noqa: PLR2004  # side by side
        return []
    return _areas(runs, places, columns)


def _columns(runs: Sequence[Box]) -> list[tuple[float, float]]:
    """Return left and right edges of the columns that gutters part."""
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    covered = [0] * (int(right - left) + 2)
    for run in runs:
        for x in range(int(run.left - left), int(run.right - left) + 1):
            covered[x] += 1
    free = [count <= CROSSING_SHARE * len(runs) / 2 for count in covered]
    gutters = [(start, end) for start, end in _stretches(free) if end - start >= LEAST_GUTTER]
    edges = [left, *(left + (start + end) / 2 for start, end in gutters), right]
    columns = list(pairwise(edges))
    return columns if all(end - start >= LEAST_WIDTH * (right - left) for start, end in columns) else []


def _stretches(free: Sequence[bool]) -> list[tuple[int, int]]:
    edges = [x for x in range(1, len(free)) if free[x] != free[x - 1]]
    return [(start, end) for start, end in pairwise(edges) if free[start]]


def _column_of(run: Box, columns: Sequence[tuple[float, float]]) -> int | None:
    """Return which column a run is in; None if it crosses a gutter."""
    inside = [index for index, (left, right) in enumerate(columns) if left - 1 <= run.left and run.right <= right + 1]
    return inside[0] if inside else None


def _goes_across(places: Sequence[int | None]) -> bool:
    placed = [place for place in places if place is not None]
    changes = sum(one != other for one, other in pairwise(placed))
    return changes > JUMPY * len(placed)


def _is_prose(runs: Sequence[Box], places: Sequence[int | None], columns: Sequence[tuple[float, float]]) -> bool:
    for index, (left, right) in enumerate(columns):
        widths = [run.right - run.left for run, place in zip(runs, places, strict=True) if place == index]
        if len(widths) < LEAST_LINES or sum(widths) < PROSE_FILL * len(widths) * (right - left):
            return False
    return True


def _areas(runs: Sequence[Box], places: Sequence[int | None], columns: Sequence[tuple[float, float]]) -> list[Box]:
    """Return bands from the top of the page: what crosses the gutters, and the columns in between."""
    crossing = [run for run, place in zip(runs, places, strict=True) if place is None]
    top, bottom = max(run.top for run in runs) + 1, min(run.bottom for run in runs) - 1
    areas: list[Box] = []
    for run in sorted(crossing, key=lambda run: -run.top):
        areas += _band(columns, top, run.top)
        areas.append(Box(columns[0][0] - 1, run.bottom, columns[-1][1] + 1, min(top, run.top)))
        top = min(top, run.bottom)
    return [*areas, *_band(columns, top, bottom)]


def _band(columns: Sequence[tuple[float, float]], top: float, bottom: float) -> list[Box]:
    return [Box(left - 1, bottom, right + 1, top) for left, right in columns] if top > bottom else []
