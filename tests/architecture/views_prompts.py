"""Views of prompts that together use every template and every field of theirs."""

from collections.abc import Iterator
from dataclasses import replace

from pressroom.web import views
from pressroom.web.pages import pattern_prompts
from pressroom.web.views.shell import Choice
from tests.architecture.frame import SHELL

TRIAL = pattern_prompts.trial()
PAGE = views.PromptPage(
    shell=SHELL,
    tabs=(
        Choice(value="document", label="Documents", is_chosen=False),
        Choice(value="pin", label="Pins", is_chosen=True),
    ),
    profile="pin",
    label="Pins",
    text="You write pins.",
    rules="These rules hold whatever stands above.",
    note="Shorter titles",
    model="openai:gpt-5-mini",
    is_read=True,
    is_owner=True,
    longest=8000,
    items=(Choice(value="p1", label="Apple cake", is_chosen=True),),
    history=pattern_prompts.history(),
    trial=TRIAL,
    saved="Version 3 is asked with from now on.",
    error=None,
)


def every_view_of_prompts() -> Iterator[views.View]:
    """Yield the pages and parts of prompts."""
    yield PAGE
    yield replace(PAGE, is_owner=False, trial=None, saved=None, rules="")
    yield replace(PAGE, items=(), error="Say in a sentence or more what is wanted.", is_read=False, trial=None)
    yield views.PromptsPartial(pattern_prompts.PROMPTS)
    yield views.PromptHistoryPartial(pattern_prompts.history())
    yield views.TrialPartial(replace(TRIAL, waits_for="This month's AI budget is used up.", is_read=False))
    yield views.TrialPartial(replace(TRIAL, error="Its run was cancelled."))
