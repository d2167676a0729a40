"""A prompt tried on a few of one's own things beside the current one, before it is saved."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from pressroom.core.prompts.models import PromptTrial, TrialStatus
from pressroom.core.prompts.queries import current_prompt
from pressroom.core.prompts.rules import MOST_ITEMS, SHIPPED, profile_named, prompt_text
from pressroom.core.runs.models import PausedRun
from pressroom.core.runs.stranded import REASON, RUNS, WAITING
from pressroom.kernel.app import TrialSource
from pressroom.kernel.clock import now
from pressroom.kernel.durable import URGENT, Durable
from pressroom.kernel.errors import Conflict, Invalid, LimitReached
from pressroom.kernel.ids import new_id

KIND = "prompt_trial"
CURRENT, CANDIDATE = PROMPTS = ("current", "candidate")
MOST_AT_ONCE = 3
SETTLED, KEPT = timedelta(seconds=30), timedelta(days=1)


def begin_trial(
    session: Session,
    durable: Durable,
    source: TrialSource,
    *,
    workspace_id: UUID,
    user_id: UUID,
    profile: str,
    text: str,
    model: str,
    item_ids: Sequence[UUID] = (),
) -> PromptTrial:
    """Try a prompt on some of one's own things, by default the newest three; its run goes on behind.

    Raises Invalid when there is nothing to try it on or an item is not there, LimitReached while others are tried.
    """
    profile_named(profile)
    candidate = prompt_text(text)
    _check_room(session, workspace_id, user_id)
    current = current_prompt(session, workspace_id, profile)
    trial = PromptTrial(
        id=new_id(),
        workspace_id=workspace_id,
        user_id=user_id,
        profile=profile,
        text=candidate,
        model=model,
        version=current.version if current else SHIPPED,
        status=TrialStatus.RUNNING,
        items=_items(session, source, workspace_id, user_id, item_ids),
    )
    trial.run_id = _begin_run(session, durable, trial)
    session.add(trial)
    session.flush()
    return trial


def pairs(session: Session, trial_id: str) -> list[list[str]]:
    """Return what is to be asked: each item with each prompt."""
    trial = session.get_one(PromptTrial, UUID(trial_id))
    return [[item["id"], which] for item in trial.items for which in PROMPTS]


def record_answer(session: Session, trial_id: str, item_id: str, which: str, told: Mapping[str, Any]) -> None:
    """Write down what a prompt made of an item."""
    trial = session.get_one(PromptTrial, UUID(trial_id), with_for_update=True)
    trial.items = [item | {which: dict(told)} if item["id"] == item_id else item for item in trial.items]


def finish(session: Session, trial_id: str) -> None:
    """End a trial; what failed on one item says so there."""
    trial = session.get_one(PromptTrial, UUID(trial_id), with_for_update=True)
    if trial.status is TrialStatus.RUNNING:
        trial.status = TrialStatus.COMPLETED


def break_off(session: Session, trial_id: str, reason: str) -> None:
    """Fail a trial whose run broke in an unforeseen way."""
    abandon(session, UUID(trial_id), "", reason)


def abandon(session: Session, trial_id: UUID, _run_id: str, reason: str) -> None:
    """Mark a trial whose run was cancelled or given up, unless it is over."""
    trial = session.get(PromptTrial, trial_id)
    if trial and trial.status is TrialStatus.RUNNING:
        trial.status, trial.error = TrialStatus.FAILED, reason


def again(_session: Session, _workspace_id: UUID, _trial_id: UUID) -> str:
    """Refuse: a trial is begun anew where its prompt is written."""
    raise Conflict("A trial is not repeated; try the prompt again in Settings.", code="trial")


def mend(session: Session) -> int:
    """Fail the trials whose run ended without a word about them; return how many. Those that ended a day ago go."""
    old = PromptTrial.created_at < now() - KEPT
    session.execute(delete(PromptTrial).where(old, PromptTrial.status != TrialStatus.RUNNING))
    stranded = session.scalars(
        select(PromptTrial)
        .join(RUNS, RUNS.c.workflow_uuid == PromptTrial.run_id)
        .where(
            PromptTrial.status == TrialStatus.RUNNING,
            RUNS.c.status.not_in(WAITING),
            PromptTrial.run_id.not_in(select(PausedRun.run_id)),
            PromptTrial.created_at < now() - SETTLED,
        )
    ).all()
    for one in stranded:
        one.status, one.error = TrialStatus.FAILED, REASON
    return len(stranded)


def _begin_run(session: Session, durable: Durable, trial: PromptTrial) -> str:
    return durable.enqueue(
        session,
        "try_prompt",
        str(trial.id),
        run_id=f"try-prompt:{trial.id}",
        workspace_id=trial.workspace_id,
        subject=(KIND, trial.id),
        priority=URGENT,
        attributes={"user_id": str(trial.user_id)},
    )


def _check_room(session: Session, workspace_id: UUID, user_id: UUID) -> None:
    running = select(func.count()).where(
        PromptTrial.workspace_id == workspace_id,
        PromptTrial.user_id == user_id,
        PromptTrial.status == TrialStatus.RUNNING,
    )
    if (session.scalar(running) or 0) >= MOST_AT_ONCE:
        raise LimitReached(f"You have {MOST_AT_ONCE} trials in progress. Wait for one to end.", code="trials")


def _items(
    session: Session, source: TrialSource, workspace_id: UUID, user_id: UUID, asked: Sequence[UUID]
) -> list[dict[str, Any]]:
    if len(asked) > MOST_ITEMS:
        raise Invalid(f"A prompt is tried on {MOST_ITEMS} things at most.", code="items")
    found = source.items(session, workspace_id, user_id, list(dict.fromkeys(asked)), MOST_ITEMS)
    if asked and len(found) < len(set(asked)):
        raise Invalid("What the prompt is to be tried on is not there, or not completed.", code="items")
    if not found:
        raise Invalid("There is nothing yet to try it on: add something first, and let it complete.", code="nothing")
    return [{"id": str(one), "name": name, CURRENT: None, CANDIDATE: None} for one, name in found]
