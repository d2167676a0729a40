"""Amounts of money in a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pressroom.providers.describe.local.reading import Line
from pressroom.providers.describe.local.vocabulary import Vocabulary

SIGNS = {
    "EUR": "€ eur euro euros",
    "USD": "$ us$ usd dollars",
    "GBP": "£ gbp pounds",
    "CHF": "chf sfr",
    "JPY": "¥ jpy",
    "CAD": "c$ cad",
    "AUD": "a$ aud",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "dkk",
    "PLN": "zł pln",
    "CZK": "czk",
}
CURRENCIES = {sign: currency for currency, signs in SIGNS.items() for sign in signs.split()}

NAMES = r"\b(?:EUR|Euros?|USD|dollars|GBP|pounds|CHF|SFr|JPY|CAD|AUD|SEK|NOK|DKK|PLN|CZK)\b"
SIGN = rf"(?:US\$|C\$|A\$|[€$£¥]|{NAMES}|zł)"
SIGN_AFTER = rf"(?:€|{NAMES}|zł)"
CENTS = r"(?:[.,]\d{1,2}|,[-\u2013])"
SCALE = r"(?:\s?(?:Mio\.?|Mrd\.?|million|billion|m\b|k\b))?"
SCALES = {"mio": 6, "million": 6, "m": 6, "mrd": 9, "billion": 9, "k": 3}
YEAR_BEFORE = re.compile(rf"\b(?:19|20)\d\d(?=\s+{NAMES}\s?\d)")
"""A year before a currency that belongs to the number after it."""
SPACED = ("fr", "es")
"""Languages that part thousands by a plain space; elsewhere what stands before one is a quantity."""

BARE = re.compile(r"(?<![\w.,/-])\d{1,3}(?:[.,' ]?\d{3})*[.,]\d{2}(?![\d.,%]|\s?%)")
"""An amount whose currency stands elsewhere."""
LABELLED_WORDS, ALONE_WORDS = 8, 3
"""Words of a line that is label and amount, and of one that is a label alone."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, where it stands and as it is written."""

    value: Decimal
    currency: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Amounts:
    """All amounts in order, and the one to be paid in the end if it is told."""

    all: tuple[Money, ...]
    total: Money | None


def amounts_in(lines: Sequence[Line], vocabulary: Vocabulary) -> Amounts:
    """Return the amounts of a document."""
    found = [money for index, line in enumerate(lines) for money in money_in(line.text, vocabulary.code, index)]
    total = _total(lines, found, vocabulary)
    return Amounts(tuple(found), total)


def money_in(text: str, language: str = "en", line: int = 0) -> Iterator[Money]:
    """Yield the amounts that stand with a currency in one line of text."""
    for match in _pattern(spaced=language in SPACED).finditer(YEAR_BEFORE.sub(" ", text)):
        sign = (match["before"] or match["after"]).lower()
        value = number(match["first"] or match["second"])
        if value is not None:
            yield Money(value, CURRENCIES[sign], " ".join(match.group().split()), line)


def number(text: str) -> Decimal | None:
    """Return the number a text writes in any usual way: `3.440,05`, `1,299.00`, `1'234.50`, `1.200`, `5,-`."""
    scale = re.search(r"[a-z]+", text.lower())
    digits = re.sub(r"[^\d.,]", "", text[: scale.start()] if scale else text)
    power = SCALES.get(scale.group(), 0) if scale else 0
    negative = text.lstrip().startswith(("-", "\u2212"))
    plain = _with_point(digits)
    if not plain:
        return None
    value = Decimal(plain).scaleb(power)
    return -value if negative else value


def _with_point(digits: str) -> str:
    cents = re.search(r"[.,](\d{1,2})$", digits)
    whole = re.sub(r"\D", "", digits[: cents.start()] if cents else digits)
    return f"{whole or 0}.{cents.group(1)}" if cents and whole else whole


@lru_cache
def _pattern(*, spaced: bool) -> re.Pattern[str]:
    part = "[.,'\\u2019\\u00a0\\u202f ]" if spaced else "[.,'\\u2019\\u00a0\\u202f]"
    number = rf"[-\u2212]?(?:\d{{1,3}}(?:{part}\d{{3}})+{CENTS}?|\d+{CENTS}?){SCALE}"
    return re.compile(
        rf"(?<![\w.,])(?P<before>{SIGN})\s?(?P<first>{number})(?![\d%])"
        rf"|(?<![\w.,/-])(?P<second>{number})\s?(?P<after>{SIGN_AFTER})(?!\d)",
        re.IGNORECASE,
    )


def _total(lines: Sequence[Line], found: Sequence[Money], vocabulary: Vocabulary) -> Money | None:
    by_line = _by_line(lines, found)
    for label in vocabulary.total:
        candidates = [
            money
            for index, line in enumerate(lines)
            if _is_labelled(line.text, label) and not vocabulary.partial.search(line.text)
            for money in _after(index, lines, by_line)
        ]
        if candidates:
            return max(candidates, key=lambda money: (money.value, -money.line))
    return None


def _is_labelled(text: str, label: re.Pattern[str]) -> bool:
    found = re.search(rf"\b{label.pattern}", text, re.IGNORECASE)
    return found is not None and (found.start() == 0 or len(text.split()) <= LABELLED_WORDS)


def _by_line(lines: Sequence[Line], found: Sequence[Money]) -> dict[int, list[Money]]:
    by_line: dict[int, list[Money]] = {}
    for money in found:
        by_line.setdefault(money.line, []).append(money)
    currency = _only_currency(lines, found)
    if currency:
        for index, line in enumerate(lines):
            if index not in by_line:
                by_line[index] = list(_bare(line.text, index, currency))
    return by_line


def _only_currency(lines: Sequence[Line], found: Sequence[Money]) -> str | None:
    """Return the one currency a document speaks of, even where it stands in a table's head only."""
    signs = {money.currency for money in found} | {
        CURRENCIES[sign.lower()] for line in lines for sign in re.findall(SIGN, line.text, re.IGNORECASE)
    }
    return signs.pop() if len(signs) == 1 else None


def _bare(text: str, index: int, currency: str) -> Iterator[Money]:
    for match in BARE.finditer(text):
        value = number(match.group())
        if value is not None:
            yield Money(value, currency, f"{match.group()} {currency}", index)


def _after(index: int, lines: Sequence[Line], by_line: dict[int, list[Money]]) -> list[Money]:
    """Return the last amount on a labelled line, or the one on the line below when the label stands alone."""
    if by_line.get(index):
        return by_line[index][-1:]
    below = index + 1
    if below < len(lines) and len(lines[index].text.split()) <= ALONE_WORDS and by_line.get(below):
        return by_line[below][:1]
    return []
