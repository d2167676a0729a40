"""Describes a pin without a model of language: from its article's own sentences and what its picture shows."""

from collections.abc import Sequence
from typing import Any

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe.describer import Evidence, Turn
from pressroom.providers.describe.languages import name_of
from pressroom.providers.describe.local.composing import composed
from pressroom.providers.describe.local.findings import find
from pressroom.providers.describe.local.pins.article import Article, article_in
from pressroom.providers.describe.local.pins.choosing import USUAL, Weighed, chosen
from pressroom.providers.describe.local.pins.picturing import Shown, shown_in
from pressroom.providers.describe.local.pins.revising import revise
from pressroom.providers.describe.local.pins.searching import keywords_of
from pressroom.providers.describe.local.pins.siblings import other_sentences, other_title, turn_of
from pressroom.providers.describe.local.pins.titling import tidied, title_of
from pressroom.providers.describe.local.pins.wording import with_closing
from pressroom.providers.describe.local.sentences import capitalised
from pressroom.providers.describe.pin_limits import (
    DESCRIPTION_MOST,
    TITLE_MOST,
    counted,
    shortened,
)

SURE, MUCH = 0.8, 6
"""How sure a description is of that many sentences to choose from."""
BY_TITLE = 0.25
UNSURE = 0.5
OTHER_LANGUAGE = 0.3


def describe(evidence: Evidence, turns: Sequence[Turn]) -> dict[str, Any]:
    """Return `values` of a pin's description, `confidence` and `notes`; ProviderRefused without article and picture.

    After turns, the last one's answer is revised as its feedback asks; that answer already holds what the
    feedback before it asked for.
    """
    article = article_in(evidence)
    shown = shown_in(evidence, article.language)
    about = " ".join(evidence.hints.get(name, "") for name in ("alt", "caption", "nearby"))
    weighed = Weighed(article, about.strip() if shown.own else "", evidence.images[0] if evidence.images else b"")
    values = _described(evidence, weighed, shown)
    confidence = _confidence(article, shown)
    notes = list(_notes(article, shown, confidence))
    if turns:
        last = turns[-1]
        before = values | {name: value for name, value in last.values.items() if value or name == "keywords"}
        values, said = revise(weighed, before, last.feedback)
        notes = [*said, *notes]
    return {"values": values, "confidence": confidence, "notes": notes}


def _described(evidence: Evidence, weighed: Weighed, shown: Shown) -> dict[str, Any]:
    article = weighed.article
    turn = turn_of(weighed, evidence.hints)
    again = other_title(weighed, turn, shown.own) if article.title and turn.alike else None
    title = again or (title_of(weighed) if article.title else _title_of_picture(shown) or _opening(article))
    if not title:
        raise ProviderRefused("There is neither an article nor a picture to describe this pin from.")
    closing = " ".join(evidence.hints.get("closing", "").split())
    most = min(USUAL, DESCRIPTION_MOST - counted(closing) - 1)
    others = other_sentences(weighed, turn, most=most) if turn.alike else []
    said = " ".join(others or chosen(weighed, most=most))
    description = said or _without_sentences(evidence, article, shown) or title
    return {
        "title": title,
        "description": with_closing(description, closing),
        "alt_text": shown.text,
        "keywords": keywords_of(weighed, evidence.hints.get("keywords", "")),
    }


def _title_of_picture(shown: Shown) -> str:
    return shortened(capitalised(shown.thing or shown.text).rstrip("."), TITLE_MOST)


def _opening(article: Article) -> str:
    """Return how the text of an article begins that has no title."""
    first = next((block.text for block in article.reading.blocks), "")
    return shortened(capitalised(first).rstrip("."), TITLE_MOST)


def _without_sentences(evidence: Evidence, article: Article, shown: Shown) -> str:
    """Return what can be said where no sentence can be quoted: what a recipe takes, the first lines, what is shown."""
    recipe = composed(find(evidence))
    if recipe:
        return recipe
    blocks = [block for block in article.reading.blocks if block.text != article.title and block.text[-1] != ":"]
    lines = [block.text.strip(" .;,") for block in blocks][:4]
    listed = shortened("; ".join(lines), USUAL)
    title = tidied(article.title)
    if listed:
        return f"{title}: {listed}." if title and not title.endswith(("?", "!", ":")) else f"{title} {listed}.".strip()
    return article.hints.get("summary", "") or shown.text


def _confidence(article: Article, shown: Shown) -> float:
    if article.wanted not in ("und", article.language):
        return OTHER_LANGUAGE
    told = SURE * min(1.0, 0.5 + len(article.quotes) / MUCH / 2) if article.quotes else BY_TITLE
    spoken = told if article.is_spoken else told * 0.75
    return round((2 * spoken + shown.certainty) / 3, 2) if shown.text else round(spoken, 2)


def _notes(article: Article, shown: Shown, confidence: float) -> list[str]:
    notes = {
        (
            f"Low confidence: the article is in {name_of(article.language)}, and so is the pin: the local model cannot "
            f"translate to {name_of(article.wanted)}."
        ): article.wanted not in ("und", article.language),
        "Low confidence: the article has no sentence that could stand in a pin.": not article.quotes,
        "The alt text is in English: the local model has no words for pictures in the article's language.": (
            shown.is_english
        ),
        "The alt text tells only how the picture looks: the local model recognises nothing in it that it is sure of.": (
            bool(shown.text) and shown.certainty < UNSURE
        ),
    }
    found = [note for note, holds_ in notes.items() if holds_]
    return found or (["Low confidence: there is little to go by."] if confidence < UNSURE else [])
