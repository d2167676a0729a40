"""What a person asks for, as wishes the local model can grant. `feedback.toml` knows the words."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

QUOTED = "[\"'\u201c\u201e\u201a\u2018\u00bb\u00ab](?P<quoted>[^\n]+?)[\"'\u201d\u201c\u2019\u2018\u00ab\u00bb](?!\\w)"
TAKEN = "\0"
"""Stands where a word was that a wish took."""
NO_WORD = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing asked for, by its verb in `feedback.toml`, and what of."""

    verb: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """The wishes found, in the order they were written, and what was not understood."""

    wishes: tuple[Wish, ...]
    rest: str


def understand(feedback: str, *, words_of: str = "feedback.toml") -> Feedback:
    """Return the wishes in a person's words, as a file beside this one knows them; a word counts for one wish only."""
    words = _words(words_of)
    text = " ".join(feedback.replace("\n", "; ").split())
    found: list[tuple[int, Wish]] = []
    for verb, pattern in words.patterns:
        text = pattern.sub(_taker(verb, found), text)
    wishes = tuple(wish for _, wish in sorted(found, key=lambda one: one[0]))
    rest = " ".join(text.replace(TAKEN, " ").split()).strip(" .,;:!")
    said = [word for word in re.findall(r"\w+", rest) if word.lower() not in words.filler]
    return Feedback(wishes, rest if len("".join(said)) > NO_WORD else "")


def listed(text: str) -> list[str]:
    """Return the tags in a list a person wrote."""
    parts = re.split(r"[,;/]|\s+(?:and|und|&)\s+", text)
    clean = (part.strip(" .\"'\u201c\u201d\u201e\u2018\u2019").lower() for part in parts)
    return [part for part in dict.fromkeys(clean) if part]


@dataclass(frozen=True, slots=True)
class _Words:
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    filler: frozenset[str]


@lru_cache
def _words(name: str) -> _Words:
    data = tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
    parts: dict[str, str] = data["parts"]
    end = _filled("|".join(data["end"]["patterns"]), parts)
    parts["WHAT"] = rf"(?:{QUOTED}|(?P<plain>[^\n{TAKEN}]+?)(?={TAKEN}|{end}))"
    patterns = tuple(
        (wish["verb"], re.compile(rf"(?<!\w){_filled(pattern, parts)}", re.IGNORECASE))
        for wish in data["wish"]
        for pattern in wish["patterns"]
    )
    return _Words(patterns, frozenset(data["filler"]["words"].split()))


def _filled(pattern: str, parts: dict[str, str]) -> str:
    for name in sorted(parts, key=len, reverse=True):
        pattern = pattern.replace(name, parts[name])
    return pattern


def _taker(verb: str, found: list[tuple[int, Wish]]) -> Callable[[re.Match[str]], str]:
    """Return what notes a match as a wish and blanks it out, keeping every other word where it stands."""

    def take(match: re.Match[str]) -> str:
        named = match.groupdict()
        what = next((named[key] for key in ("quoted", "plain", "fact") if named.get(key)), "")
        found.append((match.start(), Wish(verb, what.strip(" .,:;\"'"))))
        return TAKEN * len(match.group())

    return take
