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
from pressroom.core.spending.asking import Question, ask_once
from pressroom.kernel.db import Database
from pressroom.kernel.durable import step
from pressroom.kernel.toolbox import Toolbox
from pressroom.providers.describe import Describer, Evidence, Profile, with_request


@dataclass(frozen=True, slots=True)
class Subject:
    """What a model is shown of something, and what its owner asks for it besides the prompt."""

    evidence: Evidence
    request: str | None = None


ReadSubject = Callable[[Session, UUID, UUID], Callable[[], Subject]]
"""Finds one thing of a workspace (second, by its id, third), and returns what reads its files once the transaction is
over; raises NotFound when it is gone."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with, by profile; bound once by the composition root."""

    database: Database
    read: Mapping[str, ReadSubject]
    describers: Mapping[str, Describer]


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


@step
def ask(trial_id: str, item_id: str, which: str) -> dict[str, Any]:
    """Ask the model about an item with one of the two prompts."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        trial = session.get_one(PromptTrial, UUID(trial_id))
        profile = _profile(session, trial, which)
        read = tools.read[trial.profile](session, trial.workspace_id, UUID(item_id))
    shown = read()
    describer, asked = tools.describers[trial.profile], with_request(profile, shown.request)
    question = Question(
        workspace_id=trial.workspace_id,
        subject=(KIND, trial.id),
        profile=asked,
        evidence=shown.evidence,
        purpose=f"{which}:{item_id}",
    )
    return ask_once(tools.database, describer, question)


def _profile(session: Session, trial: PromptTrial, which: str) -> Profile[Any]:
    profile = profile_named(trial.profile)
    if which != CURRENT:
        return replace(profile, instructions=trial.text)
    text = text_of(session, trial.workspace_id, trial.profile, trial.version)
    return replace(profile, instructions=text, prompt_version=None if trial.version == SHIPPED else trial.version)
