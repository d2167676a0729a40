"""Wishes about what a pin's description says."""

import re

from pressroom.providers.describe.local.feedback import Wish
from pressroom.providers.describe.local.pins.choosing import USUAL, about, chosen, holds
from pressroom.providers.describe.local.pins.draft import Draft
from pressroom.providers.describe.local.pins.stating import statement
from pressroom.providers.describe.pin_limits import DESCRIPTION_MOST, counted

MORE = 250
"""Characters that are added to a description that is to be longer."""
SHORTEST = 40
CLAUSE = re.compile(
    r"(?:;|\s[\u2013—-]\s"
    r"|, (?:and|but|while|which|because|so|und|aber|während|weil|damit|et|mais|car|y|pero|porque)\b).*$"
)


def shorter(draft: Draft, wish: Wish) -> None:
    """Keep the best of the article's sentences, and what a person said."""
    del wish
    present, own = draft.sentences, draft.own
    quoted = [text for text in present if text not in own]
    if len(quoted) > 1:
        best = _best(draft, quoted)
        draft.say([text for text in present if text in own or text == best])
        return
    if not quoted:
        draft.note("The description is already as short as the local model can make it.")
        return
    cut = CLAUSE.sub("", quoted[0]).rstrip(" ,.")
    if len(cut) < SHORTEST or cut == quoted[0].rstrip("."):
        _shortest(draft, quoted[0])
        return
    draft.say([f"{cut}." if text == quoted[0] else text for text in present])


def longer(draft: Draft, wish: Wish) -> None:
    del wish
    present = draft.sentences
    room = min(MORE, DESCRIPTION_MOST - counted(draft.description) - 1)
    added = chosen(draft.weighed, most=room, count=2, beside=present)
    if not added or counted(" ".join(added)) > room:
        draft.note("The local model finds nothing to add to the description.")
        return
    draft.say(_in_order(draft, [*present, *added]))


def another(draft: Draft, wish: Wish) -> None:
    del wish
    own = draft.own
    other = chosen(draft.weighed, most=USUAL, without=draft.sentences)
    if other:
        draft.say([*other, *own])
    else:
        draft.note("The local model finds no other sentences in the article.")


def mention(draft: Draft, wish: Wish) -> None:
    """Add what is wanted: the article's own sentence about it, or what a person states about their own article."""
    if not wish.what or holds(draft.description, wish.what):
        return
    found = [text for text in about(draft.weighed, wish.what) if text not in draft.sentences]
    stated = statement(wish.what, draft.language)
    if found:
        _add(draft, found[0])
    elif stated and holds(draft.description, stated):
        return
    elif stated:
        _add(draft, stated)
        draft.note(f'"{stated}" is not in the article; the description has it from your feedback.')
    else:
        draft.note(f'The local model finds nothing about "{wish.what}" in the article, so it cannot be confirmed.')


def focus(draft: Draft, wish: Wish) -> None:
    found = about(draft.weighed, wish.what, literally=False)
    if not found:
        draft.note(f'The local model finds no sentence about "{wish.what}".')
        return
    draft.say([*_in_order(draft, found[:2]), *draft.own])


def omit(draft: Draft, wish: Wish) -> None:
    present = draft.sentences
    wanted = [text for text in present if not holds(text, wish.what)]
    draft.keywords = [word for word in draft.keywords if not holds(word, wish.what)]
    if len(wanted) == len(present):
        draft.note(f'"{wish.what}" is not in the description.')
        return
    unwanted = [quote.text for quote in draft.weighed.article.quotes if holds(quote.text, wish.what)]
    other = [] if wanted else chosen(draft.weighed, without=[*present, *unwanted])
    if wanted or other:
        draft.say(wanted or other)
    else:
        draft.note(f'The local model finds no sentence without "{wish.what}".')


def _best(draft: Draft, texts: list[str]) -> str:
    place = {quote.text: index for index, quote in enumerate(draft.weighed.article.quotes)}
    alone = [text for text in texts if not draft.weighed.article.quotes[place[text]].leans] or texts
    return max(alone, key=lambda text: float(draft.weighed.worth[place[text]]))


def _shortest(draft: Draft, present: str) -> None:
    """Say another sentence that is shorter, where there is a good one."""
    quotes = draft.weighed.article.quotes
    others = [
        (float(draft.weighed.worth[index]), quote.text)
        for index, quote in enumerate(quotes)
        if not quote.leans and len(quote.text) < len(present) * 0.8
    ]
    if not others:
        draft.note("The description is already as short as the local model can make it.")
        return
    draft.say([max(others)[1], *draft.own])


def _in_order(draft: Draft, texts: list[str]) -> list[str]:
    """Return sentences in the article's order, those of a person last."""
    place = {quote.text: index for index, quote in enumerate(draft.weighed.article.quotes)}
    return sorted(dict.fromkeys(texts), key=lambda text: place.get(text, len(place)))


def _add(draft: Draft, sentence: str) -> None:
    """Add a sentence; where it is too much, the article's last sentences give way."""
    kept, own = draft.sentences, draft.own
    room = DESCRIPTION_MOST - counted(draft.closing) - 1
    while counted(" ".join([*kept, sentence])) > room and len(kept) > 1:
        last = next((text for text in reversed(kept) if text not in own), kept[-1])
        kept.remove(last)
    draft.say(_in_order(draft, [*kept, sentence]))
