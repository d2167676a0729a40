"""What a pin is searched by."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from pressroom.providers.describe.local.keyphrases import keyphrases
from pressroom.providers.describe.local.pins.article import WORD, Article, known
from pressroom.providers.describe.local.pins.choosing import Weighed, holds, stem
from pressroom.providers.describe.local.pins.titling import tidied
from pressroom.providers.describe.local.vocabulary import Vocabulary
from pressroom.providers.describe.pin_limits import KEYWORD_MOST, KEYWORDS_MOST, counted

USUAL_KEYWORDS = 8
MOST_GIVEN = 4
"""Of the project's own keywords that a pin takes over: those that its article has."""
SHORTEST_WORD = 3
OFTEN = 2
"""How often a word stands in the article that is searched for."""
MOST_PAIRS = 4
ENOUGH, FEW = 6, 4
"""Keywords below which nouns are taken that stand in the article once: more in German, where their looks tell them."""
JOINING = {"fr": r"de |d['\u2019]|du |aux? |à la |à l['\u2019]", "es": r"de |del |con |al? |a la "}
"""Between two things that are searched for together."""
MOST_JOINED = 2
BEFORE_THINGS = {
    "en": r"(?:the|an?|of|with|my|your|our|some|no)\s",
    "fr": r"(?:l[ae]s?|une?|des?|du|aux?|cette|ce|ces|notre|nos|votre|mon|ma|mes|en)\s|[ld]['\u2019]",
    "es": r"(?:el|l[ao]s?|un[ao]?s?|del?|al|con|sin|est[eao]s?|nuestr[ao]s?|mi|mis|su|sus)\s",
}
"""What stands before a noun at least once in a text, in languages whose nouns look like other words."""
MIXED = ("fr", "es")
"""Languages of which any word may look like a noun: in these it is one only where the text uses it so."""
POSSESSIVE = re.compile(r"['\u2019]s?$")
VERBAL = {
    "en": re.compile(r"(?:ly|ing|ed|ous|ive|able|ible|less|ful|est)$"),
    "fr": re.compile(r"(?:ent|ez|ait|aient|er|ir|ant)$"),
    "es": re.compile(r"(?:[aei]r(?:se|lo|la|los|las)?|[ai]ndo|iendo|amos|emos|aron|ieron|mente|uye|aba|aban)$"),
}
"""How words end that are likelier verbs, adverbs or adjectives than things."""


def keywords_of(weighed: Weighed, given: str = "", *, count: int = USUAL_KEYWORDS) -> list[str]:
    """Return what a pin is searched by: of the words given those its article has, and the phrases it is about."""
    article = weighed.article
    text = f"{article.title}\n{article.reading.text}"
    own = [word.strip() for word in given.split(",") if word.strip() and holds(text, word)][:MOST_GIVEN]
    blocks = [block for block in article.reading.blocks if block.text != article.title]
    space = weighed.space if article.quotes else None
    title = tidied(article.title)
    phrases = keyphrases(blocks, article.vocabulary, title=title, count=3 * count, space=space)
    good = _good(phrases, article)
    enough = ENOUGH if article.vocabulary.nouns_are_capital else FEW
    if len(good) < enough:
        good += [word for word in _good(phrases, article, often=1) if word not in good][: enough - len(good)]
    found = _without_parts([*own, *_joined(article), *_pairs(article)], good)
    kept = [word for word in found if counted(word) <= KEYWORD_MOST]
    return kept[: min(count, KEYWORDS_MOST)]


def _joined(article: Article) -> list[str]:
    """Return things that the title or a heading joins by a little word, as these languages do: `gazpacho de sandía`."""
    little = JOINING.get(article.vocabulary.code)
    found: list[str] = []
    for line in (tidied(article.title), *article.parts) if little else ():
        for match in re.finditer(rf"([^\W\d_]+) ((?:{little})\W?)([^\W\d_]+)", line, re.IGNORECASE):
            first, between, second = match.groups()
            if all(_is_thing(word, article.vocabulary) for word in (first, second)):
                found.append(f"{first} {between}{second}".lower())
    return found[:MOST_JOINED]


def _pairs(article: Article) -> list[str]:
    """Return pairs of words that stand together often, those of the title first: `tote bag`, `Café Janis`."""
    if article.vocabulary.nouns_are_capital:
        return []
    title = {pair.lower() for pair in _neighbours(tidied(article.title), article.vocabulary)}
    body = Counter(_neighbours(article.reading.text, article.vocabulary))
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for pair, times in body.items():
        forms[pair.lower()][pair] += times
    often = [pair for pair, found in forms.items() if pair in title or found.total() >= OFTEN]
    best = sorted(often, key=lambda pair: (pair not in title, -forms[pair].total()))
    return [_usual(forms[pair]) for pair in best[:MOST_PAIRS]]


def _usual(forms: Counter[str]) -> str:
    """Return how a pair is written: as a name where it always is, else small."""
    return (
        max(forms, key=lambda form: forms[form]) if all(form.istitle() for form in forms) else next(iter(forms)).lower()
    )


def _neighbours(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    for part in re.split(r"[^\w\s'\u2019-]+|\n", text):
        for first, second in pairwise(part.split()):
            is_pair = all(_is_thing(word, vocabulary) for word in (first, second)) and not POSSESSIVE.search(first)
            if is_pair and not _is_verbal(second, vocabulary):
                yield f"{first} {second}"


def _is_thing(word: str, vocabulary: Vocabulary) -> bool:
    lower = word.lower()
    is_word = bool(WORD.fullmatch(word)) and len(word) >= SHORTEST_WORD and not re.search(r"['\u2019]", word)
    return is_word and lower not in vocabulary.stopwords | vocabulary.generic | weak(vocabulary.code)


def _is_noun(word: str, article: Article) -> bool:
    """Return whether a word is used as a noun somewhere in the article, where its language shows that."""
    before = BEFORE_THINGS.get(article.vocabulary.code)
    said = f"{article.title}\n{article.reading.text}"
    return not before or bool(re.search(rf"(?<!\w)(?:{before}){re.escape(word)}(?!\w)", said, re.IGNORECASE))


def _is_verbal(word: str, vocabulary: Vocabulary) -> bool:
    endings = VERBAL.get(vocabulary.code)
    return bool(endings and endings.search(word.lower()))


def _good(phrases: Iterable[str], article: Article, *, often: int = OFTEN) -> list[str]:
    """Return the phrases that are things and stand in the article more than by chance."""
    vocabulary = article.vocabulary
    counts = Counter(word.lower() for word in WORD.findall(f"{article.title} {article.reading.text}"))
    proper = {word for word in WORD.findall(" ".join(quote.text[1:] for quote in article.quotes)) if word[0].isupper()}
    found: list[str] = []
    for phrase in phrases:
        words = re.sub(r"['\u2019]s\b", "", phrase).split()
        if not all(_is_thing(word, vocabulary) for word in words):
            continue
        if vocabulary.code in MIXED and not _is_noun(words[-1], article):
            continue
        is_titled = vocabulary.nouns_are_capital and words[0] in article.title
        times = sum(number for word, number in counts.items() if _akin(word, words[0]))
        is_often = " " in phrase or is_titled or (times >= often and (often > 1 or _is_noun(words[-1], article)))
        if is_often and not _is_verbal(words[-1], vocabulary):
            is_name = vocabulary.nouns_are_capital or all(word in proper for word in words)
            found.append(" ".join(words) if is_name else " ".join(words).lower())
    return found


def _akin(word: str, other: str) -> bool:
    short, long = sorted((word, other.lower()), key=len)
    return long.startswith(short) and len(long) - len(short) <= 2  # noqa: PLR2004  # an ending


def _without_parts(first: Iterable[str], then: Iterable[str]) -> list[str]:
    """Return the words of both, each once, without those that only say a part of one before."""
    kept: list[str] = []
    for word in (*first, *then):
        parts = {stem(part) for part in word.lower().split()}
        if not any(parts <= {stem(part) for part in one.lower().split()} for one in kept):
            kept.append(word)
    return kept


@lru_cache
def weak(code: str) -> frozenset[str]:
    """Return words nobody searches by."""
    return frozenset(known()["weak"].get(code, "").split())
