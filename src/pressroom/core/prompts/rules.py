"""Which prompts there are, and what may stand in one."""

from collections.abc import Mapping
from typing import Any

from pressroom.kernel.errors import Invalid, NotFound
from pressroom.providers.describe import DOCUMENT, PICTURE, PIN, SITTER, Profile

PROFILES: Mapping[str, Profile[Any]] = {one.name: one for one in (DOCUMENT, PICTURE, SITTER, PIN)}
LONGEST, SHORTEST, LONGEST_NOTE = 8000, 20, 200
SHIPPED = 0
"""The version of the words that come with Pressroom."""
MOST_ITEMS = 3
"""How many of one's own things a prompt is tried on."""


def profile_named(name: str) -> Profile[Any]:
    """Return a profile as it is shipped; raises NotFound."""
    if name not in PROFILES:
        raise NotFound(f"There is no prompt “{name}”. There are: {', '.join(PROFILES)}.")
    return PROFILES[name]


def prompt_text(text: str) -> str:
    """Return a prompt with its ends tidied; raises Invalid when it is too short, too long or not plain text."""
    tidied = text.replace("\r\n", "\n").strip()
    if "\0" in tidied:
        raise Invalid("A character in it cannot be used.", code="unusable")
    if len(tidied) < SHORTEST:
        raise Invalid("Say in a sentence or more what is wanted, or go back to the shipped prompt.", code="too_short")
    if len(tidied) > LONGEST:
        raise Invalid(f"A prompt has at most {LONGEST:,} characters; this one has {len(tidied):,}.", code="too_long")
    return tidied


def prompt_note(note: str | None) -> str | None:
    """Return a note tidied, None where there is none; raises Invalid when it is too long."""
    tidied = " ".join((note or "").replace("\0", "").split())
    if len(tidied) > LONGEST_NOTE:
        raise Invalid(f"A note has at most {LONGEST_NOTE} characters.", code="note")
    return tidied or None
