"""The tags a document is found by."""

import re
from collections.abc import Iterator

from pressroom.providers.describe.local.composing import ingredients_of, items_of
from pressroom.providers.describe.local.embedding import Vectors, centre
from pressroom.providers.describe.local.findings import Findings
from pressroom.providers.describe.local.keyphrases import keyphrases, meaning
from pressroom.providers.describe.local.parties import short_name
from pressroom.providers.describe.local.reading import Block
from pressroom.providers.describe.local.summary import Weighed

FEWEST, USUAL, MOST = 3, 6, 8
LONGEST = 45
MOST_TOPICS = 12


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
        blocks = [Block(item, 0, 1) for item in items_of(findings)]
        return _tidy(keyphrases(blocks, findings.vocabulary, title="", count=MOST_TOPICS))
    if findings.kind.key == "recipe":
        return _tidy([*ingredients_of(findings), *keyphrases((), findings.vocabulary, title=title, count=3)])
    blocks = [block for block in findings.reading.blocks if not _is_furniture(block, findings)]
    return _tidy(
        keyphrases(blocks, findings.vocabulary, title=title, count=MOST_TOPICS, about=_about(weighed, title, blocks))
    )


def _about(weighed: Weighed | None, title: str, blocks: list[Block]) -> Vectors:
    return centre(weighed.vectors) if weighed else meaning([title, *(block.text for block in blocks[:8])])


def _is_furniture(block: Block, findings: Findings) -> bool:
    """Return whether a block is greeting, address or signature rather than content."""
    vocabulary = findings.vocabulary
    return bool(vocabulary.salutation.match(block.text) or vocabulary.recipient.match(block.text)) or (
        findings.kind.key == "letter" and len(block.text) < 70  # noqa: PLR2004
    )


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
    if year:
        yield year.group()


def _spare(findings: Findings) -> Iterator[str]:
    """Yield what can be said of any file, for those with too little to say."""
    yield from filter(None, (findings.suffix, findings.vocabulary.name.lower() if findings.language != "und" else ""))
    yield from ("document", "file", "unsorted")


def _is_said(topic: str, tags: list[str]) -> bool:
    return any(topic in tag or tag in topic for tag in tags)


def _tidy(tags: Iterator[str] | list[str]) -> list[str]:
    clean = (" ".join(tag.lower().strip(" .,;:-\u2013\"'").split()) for tag in tags)
    return list(dict.fromkeys(tag for tag in clean if 1 < len(tag) <= LONGEST))
