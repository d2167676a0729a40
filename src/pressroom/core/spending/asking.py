"""A model asked within a step: within the budget, and paid once even where the worker dies with the answer in hand."""

import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.exc import DBAPIError

from pressroom.core.spending.actions import Call, check_budget, record_call
from pressroom.core.spending.queries import answer_kept
from pressroom.core.spending.rules import LOCAL, price_of
from pressroom.kernel.db import Database, is_outage
from pressroom.kernel.log import logger
from pressroom.providers.describe import Answer, Profile
from pressroom.providers.describe.describer import T

OUTAGE_WAIT_SECONDS = 1.0

log = logger(__name__)


def ask_once(database: Database, call: Call, profile: Profile[T], ask: Callable[[], Answer[T]]) -> dict[str, Any]:
    """Return a model's answer as a step records it and `Given` takes it, counted in the ledger.

    Where this run has the answer already, it is not asked again. Raises LimitReached with the code `budget`, for which
    a story waits as `core.runs.pausing` tells, and what the model raises.
    """
    if call.model != LOCAL:
        with database.transaction() as session:
            if kept := answer_kept(session, call.run_id, call.purpose):
                return kept
            check_budget(session, call.workspace_id, call.model)
    told = _told(ask(), profile)
    count_call(database, call, told)
    return told


def count_call(database: Database, call: Call, told: Mapping[str, Any]) -> None:
    """Write an answer into the ledger, however long the database is gone: it is paid for.

    `told` has `cost_usd` as text or None, `input_tokens`, `output_tokens` and `seconds`.
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
                    answer=None if call.model == LOCAL else told,
                )
        except DBAPIError as error:
            if not is_outage(error):
                raise
            log.warning("database is gone, keeping an answer until it is back", run_id=call.run_id)
            time.sleep(OUTAGE_WAIT_SECONDS)
        else:
            return


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
