"""Describes a document without a model of language: from its lines, numbers and sentences."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from pressroom.providers.describe.describer import Evidence, Turn


def describe(evidence: Evidence, turns: Sequence[Turn]) -> dict[str, Any]:
    """Return `values` of a document description, `confidence` and `notes`."""
    del turns
    name = PurePath(evidence.filename).stem.ljust(3, "_")[:120]
    text = " ".join(" ".join(evidence.pages).split())
    values = {
        "display_name": name,
        "tags": ["document", PurePath(evidence.filename).suffix.strip(".").lower() or "file", "unsorted"],
        "summary": text[:200] or "The file holds no readable text.",
        "language": "und",
    }
    return {"values": values, "confidence": 0.1, "notes": ["Low confidence: little text."]}
