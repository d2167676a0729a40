"""Two answers compared: words that left, words that came, words that stayed."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal
from uuid import UUID

from pressroom.core.metadata.models import Revision
from pressroom.kernel.errors import NotFound
from pressroom.web.views.metadata import Difference

FIELDS = (
    ("display_name", "Name"),
    ("title", "Title"),
    ("summary", "Summary"),
    ("description", "Description"),
    ("alt_text", "Alt text"),
    ("keywords", "Keywords"),
    ("tags", "Tags"),
    ("language", "Language"),
    ("content", "Content"),
    ("style", "Style"),
    ("subjects", "Subjects"),
    ("mood", "Mood"),
)
Compared = tuple[Revision, Revision]
"""The older and the newer of two revisions."""
Piece = tuple[str, Literal["same", "added", "removed"]]


def pair_of(history: Sequence[Revision], older: UUID | None, newer: UUID | None) -> Compared | None:
    """Return two of the revisions, the older one first, if two are asked for; raises NotFound for one not kept."""
    if older is None or newer is None:
        return None
    by_id = {one.id: one for one in history}
    if not by_id.keys() >= {older, newer}:
        raise NotFound("There is no such revision any more; only the newest three are kept.")
    return by_id[min(older, newer)], by_id[max(older, newer)]


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
