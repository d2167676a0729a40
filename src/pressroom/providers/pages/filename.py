"""File names that are safe to keep, show and offer for download."""

import re
import unicodedata

MOST_BYTES = 255
LONGEST_ENDING_BYTES = 20
NAMELESS = "unnamed"

SEPARATORS = re.compile(r"[/\\]")
SPACES = re.compile(r"\s+")
UNSAFE_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
JOINERS = frozenset("\u200c\u200d")
"""Format characters that words of some languages, and emoji, are written with."""


def clean_filename(name: str) -> str:
    """Return `name` without folders, control characters and direction marks, in at most 255 bytes of UTF-8.

    The ending is kept, and the result is never empty, `.` or `..`.
    """
    last = SEPARATORS.split(name)[-1]
    visible = "".join(char for char in last if _is_safe(char))
    tidy = unicodedata.normalize("NFC", SPACES.sub(" ", visible)).strip(" ")
    if not tidy.strip(". "):
        return NAMELESS
    if tidy.startswith("."):
        tidy = NAMELESS + tidy
    return _shortened(tidy.rstrip(". "))


def _is_safe(char: str) -> bool:
    return char.isspace() or char in JOINERS or unicodedata.category(char) not in UNSAFE_CATEGORIES


def _shortened(name: str) -> str:
    if len(name.encode()) <= MOST_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > LONGEST_ENDING_BYTES:
        stem, dot, ending = name, "", ""
    room = MOST_BYTES - len(f"{dot}{ending}".encode())
    return f"{stem.encode()[:room].decode(errors='ignore').rstrip('. ')}{dot}{ending}"
