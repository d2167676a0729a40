"""Languages as people name them, and ask for them."""

import re
from collections.abc import Sequence

from pressroom.providers.describe.describer import Turn

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
