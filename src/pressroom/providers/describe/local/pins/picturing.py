"""What a pin's picture shows, in the language of the pin: the article's own words for it, else what is recognised."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pressroom.providers.describe.describer import Evidence
from pressroom.providers.describe.local.pictures.faces import faces
from pressroom.providers.describe.local.pictures.findings import Findings, find, picture_in
from pressroom.providers.describe.local.pictures.labels import with_article
from pressroom.providers.describe.local.pictures.naming import title_in
from pressroom.providers.describe.local.pictures.sighting import FAIRLY_SURE, Sighting
from pressroom.providers.describe.local.pins.article import ENDS, WORD
from pressroom.providers.describe.local.pins.words import phrases, thing
from pressroom.providers.describe.local.sentences import capitalised
from pressroom.providers.describe.local.vocabulary import LANGUAGES
from pressroom.providers.describe.pin_limits import ALT_TEXT_MOST, shortened

SURE_OF_FACE = 0.7
BY_ARTICLE, BY_LOOK = 0.8, 0.3
"""How sure an alt text is that the article itself gives, and one that has only light and colours."""
ENOUGH_WORDS = 5
"""Words of the article's own alt text that need no more."""
FEWEST_WORDS = 2
BETWEEN = " / "
"""Parts an alt text from its caption in what stands near a picture."""
NO_ALT = re.compile(
    r"^(?:image|picture|photo|bild|foto|imagen|img|logo|icon|banner|placeholder|untitled|pin|featured image)\W*\d*$"
    r"|^\S+\.(?:jpe?g|png|webp|gif|avif)$|^(?:img|dsc|dscn|pxl)[_-]?\d+|https?://|^\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a picture shows, as a sentence, and how sure that is, 0 to 1."""

    text: str
    certainty: float
    thing: str = ""
    """It in a few words."""
    own: str = ""
    """The article's own words for it; empty where it has none."""
    is_english: bool = False
    """It is in English for want of words in the pin's language."""


def said_of(hints: Mapping[str, str]) -> str:
    """Return what the article says of the picture: its alt text, else its caption."""
    said = [hints.get("alt", ""), hints.get("caption", ""), *hints.get("nearby", "").split(BETWEEN)]
    return next(filter(says_something, (" ".join(one.split()) for one in said)), "")


def _known(hints: Mapping[str, str], language: str) -> str:
    """Return what is known of a picture from where it was made; that is in English."""
    return " ".join(hints.get("picture", "").split()) if language in ("en", "und") else ""


def says_something(alt: str) -> bool:
    """Return whether an alt text or caption is words of a person, and not the name of a file."""
    return not NO_ALT.search(alt) and len(WORD.findall(alt)) >= FEWEST_WORDS and bool(title_in(alt) or " " in alt)


def shown_in(evidence: Evidence, language: str) -> Shown:
    """Return what the evidence's picture shows; nothing without a picture."""
    if not evidence.images:
        return Shown("", 1.0)
    own = said_of(evidence.hints) or _known(evidence.hints, language)
    if len(WORD.findall(own)) >= ENOUGH_WORDS:
        return Shown(_sentence(own), BY_ARTICLE, own, own)
    findings = find(Evidence("", images=evidence.images, hints=_colours(evidence.hints)))
    seen = findings.seen()
    code = language if language in LANGUAGES else "en"
    people = _people(evidence) if findings.look.is_photo and not _is_animal(seen) else 0
    subject, certainty = _subject(findings, seen, people, code)
    if own:
        colours = _mostly(findings, code) if language in LANGUAGES else ""
        return Shown(_sentence(own.rstrip(" .") + colours), BY_ARTICLE, own, own)
    return Shown(
        _sentence(f"{subject} {_look(findings, code)}"), certainty, subject, is_english=language not in LANGUAGES
    )


def _subject(findings: Findings, seen: Sighting | None, people: int, code: str) -> tuple[str, float]:
    words = phrases(code)
    if people:
        count = words["people"]
        who = count[people - 1] if people <= len(count) else words["group"]
        return who, SURE_OF_FACE
    named = _named(seen, code) if seen else ""
    if seen and named and seen.certainty >= FAIRLY_SURE:
        return named, seen.certainty
    return words["styles"].get(findings.style, words["photo"]), BY_LOOK


def _named(seen: Sighting, code: str) -> str:
    """Return a thing with its article, as precisely as the language has a word for it."""
    if code == "en":
        return with_article(seen.word)
    return next(filter(None, (thing(name, code) for name in (seen.word, *seen.tags))), "")


def _look(findings: Findings, code: str) -> str:
    """Return light and colours, as they follow what is shown."""
    words, look = phrases(code), findings.look
    if look.is_photo and look.is_grey:
        return str(words["monochrome"])
    light = next((words["light"][one] for one in look.adjectives if one in words["light"]), "")
    tone = next((words["tones"][one] for one in look.adjectives if one in words["tones"]), "")
    if not look.is_photo:
        light = tone = ""
    toned = f"{words['and'] if light else ''} {words['tones']['before']} {tone}".strip() if tone else ""
    return f"{light} {toned}".strip() + _mostly(findings, code)


def _mostly(findings: Findings, code: str) -> str:
    words = phrases(code)
    if findings.look.is_photo and findings.look.is_grey:
        return ""
    colours = [words["colours"][one] for one in findings.colours if one in words["colours"]][:2]
    listed = f" {words['and']} ".join(colours)
    return f", {words['mostly']} {listed}" if colours else ""


def _people(evidence: Evidence) -> int:
    return sum(face.certainty >= SURE_OF_FACE for face in faces(picture_in(evidence)))


def _is_animal(seen: Sighting | None) -> bool:
    return seen is not None and (seen.word == "animal" or "animal" in seen.tags)


def _colours(hints: Mapping[str, str]) -> dict[str, str]:
    """Return measured colours, where their names are ones that can be said in every language."""
    return {"colours": hints["colours"]} if hints.get("colours") else {}


def _sentence(text: str) -> str:
    tidy = re.sub(r"\s+,", ",", " ".join(text.split()))
    ended = tidy if ENDS.search(tidy) else tidy.rstrip(" ,;:") + "."
    return shortened(capitalised(ended), ALT_TEXT_MOST)
