"""Who a document is from."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pressroom.providers.describe.local.reading import Line, Reading
from pressroom.providers.describe.local.vocabulary import Vocabulary

LEGAL_FORM = re.compile(
    r"\b(?:GmbH(?: & Co\. ?KG)?|gGmbH|mbH|AG|KG|OHG|GbR|UG|e\. ?K\.|eG|e\. ?V\.|Ltd\.?|LTD\.?|Limited|Inc\.?|LLC|LLP"
    r"|PLC|Corp\.?|Co\.|SARL|SAS|S\.A\.|SA|S\.L\.|SL|B\.V\.|BV|N\.V\.|AB|Oy|SE|S\.r\.l\.|Pty)(?![\w-])",
)
INSTITUTION = re.compile(
    r"\b(?:stadtwerke|\w*sparkasse|volksbank|finanzamt|\w*amt|stadt|gemeinde|landkreis|universität|hochschule|klinikum"
    r"|krankenhaus|praxis|\w*verein|\w*versicherung|krankenkasse|\w*schule|\w*gericht|\w*kanzlei|verlag|apotheke"
    r"|\w*bäckerei|\w*tischlerei|\w*werkstatt|\w*druckerei|\w*handwerk|\w*dienst|council|university|college|hospital"
    r"|clinic|school|bank|department|ministry|agency|association|society|institute|library|museum|insurance|press"
    r"|studio|bakery|caf[eé]|restaurant|hotel|shop|store|supplies|services|hosting|partners|ayuntamiento|biblioteca"
    r"|imprimerie|librairie|mairie|universidad|université|banque|banco)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"\b\d{4,5} [A-ZÄÖÜ][a-zäöüß]|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b|\b[A-Z]{2} \d{5}\b"
    r"|(?i:\b\w*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring) \d)"
    r"|^\d{1,5}[a-z]? (?:[A-Z]\w+ ){1,3}(?:St|Rd|Ave|Blvd|Dr|Ln)\b"
    r"|(?i:\b(?:street|road|avenue|lane|square|postfach|p\.?o\.? box|quai|rue|calle|plaza)\b)",
)
CONTACT = re.compile(
    r"@|\bwww\.|https?:|\btel\b|\bphone\b|\bfax\b|\bvat\b|ust-?id|\buid\b|\biban\b|\bbic\b|geschäftsführer|inhaber"
    r"|hrb\b|siret",
    re.IGNORECASE,
)
NOT_A_NAME = re.compile(
    r"(?:\d|prepared|presented|submitted|published|written|by|from|von|erstellt)\b|\d", re.IGNORECASE
)
MOST_WORDS = 12
SHORTEST, BRAND = 3, 5
"""Letters of a name, and to which capitals are an abbreviation rather than shouting."""
SHOUTED = 0.85
ENOUGH = 3.0
HEAD_LINES = 14
OTHERS = 0.4
"""Weight of names below the first that has an address: they are likelier the recipient's."""


def sender_of(reading: Reading, vocabulary: Vocabulary) -> str | None:
    """Return the organisation or person a document comes from, if it shows one."""
    scores: dict[str, float] = {}
    shown: dict[str, str] = {}
    for name, score in _candidates(reading, vocabulary):
        key = _key(name)
        if not key:
            continue
        scores[key] = scores.get(key, 0.0) + score
        shown.setdefault(key, name)
    if not scores:
        return None
    best = max(scores, key=lambda key: scores[key])
    return tidy_name(shown[best], reading) if scores[best] >= ENOUGH else None


def tidy_name(name: str, reading: Reading) -> str:
    """Return a name in usual case: capitals calmed to the case the text writes the words in, or to titles."""
    words = name.strip(" ,;:*-\u2013").split()
    calm = _shouts(name) and len(words) > 1  # one word in capitals is a brand
    return " ".join(_calmed(word, reading) for word in words) if calm else " ".join(words)


def short_name(name: str) -> str:
    """Return an organisation's name without its legal form."""
    return re.sub(r"\s+(?:i\. ?G\.)?$", "", LEGAL_FORM.sub("", name)).strip(" ,&")


def _shouts(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > BRAND and sum(char.isupper() for char in letters) / len(letters) > SHOUTED


def _calmed(word: str, reading: Reading) -> str:
    if LEGAL_FORM.fullmatch(word) or len(word) < SHORTEST or not word.isupper():
        return {"LTD": "Ltd", "LTD.": "Ltd", "INC": "Inc", "INC.": "Inc."}.get(word, word)
    written = [other for other in reading.words if other.upper() == word and other != word]
    cased = max(written, key=lambda other: reading.words[other], default=None)
    if cased:
        return cased
    return word if not re.search(r"[AEIOUYÄÖÜ]", word) else word.capitalize()


def _key(name: str) -> str:
    return re.sub(r"\W+", "", short_name(name)).lower()


def _candidates(reading: Reading, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    yield from _labelled(reading.lines[:60], vocabulary)
    yield from _in_head(reading, vocabulary)
    yield from _signed(reading.lines, vocabulary)
    yield from _in_foot(reading.lines)


def _labelled(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    for line in lines:
        match = vocabulary.sender.match(line.text)
        rest = re.sub(r"<[^>]*>|\S+@\S+", "", line.text[match.end() :]).strip() if match else ""
        if rest and _is_name(rest):
            yield rest.split(",")[0], 5.0


def _in_head(reading: Reading, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """Yield names at the top, until the part that is for the recipient."""
    lines = reading.head[:HEAD_LINES]
    share = 1.0
    for place, line in enumerate(lines):
        if vocabulary.recipient.match(line.text) or vocabulary.salutation.match(line.text):
            return
        if line.bullet or line.heading:
            continue
        name, *rest = re.split(r"\s+[·|•]\s+|\s{3,}|,\s(?=.*\d{4,5})|\s[\u2013-]\s(?=.*\d)", line.text)
        if not _is_name(name) or _names_a_kind(name, vocabulary):
            continue
        around = " ".join([*rest, *(below.text for below in lines[place + 1 : place + 3])])
        yield name, share * _weight(name, around, place, one_line=bool(rest and ADDRESS.search(" ".join(rest))))
        if ADDRESS.search(around):
            share = OTHERS


def _weight(name: str, around: str, place: int, *, one_line: bool) -> float:
    return (
        3.0 * bool(LEGAL_FORM.search(name))
        + 2.0 * bool(INSTITUTION.search(name))
        + 1.5 * bool(ADDRESS.search(around))
        + 1.0 * bool(CONTACT.search(around))
        + 2.0 * one_line
        + max(0.0, 2.0 - 0.5 * place)
    )


def _signed(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """Yield who signs a letter: the organisation under the name, or the name."""
    for index, line in enumerate(lines):
        if not vocabulary.closing.match(line.text):
            continue
        for below in lines[index + 1 : index + 5]:
            name = re.sub(r"^(?:i\. ?[AV]\.|p\.?p\.?|gez\.)\s*", "", re.split(r"\s[·|•]\s", below.text)[0])
            if _is_name(name):
                yield name, 3.0 if LEGAL_FORM.search(name) or INSTITUTION.search(name) else 1.6


def _in_foot(lines: Sequence[Line]) -> Iterator[tuple[str, float]]:
    for line, below in pairwise(lines[-8:]):
        name = re.split(r"\s+[·|•]\s+", line.text)[0]
        if _is_name(name) and LEGAL_FORM.search(name) and CONTACT.search(line.text + below.text):
            yield name, 1.5


def _is_name(text: str) -> bool:
    words = text.split()
    capital = sum(word[:1].isupper() for word in words)
    return (
        1 <= len(words) <= MOST_WORDS
        and len(text) >= SHORTEST
        and capital >= len(words) / 2
        and not re.search(r"\d{3,}|\d[.,:/]\d|[:;!?@]|\.$", LEGAL_FORM.sub("", text))
        and not ADDRESS.search(text)
        and not NOT_A_NAME.match(text)
    )


def _names_a_kind(name: str, vocabulary: Vocabulary) -> bool:
    return any(kind.words.match(name) for kind in vocabulary.kinds.values())
