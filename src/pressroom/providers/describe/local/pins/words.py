"""The words the local model says itself, by language."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pressroom.providers.describe.local.vocabulary import LANGUAGES

TRANSLATED = ("de", "fr", "es")


def phrases(language: str) -> dict[str, Any]:
    """Return the phrases of a language; the English ones for a language without."""
    known: dict[str, Any] = _phrases()[language if language in LANGUAGES else "en"]
    return known


def thing(name: str, language: str) -> str:
    """Return a thing, named in English, with its article; empty where the language has no word for it."""
    names = _things().get(name.lower())
    return names[TRANSLATED.index(language)] if names and language in TRANSLATED else ""


@lru_cache(maxsize=1)
def _phrases() -> dict[str, Any]:
    return _read("phrases.toml")


@lru_cache(maxsize=1)
def _things() -> dict[str, list[str]]:
    groups = _read("things.toml")
    return {name.lower(): names for group in reversed(groups.values()) for name, names in group.items()}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
