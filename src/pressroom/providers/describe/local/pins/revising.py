"""Grants what can be granted of a person's wishes about a pin, and says what cannot."""

import re
from collections.abc import Callable
from typing import Any

from pressroom.providers.describe.describer import Turn
from pressroom.providers.describe.languages import asked_for, name_of
from pressroom.providers.describe.local.feedback import Wish, understand
from pressroom.providers.describe.local.pins.choosing import Weighed, about
from pressroom.providers.describe.local.pins.draft import Draft
from pressroom.providers.describe.local.pins.marking import (
    add_keywords,
    fewer_keywords,
    hashtags,
    more_keywords,
    no_emoji,
    no_hashtags,
    refuse_emoji,
    remove_keywords,
    set_alt,
    set_keywords,
    shorter_alt,
)
from pressroom.providers.describe.local.pins.rephrasing import another, focus, longer, mention, omit, shorter
from pressroom.providers.describe.local.pins.retitling import another_title, question_title, rename, shorter_title

LONGEST_FEEDBACK = 2000
KNOWN = (
    "shorter, longer, other sentences, focus on …, mention …, without …, title: …, shorter title, a question as title, "
    "keywords: …, more keywords, fewer keywords, with hashtags, no hashtags, no emoji, alt text: …"
)


def tone(draft: Draft, wish: Wish) -> None:
    del wish
    draft.note("The local model cannot change the tone: the sentences are the article's own.")


def translate(draft: Draft, wish: Wish) -> None:
    wanted = asked_for([Turn({}, f"in {wish.what}")]) if wish.what else None
    own = name_of(draft.language)
    if wanted != draft.language:
        draft.note(f"The local model cannot translate; the pin stays in {own}.")


GRANTS: dict[str, Callable[[Draft, Wish], None]] = {
    "translate": translate,
    "no_emoji": no_emoji,
    "emoji": refuse_emoji,
    "hashtags": hashtags,
    "no_hashtags": no_hashtags,
    "question_title": question_title,
    "another_title": another_title,
    "shorter_title": shorter_title,
    "rename": rename,
    "set_alt": set_alt,
    "shorter_alt": shorter_alt,
    "add_keywords": add_keywords,
    "remove_keywords": remove_keywords,
    "set_keywords": set_keywords,
    "more_keywords": more_keywords,
    "fewer_keywords": fewer_keywords,
    "omit": omit,
    "focus": focus,
    "mention": mention,
    "another": another,
    "shorter": shorter,
    "longer": longer,
    "tone": tone,
}
"""By verb of `feedback.toml`."""

LAST = ("mention", "hashtags")
"""What is added stays: it is granted when all else is done."""


def revise(weighed: Weighed, values: dict[str, Any], feedback: str) -> tuple[dict[str, Any], list[str]]:
    """Return an answer's values as the feedback wants them, and notes on what it wants in vain."""
    closing = " ".join(weighed.article.hints.get("closing", "").split())
    description = " ".join(values["description"].split())
    draft = Draft(weighed, values["title"], description, values["alt_text"], list(values["keywords"]), closing)
    understood = understand(feedback[:LONGEST_FEEDBACK], words_of="pins/feedback.toml")
    for wish in sorted(understood.wishes, key=lambda wish: wish.verb in LAST):
        GRANTS[wish.verb](draft, wish)
    if understood.rest:
        _guess(draft, understood.rest, alone=not understood.wishes)
    revised = {
        "title": draft.title or values["title"],
        "description": draft.description or values["description"],
        "alt_text": draft.alt_text,
        "keywords": draft.keywords,
    }
    return values | revised, draft.notes


def _guess(draft: Draft, rest: str, *, alone: bool) -> None:
    """Take words that stand in the article as a wish to hear about them; admit the others."""
    article = draft.weighed.article
    words = [word for word in re.findall(r"[^\W\d_]{4,}", rest) if word.lower() not in article.vocabulary.stopwords]
    meant = [word for word in words if word.lower() in article.words]
    found = about(draft.weighed, " ".join(meant)) if meant and alone else []
    if found:
        draft.say([*found[:2], *draft.own])
        draft.note(f"Taken as a wish to hear about: {', '.join(meant)}.")
    else:
        draft.note(f'The local model does not understand "{rest}". It follows: {KNOWN}.')
