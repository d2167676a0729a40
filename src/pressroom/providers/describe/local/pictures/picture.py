"""Describes a picture offline: what a small model is sure it shows, and how it looks."""

from collections.abc import Sequence
from typing import Any

from pressroom.providers.describe.describer import Evidence, Turn
from pressroom.providers.describe.local.pictures.composing import described
from pressroom.providers.describe.local.pictures.findings import Findings, find
from pressroom.providers.describe.local.pictures.sighting import Sighting, possibilities
from pressroom.providers.describe.local.pictures.wishes import revise

MOST_CERTAIN = 0.9
MAY_BE_EMPTY = frozenset({"style", "colors", "subjects", "mood"})
UNSURE = 0.5
BY_NAME, BY_STYLE, BY_LIGHT = 0.4, 0.35, 0.2
"""How sure a description is that has only the file's name, only the kind of picture, or only its light to go by."""


def describe(evidence: Evidence, turns: Sequence[Turn]) -> dict[str, Any]:
    """Return `values` of a picture's description, `confidence` and `notes`.

    After turns, the last one's answer is revised as its feedback asks; that answer already holds what the
    feedback before it asked for.
    """
    findings = find(evidence)
    seen = findings.seen()
    values = described(findings, seen)
    confidence = _confidence(findings, seen)
    notes = _notes(findings, seen, confidence)
    if turns:
        last = turns[-1]
        kept = {name: value for name, value in last.values.items() if value or name in MAY_BE_EMPTY}
        before = {**values, **kept}
        values, said = revise(findings, seen, before, last.feedback)
        notes = [*said, *notes]
    return {"values": values, "confidence": confidence, "notes": notes}


def _confidence(findings: Findings, seen: Sighting | None) -> float:
    if seen:
        return round(min(MOST_CERTAIN, seen.certainty), 2)
    if findings.title:
        return BY_NAME
    return BY_LIGHT if findings.look.is_photo else BY_STYLE


def _notes(findings: Findings, seen: Sighting | None, confidence: float) -> list[str]:
    if confidence >= UNSURE:
        return []
    if seen:
        others = [name for name in possibilities(findings.likely) if name not in (seen.word, seen.which)]
        instead = f", such as: {', '.join(others)}" if others else ""
        return [f"Low confidence: it may be something else{instead}."]
    return ["Low confidence: the local model recognises nothing in it that it is sure of; it tells how it looks."]
