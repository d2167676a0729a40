"""Tells a person from an animal from anything else: by faces, and by what the model that names things is sure of."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pressroom.providers.describe.local.pictures.faces import Face, faces
from pressroom.providers.describe.local.pictures.labels import labels
from pressroom.providers.describe.local.pictures.model import Picture, Probabilities, glance, probabilities
from pressroom.providers.describe.local.pictures.outline import Outline
from pressroom.providers.describe.local.pictures.sighting import FAIRLY_SURE, Sighting, sighting
from pressroom.providers.describe.sitter import SubjectType

SURE_OF_ANIMAL = 0.5
"""Probability of all animals together from which on it is one, whichever."""
SURELY_ANIMAL = 0.9
"""Probability from which on no face is looked for."""
PERHAPS_ANIMAL = 0.35
SURE_OF_PERSON = 0.3
PEOPLE = frozenset({"baseball player", "bridegroom", "scuba diver"})
"""The only people the model has classes for."""
TOYS = frozenset({"teddy bear"})
"""No animals, but their likenesses."""
SURE_BESIDE = 0.6
"""Probability from which on a thing beside a person is named."""
LONGISH = 1.2


@dataclass(frozen=True, slots=True)
class Sitter:
    """Who or what a picture is of."""

    kind: SubjectType
    certainty: float
    """How sure the kind is, of a person or an animal; of something else how sure what it is."""
    picture: Picture
    outline: Outline
    seen: Sighting | None
    """What it is; of a person what is beside or worn."""
    people: tuple[Face, ...] = ()
    animal: float = 0.0
    """How likely there is an animal."""


def sitter_in(picture: Picture) -> Sitter:
    """Return who or what a picture is of; of a person and an animal the surer one counts."""
    likely = glance(picture)
    people = tuple(faces(picture)) if _total(likely, _animals()) < SURELY_ANIMAL else ()
    outline = Outline(picture)
    likely = likely if people else _closer(picture, outline, likely)
    animal, person = _total(likely, _animals()), _total(likely, _people())
    face = people[0].certainty if people else 0.0
    if animal >= max(SURE_OF_ANIMAL, face):
        seen = sighting(_only(likely, _animals()))
        return Sitter("pet", animal, picture, outline, seen, people, animal)
    if people or person >= SURE_OF_PERSON:
        seen = sighting(_only(likely, ~_worn()), needed=SURE_BESIDE)
        return Sitter("person", max(face, person), picture, outline, seen, people, animal)
    seen = sighting(likely)
    return Sitter("other", seen.certainty if seen else 0.0, picture, outline, seen, (), animal)


def _closer(picture: Picture, outline: Outline, first: Probabilities | None) -> Probabilities | None:
    """Return what the picture's middle shows or, where nothing is sure there, its ends and what can be cut out."""
    likely = probabilities(picture, first)
    if likely is None or _is_sure(likely):
        return likely
    parts = [*_ends(picture), *([outline.closer()] if outline.is_clear else [])]
    looks = [look for part in parts if (look := glance(part, 1.0)) is not None]
    best = max(looks, key=lambda look: _total(look, _animals()), default=likely)
    if _total(best, _animals()) >= SURE_OF_ANIMAL:
        return best
    return likely if sighting(likely) else max([likely, *looks], key=lambda look: float(look.max()))


def _is_sure(likely: Probabilities) -> bool:
    seen = sighting(likely)
    return _total(likely, _animals()) >= SURE_OF_ANIMAL or (seen is not None and seen.certainty >= FAIRLY_SURE)


def _ends(picture: Picture) -> list[Picture]:
    """Return the squares at both ends of a picture that is longer than wide, or wider than long."""
    side = min(picture.shape[:2])
    return [picture[:side, :side], picture[-side:, -side:]] if max(picture.shape[:2]) > LONGISH * side else []


def _total(likely: Probabilities | None, which: NDArray[np.bool_]) -> float:
    return float(likely[which].sum()) if likely is not None else 0.0


def _only(likely: Probabilities | None, which: NDArray[np.bool_]) -> Probabilities | None:
    return None if likely is None else np.asarray(likely * which, dtype=np.float32)


@lru_cache(maxsize=1)
def _animals() -> NDArray[np.bool_]:
    return np.array([(one.kind == "animal" or one.word in TOYS) and not one.is_doubtful for one in labels()])


@lru_cache(maxsize=1)
def _people() -> NDArray[np.bool_]:
    return np.array([one.word in PEOPLE for one in labels()])


@lru_cache(maxsize=1)
def _worn() -> NDArray[np.bool_]:
    """Return the people themselves and what they may wear, which is often mistaken: their colours say enough."""
    return np.array([one.word in PEOPLE or one.kind == "clothes" for one in labels()])
