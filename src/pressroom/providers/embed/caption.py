"""The text a picture is found by."""

from collections.abc import Sequence

LONGEST = 300
MOST_WORDS = 15


def caption_text(description: str, tags: Sequence[str], content: str, subjects: Sequence[str]) -> str:
    """Return what of a picture's description is embedded, at most 300 characters: content, subjects and tags.

    Sentences blur a point (`car` is half as near to a car described in two sentences as to one named in two
    words), so the description counts only where there is nothing shorter. Of these
    captions, those nearer than 0.25 to what is asked have to do with it, those under 0.22 do not.
    """
    words = list(dict.fromkeys([*subjects, *tags]))[:MOST_WORDS]
    parts = [content.strip(" ."), ", ".join(words)]
    return (". ".join(part for part in parts if part) or description.strip())[:LONGEST]
