"""Samples of prompts for `/-/patterns`."""

from datetime import timedelta

from pressroom.kernel.clock import now
from pressroom.web.views.metadata import Difference
from pressroom.web.views.prompts import (
    Answered,
    PromptHistory,
    PromptLine,
    PromptsPart,
    PromptVersionRow,
    TrialItem,
    TrialPart,
)
from pressroom.web.views.shell import State

PROMPTS = PromptsPart(
    lines=(
        PromptLine(
            url="/settings/prompts/document", label="Documents", version="Shipped", model="local", is_read=False
        ),
        PromptLine(
            url="/settings/prompts/pin", label="Pins", version="Version 3", model="openai:gpt-5-mini", is_read=True
        ),
    )
)
_WAITING = Answered(fields=(), error=None, cost="")


def history() -> PromptHistory:
    """Return versions, the second in use."""
    return PromptHistory(
        profile="pin",
        versions=(
            _version(2, "Shorter titles, and the season first", is_current=False),
            _version(1, None, is_current=True),
            _version(0, None, is_current=False),
        ),
        is_owner=True,
    )


def trial() -> TrialPart:
    """Return a trial: answered, refused, and still asked."""
    return TrialPart(
        id="sample-trial",
        url="/settings/prompts/pin/trials/sample-trial",
        state=State("run", "Trying"),
        error=None,
        waits_for=None,
        compared_to="version 1",
        items=(
            TrialItem(
                name="Apple cake with a crust of oats",
                current=_answer("Apple cake with a crust of oats, and how to keep it moist"),
                candidate=_answer("Autumn apple cake with oats"),
                differences=(
                    Difference("Title", (("Apple ", "removed"), ("Autumn apple ", "added"), ("cake with ", "same"))),
                ),
            ),
            TrialItem(
                name="Bread in a pot",
                current=_answer("Bread in a pot"),
                candidate=Answered(fields=(), error="The model did not answer in 60 seconds.", cost=""),
                differences=None,
            ),
            TrialItem(name="Soup of roasted pumpkin", current=_WAITING, candidate=_WAITING, differences=None),
        ),
        is_read=True,
    )


def _answer(title: str) -> Answered:
    return Answered(fields=(("Title", title), ("Keywords", "apple cake, autumn baking")), error=None, cost="$0.0021")


def _version(number: int, note: str | None, *, is_current: bool) -> PromptVersionRow:
    return PromptVersionRow(
        version=number,
        label=f"Version {number}" if number else "Shipped",
        text="You write Pinterest pins for a blogger.",
        note=note,
        author="Ada" if number else None,
        at=now() - timedelta(days=2) if number else None,
        is_current=is_current,
    )
