"""Which of an article's sentences a pin says: the most central ones, and those about its picture."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np

from pressroom.providers.describe.local.pins.article import WORD, Article, Quote
from pressroom.providers.describe.local.space import Space, centre
from pressroom.providers.embed.encoder import Vectors

USUAL, MOST_SENTENCES = 400, 3
"""Characters and sentences of a description, where nobody asks for more or less."""
ENOUGH = 150
GOOD = (60, 210)
"""Characters of a sentence that says enough and does not tire."""
SHORT = 40
NEAR = 0.16
"""Likeness to what is said of the picture from which on a sentence or part is about it."""
CHANCE = 0.3
"""How much a picture that nothing is said of may change the choice, so that its pin differs from the others."""


@dataclass(frozen=True)
class Weighed:
    """An article's sentences with what each is worth in the pin of one picture."""

    article: Article
    about: str
    """What the article says of the picture; empty for nothing."""
    picture: bytes

    @cached_property
    def space(self) -> Space:
        """Return where the sentences are near one another."""
        return Space(tuple(quote.text for quote in self.article.quotes), self.article.vocabulary)

    @cached_property
    def likeness(self) -> Vectors:
        """Return how near each sentence is to what is said of the picture; its part counts with it."""
        quotes = self.article.quotes
        if not self.about or not quotes:
            return np.zeros(len(quotes), dtype=np.float32)
        headed = [self.article.parts[quote.part] for quote in quotes]
        own, heads = self.space.own, self.space.vectors(headed)
        said = self.space.vectors([self.about])[0]
        near: Vectors = own @ said + np.float32(0.8) * (heads @ said)
        return near

    @cached_property
    def part(self) -> int | None:
        """Return the part of the article the picture belongs to, where that can be told."""
        if not len(self.likeness) or self.likeness.max() < NEAR:
            return None
        return self.article.quotes[int(self.likeness.argmax())].part

    @cached_property
    def worth(self) -> Vectors:
        """Return what each sentence is worth, whatever the picture."""
        quotes = self.article.quotes
        own = self.space.own
        near = own @ centre(own[: max(8, len(quotes) // 2)])
        titled = own @ self.space.vectors([self.article.title])[0]
        priors = np.array([self._prior(quote) for quote in quotes], dtype=np.float32)
        worth: Vectors = np.float32(0.25) * _scaled(near) + np.float32(0.25) * _scaled(titled) + priors
        return worth

    @cached_property
    def gain(self) -> Vectors:
        """Return what each sentence is worth in the pin of this picture."""
        gain: Vectors = self.worth + _focus(self)
        return gain

    def _prior(self, quote: Quote) -> float:
        length = len(quote.text)
        return (
            0.35 / (1 + 0.2 * quote.place)
            + 0.08 * quote.opens
            + 0.12 * (GOOD[0] <= length <= GOOD[1])
            - 0.15 * (length < SHORT)
            - 0.45 * quote.leans
            - 0.12 * quote.text.endswith("?")
            - 0.1 * quote.text.startswith(("I ", "Ich ", "Je ", "J'", "J\u2019"))
        )


def chosen(
    weighed: Weighed,
    *,
    most: int = USUAL,
    count: int = MOST_SENTENCES,
    without: Collection[str] = (),
    beside: Collection[str] = (),
) -> list[str]:
    """Return up to `count` sentences of at most `most` characters together, in the article's order.

    None is one of `without`; none is, or says the same as, one of `beside`, which they are to be added to.
    """
    quotes = weighed.article.quotes
    said = [index for index, quote in enumerate(quotes) if quote.text in beside]
    picks = list(said)
    while len(picks) - len(said) < count:
        room = most - sum(len(quotes[one].text) + 1 for one in picks[len(said) :])
        open_ones = [
            index
            for index, quote in enumerate(quotes)
            if index not in picks
            and quote.text not in without
            and (len(quote.text) <= room or not picks)
            and _suits(weighed, picks, index, is_last=not said and len(picks) + 1 == count)
        ]
        if not open_ones:
            break
        picks.append(max(open_ones, key=lambda index: _worth(weighed, picks, index)))
    return [quotes[index].text for index in sorted(picks[len(said) :])]


def about(weighed: Weighed, what: str, *, literally: bool = True) -> list[str]:
    """Return the sentences that name a thing, the best first; without any, those with words of it if not literally."""
    quotes = weighed.article.quotes
    named = [index for index, quote in enumerate(quotes) if holds(quote.text, what)]
    if not named and not literally and quotes:
        near = weighed.space.own @ weighed.space.vectors([what])[0]
        named = [index for index in range(len(quotes)) if near[index] >= NEAR]
    return [quotes[index].text for index in sorted(named, key=lambda index: -float(weighed.worth[index]))]


def holds(text: str, what: str) -> bool:
    """Return whether a text has all the words of a thing, in whatever form."""
    words = [word.lower() for word in WORD.findall(what)]
    own = [word.lower() for word in WORD.findall(text)]
    return bool(words) and all(any(_akin(word, one) for one in own) for word in words)


def _akin(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) > 3 and stem(word) == stem(other))  # noqa: PLR2004  # a root


def stem(word: str) -> str:
    """Return a word without its ending, so that its forms are alike."""
    for ending in ("ern", "en", "er", "es", "em", "e", "n", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 2:  # noqa: PLR2004  # a root
            return word.removesuffix(ending)
    return word


def _focus(weighed: Weighed) -> Vectors:
    """Return what being about the picture adds to each sentence."""
    quotes = weighed.article.quotes
    if weighed.part is None:
        numbers = [crc32(weighed.picture + quote.text.encode()) for quote in quotes] if weighed.picture else []
        return np.array([CHANCE * number / 2**32 for number in numbers] or [0.0] * len(quotes), dtype=np.float32)
    here = np.array([quote.part == weighed.part and quote.part > 0 for quote in quotes], dtype=np.float32)
    focus: Vectors = np.float32(0.6) * _scaled(weighed.likeness) + np.float32(0.25) * here
    return focus


def _worth(weighed: Weighed, picks: Sequence[int], index: int) -> float:
    like = max((float(weighed.space.own[index] @ weighed.space.own[one]) for one in picks), default=0.0)
    return float(weighed.gain[index]) - 0.6 * like + 0.55 * _follows(weighed.article.quotes, picks, index)


def _suits(weighed: Weighed, picks: Sequence[int], index: int, *, is_last: bool) -> bool:
    """Return whether a sentence can stand with those picked: it leans on one of them or none, and keeps to the picture.

    Beside the picture's own part of the article only the first one is quoted, and that at least once.
    """
    quotes = weighed.article.quotes
    if quotes[index].leans and not _follows(quotes, picks, index):
        return False
    if not weighed.part:
        return True
    return quotes[index].part == 0 or (
        quotes[index].part == weighed.part and not (is_last and not _opens(quotes, picks))
    )


def _opens(quotes: Sequence[Quote], picks: Sequence[int]) -> bool:
    """Return whether what is picked says what the article is about, as its first part does; a first pick need not."""
    return not picks or any(quotes[one].part == 0 for one in picks) or all(quote.part for quote in quotes)


def _follows(quotes: Sequence[Quote], picks: Sequence[int], index: int) -> bool:
    return quotes[index].leans and index - 1 in picks and quotes[index].part == quotes[index - 1].part


def _scaled(likeness: Vectors) -> Vectors:
    """Return likenesses so that the greatest is 1: they are small where sentences are short."""
    return likeness / max(float(likeness.max()), 0.1)
