"""Words in the names of a picture's file and folder, where they are words and not what a camera writes."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import PurePath

LONGEST = 80
CODE = re.compile(r"[0-9a-f]{8,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
PARTS = re.compile(r"[^\W\d_]+")
CAMEL = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")
VOWELS = re.compile(r"[aeiouyà-æè-ïò-öù-ÿœ]", re.IGNORECASE)
UNSAID = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}", re.IGNORECASE)
SHORTEST = 3


def words_in(name: str) -> list[str]:
    """Return the words of a file's or folder's name that a person wrote, in lower case; none of `IMG_1234`."""
    return [word.lower() for word in _parts(name) if _is_word(word)]


def title_in(name: str) -> str:
    """Return a name as words to be shown (`Red boat in Norway`); empty where it says nothing."""
    parts = _parts(name)
    if not any(_is_word(part) for part in parts):
        return ""
    kept = [part for part in parts if _is_word(part) or part.lower() in _known().small]
    while kept and kept[-1].lower() in _known().small:
        kept.pop()
    while kept and kept[0].lower() in _known().small:
        kept.pop(0)
    return " ".join(kept)[:LONGEST]


def _parts(name: str) -> list[str]:
    stem = PurePath(name).stem if re.search(r"\.[A-Za-z0-9]{2,5}$", name) else name
    return [] if CODE.fullmatch(stem.strip()) else PARTS.findall(CAMEL.sub(" ", CODE.sub(" ", stem)))


def _is_word(part: str) -> bool:
    is_long = len(part) >= SHORTEST and part.lower() not in _known().empty
    is_cased = part.islower() or part.isupper() or part.istitle()
    return is_long and is_cased and bool(VOWELS.search(part)) and not UNSAID.search(part)


@dataclass(frozen=True, slots=True)
class _Words:
    empty: frozenset[str]
    small: frozenset[str]


@lru_cache(maxsize=1)
def _known() -> _Words:
    data = tomllib.loads((files(__package__) / "naming.toml").read_text(encoding="utf-8"))
    return _Words(frozenset(data["empty"].split()), frozenset(data["small"].split()))
