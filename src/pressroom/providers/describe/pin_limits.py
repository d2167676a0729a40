"""How long what is said about a pin may be, counted as Pinterest counts, and what happens to what is longer."""

from dataclasses import dataclass, field

import regex
from pydantic import AfterValidator, ValidationInfo

TITLE_MOST, DESCRIPTION_MOST, ALT_TEXT_MOST = 100, 800, 500
KEYWORDS_MOST, KEYWORD_MOST = 10, 60

PARTED, UNNAMED = " | ", "another picture"
"""What parts the hints `shown before` and `said before`, and what stands for a picture nothing is said of."""

CUT = "…"
"""Ends what was cut."""
CHARACTER = regex.compile(r"\X")
"""What a person takes for one character: a flag, a family, a letter with all its marks."""
PARTS_WORDS = regex.compile(r"\s+")
LOOSE_END = regex.compile(r"[\s\p{Pd}\p{Ps}\p{Pi},;:.…/&|+#@]+$")
"""What ends no line well: spaces, dashes, brackets that open, commas."""
SHORTEST_SHARE = 0.5
"""A cut at a word keeps at least this much; in a text with longer words, or without spaces, a word is cut."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Validate with this as context, and what is too long is cut instead of refused; `notes` says what was."""

    notes: list[str] = field(default_factory=list)


def counted(text: str) -> int:
    """Return how many characters Pinterest may count: UTF-16 code units, never fewer than code points."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, most: int) -> str:
    """Return the text if it counts at most `most`, else its beginning with `…`: whole words, else whole characters."""
    if counted(text) <= most:
        return text
    room = most - counted(CUT)
    if room < 0:
        return ""
    end = _end_within(text, room)
    begun = text[:end]
    if end and not PARTS_WORDS.match(text, end):
        begun = _to_last_word(begun, room)
    return LOOSE_END.sub("", begun) + CUT


def within(most: int, name: str) -> AfterValidator:
    """Return what refuses a longer text, or cuts it where the context is `Cuts`."""

    def judge(text: str, info: ValidationInfo) -> str:
        length = counted(text)
        if length <= most:
            return text
        if isinstance(info.context, Cuts):
            cut = shortened(text, most)
            info.context.notes.append(f"The {name} was too long twice: cut from {length} to {counted(cut)} characters.")
            return cut
        raise ValueError(f"The {name} may have at most {most} characters; this one has {length}. Say it shorter.")

    return AfterValidator(judge)


def _end_within(text: str, room: int) -> int:
    end = used = 0
    for character in CHARACTER.finditer(text):
        used += counted(character.group())
        if used > room:
            break
        end = character.end()
    return end


def _to_last_word(text: str, room: int) -> str:
    last = max((match.start() for match in PARTS_WORDS.finditer(text)), default=0)
    return text[:last] if counted(text[:last]) >= room * SHORTEST_SHARE else text
