"""Two answers compared: words that left, words that came, words that stayed."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal

from pressroom.web.views.metadata import Difference

FIELDS = (("display_name", "Name"), ("summary", "Summary"), ("tags", "Tags"), ("language", "Language"))
Piece = tuple[str, Literal["same", "added", "removed"]]


def differences(older: Mapping[str, Any], newer: Mapping[str, Any]) -> Sequence[Difference]:
    """Return the fields in which two answers differ, word by word."""
    return [
        Difference(label, _pieces(_text(older.get(name)), _text(newer.get(name))))
        for name, label in FIELDS
        if older.get(name) != newer.get(name)
    ]


def _text(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def _pieces(before: str, after: str) -> list[Piece]:
    left, right = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("".join(left[a:b]), "same"))
            continue
        if a < b:
            pieces.append(("".join(left[a:b]), "removed"))
        if c < d:
            pieces.append(("".join(right[c:d]), "added"))
    return pieces
