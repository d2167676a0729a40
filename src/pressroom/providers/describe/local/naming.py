"""The name a document is listed under."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from pressroom.providers.describe.local.findings import Findings
from pressroom.providers.describe.local.parties import short_name
from pressroom.providers.describe.local.reading import CLAUSE
from pressroom.providers.describe.local.sentences import capitalised
from pressroom.providers.describe.wording import UNSEEN

LONGEST = 110
SHORTEST = 3
LINE_WORDS, NOUN_WORDS = 14, 3
"""Words of a line that says what a document is of, and of one that only names its kind."""


UNNUMBERED = frozenset({"receipt", "payslip", "billing", "tax", "insurance", "booking"})
"""Forms that people know by another thing than their number."""
OF_SOMEONE = frozenset({"application", "medical"})
"""Kinds named after whom they are from rather than by a title."""
KINDS_IN_TITLES = frozenset(
    {"manual", "report", "contract", "certificate", "minutes", "agenda", "application", "medical"}
)
"""Kinds whose title should name them."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, and how sure it is the right one, 0 to 1."""

    text: str
    certainty: float


def name_of(findings: Findings) -> Name:
    """Return the name the evidence gives, or a tidied file name when it gives none."""
    if findings.is_blank:
        return Name(_of_file(findings.filename), 0.1)
    found = _of_form(findings) if findings.is_form else _of_letter(findings) or _of_someone(findings)
    found = found or _of_title(findings) or _of_kind(findings) or _first_words(findings)
    text = _cut(found.text) if found else ""
    return Name(text, found.certainty) if found and len(text) >= SHORTEST else Name(_of_file(findings.filename), 0.2)


def _of_form(findings: Findings) -> Name | None:
    """`Rechnung 2026-118, Tischlerei am Markt`; the date stands in for a number."""
    sender = short_name(findings.sender) if findings.sender else None
    number = findings.number if findings.kind.key not in UNNUMBERED else None
    head = f"{findings.kind.noun} {number}" if number else findings.kind.phrase
    date = None if number or re.search(r"\d{4}", head) else _date(findings)
    facts = [part for part in (sender, date) if part]
    if not facts and head == findings.kind.noun:
        return None
    return Name(", ".join([head, *facts]), 0.9 if sender and (number or date) else 0.6)


def _of_letter(findings: Findings) -> Name | None:
    if findings.kind.key != "letter":
        return None
    sender = short_name(findings.sender) if findings.sender else None
    if findings.subject:
        return Name(", ".join(part for part in (findings.subject, sender) if part), 0.85)
    facts = [part for part in (sender, _date(findings)) if part]
    return Name(", ".join([findings.kind.noun, *facts]), 0.5) if facts else None


def _of_someone(findings: Findings) -> Name | None:
    return _of_kind(findings) if findings.kind.key in OF_SOMEONE and findings.sender else None


def _of_title(findings: Findings) -> Name | None:
    title = findings.title or findings.subject
    if not title:
        return None
    parts = [_fuller(title, findings)]
    if _lacks_kind(title, findings):
        parts.append(_kind_phrase(findings))
    if findings.kind.key in ("minutes", "agenda") and not re.search(r"\d{4}", title):
        parts.append(_date(findings) or "")
    if findings.kind.key == "contract" and len(title.split()) == 1 and findings.sender:
        parts.append(short_name(findings.sender))
    return Name(", ".join(filter(None, parts)), 0.8 if len(title.split()) > 1 else 0.6)


def _fuller(title: str, findings: Findings) -> str:
    """Return a title that only names the kind (`Telefonnotiz`) with the line that says of what."""
    lines = [line.text for line in findings.reading.head]
    if len(title.split()) > 1 or title not in lines[:-1]:
        return title
    below = lines[lines.index(title) + 1]
    says_what = 1 < len(below.split()) <= LINE_WORDS and not re.search(r"[.:;]$", below) and below[0].isupper()
    kind = findings.vocabulary.kinds.get(findings.kind.key)
    below = re.sub(r",? \d{1,2}[:.]\d{2}(?: ?(?:uhr|am|pm|h))?$", "", below, flags=re.IGNORECASE)
    below = below.split(",")[0] if re.search(r"\d\d?\.\d\d?\.\d{4}", below) else below
    return f"{title}: {below}" if says_what and kind and kind.words.fullmatch(title) else title


def _lacks_kind(title: str, findings: Findings) -> bool:
    kind = findings.vocabulary.kinds.get(findings.kind.key)
    return findings.kind.key in KINDS_IN_TITLES and kind is not None and not kind.words.search(title)


def _kind_phrase(findings: Findings) -> str:
    """Return the line that names the kind where it says little else (`User manual`), else the noun."""
    line = findings.kind.line
    short = line and len(line.text.split()) <= NOUN_WORDS and not re.search(r"[\d:]", line.text)
    return line.text if line and short and not line.text.isupper() else findings.kind.noun


def _of_kind(findings: Findings) -> Name | None:
    facts = [short_name(findings.sender) if findings.sender else None, _date(findings)]
    if findings.kind.key == "document" or not any(facts):
        return None
    return Name(", ".join([findings.kind.noun, *filter(None, facts)]), 0.5)


def _first_words(findings: Findings) -> Name | None:
    lines = [CLAUSE.sub("", line.text).rstrip(".,;:") for line in findings.reading.lines]
    text = next((line for line in lines if len(line) > SHORTEST), "")
    first = re.split(r"(?<=[.!?])\s", text)[0]
    return Name(first if len(first.split()) > 1 else text, 0.35) if text else None


def _date(findings: Findings) -> str | None:
    issued = findings.dates.issued
    if issued is None:
        return None
    return issued.text if re.search(r"[^\W\d_]{3}", issued.text) else findings.vocabulary.dated(issued.date)


def _of_file(filename: str) -> str:
    """Return a file name as words: `scan_2026-11-03 (2)` stays itself but for its dashes."""
    stem = PurePath(UNSEEN.sub("", filename)).stem
    words = re.sub(r"[_+]+|(?<!\d)-|-(?!\d)|%20", " ", stem)
    tidy = " ".join(re.sub(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ][a-zäöü])", " ", words).split()).strip(" .-")
    return capitalised(tidy or "Unnamed file").ljust(SHORTEST, "_")[:LONGEST]


def _cut(text: str) -> str:
    tidy = capitalised(" ".join(text.split()).strip(" ,;:-"))
    if len(tidy) <= LONGEST:
        return tidy
    return tidy[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:-") + " …"
