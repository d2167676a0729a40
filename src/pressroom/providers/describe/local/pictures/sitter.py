"""Describes offline who or what a picture is a portrait of."""

from collections.abc import Sequence
from typing import Any

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe.describer import Evidence, Turn
from pressroom.providers.describe.local.pictures.findings import picture_in
from pressroom.providers.describe.local.pictures.look import look_at
from pressroom.providers.describe.local.pictures.portraying import described, features
from pressroom.providers.describe.local.pictures.recognising import PERHAPS_ANIMAL, SURE_OF_ANIMAL, Sitter, sitter_in

MOST_CERTAIN = 0.9
UNSURE = 0.5
SURE_OF_COMPANY = 0.7
"""How sure a face must be to be told of beside an animal: apes and flies have something like one."""
BY_COLOURS = 0.3
"""How sure a description is that has only colours and shape to go by."""


def describe(evidence: Evidence, turns: Sequence[Turn]) -> dict[str, Any]:
    """Return `values` of a sitter's description, `confidence` and `notes`; ProviderRefused where nobody sits."""
    picture = picture_in(evidence)
    style = look_at(picture).style
    if style == "blank":
        raise ProviderRefused("There is nothing to be seen in this picture: it is all of one colour. Choose another.")
    sitter = sitter_in(picture)
    values = {
        "subject_type": sitter.kind,
        "description": described(sitter, style),
        "features": features(sitter, style),
    }
    confidence = round(min(MOST_CERTAIN, max(sitter.certainty, BY_COLOURS)), 2)
    notes = list(_notes(sitter, confidence))
    if turns:
        notes.insert(0, "The local model does not follow feedback about a portrait; it says what it said before.")
    return {"values": values, "confidence": confidence, "notes": notes}


def _notes(sitter: Sitter, confidence: float) -> list[str]:
    is_by_face = sitter.kind == "person" and sitter.people
    notes = {
        "There is a person in it, too; the animal is taken for the subject.": (
            sitter.kind == "pet" and any(face.certainty >= SURE_OF_COMPANY for face in sitter.people)
        ),
        "There may be an animal in it, too; the person is taken for the subject.": (
            sitter.kind == "person" and sitter.animal >= SURE_OF_ANIMAL
        ),
        _doubt(sitter): confidence < UNSURE,
        "It does not stand out from its ground: its colours are those of the picture's middle.": (
            not is_by_face and not sitter.outline.is_clear
        ),
    }
    return [note for note, holds in notes.items() if holds]


def _doubt(sitter: Sitter) -> str:
    if sitter.kind == "other" and sitter.animal >= PERHAPS_ANIMAL:
        return "Low confidence: it may be an animal."
    if sitter.seen:
        return "Low confidence: it may be something else."
    return "Low confidence: the local model recognises nothing in it that it is sure of; it tells colours and shape."
