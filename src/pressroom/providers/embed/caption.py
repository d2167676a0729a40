"""The text a picture is found by."""

from collections.abc import Sequence

LONGEST = 400


def caption_text(description: str, tags: Sequence[str], content: str, subjects: Sequence[str]) -> str:
    """Return what of a picture's description is embedded: its content, its own words, then its description.

    At most 400 characters, the most telling first; a word that was said is not said again.
    """
    words = [word for word in dict.fromkeys([*subjects, *tags]) if word.lower() not in content.lower()]
    parts = [content.strip(" ."), ", ".join(words), description.strip()]
    return ". ".join(part for part in parts if part)[:LONGEST]
