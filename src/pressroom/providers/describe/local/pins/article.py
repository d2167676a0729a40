"""What is known about a pin before anything is said about it: its article's parts and sentences."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from pressroom.providers.describe.describer import Evidence
from pressroom.providers.describe.languages import code_of
from pressroom.providers.describe.local.language import language_of
from pressroom.providers.describe.local.reading import Block, Reading, read
from pressroom.providers.describe.local.sentences import MACHINE, split
from pressroom.providers.describe.local.vocabulary import LANGUAGES, Vocabulary, vocabulary_for

SHORTEST, LONGEST = 24, 300
"""Characters of a sentence that can stand in a description."""
MOST = 160
FEW_WORDS = 4
HEADING_WORDS, HEADING_CHARS = 12, 90
LITTLE = 0.1
ENOUGH_LETTERS = 60
"""Letters from which on a text says by itself which language it is in."""
ENDS = re.compile(r"[.!?…\u3002\uff01\uff1f\u061f\u06d4][\"'”\u2019»)]*$")
PARTS = re.compile(r"(?<=[.!?…\u061f\u06d4])\s+|(?<=[\u3002\uff01\uff1f])")
LABEL = re.compile(r"^[^\W\d_]{2,14}(?: [^\W\d_]{2,12})?:\s")
"""`Source:`, `Tip:`, `Good to know:`: what stands behind is no prose, or leans on what it is a note to."""
BEGINS = re.compile(r"[\"'“„«\u201a\u2018(¿¡]?[^\W_]")
LEFT_OPEN = re.compile(r"[(“„«\[][^)”“»\]]*$")
NUMBERED = re.compile(r"^(?:\d{1,3}[.):]|#\d{1,3}|[-*•\u2013])\s*")
WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the article that could stand in a pin."""

    text: str
    place: int
    """Among all of them, from 0."""
    opens: bool
    """First of its paragraph."""
    leans: bool
    """It cannot be understood without the one before."""
    part: int
    """The part of the article it stands in, from 0."""


@dataclass(frozen=True)
class Article:
    """An article, as far as it can be quoted."""

    title: str
    language: str
    """As it is written; what the evidence names where that cannot be told; `und` for neither."""
    wanted: str
    """The language the evidence names; `und` for none."""
    vocabulary: Vocabulary
    reading: Reading
    parts: Sequence[str]
    """The headings of its parts; empty for the first one."""
    quotes: Sequence[Quote]
    hints: Mapping[str, str]

    @cached_property
    def words(self) -> frozenset[str]:
        """Return all words of the evidence in lower case."""
        said = " ".join([self.title, self.reading.text, *self.hints.values()])
        return frozenset(word.lower() for word in WORD.findall(said))

    @property
    def is_spoken(self) -> bool:
        """Return whether its language is one with a vocabulary of its own."""
        return self.language in LANGUAGES


def article_in(evidence: Evidence) -> Article:
    """Return what the evidence says in words."""
    reading = read([_without_summary_marks(page) for page in evidence.pages])
    title = " ".join(evidence.hints.get("title", "").split())
    wanted = code_of(evidence.hints.get("language", "")) or "und"
    language = _language(f"{title}\n{reading.text}", wanted)
    vocabulary = _vocabulary(language)
    parts, quotes = _quotes(reading, vocabulary, language, evidence.hints.get("summary", ""), title)
    return Article(
        title=title or _first_line(reading),
        language=language,
        wanted=wanted,
        vocabulary=vocabulary,
        reading=reading,
        parts=parts,
        quotes=quotes[:MOST],
        hints=evidence.hints,
    )


def is_technical(heading: str, language: str) -> bool:
    """Return whether a heading stands over lists and steps, or over what is about the blog itself."""
    return bool(heading) and bool(_pattern("technical", language).match(_bare(heading)))


def names_nothing(heading: str, language: str) -> bool:
    """Return whether a heading names no subject."""
    bare = _bare(heading)
    return not bare or any(_pattern(which, language).fullmatch(bare) for which in ("plain", "technical"))


def unnumbered(heading: str) -> str:
    """Return a heading without its number."""
    return NUMBERED.sub("", heading).strip(" .:")


def _language(text: str, wanted: str) -> str:
    letters = sum(char.isalpha() for char in text)
    found = language_of(text) if letters >= ENOUGH_LETTERS else "und"
    return wanted if found == "und" else found


def _vocabulary(language: str) -> Vocabulary:
    own = vocabulary_for(language)
    little = known()["little"].get(language)
    return replace(own, code=language, stopwords=frozenset(little.split())) if little else own


def _without_summary_marks(page: str) -> str:
    return re.sub(r"^\s*\[?(?:…|\.\.\.)\]?\s*$", "", page, flags=re.MULTILINE)


def _first_line(reading: Reading) -> str:
    lines = (line.text for line in reading.head if len(line.text) <= HEADING_CHARS and not ENDS.search(line.text))
    return next(lines, "")


def _quotes(
    reading: Reading, vocabulary: Vocabulary, language: str, summary: str, title: str
) -> tuple[list[str], list[Quote]]:
    parts, known_texts = [""], {title.strip(" .")}
    quotes: list[Quote] = []
    for block, opens, text in _sentences(reading, vocabulary, language, summary, title):
        if block is not None:
            parts.append(unnumbered(block.text))
        elif text not in known_texts and _is_quotable(text, vocabulary, language, parts[-1]):
            known_texts.add(text)
            quotes.append(Quote(text, len(quotes), opens, _leans(text, vocabulary, language), len(parts) - 1))
    return parts, quotes


def _leans(text: str, vocabulary: Vocabulary, language: str) -> bool:
    by_pronoun = re.match(rf"(?:{vocabulary.leaning.pattern})\b", text, re.IGNORECASE)
    return bool(by_pronoun or _pattern("leaning", language).match(text))


def _sentences(
    reading: Reading, vocabulary: Vocabulary, language: str, summary: str, title: str
) -> Iterator[tuple[Block | None, bool, str]]:
    """Yield headings, with their block, and sentences: those of the article's own summary first."""
    for text in split(" ".join(summary.split()), vocabulary):
        yield None, True, text
    listed = [False, *(block.bullet for block in reading.blocks), True]
    for place, block in enumerate(reading.blocks):
        if _is_heading(block, is_alone=not listed[place] and not listed[place + 2]):
            if block.text != title:
                yield block, True, block.text
        elif not block.bullet:
            for number, text in enumerate(_split(block.text, vocabulary, language)):
                yield None, number == 0, text


def _split(text: str, vocabulary: Vocabulary, language: str) -> list[str]:
    if language in LANGUAGES:
        return split(text, vocabulary)
    return [part.strip() for part in PARTS.split(text) if part.strip()]


def _is_heading(block: Block, *, is_alone: bool) -> bool:
    """Return whether a block is a heading; one with a number is where it is alone, and no item of a list."""
    text = block.text
    is_short = len(text) <= HEADING_CHARS and len(text.split()) <= HEADING_WORDS
    fits = is_short and (is_alone or not block.bullet)
    return fits and not re.search(r"[.!:,;…\u3002]$", text) and bool(WORD.search(text))


def _is_quotable(text: str, vocabulary: Vocabulary, language: str, heading: str) -> bool:
    if not ENDS.search(text) or text.endswith(("...", "…")) or not SHORTEST <= _width(text) <= LONGEST:
        return False
    if MACHINE.search(text) or _pattern("unfit", language).search(text) or is_technical(heading, language):
        return False
    if LABEL.match(text) or not BEGINS.match(text) or text[:1].islower() or LEFT_OPEN.search(text):
        return False
    return language not in LANGUAGES or _is_prose(text, vocabulary)


def _width(text: str) -> int:
    """Return how long a text is in letters of an alphabet: a sign that is a syllable or word counts for more."""
    return sum(3 if "\u2e80" <= char <= "\uffdc" else 1 for char in text)


def _is_prose(text: str, vocabulary: Vocabulary) -> bool:
    words = [word.lower() for word in WORD.findall(text)]
    little = sum(word in vocabulary.stopwords for word in words)
    return len(words) >= FEW_WORDS and little >= LITTLE * len(words)


def _bare(heading: str) -> str:
    return re.sub(r"[^\w\s-]", "", unnumbered(heading)).strip()


@lru_cache(maxsize=1)
def known() -> dict[str, Any]:
    """Return what of blogs' articles is not for a pin."""
    return tomllib.loads((files(__package__) / "prose.toml").read_text(encoding="utf-8"))


@lru_cache
def _pattern(which: str, language: str) -> re.Pattern[str]:
    patterns = known()[which].get(language) or known()[which]["en"]
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(patterns)})" + (r"(?!\w)" if which in ("technical", "leaning") else ""), re.IGNORECASE
    )
