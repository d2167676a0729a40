"""Dates in a text, and what they are of."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import dateparser  # type: ignore[import-untyped]  # dateparser ships no types

from pressroom.providers.describe.local.reading import Line
from pressroom.providers.describe.local.vocabulary import Vocabulary, vocabulary_for

ISO = r"(?P<iso>(?:19|20)\d{2}-\d{2}-\d{2})"
FIGURES = r"(?P<figures>\d{1,2}\s?[./]\s?\d{1,2}\s?[./]\s?(?:(?:19|20)\d{2}|\d{2})|\d{1,2}-\d{1,2}-(?:19|20)\d{2})"
LABEL_WORDS = 4
HEAD_LINES, EARLY_LINES = 30, 15
ALONE_WORDS, PROSE_WORDS = 6, 12
BIRTH = re.compile(r"\b(?:geb\.?|geboren|born|birth|dob|née?|nacid[oa])\b", re.IGNORECASE)
NAMED_DATE = r"^(?:date|fecha)$|(?:invoice|issue|order|statement|receipt|quote|bill) date|datum$"
PERIOD = re.compile(r"\W*(?:bis|bis zum|to|until|through|and|und|au|al|hasta|[-\u2013])?\W*", re.IGNORECASE)
LITTLE_END = re.compile(r"[\s,]+(?:am|vom|zum|den|der|on|of|from|by|is|le|du|el|del)$", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 1900, 2100
MONTHS, CENTURY, FIRST_OF_LAST_CENTURY = 12, 100, 70


@dataclass(frozen=True, slots=True)
class Mention:
    """A date, what the text calls it, how it writes it, and where."""

    date: dt.date
    label: str
    """Empty where the words before it are only part of a sentence."""
    text: str
    line: int
    before: str = ""
    ends_period: bool = False
    """It stands after another date, as the end of a period."""


@dataclass(frozen=True, slots=True)
class Dates:
    """All dates in order, the one of the document itself and the one something is due on."""

    all: tuple[Mention, ...]
    issued: Mention | None
    due: Mention | None


def dates_in(lines: Sequence[Line], vocabulary: Vocabulary) -> Dates:
    """Return the dates of a document."""
    order = _order(lines, vocabulary)
    found = [mention for index in range(len(lines)) for mention in _mentions(lines, index, vocabulary, order)]
    due = _labelled([one for one in found if not one.ends_period], vocabulary.due)
    others = [mention for mention in found if mention is not due]
    return Dates(tuple(found), _issued(others, lines, vocabulary), due)


def _issued(found: Sequence[Mention], lines: Sequence[Line], vocabulary: Vocabulary) -> Mention | None:
    """Return a document's own date: called so, or alone on a line of the head, or just early."""
    found = [mention for mention in found if not BIRTH.search(mention.before)]
    head = [mention for mention in found if mention.line < HEAD_LINES]
    named = next((one for one in head if re.search(NAMED_DATE, one.label, re.IGNORECASE)), None)
    alone = next(
        (one for one in head if len(lines[one.line].text.split()) <= ALONE_WORDS and not one.ends_period), None
    )
    early = next((one for one in head if one.line < EARLY_LINES and not _is_prose(lines[one.line])), None)
    return named or alone or _labelled(found, vocabulary.issued) or early


def _is_prose(line: Line) -> bool:
    return len(line.text.split()) > PROSE_WORDS


def _labelled(found: Sequence[Mention], label: re.Pattern[str]) -> Mention | None:
    ends_so = re.compile(rf"\b{label.pattern}\W*$", re.IGNORECASE)
    return next((mention for mention in found if ends_so.search(mention.before)), None)


def _order(lines: Sequence[Line], vocabulary: Vocabulary) -> str:
    """Return the order of figures: English alone leaves it open, so other signs of America decide."""
    if vocabulary.code != "en":
        return vocabulary.date_order
    text = "\n".join(line.text for line in lines)
    for first, second in re.findall(r"\b(\d{1,2})/(\d{1,2})/\d{2,4}\b", text):
        if int(second) > MONTHS:
            return "MDY"
        if int(first) > MONTHS:
            return "DMY"
    american = re.search(r"US\$|\$\s?\d|\bUSD\b|\b[A-Z]{2} \d{5}\b", text)
    return "MDY" if american else "DMY"


def _mentions(lines: Sequence[Line], index: int, vocabulary: Vocabulary, order: str) -> Iterator[Mention]:
    text = lines[index].text
    begin = 0
    for match in _pattern(vocabulary.code).finditer(text):
        date = _date(match, vocabulary, order)
        if date is None or not FIRST_YEAR <= date.year <= LAST_YEAR:
            continue
        before = text[begin : match.start()] if match.start() else _label_above(lines, index)
        ends = begin > 0 and bool(PERIOD.fullmatch(before))
        written = " ".join(match.group().split())
        yield Mention(date, _label(before, vocabulary), written, index, before.strip(" :"), ends)
        begin = match.end()


@lru_cache
def _pattern(code: str) -> re.Pattern[str]:
    months = "|".join({vocabulary_for(code).month_pattern, vocabulary_for("en").month_pattern})
    year = r"(?:19|20)\d{2}"
    day_first = rf"\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?\s+(?:of |de )?(?:{months})\.?,?\s+(?:de |del )?{year}"
    month_first = rf"(?:{months})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{year}"
    return re.compile(
        rf"(?<![\w.,/-])(?:{ISO}|{FIGURES}|(?P<words>{day_first}|{month_first}))(?![\w/-]|\.\d)", re.IGNORECASE
    )


def _date(match: re.Match[str], vocabulary: Vocabulary, order: str) -> dt.date | None:
    if match["words"]:
        return _parsed(match["words"], vocabulary.code)
    if match["iso"]:
        parts, places = match["iso"].split("-"), "YMD"
    else:
        parts, places = re.split(r"\s?[./-]\s?", match["figures"]), order
    named = dict(zip(places, map(int, parts), strict=True))
    return _valid(_full_year(named["Y"]), named["M"], named["D"])


def _full_year(year: int) -> int:
    if year >= CENTURY:
        return year
    return year + (2000 if year < FIRST_OF_LAST_CENTURY else 1900)


def _valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:  # 31.02., or figures that were no date
        return None


@lru_cache(maxsize=2048)
def _parsed(text: str, code: str) -> dt.date | None:
    languages = list(dict.fromkeys([code if code in ("en", "de", "fr", "es") else "en", "en"]))
    found = dateparser.parse(text, languages=languages, settings={"REQUIRE_PARTS": ["day", "month", "year"]})
    return found.date() if found else None


def _label(before: str, vocabulary: Vocabulary) -> str:
    """Return what a date is called: the few words of a label, or those that say it is due."""
    clause = re.split(r"[.;|•·()]\s|\d[.,\d]*\s", before)[-1].strip(" ,\u2013-\t")
    words = LITTLE_END.sub("", clause.rstrip(": ")).split()
    if words and len(words) <= LABEL_WORDS and (clause.endswith(":") or clause == before.strip()):
        place = len(words) == 1 and clause.endswith((" den", " le"))
        phrase = words[0].lower() in vocabulary.stopwords and not clause.endswith(":")
        return "" if place or phrase else " ".join(words)
    due = re.search(rf"\b{vocabulary.due.pattern}\W*$", before, re.IGNORECASE)
    own = due.group().strip(" :").split() if due else []
    return " ".join(own) if len(own) < LABEL_WORDS else vocabulary.phrases.due_words["other"]


def _label_above(lines: Sequence[Line], index: int) -> str:
    above = lines[index - 1].text if index else ""
    alone = len(above.split()) <= LABEL_WORDS and not re.search(r"\d", above)
    return above if alone and not lines[index].apart else ""
