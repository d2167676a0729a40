"""What a person states about their own article, as a sentence."""

import re
from functools import lru_cache

from pressroom.providers.describe.local.pins.words import phrases
from pressroom.providers.describe.local.sentences import capitalised

FEWEST_WORDS = 3


def statement(what: str, language: str) -> str | None:
    """Return a person's words as a sentence; None where they state nothing, such as a mere noun."""
    text = " ".join(what.split()).strip(" .,;:")
    clause = _verb_last().match(text)
    if clause:
        text = f"{clause['subject']} {clause['verb']} {clause['rest']}"
    if not _verb(language).search(text) or len(text.split()) < FEWEST_WORDS:
        return None
    return capitalised(text) + ("" if text.endswith(("!", "?")) else ".")


@lru_cache
def _verb(language: str) -> re.Pattern[str]:
    """Return what finds a verb in a statement, in the language or in English."""
    verbs = "|".join([*phrases(language)["verbs"].split(), *phrases("en")["verbs"].split()])
    return re.compile(rf"(?<![\w'\u2019])(?:{verbs})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _verb_last() -> re.Pattern[str]:
    """Return what finds a German clause with its verb last: `das Rezept vegan ist`."""
    verbs = "|".join(phrases("de")["verbs"].split())
    subject = r"(?:(?:das|die|der|eine?|meine?|unsere?|diese[rs]?|alle)\s+)?(?:[a-zäöüß]+e[nrs]?\s+)*[\w-]+"
    return re.compile(rf"^(?P<subject>{subject})\s+(?P<rest>.+?)\s+(?P<verb>{verbs})$", re.IGNORECASE)
