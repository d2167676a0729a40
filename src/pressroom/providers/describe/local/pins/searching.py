"""What a pin is searched by."""

import re

from pressroom.providers.describe.local.keyphrases import keyphrases
from pressroom.providers.describe.local.pins.choosing import Weighed, holds
from pressroom.providers.describe.local.pins.titling import tidied
from pressroom.providers.describe.pin_limits import KEYWORD_MOST, KEYWORDS_MOST, counted

USUAL_KEYWORDS = 8
MOST_GIVEN = 4
"""Of the project's own keywords that a pin takes over: those that its article has."""


def keywords_of(weighed: Weighed, given: str = "", *, count: int = USUAL_KEYWORDS) -> list[str]:
    """Return what a pin is searched by: of the words given those its article has, and the phrases it is about."""
    article = weighed.article
    text = f"{article.title}\n{article.reading.text}"
    own = [word.strip() for word in given.split(",") if word.strip() and holds(text, word)][:MOST_GIVEN]
    blocks = [block for block in article.reading.blocks if block.text != article.title]
    found = keyphrases(
        blocks,
        article.vocabulary,
        title=tidied(article.title),
        count=count,
        space=weighed.space if article.quotes else None,
    )
    both = {word.lower(): word for word in reversed([*own, *map(_plain, found)]) if counted(word) <= KEYWORD_MOST}
    return [word for word in reversed(both.values()) if word][: min(count, KEYWORDS_MOST)]


def _plain(phrase: str) -> str:
    return re.sub(r"^[\W_]+|[\W_]+$", "", phrase)
