"""Wishes about the tags."""

from collections.abc import Iterator, Sequence

from pressroom.providers.describe.local.feedback import Wish, listed
from pressroom.providers.describe.local.revision import Revision
from pressroom.providers.describe.local.tagging import FEWEST, MOST, topics_of

LONGEST = 60


def set_tags(revision: Revision, wish: Wish) -> None:
    wanted = _fitting(revision, wish)
    revision.tags = wanted[:MOST]
    fill(revision)
    if not FEWEST <= len(wanted) <= MOST:
        revision.note(f"There are {FEWEST} to {MOST} tags: these are {', '.join(revision.tags)}.")


def add_tags(revision: Revision, wish: Wish) -> None:
    wanted = _fitting(revision, wish)
    kept = [tag for tag in revision.tags if tag not in wanted]
    revision.tags = [*kept[: max(0, MOST - len(wanted))], *wanted][:MOST]


def remove_tags(revision: Revision, wish: Wish) -> None:
    unwanted = listed(wish.what)
    missing = [tag for tag in unwanted if tag not in revision.tags]
    if missing:
        revision.note(f"There is no tag {', '.join(missing)} to remove.")
    revision.tags = [tag for tag in revision.tags if tag not in unwanted]
    fill(revision, without=unwanted)


def more_tags(revision: Revision, wish: Wish) -> None:
    del wish
    found = topics_of(revision.findings, revision.weighed)
    more = [tag for tag in found if tag not in revision.tags][: min(2, MOST - len(revision.tags))]
    if not more:
        revision.note("The local model finds no further tags.")
    revision.tags += more


def fewer_tags(revision: Revision, wish: Wish) -> None:
    del wish
    if len(revision.tags) <= FEWEST:
        revision.note(f"There are at least {FEWEST} tags.")
    revision.tags = revision.tags[: max(FEWEST, len(revision.tags) - 2)]


def _fitting(revision: Revision, wish: Wish) -> list[str]:
    wanted = listed(wish.what)
    if any(len(tag) > LONGEST for tag in wanted):
        revision.note(f"A tag has at most {LONGEST} characters; longer ones were left out.")
    return [tag for tag in wanted if len(tag) <= LONGEST]


def fill(revision: Revision, without: Sequence[str] = ()) -> None:
    further = _further_tags(revision, without)
    while len(revision.tags) < FEWEST and (tag := next(further, None)):
        revision.tags.append(tag)


def _further_tags(revision: Revision, without: Sequence[str]) -> Iterator[str]:
    found = revision.findings
    spare = (
        found.vocabulary.noun(found.kind.key).lower(),
        found.vocabulary.name.lower(),
        found.suffix,
        "document",
        "file",
    )
    for tag in (*topics_of(found, revision.weighed), *spare):
        if tag and tag not in revision.tags and tag not in without:
            yield tag
