"""Wishes about the summary."""

import re

import numpy as np

from pressroom.providers.describe.local.facts import fact_named
from pressroom.providers.describe.local.feedback import Wish, listed
from pressroom.providers.describe.local.retagging import remove_tags
from pressroom.providers.describe.local.revision import Revision
from pressroom.providers.describe.local.sentences import capitalised
from pressroom.providers.describe.local.summary import Weighed, chosen
from pressroom.providers.embed.encoder import embed

LONGEST = 500
MOST_SENTENCES = 4
NEAR = 0.35
"""Likeness from which on a sentence is about a thing."""
FEW_WORDS = 3
SHORTEST = 30
"""Characters under which a sentence says nothing."""

KNOWN = (
    "shorter, longer, another sentence, focus on …, mention …, without …, call it …, tags: …, add tag …, remove tag …, "
    "more tags, fewer tags"
)


def shorter(revision: Revision, wish: Wish) -> None:
    del wish
    first, *others = revision.sentences
    if others:
        revision.summary = _best(revision)
        return
    cut = re.split(r"; |, (?:and|but|while|which|because|und|aber|während|weil|damit|das|der|die)\b", first)[0]
    if cut == first or len(cut) < SHORTEST:
        revision.note("The summary is already as short as the local model can make it.")
        return
    revision.summary = cut.rstrip(" ,.") + "."


def _best(revision: Revision) -> str:
    """Return the sentence of the summary that is worth most: the composed one, or the best quoted one."""
    quoted = {one.text: index for index, one in enumerate(revision.weighed.sentences)} if revision.weighed else {}
    known = [text for text in revision.sentences if text in quoted]
    if revision.sentences[0] not in quoted or not revision.weighed:
        return revision.sentences[0]
    worth = revision.weighed.worth
    return max(known, key=lambda text: float(worth[quoted[text]]))


def longer(revision: Revision, wish: Wish) -> None:
    del wish
    present = revision.sentences
    added = chosen(revision.weighed, count=1, without=present) if revision.weighed else ""
    if not added or len(present) >= MOST_SENTENCES or len(revision.summary) + len(added) >= LONGEST:
        revision.note("The local model finds nothing to add to the summary.")
        return
    revision.summary = f"{revision.summary} {added}"


def another(revision: Revision, wish: Wish) -> None:
    del wish
    present = revision.sentences
    other = chosen(revision.weighed, count=len(present), without=present) if revision.weighed else ""
    if other:
        revision.summary = other
    else:
        revision.note("The local model finds no other sentence in the document.")


def mention(revision: Revision, wish: Wish) -> None:
    """Add what is wanted: a fact known by name, the document's own sentence, or the person's own words."""
    fact = fact_named(revision.findings, wish.what)
    own = _sentences_about(revision, wish.what, literally=True)
    if fact and fact in revision.summary:
        return
    if fact:
        _add(revision, f"{capitalised(wish.what)}: {fact}.")
    elif own:
        _add(revision, own[0])
    else:
        _add(revision, capitalised(wish.what).rstrip(".") + ".")
        revision.note(f'"{wish.what}" is not in the document; the summary has it from your feedback.')


def focus(revision: Revision, wish: Wish) -> None:
    about = _sentences_about(revision, wish.what, literally=False)
    if not about:
        revision.note(f'The local model finds no sentence about "{wish.what}".')
        return
    revision.summary = " ".join(about[:2])


def omit(revision: Revision, wish: Wish) -> None:
    if set(listed(wish.what)) & set(revision.tags):
        remove_tags(revision, wish)
        return
    wanted = [text for text in revision.sentences if wish.what.lower() not in text.lower()]
    if len(wanted) == len(revision.sentences):
        revision.note(f'"{wish.what}" is neither a tag nor in the summary.')
        return
    without = [text for text in revision.sentences if text not in wanted]
    other = "" if wanted or not revision.weighed else chosen(revision.weighed, count=1, without=without)
    revision.summary = " ".join(wanted) or other or revision.summary


def translate(revision: Revision, wish: Wish) -> None:
    del wish
    language = revision.findings.vocabulary.name
    revision.note(f"The local model cannot translate; the summary stays in {language}.")


def guess(revision: Revision, rest: str, *, alone: bool) -> None:
    """Take words that stand in the document as a wish to hear about them; admit the others."""
    words = [
        word for word in re.findall(r"[^\W\d_]{4,}", rest) if word.lower() not in revision.findings.vocabulary.stopwords
    ]
    known = {word.lower() for word in revision.findings.reading.words}
    meant = [word for word in words if word.lower() in known] or words[:FEW_WORDS]
    about = _sentences_about(revision, " ".join(meant), literally=False) if meant and alone else []
    if about:
        revision.summary = " ".join(about[:2])
        revision.note(f"Taken as a wish to hear about: {', '.join(meant)}.")
    else:
        revision.note(f'The local model does not understand "{rest}". It follows: {KNOWN}.')


def _sentences_about(revision: Revision, what: str, *, literally: bool) -> list[str]:
    """Return one or two of the document's sentences about a thing: those that name it, else those of like meaning."""
    weighed = revision.weighed
    if weighed is None or not what:
        return []
    naming = [index for index, one in enumerate(weighed.sentences) if _holds(f"{one.under} {one.text}", what)]
    if naming or literally:
        best = sorted(naming, key=lambda index: -float(weighed.worth[index]))[: 1 if literally else 2]
    else:
        best = _near(weighed, what)
    return [weighed.sentences[index].text for index in sorted(best)]


def _near(weighed: Weighed, what: str) -> list[int]:
    vectors = embed([*(one.text for one in weighed.sentences), what])
    near = vectors[:-1] @ vectors[-1]
    return [int(index) for index in np.argsort(-near)[:2] if near[index] >= NEAR]


def _holds(text: str, what: str) -> bool:
    words = re.findall(r"[^\W_]{3,}", what.lower())
    return bool(words) and all(word in text.lower() for word in words)


def _add(revision: Revision, sentence: str) -> None:
    """Add a sentence, in place of the last one where the summary is full."""
    if sentence in revision.summary:
        return
    kept = revision.sentences
    while len(kept) >= MOST_SENTENCES or sum(map(len, kept)) + len(sentence) + len(kept) > LONGEST:
        if len(kept) == 1:
            break
        kept = kept[:-1]
    revision.summary = " ".join([*kept, sentence])
