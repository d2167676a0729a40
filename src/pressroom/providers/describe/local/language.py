"""Which language a text is in."""

import re
from importlib import import_module

from pressroom.providers.describe.local.vocabulary import LANGUAGES, vocabulary_for

SURE_SHARE = 0.22
"""Share of little words from which on English or German is certain."""
ENOUGH_WORDS = 12
ENOUGH_TRADE_WORDS = 4
FEW_LETTERS = 20
ISO_LETTERS = 2
"""Of ISO 639-1; the model knows some languages that have three only."""

WORDS = re.compile(r"[^\W\d_]+")
ENDLESS = re.compile(r"[!-~]{81,}")
"""What no language has as a word, such as a picture in letters; looking for words in it takes seconds."""


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of a text's language; `und` where there is too little to tell."""
    sample = ENDLESS.sub(" ", text[:6000])
    words = WORDS.findall(sample.lower())
    if sum(map(len, words)) < FEW_LETTERS:
        return "und"
    return _by_little_words(words) or _by_trade_words(sample) or _by_model(sample)


def _by_little_words(words: list[str]) -> str | None:
    shares = {code: _share(words, code) for code in ("en", "de")}
    best = max(shares, key=lambda code: shares[code])
    other = min(shares.values())
    sure = len(words) >= ENOUGH_WORDS and shares[best] >= SURE_SHARE and shares[best] > 3 * other
    return best if sure else None


def _by_trade_words(text: str) -> str | None:
    """Return the language whose words for kinds of documents the text is full of: invoices have few little words."""
    counts = {code: _trade_words(text, code) for code in LANGUAGES}
    best, second = sorted(counts.values(), reverse=True)[:2]
    sure = best >= ENOUGH_TRADE_WORDS and best >= 2 * second
    return max(counts, key=lambda code: counts[code]) if sure else None


def _trade_words(text: str, code: str) -> int:
    kinds = vocabulary_for(code).kinds.values()
    return sum(bool(sign.search(text)) for kind in kinds for sign in (kind.words, *kind.signs))


def _share(words: list[str], code: str) -> float:
    stopwords = vocabulary_for(code).stopwords
    return sum(word in stopwords for word in words) / len(words)


def _by_model(text: str) -> str:
    # The model takes 0.6 s and 100 MB to load; most texts are known by their little words and never need it.
    classify = import_module("py3langid").classify
    code, _ = classify(text.lower())
    return str(code) if len(code) == ISO_LETTERS else "und"
