"""A model asked within a step: within the budget, and paid once even where the worker dies with the answer in hand."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Generic
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from pressroom.core.spending.actions import Call, check_budget, record_call
from pressroom.core.spending.queries import answer_kept
from pressroom.core.spending.rules import LOCAL, price_of
from pressroom.kernel.db import Database, is_outage
from pressroom.kernel.durable import current_run_id
from pressroom.kernel.errors import Billed, ProviderError
from pressroom.kernel.ids import new_id
from pressroom.kernel.log import logger
from pressroom.providers.describe import Answer, Describer, Evidence, Profile, Turn
from pressroom.providers.describe.describer import T

OUTAGE_WAIT_SECONDS = 1.0

log = logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Generic[T]):
    """What a run asks a describing model: for which workspace, about what, and what the model is shown."""

    workspace_id: UUID
    subject: tuple[str, UUID]
    profile: Profile[T]
    evidence: Evidence
    turns: Sequence[Turn] = ()
    purpose: str = "describe"
    """Tells it from the other questions of its run."""


def ask_once(database: Database, describer: Describer, question: Question[T]) -> dict[str, Any]:
    """Return a model's answer as a step records it and `Given` takes it, counted in the ledger.

    Where this run has the answer already, it is not asked again. Raises LimitReached with the code `budget`, for which
    a story waits as `core.runs.pausing` tells, and what the model raises.
    """
    call = _call(question, describer.model)
    if call.model != LOCAL:
        with database.transaction() as session:
            if kept := answer_kept(session, call.run_id, call.purpose):
                return kept
            check_budget(session, call.workspace_id, call.model)
    try:
        answer = describer.describe(question.profile, question.evidence, turns=question.turns)
    except ProviderError as error:
        if error.billed:
            count_call(database, _failed(call), _unanswered(error.billed))
        raise
    told = _told(answer, question.profile)
    count_call(database, call, told, answer=None if call.model == LOCAL else told)
    return told


def count_call(
    database: Database, call: Call, told: Mapping[str, Any], *, answer: Mapping[str, Any] | None = None
) -> None:
    """Write what a call cost into the ledger, however long the database is gone: it is paid for.

    `told` has `cost_usd` as text or None, `input_tokens`, `output_tokens` and `seconds`. An `answer` is kept for the
    run to find, should its worker die.
    """
    cost = told["cost_usd"]
    while True:
        try:
            with database.transaction() as session:
                record_call(
                    session,
                    call,
                    cost_usd=price_of(call.model, None if cost is None else Decimal(cost)),
                    input_tokens=told["input_tokens"],
                    output_tokens=told["output_tokens"],
                    seconds=told["seconds"],
                    answer=answer,
                )
        except DBAPIError as error:
            if not is_outage(error):
                raise
            log.warning("database is gone, keeping an answer until it is back", run_id=call.run_id)
            time.sleep(OUTAGE_WAIT_SECONDS)
        else:
            return


def _call(question: Question[T], model: str) -> Call:
    kind, subject_id = question.subject
    return Call(
        workspace_id=question.workspace_id,
        run_id=current_run_id() or "",
        purpose=question.purpose,
        profile=question.profile.name,
        subject_kind=kind,
        subject_id=subject_id,
        model=model,
    )


def _failed(call: Call) -> Call:
    """Return the call as one of those that came to nothing, of which a run may have several."""
    return replace(call, purpose=f"{call.purpose}, failed {new_id()}")


def _unanswered(billed: Billed) -> dict[str, Any]:
    cost = None if billed.cost_usd is None else str(billed.cost_usd)
    return asdict(billed) | {"cost_usd": cost, "seconds": round(billed.seconds, 3)}


def _told(answer: Answer[T], profile: Profile[T]) -> dict[str, Any]:
    cost = price_of(answer.model, answer.cost_usd)
    return {
        "values": answer.values.model_dump(mode="json"),
        "model": answer.model,
        "confidence": answer.confidence,
        "notes": list(answer.notes),
        "input_tokens": answer.input_tokens,
        "output_tokens": answer.output_tokens,
        "cost_usd": None if cost is None else str(cost),
        "seconds": round(answer.seconds, 3),
        "prompt_version": profile.prompt_version,
    }
