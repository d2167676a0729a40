"""What the pages of prompts are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pressroom.web.views.metadata import Difference
from pressroom.web.views.shell import Choice, Shell, State, View


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptLine:
    """One prompt in the settings."""

    url: str
    label: str
    version: str
    """In words: `Shipped`, `Version 3`."""
    model: str
    is_read: bool
    """Whether the model that is set reads prompts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptsPart:
    """The part of the settings about prompts."""

    lines: Sequence[PromptLine]


@dataclass(frozen=True, slots=True)
class PromptsPartial(View):
    """`GET /settings/prompts`."""

    template: ClassVar[str] = "settings/_prompts.html"
    prompts: PromptsPart


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptVersionRow:
    """One version of a prompt; the shipped one has no time."""

    version: int
    label: str
    text: str
    note: str | None
    author: str | None
    at: datetime | None
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptHistory:
    """Every version, newest first."""

    profile: str
    versions: Sequence[PromptVersionRow]
    is_owner: bool


@dataclass(frozen=True, slots=True)
class PromptHistoryPartial(View):
    """`GET /settings/prompts/{profile}/history`."""

    template: ClassVar[str] = "settings/_prompt_history.html"
    history: PromptHistory


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What one prompt made of a thing: fields by name, or why there are none; nothing of both while it is asked."""

    fields: Sequence[tuple[str, str]]
    error: str | None
    cost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialItem:
    """A thing a prompt is tried on."""

    name: str
    current: Answered
    candidate: Answered
    differences: Sequence[Difference] | None
    """None until both have answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPart:
    """A prompt tried beside the current one."""

    id: str
    url: str
    state: State
    error: str | None
    waits_for: str | None
    compared_to: str
    items: Sequence[TrialItem]
    is_read: bool


@dataclass(frozen=True, slots=True)
class TrialPartial(View):
    """`GET /settings/prompts/{profile}/trials/{id}`."""

    template: ClassVar[str] = "settings/_prompt_trial.html"
    trial: TrialPart


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPage(View):
    """`GET /settings/prompts/{profile}`."""

    template: ClassVar[str] = "settings/prompt.html"
    shell: Shell
    tabs: Sequence[Choice]
    """Every prompt: its address, and its name."""
    profile: str
    label: str
    text: str
    rules: str
    note: str
    model: str
    is_read: bool
    is_owner: bool
    longest: int
    items: Sequence[Choice]
    """What it may be tried on."""
    history: PromptHistory
    trial: TrialPart | None
    saved: str | None
    error: str | None
