"""Prompts, their versions and their trials as pages show them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.accounts.models import Role
from pressroom.core.accounts.queries import Principal, names
from pressroom.core.prompts import queries
from pressroom.core.prompts.models import Prompt, PromptTrial, TrialStatus
from pressroom.core.prompts.rules import PROFILES, SHIPPED, profile_named
from pressroom.core.prompts.trials import CANDIDATE, CURRENT
from pressroom.core.spending.rules import LOCAL, in_dollars, model_for
from pressroom.kernel.app import App
from pressroom.web.pages.differences import FIELDS, differences
from pressroom.web.views.prompts import (
    Answered,
    PromptHistory,
    PromptLine,
    PromptsPart,
    PromptVersionRow,
    TrialItem,
    TrialPart,
)
from pressroom.web.views.shell import PAUSED, State

LABELS = {
    "document": "Documents",
    "picture": "Pictures",
    "sitter": "Photos for generations",
    "pin": "Pins",
}
STATES = {
    TrialStatus.RUNNING: State("run", "Trying"),
    TrialStatus.COMPLETED: State("ok", "Tried"),
    TrialStatus.FAILED: State("bad", "Not tried"),
}
SITTER_FIELDS = (("subject_type", "Subject"), ("features", "Features"))


def prompts_part(app: App, session: Session, principal: Principal) -> PromptsPart:
    """Return the part of the settings about prompts."""
    return PromptsPart(lines=[_line(app, session, principal, one) for one in PROFILES])


def history_part(session: Session, principal: Principal, profile: str) -> PromptHistory:
    """Return every version of a prompt, newest first, the shipped one last."""
    kept = queries.history(session, principal.workspace_id, profile)
    people = names(session, {one.author_id for one in kept if one.author_id})
    shipped = PromptVersionRow(
        version=SHIPPED,
        label=called(SHIPPED),
        text=profile_named(profile).instructions,
        note=None,
        author=None,
        at=None,
        is_current=not any(one.is_current for one in kept),
    )
    return PromptHistory(
        profile=profile,
        versions=[*(_version(one, people) for one in kept), shipped],
        is_owner=principal.role is Role.OWNER,
    )


def trial_part(trial: PromptTrial) -> TrialPart:
    """Return a trial and what came of it so far."""
    return TrialPart(
        id=str(trial.id),
        url=f"/settings/prompts/{trial.profile}/trials/{trial.id}",
        state=PAUSED if trial.paused_reason else STATES[trial.status],
        error=trial.error,
        waits_for=trial.paused_reason,
        compared_to=called(trial.version).lower(),
        items=[_item(one) for one in trial.items],
        is_read=trial.model != LOCAL,
    )


def called(version: int) -> str:
    """Return what people call a version."""
    return f"Version {version}" if version else "Shipped"


def _line(app: App, session: Session, principal: Principal, profile: str) -> PromptLine:
    current, model = queries.current_prompt(session, principal.workspace_id, profile), model_for(app, profile)
    return PromptLine(
        url=f"/settings/prompts/{profile}",
        label=LABELS[profile],
        version=called(current.version if current else SHIPPED),
        model=model,
        is_read=model != LOCAL,
    )


def _version(one: Prompt, people: Mapping[UUID, str]) -> PromptVersionRow:
    return PromptVersionRow(
        version=one.version,
        label=called(one.version),
        text=one.text,
        note=one.note,
        author=people.get(one.author_id) if one.author_id else None,
        at=one.created_at,
        is_current=one.is_current,
    )


def _item(item: Mapping[str, Any]) -> TrialItem:
    told = [item[CURRENT], item[CANDIDATE]]
    values = [one["values"] for one in told if one and "values" in one]
    return TrialItem(
        name=item["name"],
        current=_answered(told[0]),
        candidate=_answered(told[1]),
        differences=differences(*values) if len(values) == len(told) else None,
    )


def _answered(told: Mapping[str, Any] | None) -> Answered:
    if told is None:
        return Answered(fields=(), error=None, cost="")
    return Answered(fields=_fields(told.get("values") or {}), error=told.get("error"), cost=_cost(told))


def _fields(values: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    return [(label, _text(values[name])) for name, label in (*FIELDS, *SITTER_FIELDS) if values.get(name)]


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _cost(told: Mapping[str, Any]) -> str:
    if told.get("error"):
        return ""
    if told.get("cost_usd") is None:
        return "price unknown"
    cost = Decimal(told["cost_usd"])
    return in_dollars(cost) if cost else "free"
