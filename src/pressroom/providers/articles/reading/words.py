"""Words of strangers, made fit to be kept: without control characters and halves of characters, which no text has."""

import re

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")


def kept(text: str) -> str:
    """Return a text with its line breaks, without what a database does not take."""
    return CONTROL.sub("", text).encode(errors="ignore").decode()


def line(text: object, most: int = 500) -> str | None:
    """Return a text as one line of at most that many characters; None where there is no text."""
    return (" ".join(kept(text).split())[:most] or None) if isinstance(text, str) else None
