"""What the model sees, said only as precisely as it is sure."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from pressroom.providers.describe.local.pictures.labels import Label, labels, with_article
from pressroom.providers.describe.local.pictures.model import Probabilities

SURE = 0.3
"""Probability from which on a thing, or its group, is named; of a whole kind more is asked."""
SURE_OF_KIND = 0.5
FAIRLY_SURE = 0.6
"""Probability from which on no "probably" is said."""
MUCH = 0.1
POSSIBLE = 0.1
FEW = 2


@dataclass(frozen=True, slots=True)
class Sighting:
    """A thing seen."""

    word: str
    """The noun it is called by (`dog`)."""
    certainty: float
    which: str = ""
    """Which one it is, where that is as sure (`Beagle`)."""
    tags: tuple[str, ...] = ()

    @property
    def phrase(self) -> str:
        """Return the thing as a sentence names it: `a dog (Beagle)`."""
        is_news = self.which and self.which.lower() != self.word.lower()
        return with_article(self.word) + (f" ({self.which})" if is_news else "")


@dataclass(frozen=True, slots=True)
class _Sum:
    """What classes of one name are together."""

    name: str
    total: float
    best: Label
    """The likeliest of them."""


def sighting(likely: Probabilities | None, *, needed: float = SURE, without: Collection[str] = ()) -> Sighting | None:
    """Return the most precise thing that is sure enough: a class, else a group, else a kind; None when nothing is.

    `without` are words, in lower case, that a person said it is not.
    """
    found = _possible(likely, without)
    word = _likeliest(found, lambda label: label.word if label.says != "group" else None)
    group = _likeliest(found, lambda label: label.group if label.says != "theme" else None)
    kind = _likeliest(found, lambda label: label.kind if label.says != "theme" else None)
    if group and group.total >= needed and (word is None or _says_more(group, word)):
        return _group_seen(group, found, needed)
    if word and word.total >= needed:
        return Sighting(word.name, word.total, tags=tuple(word.best.tags))
    if kind and kind.total >= max(needed, SURE_OF_KIND):
        return Sighting(kind.name, kind.total, tags=kind.best.kind_tags[:1])
    return None


def possibilities(likely: Probabilities | None, *, without: Collection[str] = ()) -> list[str]:
    """Return a few words for what it may be, the likeliest first."""
    groups: dict[str, float] = {}
    for label, share in _possible(likely, without):
        name = label.group if label.group and label.says == "group" else label.word
        groups[name] = groups.get(name, 0.0) + share
    return [name for name in sorted(groups, key=lambda name: -groups[name]) if groups[name] >= POSSIBLE][:FEW]


def _says_more(group: _Sum, word: _Sum) -> bool:
    """Return whether the group is to be named rather than the word: it is another one, or much surer."""
    if group.name != word.best.group:
        return group.total > word.total
    return word.total < FAIRLY_SURE and group.total >= word.total + MUCH


def _group_seen(group: _Sum, found: Iterable[tuple[Label, float]], needed: float) -> Sighting:
    own = [(label, share) for label, share in found if label.group == group.name]
    which = _likeliest(own, lambda label: label.word)
    if which and which.total >= needed:
        return Sighting(group.name, group.total, which.name, tuple(dict.fromkeys([group.name, *which.best.tags])))
    return Sighting(group.name, group.total, tags=(group.name, *group.best.kind_tags))


def _possible(likely: Probabilities | None, without: Collection[str]) -> list[tuple[Label, float]]:
    if likely is None:
        return []
    return [
        (label, float(share))
        for label, share in zip(labels(), likely, strict=True)
        if not label.is_doubtful and not {label.word.lower(), label.group, label.kind} & set(without)
    ]


def _likeliest(found: Iterable[tuple[Label, float]], name: Callable[[Label], str | None]) -> _Sum | None:
    """Return the name that is likeliest when the classes of each are added up."""
    totals: dict[str, float] = {}
    bests: dict[str, tuple[float, Label]] = {}
    for label, share in found:
        if one := name(label):
            totals[one] = totals.get(one, 0.0) + share
            bests[one] = max(bests.get(one, (-1.0, label)), (share, label), key=lambda pair: pair[0])
    if not totals:
        return None
    top = max(totals, key=totals.__getitem__)
    return _Sum(top, totals[top], bests[top][1])
