"""Durable work: the words workflows are written in, and the client that starts and steers runs.

A workflow is a story of beats. `step` marks a beat that reaches outside (at least once), `transaction` one that
only touches the database (exactly once: its rows and the step's record commit together). Both turn an expected
failure into a `Failure` value, so that a workflow reads as `match` over outcomes.
"""

import logging
import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from dbos import (
    DBOS,
    DBOSClient,
    EnqueueOptions,
    StepInfo,
    WorkflowStatus,
)
from dbos import error as dbos_errors
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from pressroom.kernel.datasource import SERIALIZER, datasource, note_attempt
from pressroom.kernel.db import ASKED_BY, is_outage
from pressroom.kernel.errors import ProviderAuthLost, ProviderBusy, ProviderRefused, Rejected
from pressroom.kernel.failure import Failure, RunFailed
from pressroom.kernel.log import logger, noted, noted_as, noted_fact
from pressroom.kernel.tracing import trace_of_run

P = ParamSpec("P")
R = TypeVar("R")

log = logger(__name__)

__all__ = ["Durable", "Failure", "RunFailed", "StepInfo", "WorkflowStatus", "plain", "step", "transaction", "workflow"]

APPLICATION = "pressroom"
APPLICATION_VERSION = "1"
"""Raised only when a workflow's order of steps changes, so that an upgrade strands no run."""

WORK = "work"
"""The queue of everything that has no limit of its own."""
ROUNDS = "rounds"
"""The queue of runs that mostly wait for others: they would keep the places of those they wait for."""
GENERATIONS = "generations"
"""The queue of what is generated: a partition for each user, so that nobody waits for what another has piled up."""
ARTICLES = "articles"
"""The queue of what is fetched from blogs: a partition for each server, so that a slow one keeps nobody waiting."""
PUBLISHING = "publishing"
"""The queue of what goes to Pinterest: a partition for each connection, one at a time, some seconds apart."""
WEBHOOKS = "webhooks"
"""The queue of what is sent to webhooks: a partition for each, so that one that hangs keeps no other waiting."""
AT_ONCE_PER_USER = 5
"""Generations of one user that run at once; a person may have no more in progress either."""

URGENT, NORMAL, BULK, LAST = 1, 5, 9, 13
"""Priorities on a queue: what a person waits for goes before what was dropped in bulk, or came by itself; then what is
pleasant to have."""

ATTEMPTS = 3
LONGEST_WAIT_SECONDS = 60.0
OUTAGE_WAIT_SECONDS = 1.0
EngineError = dbos_errors.DBOSException
FORESEEN = (RunFailed, dbos_errors.DBOSAwaitedWorkflowCancelledError, dbos_errors.DBOSWorkflowCancelledError)
"""How runs end that need nobody's attention in the log."""


def workflow(*, when_broken: Callable[[str, str], None]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a story; its name in the history is the function's own, its first argument the subject's id.

    An expected end is RunFailed. Anything else raised is a bug or a broken machine: `when_broken` is told the
    subject and the reason, so that the subject does not stay busy for ever, and the run fails with it.
    """

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def story(*args: P.args, **kwargs: P.kwargs) -> R:
            with noted(run_id=DBOS.workflow_id, workflow=function.__name__):
                try:
                    return function(*args, **kwargs)
                except (RunFailed, dbos_errors.DBOSException):
                    raise
                except Exception as error:
                    log.exception("run broke")
                    when_broken(str(args[0]), _account_of(error))
                    raise

        return DBOS.workflow(name=function.__name__)(story)

    return mark


def step(function: Callable[P, R]) -> Callable[P, R | Failure]:
    """Mark a beat that reaches outside: tried up to 3 times, with exponential back-off, while the provider is busy.

    A rejection, a refusal, or a provider busy to the last attempt comes back as a Failure; so does one that the beat
    returns itself, where the story shall wait rather than the beat. While the database is
    gone the beat waits for it. Anything else raised is a bug and fails the run. The beat may run more than once, so
    its effect must be safe to repeat.
    """

    @DBOS.step(
        name=function.__name__,
        retries_allowed=True,
        max_attempts=ATTEMPTS,
        interval_seconds=1.0,
        backoff_rate=2.0,
        should_retry=lambda error: isinstance(error, ProviderBusy),
    )
    @wraps(function)
    @_outlasting_outages
    def attempt(*args: P.args, **kwargs: P.kwargs) -> object:
        try:
            return _recordable(function(*args, **kwargs))
        except (Rejected, ProviderRefused, ProviderAuthLost) as error:
            log.warning("step refused", step=function.__name__, reason=str(error))
            return _recordable(Failure.of(error))
        except ProviderBusy as error:
            return _recordable(_try_later(function.__name__, error))

    @wraps(function)
    def beat(*args: P.args, **kwargs: P.kwargs) -> R | Failure:
        return cast("R | Failure", _recalled(attempt(*args, **kwargs)))

    return beat


def transaction(function: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """Mark a beat in the database: `function` gets a session, and its writes commit with the step's record."""

    @wraps(function)
    def beat(*args: P.args, **kwargs: P.kwargs) -> R:
        source = datasource()

        def within() -> object:
            return _recordable(function(source.sql_session(), *args, **kwargs))

        committed = source.transaction(name=function.__name__, isolation_level="READ COMMITTED")(within)
        return cast("R", _recalled(committed()))

    return cast("Callable[P, R]", beat)


def _outlasting_outages(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def patient(*args: P.args, **kwargs: P.kwargs) -> R:
        while True:
            try:
                return function(*args, **kwargs)
            except DBAPIError as error:
                if not is_outage(error):
                    raise
                log.warning("database is gone, waiting for it", step=function.__name__)
                time.sleep(OUTAGE_WAIT_SECONDS)

    return patient


def _try_later(name: str, error: ProviderBusy) -> Failure:
    """Raise `error` for another attempt, after the wait it asks for; on the last one, return it as a Failure.

    So it is, too, where the wait is longer than a step may take: the story can wait, without a thread.
    """
    status = DBOS.step_status
    attempt = (status.current_attempt if status else None) or 0
    log.warning("step failed", step=name, attempt=attempt + 1, reason=str(error))
    note_attempt(name, attempt + 1, str(error))
    wait = error.retry_after or 0.0
    if attempt + 1 >= ATTEMPTS or wait > LONGEST_WAIT_SECONDS:
        return Failure.of(error)
    time.sleep(wait)
    raise error


def _account_of(error: Exception) -> str:
    """Return what a person is told of a bug; a driver's words, with hosts and statements, stay in the log."""
    what = type(error).__name__ if isinstance(error, SQLAlchemyError) else f"{type(error).__name__}: {error}"
    return f"Something unexpected went wrong ({what}). The server's log has the details; trying again may help."


def _recordable(result: object) -> object:
    if not isinstance(result, Failure):
        return result
    return {"failed": result.reason, "code": result.code, "retry_after": result.retry_after}


def _recalled(recorded: object) -> object:
    match recorded:
        case {"failed": str(reason), "code": code, **more}:
            return Failure(reason, code, cast("float | None", more.get("retry_after")))
        case _:
            return recorded


def _attributes(session: Session, workspace_id: UUID, subject: tuple[str, UUID]) -> dict[str, str]:
    """Return what a run is known by, and whom and what it came from."""
    kind, subject_id = subject
    return {
        "workspace_id": str(workspace_id),
        "subject_kind": kind,
        "subject_id": str(subject_id),
        **({"by": session.info[ASKED_BY]} if ASKED_BY in session.info else {}),
        **noted_as("request_id"),
        **trace_of_run(),
        **({"parent": parent} if (parent := noted_fact("run_id")) else {}),
    }


class Durable:
    """Starts runs inside the caller's transaction, and steers them; never runs one."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.client = DBOSClient(
            system_database_engine=engine,
            serializer=SERIALIZER,
            application_name=APPLICATION,
            retry_connection_errors=False,
        )

    def enqueue(
        self,
        session: Session,
        story: str,
        *args: str | int | Mapping[str, Any] | None,
        run_id: str,
        workspace_id: UUID,
        subject: tuple[str, UUID],
        queue: str = WORK,
        priority: int = NORMAL,
        partition: UUID | str | None = None,
        attributes: Mapping[str, str] | None = None,
        delay_seconds: float | None = None,
    ) -> str:
        """Accept a run of the workflow `story` in the caller's transaction; the same `run_id` twice is one run.

        On a queue with partitions, `partition` says which. With a delay, it does not begin before.
        """
        options: EnqueueOptions = {
            "workflow_name": story,
            "queue_name": queue,
            "workflow_id": run_id,
            "app_version": APPLICATION_VERSION,
            "priority": priority,
            "attributes": _attributes(session, workspace_id, subject) | dict(attributes or {}),
        }
        if partition:
            options["queue_partition_key"] = str(partition)
        if delay_seconds:
            options["delay_seconds"] = delay_seconds
        self.client.enqueue_in_transaction(session, options, *args)
        return run_id

    def rewind_once_committed(
        self, session: Session, run_id: str, step: int, *, queue: str, partition: str | None
    ) -> None:
        """Have a run that is over go on from one of its steps, as soon as the caller's transaction has committed.

        What its transactions returned from that step on is forgotten in the caller's own.
        """
        committed = text("DELETE FROM dbos.datasource_outputs WHERE workflow_id = :run AND step_id >= :step")
        session.execute(committed, {"run": run_id, "step": step})

        def rewind(_session: Session) -> None:
            self.client.rewind_workflow(run_id, start_step=step, queue_name=queue, queue_partition_key=partition)

        event.listen(session, "after_commit", rewind, once=True)

    def close(self) -> None:
        """Let the engine's client go."""
        self.client.destroy()


def plain(value: object) -> Any:  # noqa: ANN401  # JSON is any
    """Return a run's input, output or error as something JSON can hold."""
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def pause(seconds: float) -> None:
    """Wait, within a story: a wait that a crash does not start anew."""
    DBOS.sleep(seconds)


def current_run_id() -> str | None:
    """Return the id of the run this beat belongs to, if it belongs to one."""
    return DBOS.workflow_id


def settle_engine_log() -> None:
    """Write the engine's log as ours, without the ends of runs that were foreseen: who they concern is told."""
    engine = logging.getLogger("dbos")
    engine.handlers.clear()
    engine.propagate = True
    engine.addFilter(lambda record: not (record.exc_info and isinstance(record.exc_info[1], FORESEEN)))
