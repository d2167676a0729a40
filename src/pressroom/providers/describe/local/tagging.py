"""The tags a document is found by."""

import re
from collections.abc import Iterator

from pressroom.providers.describe.local.composing import STATES, ingredients_of, items_of
from pressroom.providers.describe.local.findings import Findings
from pressroom.providers.describe.local.keyphrases import keyphrases
from pressroom.providers.describe.local.parties import short_name
from pressroom.providers.describe.local.reading import Block
from pressroom.providers.describe.local.space import Space
from pressroom.providers.describe.local.summary import Weighed

FEWEST, USUAL, MOST = 3, 6, 8
LONGEST = 45
MOST_TOPICS = 12
WORDS_OF_THING = 3
EARLY_LINES = 15
ADJECTIVE = re.compile(
    r"(?:^(?:neu|alt|groß|klein|weiter|divers|erst|zweit|gebraucht)|isch|lich|ig|iert|bar)e[nrs]?$", re.IGNORECASE
)
SHORTEST_PARAGRAPH = 70
SHORTEST_THING = 3


def tags_of(findings: Findings, weighed: Weighed | None) -> list[str]:
    """Return three to six tags: the kind, whom it is from, what it is about, the year."""
    certain = _tidy([*_kind(findings), *_organisation(findings)])
    year = _tidy(_year(findings))
    topics = [topic for topic in topics_of(findings, weighed) if not _is_said(topic, certain)]
    tags = [*certain, *topics[: USUAL - len(certain) - len(year)], *year]
    return [*tags, *(tag for tag in _spare(findings) if tag not in tags)][: max(FEWEST, len(tags))]


def topics_of(findings: Findings, weighed: Weighed | None) -> list[str]:
    """Return what a document is about, the best first, more than are needed."""
    title = findings.subject or findings.title or ""
    if findings.is_form:
        if findings.kind.key in STATES:
            return []
        return _tidy([_thing(item, findings) for item in items_of(findings)])
    if findings.kind.key == "recipe":
        named = keyphrases((), findings.vocabulary, title=title, count=2)
        return _tidy([*named, *ingredients_of(findings)])
    blocks = [block for block in findings.reading.blocks if not _is_furniture(block, findings)]
    space = weighed.space if weighed else Space((title, *(block.text for block in blocks[:8])), findings.vocabulary)
    without = _people(findings)
    found = keyphrases(blocks, findings.vocabulary, title=title, count=MOST_TOPICS, space=space, without=without)
    return _tidy(found)


def _thing(item: str, findings: Findings) -> str:
    """Return what an item is in a word or three: German puts it first, English last."""
    words = re.split(r"\s*\(|\s+\d", item)[0].split()
    if findings.vocabulary.nouns_are_capital:
        nouns = [word for word in words if word[0].isupper() and len(word) > SHORTEST_THING] or [item]
        return nouns[1] if len(nouns) > 1 and ADJECTIVE.search(nouns[0]) else nouns[0]
    return " ".join(words) if len(words) <= WORDS_OF_THING else " ".join(words[-2:])


def _is_furniture(block: Block, findings: Findings) -> bool:
    """Return whether a block is greeting, address or signature rather than content."""
    vocabulary = findings.vocabulary
    return (
        block.text == findings.title
        or bool(vocabulary.salutation.match(block.text) or vocabulary.recipient.match(block.text))
        or (findings.kind.key == "letter" and len(block.text) < SHORTEST_PARAGRAPH)
    )


def _people(findings: Findings) -> frozenset[str]:
    """Return the words of lines that name people: whom a letter greets, who was at a meeting."""
    vocabulary = findings.vocabulary
    marks = (vocabulary.people, vocabulary.recipient, vocabulary.salutation)
    lines = [line.text for line in findings.reading.lines[:80] if any(mark.match(line.text) for mark in marks)]
    return frozenset(word.lower() for line in lines for word in re.findall(r"[^\W\d_]+", line))


def _kind(findings: Findings) -> Iterator[str]:
    if findings.kind.key == "document":
        return
    yield findings.vocabulary.noun(findings.kind.key)
    yield findings.kind.noun


def _organisation(findings: Findings) -> Iterator[str]:
    if findings.sender:
        yield short_name(findings.sender)


def _year(findings: Findings) -> Iterator[str]:
    if findings.dates.issued:
        yield str(findings.dates.issued.date.year)
        return
    year = re.search(r"\b(?:19|20)\d\d\b", findings.title or "")
    early = next((one for one in findings.dates.all if one.line < EARLY_LINES), None)
    if year:
        yield year.group()
    elif early and findings.kind.key == "contract":
        yield str(early.date.year)


def _spare(findings: Findings) -> Iterator[str]:
    """Yield what can be said of any file, for those with too little to say."""
    yield from filter(None, (findings.suffix, findings.vocabulary.name.lower() if findings.language != "und" else ""))
    yield from ("document", "file", "unsorted")


def _is_said(topic: str, tags: list[str]) -> bool:
    return any(topic in tag or tag in topic for tag in tags)


def _tidy(tags: Iterator[str] | list[str]) -> list[str]:
    clean = (" ".join(tag.lower().strip(" .,;:-\u2013\"'").split()) for tag in tags)
    return list(dict.fromkeys(tag for tag in clean if 1 < len(tag) <= LONGEST))
