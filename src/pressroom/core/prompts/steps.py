"""A prompt's questions to the model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.prompts.models import PromptTrial
from pressroom.core.prompts.queries import text_of
from pressroom.core.prompts.rules import SHIPPED, profile_named
from pressroom.core.prompts.trials import CURRENT, KIND
from pressroom.core.spending.actions import Call
from pressroom.core.spending.asking import ask_once
from pressroom.kernel.db import Database
from pressroom.kernel.durable import current_run_id, step
from pressroom.providers.describe import Describer, Evidence, Profile, with_request


@dataclass(frozen=True, slots=True)
class Subject:
    """What a model is shown of something, and what its owner asks for it besides the prompt."""

    evidence: Evidence
    request: str | None = None


ReadSubject = Callable[[Session, UUID, UUID], Subject]
"""Returns what is shown of one thing of a workspace (second, by its id, third); raises NotFound when it is gone."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with, by profile; bound once by the composition root."""

    database: Database
    read: Mapping[str, ReadSubject]
    describers: Mapping[str, Describer]


_tools: list[Tools] = []


def bind(tools: Tools) -> None:
    """Give the steps of this process their tools."""
    _tools[:] = [tools]


@step
def ask(trial_id: str, item_id: str, which: str) -> dict[str, Any]:
    """Ask the model about an item with one of the two prompts."""
    tools = _tools[0]
    with tools.database.transaction() as session:
        trial = session.get_one(PromptTrial, UUID(trial_id))
        profile = _profile(session, trial, which)
        shown = tools.read[trial.profile](session, trial.workspace_id, UUID(item_id))
    describer, asked = tools.describers[trial.profile], with_request(profile, shown.request)
    call = Call(
        workspace_id=trial.workspace_id,
        run_id=current_run_id() or "",
        purpose=f"{which}:{item_id}",
        profile=trial.profile,
        subject_kind=KIND,
        subject_id=trial.id,
        model=describer.model,
    )
    return ask_once(tools.database, call, asked, lambda: describer.describe(asked, shown.evidence))


def _profile(session: Session, trial: PromptTrial, which: str) -> Profile[Any]:
    profile = profile_named(trial.profile)
    if which != CURRENT:
        return replace(profile, instructions=trial.text)
    text = text_of(session, trial.workspace_id, trial.profile, trial.version)
    return replace(profile, instructions=text, prompt_version=None if trial.version == SHIPPED else trial.version)
