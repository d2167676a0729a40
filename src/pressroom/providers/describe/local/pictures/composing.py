"""Sentences and tags made of what is known about a picture."""

from typing import Any

from pressroom.providers.describe.local.pictures.findings import Findings
from pressroom.providers.describe.local.pictures.labels import with_article
from pressroom.providers.describe.local.pictures.sighting import FAIRLY_SURE, Sighting, possibilities

MOST_TAGS = 12
MOST_WORDS = 5
FEW_TAGS = 3
MOST_SUBJECTS = 10
LONGEST_CONTENT = 120

STYLES = {"drawing": "a drawing or diagram", "scan": "a scanned page", "blank": "a blank picture"}


def described(findings: Findings, seen: Sighting | None) -> dict[str, Any]:
    """Return the values of a picture's description."""
    return {
        "description": " ".join(sentences(findings, seen)),
        "tags": tags(findings, seen)[:MOST_TAGS],
        "content": content(findings, seen),
        "style": findings.style,
        "colors": findings.colours,
        "subjects": subjects(seen),
        "mood": findings.look.mood,
    }


def sentences(findings: Findings, seen: Sighting | None) -> list[str]:
    """Return what is said at first: what it shows, how it looks, and its name where that is one."""
    shown = [subject_sentence(seen)] if seen else []
    named = [f'It is named "{findings.title}".'] if findings.title else []
    return [*shown, look_sentence(findings), *named]


def subject_sentence(seen: Sighting) -> str:
    """Return the sentence that names what is seen, as surely as it is."""
    phrase = seen.phrase if seen.certainty >= FAIRLY_SURE else f"probably {seen.phrase}"
    return f"{phrase[:1].upper()}{phrase[1:]}."


def look_sentence(findings: Findings) -> str:
    """Return the sentence about light, format and colours."""
    look = findings.look
    kind = STYLES.get(findings.style) or with_article(findings.style)
    article, _, noun = kind.partition(" ")
    adjectives = ", ".join(look.adjectives) if look.is_photo else ""
    what = with_article(f"{adjectives} {noun}") if adjectives else f"{article} {noun}"
    colours = "" if look.is_grey and look.is_photo else f", mostly {' and '.join(findings.colours[:2])}"
    return f"{what[:1].upper()}{what[1:]} in {look.format} format{colours}."


def details(findings: Findings, seen: Sighting | None) -> dict[str, str]:
    """Return further sentences, by the words a person asks for them with."""
    hints = findings.hints
    others = [name for name in possibilities(findings.likely) if not seen or name not in (seen.word, seen.which)]
    taken = f"on {hints['taken']}" if hints.get("taken") else ""
    camera = f"with {hints['camera']}" if hints.get("camera") else ""
    return {
        "others possibly maybe": f"It could also be {' or '.join(map(with_article, others))}." if others else "",
        "date taken when year camera": f"Taken {' '.join(filter(None, (taken, camera)))}." if taken or camera else "",
        "folder album": f"It is in the folder {hints['folder']}." if hints.get("folder") else "",
        "colours colors colour color": f"Its colours are {hints.get('colours') or ', '.join(findings.colours)}.",
        "light brightness contrast": _light(findings),
        "size dimensions resolution pixels": f"It is {hints['size']} pixels large." if hints.get("size") else "",
    }


def content(findings: Findings, seen: Sighting | None) -> str:
    """Return what it is in a few words."""
    if seen:
        return seen.phrase[:LONGEST_CONTENT]
    if findings.title:
        return findings.title[:LONGEST_CONTENT]
    return STYLES.get(findings.style) or with_article(findings.style)


def subjects(seen: Sighting | None) -> list[str]:
    """Return the nouns for what is shown."""
    words = [seen.word, seen.which] if seen else []
    return list(dict.fromkeys(word.lower() for word in words if word))[:MOST_SUBJECTS]


def tags(findings: Findings, seen: Sighting | None) -> list[str]:
    """Return all tags there are, the most telling first; few of a picture nothing is known about."""
    look = findings.look
    style = [] if findings.style == "photo" else [findings.style]
    found = list(dict.fromkeys([*(seen.tags if seen else ()), *findings.words[:MOST_WORDS], *style]))
    spare = [findings.style, *(look.mood or "").split(" and "), *findings.colours]
    missing = FEW_TAGS - len(found)
    return found + [tag for tag in dict.fromkeys(spare) if tag and tag not in found][: max(missing, 0)]


def spare_tags(findings: Findings, seen: Sighting | None) -> list[str]:
    """Return further tags for a person who asks for more."""
    look = findings.look
    return [
        *tags(findings, seen),
        *(look.mood or "").split(" and "),
        *findings.colours,
        *look.adjectives,
        findings.style,
    ]


def _light(findings: Findings) -> str:
    look = findings.look
    return (
        f"Its brightness is {look.brightness:.0%}, its contrast {min(1.0, look.contrast * 2):.0%}, "
        f"its saturation {look.saturation:.0%}."
    )
