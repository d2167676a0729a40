"""The evidence as lines and blocks, without what pages repeat and what recognition left of dirt."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pressroom.providers.describe.wording import UNSEEN

MOST_PAGES, MOST_LINES, MOST_CHARS = 60, 2000, 100_000
"""Pages, lines, and characters of a page looked at; of more pages, the first half and an even choice of the others."""

LETTERS = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W_]+(?:[-'\u2019][^\W_]+)*")
DOT = re.compile(r"^[-*•\u2013·▪◦]\s+")
CLAUSE = re.compile(r"^(?:\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+\.?|§+ ?\d+[a-z]?|[a-z]\)|\(\d+\))\s+")
"""The number of a list's or contract's paragraph."""
FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n.*?\n---[ \t]*\r?\n", re.DOTALL)
"""What Markdown files say about themselves before they begin."""
MISREAD = re.compile(r"(?<!\w)[\dOoIl]+(?:[.,/:-][\dOoIl]+)+(?!\w)")
"""Figures in which recognition may have taken a nought or a one for a letter."""
FIGURES = str.maketrans("OoIl", "0011")
PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|seite|p\.|s\.)?\s*\d{1,4}(?:\s*(?:of|von|/|sur|de)\s*\d{1,4})?|blatt \d+)\W*$", re.IGNORECASE
)
ENDS_SENTENCE = re.compile(r"[.!?:;…][\"'”\u2019»)]*$")
DIRT = re.compile(r"[A-Z]{2}[a-z][A-Z]|[a-z]\d[a-z]|\d[A-Za-z]\d[A-Za-z]|(.)\1\1\1")
"""What recognition makes of smudges: letters and figures mixed as no word mixes them."""
RULE = re.compile(r"([-\u2013—|=*.+/&:_])\1*")
"""A dash, a leader or a rule: neither text nor dirt."""
LONG_WORD = 20
PLAIN = 0.8
FULL_LINE = 0.72
"""Share of a page's usual line length from which on a line is taken to run on into the next."""
SHORT_LINE, LONG_LINE = 25, 40
"""Characters to which a line never runs on, and from which on it may."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, tidied."""

    text: str
    page: int
    """Counted from 0."""
    apart: bool
    """It stands after a gap, or first on its page."""
    heading: bool = False
    """Marked as one (Markdown)."""
    bullet: bool = False
    columns: tuple[str, ...] = ()
    """What wide gaps or tabs part, where they do."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that run on: a paragraph, or one line that stands for itself."""

    text: str
    page: int
    lines: int
    bullet: bool = False


@dataclass(frozen=True)
class Reading:
    """What can be read of the evidence."""

    lines: tuple[Line, ...]
    legibility: float
    """Share of the characters that are in legible lines, 0 to 1."""

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Return the lines joined to paragraphs, words parted at line ends made whole."""
        return tuple(_blocks(self.lines))

    @cached_property
    def text(self) -> str:
        """Return all lines."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def words(self) -> Counter[str]:
        """Return how often each word stands, as written."""
        return Counter(WORD.findall(self.text))

    @cached_property
    def head(self) -> tuple[Line, ...]:
        """Return the lines in which a document says what it is."""
        first = [line for line in self.lines if line.page == self.lines[0].page]
        return tuple(first[:24])

    @cached_property
    def letters(self) -> int:
        """Return how many letters there are."""
        return len(LETTERS.findall(self.text))


def read(pages: Sequence[str]) -> Reading:
    """Return what is legible of pages of text, headers and footers that repeat left out."""
    numbers = _even_choice(range(len(pages)), MOST_PAGES)
    lines = [line for number in numbers for line in _lines(pages[number][:MOST_CHARS], number)]
    repeated = _repeated(lines, len(numbers))
    kept = [line for line in lines if not _is_repeated(line, repeated) and not PAGE_NUMBER.match(line.text)]
    kept = [kept[index] for index in _even_choice(range(len(kept)), MOST_LINES)]
    legible = [line for line in kept if legibility(line.text) >= 0.5]  # noqa: PLR2004  # more dirt than text
    total = sum(len(line.text) for line in kept) or 1
    return Reading(tuple(legible), sum(len(line.text) for line in legible) / total)


def legibility(text: str) -> float:
    """Return how far a text looks like language or figures rather than dirt, 0 to 1."""
    tokens = [token for token in text.split() if not RULE.fullmatch(token)]
    if not tokens:
        return 0.0
    good = sum(len(token) for token in tokens if _is_legible(token))
    return good / sum(map(len, tokens))


def _is_legible(token: str) -> bool:
    core = token.strip("()[]{}\"'“”„\u201a\u2018\u2019«».,;:!?*…/|_-\u2013—=+<>")
    if not core:
        return False
    plain = sum(char.isalnum() or char in ".,:/-\u2013'\u2019&%€$£@_+#*°§" for char in core)
    return plain / len(core) > PLAIN and not (len(core) < LONG_WORD and DIRT.search(core))


def _lines(page: str, number: int) -> Iterator[Line]:
    apart = True
    whole = UNSEEN.sub("", page)
    for raw in (FRONT_MATTER.sub(_title_of_front_matter, whole) if number == 0 else whole).splitlines():
        text = raw.strip().strip("\u00ad\ufeff\u200b").replace("\u00a0", " ").replace("\u00ad", "")
        if not re.search(r"\w", text):
            apart = True
            continue
        yield _line(text, number, apart=apart)
        apart = False


def _title_of_front_matter(match: re.Match[str]) -> str:
    title = re.search(r"^title:\s*(.+)$", match.group(), re.MULTILINE | re.IGNORECASE)
    return "# " + title.group(1).strip("\"' ") + "\n\n" if title else ""


def _line(text: str, page: int, *, apart: bool) -> Line:
    text = re.sub(r"([*=~_-])\1{2,}", " ", text).strip() or text
    columns = tuple(part.strip() for part in re.split(r"\t| {3,}", text) if part.strip())
    heading = re.match(r"#{1,6}\s+(?=\S)", text)
    bare = re.sub(r"\*\*|__|`", "", text[heading.end() :] if heading else text)
    bullet = bool(DOT.match(bare) or CLAUSE.match(bare)) and not heading
    tidy = " ".join(DOT.sub("", bare).split()).strip("*=~ ")
    tidy = MISREAD.sub(_as_figures, tidy)
    return Line(tidy, page, apart, bool(heading), bullet, columns if len(columns) > 1 else ())


def _as_figures(match: re.Match[str]) -> str:
    text = match.group()
    return text.translate(FIGURES) if sum(char.isdigit() for char in text) > 1 else text


def _repeated(lines: Sequence[Line], pages: int) -> frozenset[str]:
    if pages < 3:  # noqa: PLR2004  # twice may be chance
        return frozenset()
    on_pages = Counter(key for key, _ in {(_without_figures(line.text), line.page) for line in lines})
    return frozenset(key for key, count in on_pages.items() if count >= max(3, pages // 2))


def _is_repeated(line: Line, repeated: frozenset[str]) -> bool:
    return line.page > 0 and _without_figures(line.text) in repeated


def _without_figures(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _even_choice(indices: range, most: int) -> Sequence[int]:
    """Return at most so many indices: the first half of them all, the others evenly spread."""
    if len(indices) <= most:
        return indices
    half = most // 2
    rest = len(indices) - half
    return [*range(half), *(half + index * rest // half for index in range(half))]


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    usual = _usual_length(lines)
    running: list[Line] = []
    for line in lines:
        if running and not _runs_on(running[-1], line, usual):
            yield _block(running)
            running = []
        running.append(line)
    if running:
        yield _block(running)


def _usual_length(lines: Sequence[Line]) -> float:
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(len(lengths) * 0.85)] if lengths else 0.0


def _runs_on(before: Line, line: Line, usual: float) -> bool:
    if line.heading or line.bullet or before.heading:
        return False
    if line.apart and line.page == before.page:
        return False
    if line.page != before.page and ENDS_SENTENCE.search(before.text):
        return False
    lower = line.text[:1].islower()
    if before.text.endswith("-") and lower:
        return True
    full = len(before.text) >= max(LONG_LINE, usual * FULL_LINE)
    return full or (lower and not ENDS_SENTENCE.search(before.text) and len(before.text) > SHORT_LINE)


def _block(lines: Sequence[Line]) -> Block:
    text = lines[0].text
    for line in lines[1:]:
        parted = text.endswith("-") and line.text[:1].islower() and text[-2:-1].isalpha()
        text = text[:-1] + line.text if parted else f"{text} {line.text}"
    return Block(CLAUSE.sub("", text), lines[0].page, len(lines), lines[0].bullet)
