"""One or two sentences that say what a document says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pressroom.providers.describe.local.composing import composed
from pressroom.providers.describe.local.findings import Findings
from pressroom.providers.describe.local.reading import Block
from pressroom.providers.describe.local.sentences import Sentence, capitalised, sentences
from pressroom.providers.describe.local.space import Space, centre
from pressroom.providers.embed.encoder import Vectors

LONGEST = 430
LIST, LETTERS = 220, 0.6
"""Characters of a list of lines, and the least share of letters in one."""
SUBSTANCE, LONG_SENTENCE = 150, 230
"""Characters from which on a sentence says enough, and from which on it is tiring."""
EARLY = {"manual": 0.15, "recipe": 0.1, "contract": 0.8, "minutes": 0.1, "letter": 0.5}
"""By kind: how much it counts to stand early; 0.3 elsewhere."""
FACT = re.compile(r"\d[\d.,]*\s?(?:€|%|EUR|USD|GBP|kWh|MWh)|[$£]\s?\d|\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Weighed:
    """Sentences with their meaning and worth; what a summary, and a wish about it, is chosen from."""

    sentences: Sequence[Sentence]
    space: Space
    worth: Vectors


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary, and how well it can be trusted to say the point, 0 to 1."""

    text: str
    certainty: float


def summary_of(findings: Findings, weighed: Weighed | None) -> Summary:
    """Return what the document says: its facts in a sentence for forms, its own best sentences otherwise."""
    said = composed(findings)
    if said and weighed and findings.is_form:
        return Summary(f"{said} {chosen(weighed, count=1)}", 0.8)
    if said:
        return Summary(said, 0.9)
    if weighed and len(weighed.sentences):
        return Summary(chosen(weighed, count=2), 0.75)
    return _first_lines(findings)


def weigh(findings: Findings) -> Weighed | None:
    """Return the sentences worth quoting; None where there are none."""
    quotable = sentences(findings.reading.blocks, findings.vocabulary)
    if not quotable:
        return None
    title = findings.subject or findings.title or ""
    space = Space(tuple(one.text for one in quotable), findings.vocabulary)
    nearness = space.own @ centre(space.own[: max(8, len(quotable) // 2)])
    likeness = space.own @ space.vectors([title])[0]
    priors = np.array([_prior(findings, one, place) for place, one in enumerate(quotable)])
    worth = 0.3 * _scaled(nearness) + 0.2 * _scaled(likeness) + priors
    return Weighed(quotable, space, worth.astype(np.float32))


def _scaled(likeness: Vectors) -> Vectors:
    """Return likenesses so that the greatest is 1: they are small where sentences are short."""
    return likeness / max(float(likeness.max()), 0.1)


def chosen(weighed: Weighed, *, count: int, without: Sequence[str] = ()) -> str:
    """Return the best sentences in the document's order, leaving out those in `without`."""
    picks: list[int] = []
    while len(picks) < count:
        open_ones = [
            index
            for index, one in enumerate(weighed.sentences)
            if index not in picks and one.text not in without and _fits(weighed, picks, index)
        ]
        if not open_ones:
            break
        picks.append(max(open_ones, key=lambda index: _gain(weighed, picks, index)))
    return " ".join(weighed.sentences[index].text for index in sorted(picks))


def _prior(findings: Findings, one: Sentence, place: int) -> float:
    early = EARLY.get(findings.kind.key, 0.3) / (1 + 0.35 * place)
    kind = findings.vocabulary.kinds.get(findings.kind.key)
    decides = (
        findings.kind.key in ("minutes", "contract") and kind and any(sign.search(one.text) for sign in kind.signs)
    )
    return (
        early
        + 0.1 * bool(FACT.search(one.text))
        + 0.05 * one.opens
        + 0.1 * min(len(one.text), SUBSTANCE) / SUBSTANCE
        + 0.12 * bool(decides)
        - 0.3 * one.leans
        - 0.1 * (len(one.text) > LONG_SENTENCE)
        - 0.15 * one.text.endswith("?")
    )


def _fits(weighed: Weighed, picks: Sequence[int], index: int) -> bool:
    return sum(len(weighed.sentences[one].text) + 1 for one in [*picks, index]) <= LONGEST


def _gain(weighed: Weighed, picks: Sequence[int], index: int) -> float:
    like = max((float(weighed.space.own[index] @ weighed.space.own[one]) for one in picks), default=0.0)
    follows = weighed.sentences[index].leans and any(
        weighed.sentences[one].index == weighed.sentences[index].index - 1 for one in picks
    )
    return float(weighed.worth[index]) - 0.5 * like + 0.2 * follows


def _first_lines(findings: Findings) -> Summary:
    """Return the first lines of a text without sentences, such as a list."""
    title = findings.title or ""
    lines = [block.text.strip(" .;") for block in findings.reading.blocks if _says_something(block, title)]
    shown: list[str] = []
    length = 0
    for line in lines[:6]:
        length += len(line)
        if shown and length > LIST:
            break
        shown.append(line)
    text = "; ".join(shown)[:LONGEST]
    if not text:
        return Summary(title or findings.vocabulary.phrases.nothing, 0.2)
    stop = "." if ":" in title else ":"
    return Summary(capitalised(f"{title}{stop} {text}." if title else f"{text}."), 0.45)


def _says_something(block: Block, title: str) -> bool:
    text = block.text
    letters = sum(char.isalpha() or char.isspace() for char in text) / max(1, len(text))
    return text != title and letters > LETTERS and (block.bullet or len(text.split()) > 1)
