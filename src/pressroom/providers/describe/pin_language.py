"""Which language a pin is to be in, and whether it is."""

import re
from collections.abc import Sequence
from importlib import import_module

from pressroom.providers.describe.describer import Evidence, Turn
from pressroom.providers.describe.local.language import language_of
from pressroom.providers.describe.local.vocabulary import LANGUAGES, vocabulary_for

NAMES = {
    "en": ("English", "english|englisch|anglais|inglés"),
    "de": ("German", "german|deutsch|allemand|alemán"),
    "fr": ("French", "french|französisch|français|francés"),
    "es": ("Spanish", "spanish|spanisch|espagnol|español|castellano"),
    "it": ("Italian", "italian|italienisch|italien|italiano"),
    "nl": ("Dutch", "dutch|niederländisch|néerlandais|neerlandés|nederlands"),
    "pt": ("Portuguese", "portuguese|portugiesisch|portugais|portugués|português"),
    "pl": ("Polish", "polish|polnisch|polonais|polaco"),
    "sv": ("Swedish", "swedish|schwedisch|suédois|sueco|svenska"),
    "da": ("Danish", "danish|dänisch|danois|danés|dansk"),
    "tr": ("Turkish", "turkish|türkisch|turc|turco"),
    "ru": ("Russian", "russian|russisch|russe|ruso"),
    "uk": ("Ukrainian", "ukrainian|ukrainisch|ukrainien|ucraniano"),
    "ar": ("Arabic", "arabic|arabisch|arabe|árabe"),
    "he": ("Hebrew", "hebrew|hebräisch|hébreu|hebreo"),
    "ja": ("Japanese", "japanese|japanisch|japonais|japonés"),
    "zh": ("Chinese", "chinese|chinesisch|chinois|chino"),
}
"""By ISO 639-1 code: what a language is called in English, and by those who ask for it."""
ASKED = re.compile(
    r"\b(?:in|into|to|auf|ins|en|al|ao)\s+(?:the\s+)?(?:"
    + "|".join(f"(?P<{code}>{names})" for code, (_, names) in NAMES.items())
    + r")(?:e[nrs]?|o)?\b",
    re.IGNORECASE,
)
NEAR = ("no nb nn da sv", "hr sr bs sl", "gl pt es", "id ms", "cs sk", "af nl", "ru uk be bg")
"""Languages too near one another to be told apart in two sentences."""
ENOUGH_LETTERS = 80
"""Letters from which on a text's language can be told."""
LIKELY_SHARE = 0.12
"""Share of a language's little words from which on a text may be in it."""
WORDS = re.compile(r"[^\W\d_]+")


def code_of(language: str) -> str | None:
    """Return the ISO 639-1 code of a language given as code, tag or English name (`de`, `de-AT`, `German`)."""
    first = re.split(r"[-_]", language.strip().lower())[0]
    named = (code for code, (name, _) in NAMES.items() if name.lower() == first)
    return next(named, first if re.fullmatch(r"[a-z]{2}", first) and first != "un" else None)


def name_of(code: str) -> str:
    """Return what a language is called in English; its code where that is not known."""
    return NAMES[code][0] if code in NAMES else f'the language "{code}"'


def asked_for(turns: Sequence[Turn]) -> str | None:
    """Return the language feedback asked for last."""
    found = [match for turn in turns for match in ASKED.finditer(turn.feedback)]
    return next((code for code, said in found[-1].groupdict().items() if said), None) if found else None


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
