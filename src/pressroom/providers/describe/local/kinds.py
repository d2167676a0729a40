"""What kind of document it is, and its number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pressroom.providers.describe.local.reading import Line, Reading
from pressroom.providers.describe.local.vocabulary import Kind, Vocabulary

ENOUGH = 5.0
"""Score from which on a kind is believed."""
ALONE = 9.0
"""Score of a line that says the kind and nothing else, wherever it stands in the head."""
SIGN_SCORE, MOST_SIGNS = 2.0, 5
OWNER = re.compile(r"^(?:ihre?|your|our|unsere?|votre|su)\s+", re.IGNORECASE)
LABEL_WORDS = 8
PHRASE_WORDS = 9
PARAGRAPH, NOTE = 200, 600
"""Characters from which on a block is a paragraph, and to which a text may be a note."""
SIGNS_WITHIN = 12_000
"""Characters at the beginning in which signs are looked for."""

VALUE = r"(?P<value>(?=[\w./-]*\d)[A-Z0-9][A-Z0-9]*(?:[./_-][A-Z0-9]+)*)(?![\w.]*\d)"
FORMS = frozenset(
    {
        *("invoice", "reminder", "receipt", "offer", "order", "delivery", "statement", "payslip"),
        *("billing", "tax", "insurance", "booking"),
    }
)
"""Kinds whose facts say more than their sentences."""
FULL_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class KindFound:
    """A document's kind, by the noun its own title uses, and how sure that is."""

    key: str
    noun: str
    score: float
    line: Line | None = None
    """The line that names it."""

    @property
    def phrase(self) -> str:
        """Return what it is called in full (`Entgeltabrechnung Oktober 2026`), else the noun."""
        text = re.sub(
            r"^(?:ihre?|your|our|unsere?|votre|su)\s+", "", self.line.text if self.line else "", flags=re.IGNORECASE
        )
        full = 1 < len(text.split()) <= PHRASE_WORDS and not re.search(r"[:;#@€$£]|\d{3,}[^\s\d]|\d{5,}|\.$", text)
        return text[:1].upper() + text[1:] if full and not text.isupper() else self.noun


def kind_of(reading: Reading, vocabulary: Vocabulary) -> KindFound:
    """Return the likeliest kind; `document` where none is likely."""
    found = [_found(kind, reading, vocabulary) for kind in vocabulary.kinds.values()]
    best = max(found, key=lambda one: one.score)
    return best if best.score >= ENOUGH else KindFound("document", "", 0.0)


def number_of(reading: Reading, kind: KindFound, vocabulary: Vocabulary) -> str | None:
    """Return the number a document goes by: after its kind and a word for number, or right after its kind."""
    if kind.key not in vocabulary.kinds:
        return None
    words = vocabulary.kinds[kind.key].words.pattern
    strong = re.compile(rf"(?:\b{words}{vocabulary.number_word})\W{{0,4}}{VALUE}", re.IGNORECASE)
    weak = re.compile(rf"^{words}\s*[:#]?\s*{VALUE}", re.IGNORECASE)
    label = re.compile(rf"^{words}{vocabulary.number_word}\W*$", re.IGNORECASE)
    lines = [line.text for line in reading.lines[:80]]
    found = _first(strong, lines) or _below(label, lines)
    return found or (_first(weak, lines) if kind.key in FORMS else None)


def _first(pattern: re.Pattern[str], lines: list[str]) -> str | None:
    for text in lines:
        match = pattern.search(text)
        if match and not FULL_DATE.fullmatch(match["value"]):
            return match["value"]
    return None


def _below(label: re.Pattern[str], lines: list[str]) -> str | None:
    for text, below in pairwise(lines):
        if label.match(text) and (value := re.fullmatch(VALUE, below, re.IGNORECASE)):
            return value["value"]
    return None


def _found(kind: Kind, reading: Reading, vocabulary: Vocabulary) -> KindFound:
    named = max(_named(kind, reading, vocabulary), key=lambda one: one[0], default=(0.0, None, kind.noun))
    text = reading.text[:SIGNS_WITHIN]
    signs = min(sum(bool(sign.search(text)) for sign in kind.signs), MOST_SIGNS)
    score = named[0] + SIGN_SCORE * signs + _form(kind.key, reading, vocabulary)
    return KindFound(kind.key, named[2], score, named[1])


def _named(kind: Kind, reading: Reading, vocabulary: Vocabulary) -> Iterator[tuple[float, Line | None, str]]:
    """Yield how strongly each line of the head names the kind, with the noun it uses."""
    name = re.compile(rf"\b(?:{kind.words.pattern})(?:\b|(?={vocabulary.number_word}))", re.IGNORECASE)
    for place, line in enumerate(reading.head):
        match = name.search(line.text)
        if match is None:
            continue
        weight = _weight(line, match)
        early = 1.0 if weight == ALONE else max(0.4, 1 - place / 24)
        yield weight * early, line, _noun(kind, match.group())


def _weight(line: Line, match: re.Match[str]) -> float:
    rest = re.sub(
        r"[\W\d]|\b(?:nr|no|number|nummer)\b", "", line.text.replace(match.group(), "", 1), flags=re.IGNORECASE
    )
    words = len(line.text.split())
    if not rest:
        return ALONE
    if words > LABEL_WORDS or line.text.endswith((".", ",")):
        return 0.8
    if line.heading:
        return 6.0
    return 6.0 if match.start() == 0 and not _is_label(line, match) else 3.0


def _is_label(line: Line, match: re.Match[str]) -> bool:
    return line.text[match.end() :].lstrip().startswith(":")


def _noun(kind: Kind, written: str) -> str:
    """Return the noun as the title has it when it is one word (`Mietvertrag`), else the usual one."""
    words = len(written.split())
    own = words == 1 and written.isalpha() and len(written) > len(kind.noun)
    form = kind.key in FORMS and words <= 2 and len(written) > 4  # noqa: PLR2004  # `bon` is too short to stand alone
    calm = written.capitalize() if written.isupper() or written.islower() else written
    return calm if own or form else kind.noun


def _form(key: str, reading: Reading, vocabulary: Vocabulary) -> float:
    """Return what the form of the text says for letters, notes and articles, which seldom name themselves."""
    if key == "letter":
        greets = any(vocabulary.salutation.match(line.text) for line in reading.lines[:60])
        closes = any(vocabulary.closing.match(line.text) for line in reading.lines)
        return 4.0 * greets + 3.0 * closes
    if key == "article":
        paragraphs = [block for block in reading.blocks if len(block.text) > PARAGRAPH]
        return min(2.0 * len(paragraphs), 6.0)
    if key == "note":
        bullets = sum(line.bullet for line in reading.lines)
        short = len(reading.text) < NOTE
        return 3.0 * short + 2.0 * (short and bullets > 1)
    return 0.0
