"""Grants what can be granted of a person's wishes about a picture's description, and says what cannot."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pressroom.providers.describe.local.feedback import Wish, listed, understand
from pressroom.providers.describe.local.pictures.composing import content, details, sentences, spare_tags, tags
from pressroom.providers.describe.local.pictures.findings import Findings
from pressroom.providers.describe.local.pictures.labels import tags_named
from pressroom.providers.describe.local.pictures.sighting import Sighting
from pressroom.providers.describe.wording import UNSEEN

LONGEST_FEEDBACK = 2000
LONGEST, LONGEST_CONTENT, LONGEST_TAG = 600, 120, 60
MOST_TAGS, MOST_SUBJECTS = 15, 10
MOST_SENTENCES = 6
FEW = 2
SHORT_NAME = 3
"""Words up to which a name is a tag, too."""

KNOWN = (
    "shorter, longer, mention …, without …, it is …, it is not …, call it …, tags: …, add tag …, remove tag …, "
    "more tags, fewer tags"
)
IS_NOT = re.compile(
    r"(?:no,? )?(?:(?:it|this|that|there)(?:'s|\u2019s| is) (?:no|not)|not)(?: an?| the)? (?P<what>.+)", re.IGNORECASE
)
IS = re.compile(r"(?:no,? )?(?:it|this|that|there)(?:'s|\u2019s| is)(?: actually| really)? (?P<what>.+)", re.IGNORECASE)
ARTICLE = re.compile(r"(?:an?|the|some|my|our)\s+", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z\s])")


@dataclass
class Revision:
    """A description being revised, and what a person should know about that."""

    findings: Findings
    seen: Sighting | None
    sentences: list[str]
    tags: list[str]
    content: str
    subjects: list[str]
    notes: list[str] = field(default_factory=list)

    def add(self, sentence: str) -> None:
        """Add a sentence, in place of the last one where there is no room."""
        if sentence in self.sentences:
            return
        while len(self.sentences) > 1 and len(" ".join([*self.sentences, sentence])) > LONGEST:
            self.sentences.pop()
        self.sentences.append(sentence)

    def note(self, text: str) -> None:
        """Add a note once."""
        if text not in self.notes:
            self.notes.append(text)


def revise(
    findings: Findings, seen: Sighting | None, values: dict[str, Any], feedback: str
) -> tuple[dict[str, Any], list[str]]:
    """Return an answer's values as the feedback wants them, and notes on what it wants in vain."""
    said = SENTENCE.split(values["description"])
    revision = Revision(findings, seen, said, list(values["tags"]), values["content"], list(values.get("subjects", [])))
    understood = understand(UNSEEN.sub("", feedback[:LONGEST_FEEDBACK]))
    for wish in understood.wishes:
        GRANTS.get(wish.verb, _unknown)(revision, wish)
    if understood.rest:
        _correct(revision, understood.rest)
    revised = {
        "description": _within(" ".join(revision.sentences)),
        "tags": revision.tags[:MOST_TAGS] or values["tags"],
        "content": revision.content[:LONGEST_CONTENT],
        "subjects": revision.subjects[:MOST_SUBJECTS],
    }
    return {**values, **revised}, revision.notes


def shorter(revision: Revision, wish: Wish) -> None:
    del wish
    if len(revision.sentences) == 1:
        revision.note("The description is already as short as the local model can make it.")
    revision.sentences = revision.sentences[: max(1, len(revision.sentences) - FEW)]


def longer(revision: Revision, wish: Wish) -> None:
    del wish
    found = details(revision.findings, revision.seen).values()
    more = [sentence for sentence in found if sentence and sentence not in revision.sentences][:FEW]
    if not more or len(revision.sentences) >= MOST_SENTENCES:
        revision.note("The local model has nothing to add to the description.")
        return
    for sentence in more:
        revision.add(sentence)


def mention(revision: Revision, wish: Wish) -> None:
    known = details(revision.findings, revision.seen)
    asked = {word.lower() for word in re.findall(r"\w+", wish.what)}
    facts = [sentence for words, sentence in known.items() if sentence and asked & set(words.split())]
    if facts:
        revision.add(facts[0])
        return
    revision.add(wish.what[:1].upper() + wish.what[1:].rstrip(".") + ".")
    revision.note(f'The local model does not look for "{wish.what}"; the description has it from your feedback.')


def focus(revision: Revision, wish: Wish) -> None:
    before = list(revision.sentences)
    mention(revision, wish)
    if revision.notes:
        revision.sentences, revision.notes = before, []
        revision.note(f'The local model cannot look closer at "{wish.what}".')


def omit(revision: Revision, wish: Wish) -> None:
    unwanted = wish.what.lower()
    kept = [sentence for sentence in revision.sentences if unwanted not in sentence.lower()]
    is_tag = bool(set(listed(wish.what)) & set(revision.tags))
    if is_tag:
        remove_tags(revision, wish)
    if len(kept) == len(revision.sentences) and not is_tag:
        revision.note(f'"{wish.what}" is neither a tag nor in the description.')
    if kept:
        revision.sentences = kept
    elif not is_tag:
        revision.note(f'Without "{wish.what}" there would be nothing left; the description stays.')


def name_it(revision: Revision, wish: Wish) -> None:
    """Take a person's word for what the picture shows."""
    name = " ".join(wish.what.split()).strip(" .\"'")
    if not re.search(r"\w", name):
        revision.note("A name needs at least one letter; the description stays.")
        return
    noun = ARTICLE.sub("", name, count=1) if ARTICLE.match(name) else name
    mistaken = {*(revision.seen.tags if revision.seen else ()), *revision.subjects}
    _replace_subject(revision, f"{name[:1].upper()}{name[1:]}.")
    revision.content = name
    is_short = len(noun.split()) <= SHORT_NAME and len(noun) <= LONGEST_TAG
    revision.subjects = [noun.lower()] if is_short else []
    kept = [tag for tag in revision.tags if tag not in mistaken or tag in noun.lower().split()]
    revision.tags = list(dict.fromkeys([*revision.subjects, *tags_named(noun), *kept])) or revision.tags


def deny(revision: Revision, what: str) -> None:
    """Take a person's word for what the picture does not show, and say the next best thing."""
    noun = what.lower().strip(" .")
    without = frozenset({noun, *noun.split()})
    said = revision.seen
    if said is None or not without & {said.word.lower(), said.which.lower(), *said.tags}:
        omit(revision, Wish("omit", what))
        return
    other = revision.findings.seen(without=without)
    if other:
        name_it(revision, Wish("rename", other.phrase))
    else:
        _name_nothing(revision, said)


def set_tags(revision: Revision, wish: Wish) -> None:
    revision.tags = _fitting(wish) or revision.tags


def add_tags(revision: Revision, wish: Wish) -> None:
    wanted = _fitting(wish)
    kept = [tag for tag in revision.tags if tag not in wanted]
    revision.tags = [*kept[: max(0, MOST_TAGS - len(wanted))], *wanted]


def remove_tags(revision: Revision, wish: Wish) -> None:
    unwanted = listed(wish.what)
    missing = [tag for tag in unwanted if tag not in revision.tags]
    if missing:
        revision.note(f"There is no tag {', '.join(missing)} to remove.")
    kept = [tag for tag in revision.tags if tag not in unwanted]
    if not kept:
        revision.note("A picture has at least one tag; they stay.")
    revision.tags = kept or revision.tags


def more_tags(revision: Revision, wish: Wish) -> None:
    del wish
    is_believed = revision.seen and revision.seen.word.lower() in revision.content.lower()
    found = dict.fromkeys(filter(None, spare_tags(revision.findings, revision.seen if is_believed else None)))
    more = [tag for tag in found if tag not in revision.tags][: FEW + 1]
    if not more:
        revision.note("The local model finds no further tags.")
    revision.tags += more


def fewer_tags(revision: Revision, wish: Wish) -> None:
    del wish
    revision.tags = revision.tags[: max(1, len(revision.tags) - FEW)]


def another(revision: Revision, wish: Wish) -> None:
    del wish
    if revision.seen:
        deny(revision, revision.seen.word)
    else:
        revision.note("The local model recognises nothing else in it.")


def translate(revision: Revision, wish: Wish) -> None:
    del wish
    revision.note("The local model describes pictures in English only.")


def _from_somewhere(revision: Revision, wish: Wish) -> None:
    mention(revision, Wish("mention", f"From {wish.what}"))


def _unknown(revision: Revision, wish: Wish) -> None:
    said = f"{wish.verb.replace('_', ' ')} {wish.what}".strip()
    revision.note(f'The local model cannot do this with a picture: "{said}". It follows: {KNOWN}.')


GRANTS: dict[str, Callable[[Revision, Wish], None]] = {
    "rename": name_it,
    "another_name": another,
    "another": another,
    "sender": _from_somewhere,
    "fact_in_name": mention,
    "set_tags": set_tags,
    "add_tags": add_tags,
    "remove_tags": remove_tags,
    "more_tags": more_tags,
    "fewer_tags": fewer_tags,
    "shorter": shorter,
    "longer": longer,
    "mention": mention,
    "focus": focus,
    "omit": omit,
    "translate": translate,
}
"""By verb of `feedback.toml`."""


def _correct(revision: Revision, rest: str) -> None:
    """Take words that say what the picture is, or is not; admit that others are not understood."""
    said = re.sub(r"[\s,.;]+(?:and|but|please)?$", "", rest)
    if denied := IS_NOT.fullmatch(said):
        deny(revision, denied["what"])
    elif stated := IS.fullmatch(said):
        name_it(revision, Wish("rename", stated["what"]))
    else:
        revision.note(f'The local model does not understand "{rest}". It follows: {KNOWN}.')


def _replace_subject(revision: Revision, sentence: str) -> None:
    """Put a sentence in the place of the one that named what was seen."""
    told = revision.content.lower()
    first = revision.sentences[0].lower()
    is_told = told in first and not first.startswith(f"{told} in ")
    others = revision.sentences[1 if is_told else 0 :]
    revision.sentences = [sentence, *others] if sentence else others or sentences(revision.findings, None)


def _name_nothing(revision: Revision, said: Sighting) -> None:
    """Take back what was said to be seen, where there is nothing to say instead."""
    _replace_subject(revision, "")
    mistaken = {*said.tags, *(tag for noun in revision.subjects for tag in (noun, *tags_named(noun)))}
    revision.content, revision.subjects = content(revision.findings, None), []
    kept = [tag for tag in revision.tags if tag not in mistaken]
    revision.tags = kept or tags(revision.findings, None)
    revision.note("The local model recognises nothing else in it.")


def _fitting(wish: Wish) -> list[str]:
    return [tag[:LONGEST_TAG].strip() for tag in listed(wish.what) if re.search(r"\w", tag)][:MOST_TAGS]


def _within(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 2].rsplit(" ", 1)[0] + " …"
