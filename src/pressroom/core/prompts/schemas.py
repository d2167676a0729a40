"""What crosses the API about prompts."""

from collections.abc import Mapping
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from pressroom.core.prompts.models import Prompt, PromptTrial, TrialStatus
from pressroom.core.prompts.queries import history
from pressroom.core.prompts.rules import LONGEST, LONGEST_NOTE, MOST_ITEMS, SHIPPED, profile_named
from pressroom.core.prompts.trials import CANDIDATE, CURRENT
from pressroom.core.spending.rules import LOCAL
from pressroom.kernel.clock import Instant

Text = Annotated[str, Field(max_length=LONGEST + 2000, description="What is asked of the model, in words.")]


class PromptVersionOut(BaseModel):
    """One version of a prompt; `author_id` is null where they are gone."""

    version: int
    text: str
    note: str | None
    author_id: UUID | None
    is_current: bool
    created_at: Instant


class PromptOut(BaseModel):
    """A profile's prompt: what is asked with now, what it is shipped with, and the versions in between.

    `version` 0 is the shipped one. `rules` follow the prompt whatever it says. Where `is_read` is false, the model
    that is set runs on this server and does not read prompts.
    """

    profile: str
    version: int
    text: str
    shipped_text: str
    rules: str
    model: str
    is_read: bool
    versions: list[PromptVersionOut]

    @classmethod
    def of(cls, session: Session, workspace_id: UUID, profile: str, model: str) -> Self:
        """Return a prompt as the API shows it; raises NotFound."""
        shipped, versions = profile_named(profile), history(session, workspace_id, profile)
        current = next((one for one in versions if one.is_current), None)
        return cls(
            profile=profile,
            version=current.version if current else SHIPPED,
            text=current.text if current else shipped.instructions,
            shipped_text=shipped.instructions,
            rules=shipped.rules,
            model=model,
            is_read=model != LOCAL,
            versions=[_version(one) for one in versions],
        )


class PromptList(BaseModel):
    """Every profile's prompt."""

    items: list[PromptOut]
    next_cursor: None = None


class NewPrompt(BaseModel):
    """Words to ask with from now on."""

    text: Text
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] | None = None


class NewTrial(BaseModel):
    """Words to try beside the current ones, on things by their ids, or on the newest three that are completed."""

    text: Text
    item_ids: Annotated[list[UUID], Field(max_length=MOST_ITEMS)] = []


class TrialAnswerOut(BaseModel):
    """What one prompt made of one thing: `values`, or why there are none."""

    values: dict[str, Any] | None
    error: str | None
    cost_usd: float | None
    input_tokens: int | None
    output_tokens: int | None
    seconds: float | None

    @classmethod
    def of(cls, told: Mapping[str, Any] | None) -> Self | None:
        """Return an answer as the API shows it; None while there is none."""
        if told is None:
            return None
        cost = told.get("cost_usd")
        values = {name: told.get(name) for name in cls.model_fields if name != "cost_usd"}
        return cls(**values, cost_usd=None if cost is None else float(cost))


class TrialItemOut(BaseModel):
    """One thing a prompt is tried on."""

    id: UUID
    name: str
    current: TrialAnswerOut | None
    candidate: TrialAnswerOut | None


class TrialOut(BaseModel):
    """A prompt tried beside the current one, whose version is given; kept for a day."""

    id: UUID
    profile: str
    text: str
    model: str
    version: int
    status: TrialStatus
    error: str | None
    paused_reason: str | None
    run_id: str | None
    items: list[TrialItemOut]
    created_at: Instant

    @classmethod
    def of(cls, trial: PromptTrial) -> Self:
        """Return a trial as the API shows it."""
        items = [
            TrialItemOut(
                id=one["id"],
                name=one["name"],
                current=TrialAnswerOut.of(one[CURRENT]),
                candidate=TrialAnswerOut.of(one[CANDIDATE]),
            )
            for one in trial.items
        ]
        return cls(**{name: getattr(trial, name) for name in cls.model_fields if name != "items"}, items=items)


class BegunTrial(BaseModel):
    """A trial that was begun."""

    trial_id: UUID
    run_id: str


def _version(one: Prompt) -> PromptVersionOut:
    return PromptVersionOut(**{name: getattr(one, name) for name in PromptVersionOut.model_fields})
