"""Grants what can be granted of a person's wishes, and says what cannot."""

from collections.abc import Callable
from typing import Any

from pressroom.providers.describe.local.feedback import Wish, understand
from pressroom.providers.describe.local.findings import Findings
from pressroom.providers.describe.local.renaming import (
    SHORTEST,
    another_name,
    correct_sender,
    fact_in_name,
    rename,
    shorter_name,
)
from pressroom.providers.describe.local.retagging import add_tags, fewer_tags, more_tags, remove_tags, set_tags
from pressroom.providers.describe.local.revision import Revision
from pressroom.providers.describe.local.rewording import (
    another,
    focus,
    guess,
    longer,
    mention,
    omit,
    shorter,
    translate,
)

LONGEST_FEEDBACK = 2000
LONGEST_NAME, LONGEST_SUMMARY = 120, 500

GRANTS: dict[str, Callable[[Revision, Wish], None]] = {
    "rename": rename,
    "another_name": another_name,
    "shorter_name": shorter_name,
    "fact_in_name": fact_in_name,
    "sender": correct_sender,
    "set_tags": set_tags,
    "add_tags": add_tags,
    "remove_tags": remove_tags,
    "more_tags": more_tags,
    "fewer_tags": fewer_tags,
    "shorter": shorter,
    "longer": longer,
    "another": another,
    "mention": mention,
    "focus": focus,
    "omit": omit,
    "translate": translate,
}
"""By verb of `feedback.toml`."""


def revise(findings: Findings, values: dict[str, Any], feedback: str) -> tuple[dict[str, Any], list[str]]:
    """Return an answer's values as the feedback wants them, and notes on what it wants in vain."""
    revision = Revision(findings, values["display_name"], list(values["tags"]), values["summary"])
    understood = understand(feedback[:LONGEST_FEEDBACK])
    for wish in understood.wishes:
        GRANTS[wish.verb](revision, wish)
    if understood.rest:
        guess(revision, understood.rest, alone=not understood.wishes)
    revised = {
        "display_name": revision.name[:LONGEST_NAME] if len(revision.name) >= SHORTEST else values["display_name"],
        "tags": revision.tags,
        "summary": _within(revision.summary),
    }
    return {**values, **revised}, revision.notes


def _within(summary: str) -> str:
    return summary if len(summary) <= LONGEST_SUMMARY else summary[: LONGEST_SUMMARY - 2].rsplit(" ", 1)[0] + " …"
