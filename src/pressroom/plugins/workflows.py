"""Workflows of one's own made known to the engine, and begun when their time has come."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from dbos import DBOS
from sqlalchemy import select

from pressroom.core.accounts.models import Workspace
from pressroom.kernel.db import Database
from pressroom.kernel.durable import Durable, Failure, RunFailed, current_run_id, step, workflow
from pressroom.kernel.toolbox import Toolbox
from pressroom.plugins.starting import begin
from pressroom.workflow import Definition
from pressroom.workflow.steps import end_broken

_known: dict[str, Definition[..., Any]] = {}


@dataclass(frozen=True, slots=True)
class Tools:
    """What beginning works with; bound once by the composition root."""

    database: Database
    durable: Durable


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


def make_known(definition: Definition[..., Any]) -> None:
    """Let this process run a workflow of one's own, should it be a worker."""

    def story(_subject_id: str, given: dict[str, Any]) -> object:
        return definition.carry(given)

    story.__name__ = story.__qualname__ = definition.name
    workflow(when_broken=end_broken)(story)
    _known[definition.name] = definition


@DBOS.workflow(name="begin_on_schedule")
def begin_on_schedule(_scheduled_at: datetime, context: dict[str, str]) -> str | None:
    """Begin a workflow of one's own, when its time has come; return the run's id."""
    match begin_due(context["workflow"]):
        case Failure() as failure:
            raise RunFailed(failure.reason)
        case started:
            return started


@step
def begin_due(name: str) -> str | Failure | None:
    """Start a workflow with its defaults in the first workspace, where there is one; again, it is the same run."""
    if name not in _known:
        return Failure(f"No file in the plug-ins folder has a workflow called {name}.")
    definition, tools = _known[name], _toolbox()
    with tools.database.transaction() as session:
        first = session.scalar(select(Workspace.id).order_by(Workspace.created_at, Workspace.id).limit(1))
        if first is None:
            return None
        subject_id = uuid5(NAMESPACE_OID, current_run_id() or name)
        return begin(session, tools.durable, definition, definition.input(), workspace_id=first, subject_id=subject_id)
