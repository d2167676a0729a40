"""Wishes about a pin's keywords, hashtags, emoji and alt text."""

import re

from pressroom.providers.describe.local.feedback import Wish, listed
from pressroom.providers.describe.local.pins.draft import Draft
from pressroom.providers.describe.local.pins.searching import keywords_of
from pressroom.providers.describe.local.pins.titling import without_emoji
from pressroom.providers.describe.local.sentences import capitalised
from pressroom.providers.describe.pin_limits import (
    ALT_TEXT_MOST,
    DESCRIPTION_MOST,
    KEYWORD_MOST,
    KEYWORDS_MOST,
    counted,
    shortened,
)

FEWER, MORE = 3, 3
MOST_HASHTAGS = 3
HASHTAG = re.compile(r"\s*#[^\W\d_][\w-]*")


def add_keywords(draft: Draft, wish: Wish) -> None:
    wanted = [word for word in _listed(wish) if word not in draft.keywords]
    draft.keywords = [*draft.keywords[: KEYWORDS_MOST - len(wanted)], *wanted][:KEYWORDS_MOST]


def remove_keywords(draft: Draft, wish: Wish) -> None:
    unwanted = {word.lower() for word in _listed(wish)}
    kept = [word for word in draft.keywords if word.lower() not in unwanted]
    if len(kept) == len(draft.keywords):
        draft.note(f'"{wish.what}" is not among the keywords.')
    draft.keywords = kept


def set_keywords(draft: Draft, wish: Wish) -> None:
    draft.keywords = _listed(wish)[:KEYWORDS_MOST] or draft.keywords


def more_keywords(draft: Draft, wish: Wish) -> None:
    del wish
    present = {word.lower() for word in draft.keywords}
    found = [word for word in keywords_of(draft.weighed, count=KEYWORDS_MOST + MORE) if word.lower() not in present]
    if not found or len(draft.keywords) >= KEYWORDS_MOST:
        draft.note("The local model finds no more keywords.")
    draft.keywords = [*draft.keywords, *found[:MORE]][:KEYWORDS_MOST]


def fewer_keywords(draft: Draft, wish: Wish) -> None:
    del wish
    draft.keywords = draft.keywords[: max(FEWER, len(draft.keywords) // 2)]


def hashtags(draft: Draft, wish: Wish) -> None:
    """Put up to three of the keywords at the end, before the closing line."""
    del wish
    body = HASHTAG.sub("", draft.body).strip()
    tags = ["#" + "".join(map(capitalised, re.findall(r"\w+", word))) for word in draft.keywords[:MOST_HASHTAGS]]
    room = DESCRIPTION_MOST - counted(draft.closing) - 1
    with_tags = " ".join([body, *tags])
    if tags and counted(with_tags) <= room:
        draft.description = " ".join(filter(None, [with_tags, draft.closing]))
    else:
        draft.note("There is no room for hashtags." if tags else "There are no keywords to make hashtags of.")


def no_hashtags(draft: Draft, wish: Wish) -> None:
    del wish
    draft.description = " ".join(filter(None, [HASHTAG.sub("", draft.body).strip(), draft.closing]))


def no_emoji(draft: Draft, wish: Wish) -> None:
    del wish
    draft.title = without_emoji(draft.title) or draft.title
    draft.description = without_emoji(draft.description) or draft.description
    draft.alt_text = without_emoji(draft.alt_text)
    draft.keywords = list(filter(None, map(without_emoji, draft.keywords)))


def refuse_emoji(draft: Draft, wish: Wish) -> None:
    del wish
    draft.note("The local model adds no emoji.")


def set_alt(draft: Draft, wish: Wish) -> None:
    ended = wish.what if wish.what.endswith((".", "!", "?")) else f"{wish.what}."
    draft.alt_text = shortened(capitalised(ended), ALT_TEXT_MOST)


def shorter_alt(draft: Draft, wish: Wish) -> None:
    del wish
    first = re.split(r"(?<=[.!?])\s|, |;", draft.alt_text)[0].rstrip(" .")
    if f"{first}." == draft.alt_text:
        draft.note("The alt text is already as short as the local model can make it.")
    draft.alt_text = f"{first}." if first else ""


def _listed(wish: Wish) -> list[str]:
    return [shortened(word.lstrip("#"), KEYWORD_MOST) for word in listed(wish.what)]
