"""Wishes about the name, and about whom the document is from."""

import re
from collections.abc import Iterator

from pressroom.providers.describe.local.facts import fact_named
from pressroom.providers.describe.local.feedback import Wish
from pressroom.providers.describe.local.findings import Findings
from pressroom.providers.describe.local.naming import name_of
from pressroom.providers.describe.local.parties import short_name
from pressroom.providers.describe.local.revision import Revision
from pressroom.providers.describe.local.sentences import capitalised
from pressroom.providers.describe.local.titles import reads_as_title

SHORTEST = 3


def rename(revision: Revision, wish: Wish) -> None:
    name = capitalised(" ".join(wish.what.split()))
    if len(name) < SHORTEST:
        revision.note("A name needs at least three characters; the name stays.")
        return
    revision.name = name


def another_name(revision: Revision, wish: Wish) -> None:
    del wish
    other = next((one for one in _other_names(revision.findings) if one.lower() not in revision.name.lower()), None)
    if other:
        revision.name = capitalised(other)
    else:
        revision.note("The local model finds no other name in the document.")


def shorter_name(revision: Revision, wish: Wish) -> None:
    del wish
    shorter = re.split(r", |: ", revision.name)[0]
    if len(shorter) < SHORTEST or shorter == revision.name:
        revision.note("The name is already as short as the local model can make it.")
        return
    revision.name = shorter


def fact_in_name(revision: Revision, wish: Wish) -> None:
    fact = fact_named(revision.findings, wish.what)
    if fact is None:
        revision.note(f"The document shows no {wish.what.lower()}; the name stays.")
    elif fact not in revision.name:
        revision.name = f"{revision.name}, {fact}"


def correct_sender(revision: Revision, wish: Wish) -> None:
    """Put another sender in place of the one found."""
    found = revision.findings.sender
    if found is None:
        revision.name = f"{revision.name}, {wish.what}"
        return
    for old in (found, short_name(found)):
        revision.name = revision.name.replace(old, wish.what)
        revision.summary = revision.summary.replace(old, wish.what)
    old_tag = short_name(found).lower()
    revision.tags = list(dict.fromkeys(wish.what.lower() if tag == old_tag else tag for tag in revision.tags))


def _other_names(findings: Findings) -> Iterator[str]:
    yield from filter(None, (name_of(findings).text, findings.subject, findings.title))
    for line in findings.reading.head:
        if len(line.text.split()) >= SHORTEST and reads_as_title(line.text, findings.vocabulary):
            yield line.text
    facts = (findings.kind.noun, findings.sender, fact_named(findings, "date"))
    yield ", ".join(filter(None, facts))
