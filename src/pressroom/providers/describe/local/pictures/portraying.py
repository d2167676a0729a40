"""Words for who or what a picture is of: only what was recognised, and what was measured."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from pressroom.providers.describe.local.pictures.composing import STYLES
from pressroom.providers.describe.local.pictures.faces import Face
from pressroom.providers.describe.local.pictures.model import Picture
from pressroom.providers.describe.local.pictures.recognising import Sitter
from pressroom.providers.describe.local.pictures.sighting import FAIRLY_SURE, Sighting
from pressroom.providers.pictures.colours import main_colours
from pressroom.providers.pictures.picture import Colour

LEAST_SHARE = 0.08
MOST_COLOURS = 4
MOST = 0.5
"""Share from which on it is mostly of a colour."""
FEWEST_ROWS = 0.3
"""Of a face's height: what there must be of the picture below it to tell colours."""
AS_NEAR = 0.5
"""Of the largest face's height: how large the others are that belong to the subject."""
COUNTS = ("", "a person", "two people", "three people", "four people", "five people", "six people")


def described(sitter: Sitter, style: str) -> str:
    """Return one or two sentences about the sitter."""
    return _person(sitter) if sitter.kind == "person" else _thing(sitter, style)


def features(sitter: Sitter, style: str) -> list[str]:
    """Return what makes the sitter recognisable, the most telling first."""
    names = _seen(sitter.seen) if sitter.seen else [style] if style in STYLES else []
    if not sitter.people or sitter.kind != "person":
        return [*names, *_shares(_colours(sitter)), *sitter.outline.facts]
    face = sitter.people[0]
    direction = "face seen from the front" if face.is_ahead else "face turned to the side"
    above = [f"{one} above the face" for one in _names(_above(sitter.picture, face))[:1]]
    below = [f"{one} below the face" for one in _shares(_below(sitter.picture, face))]
    return [*below, *above, direction, *names]


def _seen(seen: Sighting) -> list[str]:
    return [word for word in (seen.word, seen.which) if word]


def _thing(sitter: Sitter, style: str) -> str:
    facts = [fact for fact in sitter.outline.facts if " than " in fact]
    first = f"{_subject(sitter, style)} {_list(_names(_colours(sitter)))}."
    return " ".join([_capital(first), *([f"It is {_list(facts)}."] if facts else [])])


def _subject(sitter: Sitter, style: str) -> str:
    if not sitter.seen:
        return f"{STYLES[style]}," if style in STYLES else "something"
    return f"{sitter.seen.phrase}," if sitter.seen.certainty >= FAIRLY_SURE else f"probably {sitter.seen.phrase},"


def _person(sitter: Sitter) -> str:
    beside = f" with {sitter.seen.phrase}" if sitter.seen else ""
    if not sitter.people:
        return _capital(f"probably a person{beside}, {_list(_names(_colours(sitter)))}.")
    face = sitter.people[0]
    count = sum(one.height >= AS_NEAR * face.height for one in sitter.people)
    who = COUNTS[count] if count < len(COUNTS) else "a group of people"
    seen = "" if count > 1 else ", seen from the front" if face.is_ahead else ", turned to the side"
    places = {"below": _names(_below(sitter.picture, face)), "above": _names(_above(sitter.picture, face))[:1]}
    said = [f"{place} the face {_list(colours)}" for place, colours in places.items() if colours]
    return " ".join([_capital(f"{who}{beside}{seen}."), *([_capital(f"{', '.join(said)}.")] if said else [])])


def _colours(sitter: Sitter) -> list[Colour]:
    return _main(sitter.outline.colours)


def _below(picture: Picture, face: Face) -> list[Colour]:
    """Return the colours of what is worn below the face, as far as the picture shows it."""
    top, bottom = face.bottom + face.height / 4, face.bottom + 2 * face.height
    if min(bottom, 1.0) - top < FEWEST_ROWS * face.height:
        return []
    return _within(picture, face.middle, face.width, top, bottom)


def _above(picture: Picture, face: Face) -> list[Colour]:
    """Return the colours of hair, or of what is worn on it."""
    top = face.top - face.height / 4
    return _within(picture, face.middle, face.width / 3, top, face.top) if top > 0 else []


def _within(picture: Picture, middle: float, reach: float, top: float, bottom: float) -> list[Colour]:
    height, width = picture.shape[:2]
    rows = slice(max(0, round(top * height)), round(bottom * height))
    columns = slice(max(0, round((middle - reach) * width)), round((middle + reach) * width))
    part = picture[rows, columns, ::-1]
    if not part.size:
        return []
    return _main(main_colours(Image.fromarray(np.ascontiguousarray(part[:: _step(part), :: _step(part)]))))


def _step(part: Picture, *, side: int = 96) -> int:
    height, width = part.shape[:2]
    return max(1, int(max(height, width)) // side)


def _main(found: list[Colour]) -> list[Colour]:
    return [one for one in found if one.share >= LEAST_SHARE][:MOST_COLOURS] or found[:1]


def _names(colours: Sequence[Colour]) -> list[str]:
    """Return the two main colours, or the one that it mostly is."""
    return [f"mostly {colours[0].name}"] if colours and colours[0].share >= MOST else [one.name for one in colours[:2]]


def _shares(colours: Sequence[Colour]) -> list[str]:
    return [f"{one.name} ({one.share:.0%})" for one in colours]


def _list(words: Sequence[str]) -> str:
    return " and ".join(words)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
