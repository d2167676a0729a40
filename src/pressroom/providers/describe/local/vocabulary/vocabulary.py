"""What a language calls things, as its TOML file says."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "de", "fr", "es")

PATTERNS = (
    *("subject", "sender", "recipient", "people", "issued", "due", "partial"),
    *("salutation", "closing", "boilerplate", "leaning", "abbreviations"),
)

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of document, by the words that name it and the words that go with it."""

    key: str
    noun: str
    """As a person would call it, in the language."""
    words: Pattern
    """Names it, where a title stands."""
    signs: tuple[Pattern, ...]
    """Stand in such documents; each counts once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Sentences for documents whose facts say more than their text; each part is there if its fact is known."""

    plain: str
    """The order of the parts."""
    number: str
    sender: str
    sender_feminine: str
    """For names whose genitive needs another article; empty where the language has none."""
    feminine: Pattern
    """Names that take it."""
    issued: str
    amount: str
    due: str
    due_words: Mapping[str, str]
    """By kind, else `other`: what the last date is (a quote is valid until, not due)."""
    items: str
    and_word: str
    nothing: str
    """The summary of a file without readable text."""
    only: str
    """The summary of a short note."""
    date: str
    state: str
    """An amount under its own label (a balance is not the price of a statement)."""
    recipe: str


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """One language, as far as filing documents needs it."""

    code: str
    name: str
    """In English."""
    nouns_are_capital: bool
    date_order: str
    """Of a date written in figures."""
    stopwords: frozenset[str]
    generic: frozenset[str]
    """Words that say nothing about what a document is about."""
    staples: frozenset[str]
    """What is in most recipes, and so tells nothing of one."""
    months: tuple[Pattern, ...]
    """January to December, full and short."""
    number_word: str
    subject: Pattern
    sender: Pattern
    recipient: Pattern
    people: Pattern
    issued: Pattern
    due: Pattern
    total: tuple[Pattern, ...]
    """Labels of what is to be paid in the end, the surest first."""
    partial: Pattern
    salutation: Pattern
    closing: Pattern
    boilerplate: Pattern
    leaning: Pattern
    abbreviations: Pattern
    kinds: Mapping[str, Kind]
    phrases: Phrases

    @cached_property
    def month_pattern(self) -> str:
        """Return a pattern of any month's name."""
        return "|".join(month.pattern for month in self.months)

    def month(self, name: str) -> int:
        """Return the number of the month with this name, 1 to 12; 0 if there is none."""
        return next((number for number, month in enumerate(self.months, 1) if month.fullmatch(name)), 0)

    def dated(self, date: dt.date) -> str:
        """Return a date as a person writes it."""
        month = self.months[date.month - 1].pattern.removeprefix("(?:").split("|")[0].rstrip(")")
        name = month.capitalize() if self.code in ("en", "de") else month
        return self.phrases.date.format(day=date.day, month=name, year=date.year)

    def noun(self, kind: str) -> str:
        """Return what the language calls a kind; the key itself where it has no word."""
        return self.kinds[kind].noun if kind in self.kinds else kind


@lru_cache
def vocabulary_for(language: str) -> Vocabulary:
    """Return the vocabulary of a language, and the English one for a language without."""
    code = language if language in LANGUAGES else "en"
    return _vocabulary(tomllib.loads((files(__package__) / f"{code}.toml").read_text(encoding="utf-8")))


def _vocabulary(data: dict[str, Any]) -> Vocabulary:
    kinds, phrases = data.pop("kinds"), data.pop("phrases")
    plain = ("code", "name", "nouns_are_capital", "date_order")
    patterns: dict[str, Any] = {name: _any_of(value) for name, value in data.items() if name in PATTERNS}
    return Vocabulary(
        **{name: data[name] for name in plain},
        **patterns,
        stopwords=frozenset(data["stopwords"].split()),
        generic=frozenset(data["generic"].split()),
        staples=frozenset(data["staples"].split()),
        months=tuple(map(_any_of, data["months"])),
        total=tuple(map(_any_of, data["total"])),
        number_word=data["number_word"],
        kinds={key: _kind(key, kind) for key, kind in kinds.items()},
        phrases=Phrases(**{"sender_feminine": "", **phrases, "feminine": _any_of(phrases.get("feminine", "(?!)"))}),
    )


def _kind(key: str, data: dict[str, Any]) -> Kind:
    signs = tuple(map(_any_of, data.get("signs", ())))
    return Kind(key=key, noun=data["noun"], words=_any_of(data["words"]), signs=signs)


def _any_of(patterns: str | Sequence[str]) -> Pattern:
    joined = patterns if isinstance(patterns, str) else "|".join(patterns)
    return re.compile(f"(?:{joined})", re.IGNORECASE | re.MULTILINE)
