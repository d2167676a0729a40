"""A workflow of one's own begun, and begun again."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.orm import Session

from pressroom.catalogue import CATALOGUE
from pressroom.core.floor.catalogue import Asker
from pressroom.core.runs.followed import check_is_newest
from pressroom.kernel.app import App, Reopening, SubjectActions
from pressroom.kernel.durable import Durable
from pressroom.kernel.errors import Conflict, NotFound
from pressroom.kernel.ids import new_id
from pressroom.workflow import Definition

KIND = "plugin"
"""What a run of one's own workflow is about, to the engine: its own input, known by an id that retries share."""
ALL, NONE, EMPTY = "all", "none", "empty"
"""The partition where all runs count together, that of an input whose key is None, and of one whose key is no text: a
partition has a name."""


def start(definition: Definition[..., Any], session: Session, app: App, asker: Asker, wanted: BaseModel) -> str:
    """Start a workflow of one's own; return the run's id."""
    return begin(session, app.durable, definition, wanted, workspace_id=asker.workspace_id, subject_id=new_id())


def begin(
    session: Session,
    durable: Durable,
    definition: Definition[..., Any],
    wanted: BaseModel,
    *,
    workspace_id: UUID,
    subject_id: UUID,
) -> str:
    """Start the first run about an input; the same `subject_id` twice is one run."""
    given = wanted.model_dump(mode="json", by_alias=True)
    return durable.enqueue(
        session,
        definition.name,
        str(subject_id),
        given,
        run_id=f"{definition.name}:{subject_id}:1",
        workspace_id=workspace_id,
        subject=(KIND, subject_id),
        queue=definition.name,
        partition=partition_of(definition, wanted),
    )


def partition_of(definition: Definition[..., Any], wanted: BaseModel) -> str | None:
    """Return among which runs a run is counted; None where no limit is set."""
    if definition.concurrency is None:
        return None
    if definition.key is None:
        return ALL
    value = getattr(wanted, definition.key)
    return NONE if value is None else str(value) or EMPTY


def actions(durable: Durable) -> SubjectActions:
    """Return what happens when a run of one's own is given up, tried again or wound back: nothing waits for it."""
    return SubjectActions(lambda *_: None, partial(_again, durable), lambda _session: 0, _reopen)


def _again(durable: Durable, session: Session, workspace_id: UUID, subject_id: UUID) -> str:
    """Start the newest run about an input once more, with the same input."""
    about = {"workspace_id": str(workspace_id), "subject_kind": KIND, "subject_id": str(subject_id)}
    found = durable.client.list_workflows(attributes=about, load_output=False)
    if not found:
        raise NotFound("There is no such run here; finished runs are kept for a limited time.")
    last = max(found, key=_number)
    _check_known(last.name)
    given: Mapping[str, Any] = last.input["args"][1] if last.input else {}
    return durable.enqueue(
        session,
        last.name,
        str(subject_id),
        given,
        run_id=f"{last.name}:{subject_id}:{_number(last) + 1}",
        workspace_id=workspace_id,
        subject=(KIND, subject_id),
        queue=last.name,
        partition=last.queue_partition_key,
    )


def _number(run: Any) -> int:  # noqa: ANN401  # the engine's own row
    return int(run.workflow_id.rpartition(":")[2])


def _reopen(session: Session, _workspace_id: UUID, subject_id: UUID, of: Reopening) -> None:
    """Let the newest run about an input go on; raises Conflict where a newer one has followed it."""
    _check_known(of.workflow)
    check_is_newest(session, (KIND, subject_id), of.run_id)


def _check_known(name: str) -> None:
    if name not in {one.name for one in CATALOGUE}:
        raise Conflict(
            f"No file in the plug-ins folder has a workflow called {name} any more. Put it back, and start Pressroom "
            "again.",
            code="gone",
        )
