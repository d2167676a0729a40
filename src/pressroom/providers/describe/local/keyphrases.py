"""The words a document is about."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from pressroom.providers.describe.local.reading import Block
from pressroom.providers.describe.local.space import Space
from pressroom.providers.describe.local.vocabulary import Vocabulary
from pressroom.providers.embed.encoder import Vectors

TOKEN = re.compile(r"[^\W\d_][\w]*(?:[-'\u2019][^\W_]+)*|[^\s\w]")
MOST_CANDIDATES = 48
MOST_CHARS = 40_000
LONGEST_PHRASE = 3
SHORTEST_WORD = 4
ROOT = 4
"""Letters to which a word is all root: it has no ending, and longer words only happen to hold it."""
VARIETY = 0.45
"""How much likeness to what is chosen already counts against a phrase."""


@dataclass(slots=True)
class _Candidate:
    forms: Counter[str] = field(default_factory=Counter)
    first: int = 0
    places: int = 0
    middle: int = 0
    """How often it stands where a capital letter means something."""

    @property
    def text(self) -> str:
        """Return the form it most often has, the shortest of equals."""
        return max(self.forms, key=lambda form: (self.forms[form], -len(form)))


def keyphrases(
    blocks: Sequence[Block],
    vocabulary: Vocabulary,
    *,
    title: str,
    count: int,
    space: Space | None = None,
    without: frozenset[str] = frozenset(),
) -> list[str]:
    """Return up to `count` phrases a document is about, the best first.

    `space` is that of its sentences, where there are some; `without` are words, in lower case, that are no topics here.
    """
    found = _candidates([title, *(block.text for block in blocks)], vocabulary, without)
    stems = {_stem(word) for word in TOKEN.findall(title.lower())}
    scores = {key: _score(key, one, stems, vocabulary) for key, one in found.items()}
    best = sorted((key for key in scores if scores[key] > 0), key=lambda key: -scores[key])[:MOST_CANDIDATES]
    if not best:
        return []
    texts = [found[key].text for key in best]
    weights = np.array([scores[key] for key in best], dtype=np.float32)
    if space is None:
        return _distinct(best, texts, count)
    return _chosen(best, texts, weights, space, count)


def _candidates(
    texts: Sequence[str], vocabulary: Vocabulary, without: frozenset[str]
) -> dict[tuple[str, ...], _Candidate]:
    found: dict[tuple[str, ...], _Candidate] = defaultdict(_Candidate)
    position = 0
    for text in texts:
        for phrase, starts in _phrases(text, vocabulary):
            if not without.isdisjoint(word.lower() for word in phrase):
                continue
            key = tuple(_stem(word.lower()) for word in phrase)
            one = found[key]
            one.first = one.first if one.places else position
            one.places += 1
            one.middle += not starts
            one.forms[" ".join(phrase)] += 1
        position += len(text)
        if position > MOST_CHARS:
            break
    return found


def _phrases(text: str, vocabulary: Vocabulary) -> Iterator[tuple[list[str], bool]]:
    """Yield runs of one to three words that could be a tag, and whether each starts a sentence."""
    tokens = TOKEN.findall(text)
    for index in range(len(tokens)):
        starts = index == 0 or tokens[index - 1] in ".!?:"
        for length in range(1, LONGEST_PHRASE + 1):
            phrase = tokens[index : index + length]
            if len(phrase) < length or not _holds(phrase[-1], vocabulary):
                break
            yield phrase, starts


def _holds(word: str, vocabulary: Vocabulary) -> bool:
    lower = word.lower()
    return (
        len(word) >= SHORTEST_WORD
        and lower not in vocabulary.stopwords
        and lower not in vocabulary.generic
        and not vocabulary.month(lower)
        and not (vocabulary.nouns_are_capital and not word[0].isupper())
    )


def _score(key: tuple[str, ...], one: _Candidate, title: set[str], vocabulary: Vocabulary) -> float:
    """Weigh frequency, place and form; nothing for words that only look like topics."""
    in_title = sum(stem in title for stem in key) / len(key)
    if len(key) > 1 and one.places == 1 and (in_title < 1 or len(key) == LONGEST_PHRASE):
        return 0.0
    if vocabulary.nouns_are_capital and not one.middle and not in_title:
        return 0.0
    if not vocabulary.nouns_are_capital and len(key) == 1 and _is_loose(one.text):
        return 0.0
    early = 1.0 / (1.0 + one.first / 1500)
    long_word = min(len(key[0]), 12) / 12 if len(key) == 1 else 1.0
    chance = 0.6 if len(key) > 1 and one.places == 1 else 1.0
    return chance * float(
        np.log1p(one.places)
        * (0.6 + 0.4 * long_word)
        * (0.5 + 0.5 * early)
        * (1 + in_title)
        * (1 + 0.4 * (len(key) - 1))
    )


def _is_loose(word: str) -> bool:
    """Return whether an English word is likelier a verb, adverb or adjective than a topic."""
    return bool(re.search(r"(?:ly|ed|ing|ous|ive|able|ible|less|ful)$", word.lower())) and not word[0].isupper()


def _stem(word: str) -> str:
    lower = word.lower()
    return re.sub(r"(?:ern|en|er|es|ies|e|n|s)$", "", lower) if len(lower) > ROOT else lower


def _chosen(
    keys: Sequence[tuple[str, ...]], texts: Sequence[str], weights: Vectors, space: Space, count: int
) -> list[str]:
    vectors = space.vectors(texts)
    near = vectors @ space.centre
    worth = weights / weights.max() + 0.5 * near / max(float(near.max()), 0.1)
    chosen: list[int] = []
    while len(chosen) < count:
        open_ones = [index for index in range(len(texts)) if not _overlaps(keys[index], [keys[one] for one in chosen])]
        if not open_ones:
            break
        like = {
            index: max((float(vectors[index] @ vectors[one]) for one in chosen), default=0.0) for index in open_ones
        }
        chosen.append(max(open_ones, key=lambda index: float(worth[index]) - VARIETY * like[index]))
    return [texts[index] for index in chosen]


def _distinct(keys: Sequence[tuple[str, ...]], texts: Sequence[str], count: int) -> list[str]:
    chosen: list[int] = []
    for index, key in enumerate(keys):
        if len(chosen) < count and not _overlaps(key, [keys[one] for one in chosen]):
            chosen.append(index)
    return [texts[index] for index in chosen]


def _overlaps(key: tuple[str, ...], others: Sequence[tuple[str, ...]]) -> bool:
    return any(_akin(stem, other) for stem in key for chosen in others for other in chosen)


def _akin(stem: str, other: str) -> bool:
    short, long = sorted((stem, other), key=len)
    return long == short or (len(short) > ROOT and (long.startswith(short) or long.endswith(short)))
