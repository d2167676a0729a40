"""Several pins of one article: each says another side of it, told by what the pins before it show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pressroom.providers.describe.local.pins.article import WORD, Quote
from pressroom.providers.describe.local.pins.choosing import USUAL, Weighed, chosen, stem
from pressroom.providers.describe.local.pins.titling import main, others, tidied, with_part
from pressroom.providers.describe.pin_limits import PARTED, UNNAMED, counted

BEFORE = "shown before"
"""The hint that says what the pins before this one show, oldest first."""
SHORT, LONG = 25, 90
"""Characters of a sentence that makes a title."""
FEWEST_WORDS = 4
NEW_WORDS = 2
"""Words that what is said of a picture adds to a title, for it to be worth adding."""
PERSONAL = ("I ", "We ", "Ich ", "Wir ", "Je ", "Nous ", "J'", "J\u2019")
ADDED = 2
"""Sentences beside the one that a later pin begins with."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Which pin of its article one is."""

    number: int
    """How many there were before it."""
    alike: int
    """How many of those have a picture of the same part of the article."""
    is_shown: bool
    """Whether one of those says the same of its picture."""


def turn_of(weighed: Weighed, hints: Mapping[str, str]) -> Turn:
    """Return which pin of its article one is, as the evidence tells."""
    said = hints.get(BEFORE, "")
    before = [one.strip() for one in said.split(PARTED)] if said else []
    parts = [Weighed(weighed.article, "" if one == UNNAMED else one, b"").part or 0 for one in before]
    return Turn(len(before), parts.count(weighed.part or 0), weighed.about in before)


def other_title(weighed: Weighed, turn: Turn, about: str) -> str | None:
    """Return a title that the pins before do not have: with what the picture shows, or a short sentence; else None."""
    title = tidied(weighed.article.title)
    named = "" if turn.is_shown else about.strip(" .")
    both = with_part(main(title), named, weighed.article.language)
    if _adds(named, weighed) and counted(both) <= LONG:
        return both
    found = list(dict.fromkeys([*_sentences(weighed), *others(weighed, title)]))
    return found[(turn.number - 1) % len(found)] if found else None


def other_sentences(weighed: Weighed, turn: Turn, *, most: int = USUAL) -> list[str]:
    """Return sentences of which those before begin with another one, in the article's order."""
    first = chosen(weighed, most=most)[:1]
    places = [
        index
        for index, quote in enumerate(weighed.article.quotes)
        if quote.text not in first and _leads(weighed, quote, most)
    ]
    if not places:
        return []
    best = sorted(places, key=lambda index: -float(weighed.worth[index]))
    texts = [weighed.article.quotes[index].text for index in best]
    at = (turn.number - 1) % len(texts)
    lead = texts[at]
    added = chosen(weighed, most=most - len(lead) - 1, count=ADDED, without=[*first, *texts[:at]], beside=[lead])
    return [quote.text for quote in weighed.article.quotes if quote.text in {lead, *added}]


def _leads(weighed: Weighed, quote: Quote, most: int) -> bool:
    is_here = quote.part in (0, weighed.part or 0)
    return is_here and not quote.leans and not quote.text.endswith("?") and len(quote.text) <= most


def _adds(named: str, weighed: Weighed) -> bool:
    known = {stem(word.lower()) for word in WORD.findall(weighed.article.title)}
    said = {word.lower() for word in WORD.findall(named)} - weighed.article.vocabulary.stopwords
    return len({stem(word) for word in said} - known) >= NEW_WORDS


def _sentences(weighed: Weighed) -> Iterator[str]:
    """Yield short sentences as titles, the best first; then how longer ones begin."""
    quotes = weighed.article.quotes
    order = sorted(range(len(quotes)), key=lambda index: -float(weighed.worth[index]))
    fit = [quotes[index].text for index in order if not quotes[index].leans]
    whole = [text.rstrip(".!") for text in fit if not text.endswith("?") and not text.startswith(PERSONAL)]
    yield from (text for text in whole if SHORT <= len(text) <= LONG)
    for text in whole:
        begun = text.partition(",")[0]
        if len(text) > LONG >= len(begun) >= SHORT and len(begun.split()) >= FEWEST_WORDS:
            yield begun
