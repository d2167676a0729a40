"""Which language a pin is to be in, and whether it is."""

import re
from collections.abc import Sequence
from importlib import import_module

from pressroom.providers.describe.describer import Evidence, Turn
from pressroom.providers.describe.languages import asked_for, code_of
from pressroom.providers.describe.local.language import language_of
from pressroom.providers.describe.local.vocabulary import LANGUAGES, vocabulary_for

NEAR = ("no nb nn da sv", "hr sr bs sl", "gl pt es", "id ms", "cs sk", "af nl", "ru uk be bg")
"""Languages too near one another to be told apart in two sentences."""
ENOUGH_LETTERS = 80
"""Letters from which on a text's language can be told."""
LIKELY_SHARE = 0.12
"""Share of a language's little words from which on a text may be in it."""
WORDS = re.compile(r"[^\W\d_]+")


def wanted(evidence: Evidence, turns: Sequence[Turn]) -> str | None:
    """Return the language a pin is to be in: as feedback asks, as the evidence says, else as the article is written."""
    named = asked_for(turns) or code_of(evidence.hints.get("language", ""))
    if named:
        return named
    own = language_of("\n".join(evidence.pages))
    return None if own == "und" else own


def is_in(text: str, code: str) -> bool:
    """Return whether a text may be in a language; so it is where too little can be told."""
    words = WORDS.findall(text.lower())
    if sum(map(len, words)) < ENOUGH_LETTERS:
        return True
    if code in LANGUAGES:
        shares = {one: _share(words, one) for one in LANGUAGES}
        if shares[code] >= max(LIKELY_SHARE, *shares.values()):
            return True
    # The model takes 0.6 s and 100 MB to load; most texts are known by their little words and never need it.
    found = str(import_module("py3langid").classify(text.lower())[0])
    return found == code or any({found, code} <= set(near.split()) for near in NEAR)


def _share(words: Sequence[str], code: str) -> float:
    stopwords = vocabulary_for(code).stopwords
    return sum(word in stopwords for word in words) / len(words)
