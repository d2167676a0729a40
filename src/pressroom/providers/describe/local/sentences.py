"""Sentences, and how much each is worth repeating."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressroom.providers.describe.local.reading import WORD, Block, legibility
from pressroom.providers.describe.local.vocabulary import Vocabulary

END = re.compile(r"[.!?…]+[\"'”\u2019»)]*\s+(?=[\"'“„«\u201a\u2018(¿¡]?[A-ZÀ-ÖØ-Þ0-9])")
MACHINE = re.compile(
    r"\bIBAN\b|\bBIC\b|\bUSt-?Id|\bVAT (?:no|reg)|\bHRB\b|https?://|www\.|\S+@\S+|_{4,}|\.{5,}|\bTel\b|\bFax\b"
)
HEADING_WORDS = 6
LITTLE_WORDS, LETTERS, LEGIBLE = 0.12, 0.75, 0.85
"""Least shares of little words, of letters and of legible text that make prose."""
SHORTEST, LONGEST = 35, 320
"""Characters of a sentence that can stand in a summary."""
MOST = 140
"""Sentences weighed: the first ones, and an even choice of the others."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands."""

    text: str
    index: int
    """Among all sentences, from 0."""
    opens: bool
    """First of its paragraph."""
    leans: bool
    """It cannot be understood without the one before."""
    under: str = ""
    """The heading it stands under."""


def sentences(blocks: Sequence[Block], vocabulary: Vocabulary) -> list[Sentence]:
    """Return the sentences worth weighing, in order: whole, legible, no greeting and no boilerplate."""
    found = list(_all(blocks, vocabulary))
    if len(found) <= MOST:
        return found
    head, rest = found[: MOST // 2], found[MOST // 2 :]
    step = len(rest) / (MOST - len(head))
    return [*head, *(rest[int(index * step)] for index in range(MOST - len(head)))]


def split(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return a paragraph's sentences; abbreviations, initials and ordinals end none."""
    parts: list[str] = []
    begin = 0
    for match in END.finditer(text):
        if not _is_end(text[begin : match.start() + 1], text[match.end() :], vocabulary):
            continue
        parts.append(text[begin : match.end()].strip())
        begin = match.end()
    return [part for part in [*parts, text[begin:].strip()] if part]


def _is_end(before: str, after: str, vocabulary: Vocabulary) -> bool:
    if not before.endswith("."):
        return True
    word = re.search(r"([^\s(]+)\.$", before)
    if word is None:
        return True
    last = word.group(1)
    if vocabulary.abbreviations.fullmatch(last) or re.fullmatch(r"[A-Za-z]|[ivx]+", last):
        return False
    ordinal = re.fullmatch(r"\d{1,2}", last)
    return not (ordinal and (vocabulary.code == "de" or len(before) <= len(last) + 1)) and bool(after)


def _all(blocks: Sequence[Block], vocabulary: Vocabulary) -> Iterator[Sentence]:
    index = 0
    greeted, heading = False, ""
    for block in blocks:
        heading = block.text if _is_heading(block) else heading
        whole = capitalised(block.text) if greeted else block.text
        greeted = bool(vocabulary.salutation.match(block.text))
        for place, text in enumerate(split(whole, vocabulary)):
            if is_quotable(text, vocabulary):
                leans = bool(re.match(rf"(?:{vocabulary.leaning.pattern})\b", text, re.IGNORECASE))
                yield Sentence(text, index, place == 0, leans, heading)
            index += 1


def _is_heading(block: Block) -> bool:
    return len(block.text.split()) <= HEADING_WORDS and not re.search(r"[.!?:,;]$", block.text)


def capitalised(text: str) -> str:
    """Return a text with a capital at its beginning; after a greeting, German letters begin small."""
    return text[:1].upper() + text[1:]


def is_quotable(text: str, vocabulary: Vocabulary) -> bool:
    """Return whether a sentence may stand in a summary."""
    return (
        SHORTEST <= len(text) <= LONGEST
        and bool(re.search(r"[.!?…][\"'”\u2019»)]*$", text))
        and bool(re.match(r"[\"'“„«\u201a\u2018(¿¡]?[A-ZÀ-ÖØ-Þ0-9]", text))
        and not vocabulary.boilerplate.search(text)
        and not vocabulary.salutation.match(text)
        and not MACHINE.search(text)
        and _is_prose(text, vocabulary)
    )


def _is_prose(text: str, vocabulary: Vocabulary) -> bool:
    words = [word.lower() for word in WORD.findall(text)]
    if len(words) < 6:  # noqa: PLR2004  # shorter ones are headings and labels
        return False
    little = sum(word in vocabulary.stopwords for word in words)
    letters = sum(char.isalpha() or char.isspace() for char in text) / len(text)
    return little >= max(1, len(words) * LITTLE_WORDS) and letters > LETTERS and legibility(text) > LEGIBLE
