"""A pin's title: the article's own, tidied, with the part of it the picture belongs to."""

import re
from collections.abc import Iterator

import regex

from pressroom.providers.describe.local.pins.article import Article, names_nothing, unnumbered
from pressroom.providers.describe.local.pins.choosing import Weighed
from pressroom.providers.describe.local.pins.words import phrases
from pressroom.providers.describe.local.sentences import capitalised
from pressroom.providers.describe.pin_limits import TITLE_MOST, counted, shortened

SITE = re.compile(
    r"\s+[|·•»]\s+[^|·•»]{1,60}$|\s+[\u2013—-]\s+(?=[^\u2013—]*(?:blog|\w\.\w{2,3}$))[^\u2013—]{1,40}$", re.IGNORECASE
)
"""The name of a blog behind a title."""
SUBTITLE = re.compile(r"\s*(?:[:;]|\s[\u2013—-])\s+|\s+\((?=[^)]*\)$)")
BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
LONGEST_PART = 60
LONGEST_JOINED = 90
"""Characters of a title with its part; longer ones are cut where pins are shown."""
SMALL = re.compile(r"(?:les?|la|l['\u2019]|une?|el|los|las|una)(?:\s|(?<=\W))", re.IGNORECASE)
MANY = 3
"""Words from which on a title that is all capitals is written small."""
HOW = re.compile(r"^how to\s+(?P<what>.+)$", re.IGNORECASE)
EMOJI = regex.compile(
    r"(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[\U0001F3FB-\U0001F3FF\u20e3\ufe0f\u200d])+\s*(?<![#*\d])"
)


def title_of(weighed: Weighed) -> str:
    """Return the title of the pin of one picture."""
    article = weighed.article
    whole = tidied(article.title)
    part = _part(weighed)
    if not part:
        return within(whole)
    for title in (main(whole), whole):
        joined = with_part(title, part, article.language)
        if counted(joined) <= LONGEST_JOINED and ":" not in title and not title.endswith(("?", "!")):
            return joined
    return within(whole)


def others(weighed: Weighed, but: str) -> list[str]:
    """Return other titles there could be, the best first."""
    return [title for title in dict.fromkeys(_possible(weighed)) if title and title.lower() != but.lower()]


def questions(weighed: Weighed) -> Iterator[str]:
    """Yield titles that are questions: the article's own ones first."""
    article = weighed.article
    whole = tidied(article.title)
    if whole.endswith("?"):
        yield whole
    yield from (part for part in article.parts if part.endswith("?") and counted(part) <= TITLE_MOST)
    yield from (
        quote.text for quote in article.quotes if quote.text.endswith("?") and counted(quote.text) <= TITLE_MOST
    )
    how = HOW.match(main(whole))
    if how and article.language == "en":
        yield f"How do you {how['what'].rstrip('.!')}?"
    title = main(whole).rstrip(".!?")
    yield phrases(article.language)["question"].format(title=title)


def tidied(title: str) -> str:
    """Return a title without the blog's name, and not in capitals."""
    text = " ".join(title.split())
    bare = SITE.sub("", text)
    text = (bare if len(bare) > LONGEST_PART // 4 else text).strip(" |·•»").rstrip(":;,")
    text = re.sub(r"\.$", "", text) if not text.endswith("..") else text
    letters = [char for char in text if char.isalpha()]
    shouted = (
        len(text.split()) >= MANY and bool(letters) and all(char.isupper() or not char.islower() for char in letters)
    )
    has_case = any(char.isupper() for char in letters)
    return capitalised(text.lower()) if shouted and has_case else text


def main(title: str) -> str:
    """Return a title without what explains it behind a colon, a dash or in brackets."""
    first = SUBTITLE.split(BRACKETS.sub("", title))[0].strip()
    return first if len(first) >= LONGEST_PART // 6 else title


def within(title: str) -> str:
    """Return a title within the limit: whole, else without what explains it, else cut at a word."""
    return title if counted(title) <= TITLE_MOST else shortened(main(title), TITLE_MOST)


def without_emoji(text: str) -> str:
    """Return a text without emoji."""
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(EMOJI.sub(" ", text).split()))


def _part(weighed: Weighed) -> str:
    article = weighed.article
    heading = article.parts[weighed.part] if weighed.part else ""
    if not heading or len(heading) > LONGEST_PART or names_nothing(heading, article.language):
        return ""
    part = unnumbered(heading)
    return "" if part.lower() in article.title.lower() else part


def with_part(title: str, part: str, language: str) -> str:
    """Return title and part as the language joins them: French and Spanish go on with a small article."""
    if language in ("fr", "es") and SMALL.match(part):
        part = part[:1].lower() + part[1:]
    return f"{title}{' : ' if language == 'fr' else ': '}{part}"


def _possible(weighed: Weighed) -> Iterator[str]:
    article: Article = weighed.article
    whole = tidied(article.title)
    yield within(whole)
    yield main(whole)
    for heading in article.parts:
        if heading and not names_nothing(heading, article.language) and counted(heading) <= LONGEST_PART:
            joined = with_part(main(whole), heading, article.language)
            yield joined if counted(joined) <= TITLE_MOST else heading
