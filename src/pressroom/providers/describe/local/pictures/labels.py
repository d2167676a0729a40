"""What the classes of the model that names things stand for, in everyday words. `labels.toml` knows them."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from pressroom.providers.describe.local.pictures.model import MODELS

Saying = Literal["class", "group", "theme"]


@dataclass(frozen=True, slots=True)
class Label:
    """One class in everyday words."""

    word: str
    """What the class is called (`Beagle`)."""
    group: str | None
    """What a person would say first (`dog`)."""
    kind: str | None
    """What it is in general (`animal`)."""
    says: Saying = "class"
    """Which of them is said; `theme`: group and kind are no things, but tags."""
    kind_tags: tuple[str, ...] = ()
    is_doubtful: bool = False

    @property
    def tags(self) -> list[str]:
        """Return the words the class is searched for by, the most telling first."""
        words = (
            (self.group, self.word, *self.kind_tags)
            if self.says == "group"
            else (self.word, self.group, *self.kind_tags)
        )
        return list(dict.fromkeys(word.lower() for word in words if word))


@lru_cache(maxsize=1)
def labels() -> tuple[Label, ...]:
    """Return the label of each class, in the order of the model's answer."""
    known = _known()
    names = (MODELS / "labels.txt").read_text(encoding="utf-8").splitlines()
    grouped = dict(_grouped(known["kind"]))
    doubtful = set(_numbers(known["doubtful"]["classes"]))
    renamed: Mapping[str, str] = known["names"]
    return tuple(
        _label(renamed.get(str(number), _plain(name)), number in doubtful, grouped.get(number))
        for number, name in enumerate(names)
    )


def with_article(word: str) -> str:
    """Return the word as a sentence names it: `a dog`, `an orange`, `food`."""
    if word.lower() in _articleless():
        return word
    return f"{'an' if word[:1].lower() in 'aeiou' and not word.lower().startswith(('uni', 'eu')) else 'a'} {word}"


def tags_named(noun: str) -> list[str]:
    """Return the tags that go with a thing a person names, if the model knows it: `lynx`, `wild cat`, `animal`."""
    word = noun.lower()
    exact = (label.tags for label in labels() if label.word.lower() == word)
    grouped = ([word, *label.kind_tags] for label in labels() if label.group == word)
    return next(exact, None) or next(grouped, None) or []


@lru_cache(maxsize=1)
def _known() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "labels.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _articleless() -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in _known()["plain"]["words"].split())


def _grouped(kinds: list[dict[str, Any]]) -> Iterator[tuple[int, tuple[str, dict[str, Any]]]]:
    for kind in kinds:
        for group, classes in kind["groups"].items():
            for number in _numbers(classes):
                yield number, (group, kind)


def _numbers(classes: str) -> Iterator[int]:
    for part in classes.split():
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _label(word: str, is_doubtful: bool, place: tuple[str, dict[str, Any]] | None) -> Label:  # noqa: FBT001  # a fact
    if place is None:
        return Label(word, None, None, is_doubtful=is_doubtful)
    group, kind = place
    return Label(word, group, kind["word"], kind.get("says", "class"), tuple(kind["tags"]), is_doubtful)


def _plain(name: str) -> str:
    """Return a class's name without what explains it."""
    return re.sub(r"\s*(?:\(.*?\)|/.*)", "", name)
