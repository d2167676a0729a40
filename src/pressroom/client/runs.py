"""Runs and workflows, as a client asks for them."""

from collections.abc import Mapping
from http import HTTPStatus

from typing_extensions import Unpack

from pressroom.client.calls import Call
from pressroom.client.flows import Flow, watched
from pressroom.client.groups import Group, M, Request, Wait, Walk, through
from pressroom.client.models import (
    FloorStartedRun,
    LineList,
    ListLines,
    ListRuns,
    RetriedRun,
    RunList,
    RunOut,
    StepList,
    WorkflowList,
    WorkflowOut,
)

HERE = "/api/runs"
ONE = f"{HERE}/{{run_id}}"
WORKFLOWS = "/api/workflows"
ENDS = frozenset({"succeeded", "failed", "cancelled"})


class Runs(Group[M]):
    """Every piece of work: seen, awaited, stopped, done again."""

    @Request
    def list(self, /, **wanted: Unpack[ListRuns]) -> Call[RunList]:
        """Return a page of runs, newest first."""
        return Call(method="GET", path=HERE, answer=RunList, query=wanted)

    each = through(list.describe)
    """Go through all runs that are wanted, page after page."""

    @Request
    def get(self, run_id: str) -> Call[RunOut]:
        """Return one run, with its input and output."""
        return _one(run_id)

    @Wait
    def wait(self, run_id: str, *, seconds: float | None = None) -> Flow[RunOut]:
        """Wait until a run is over; return it, however it ended. Raises TimeoutError after `seconds`."""
        return watched(_one(run_id), self.carrier.patience, state=lambda one: one.status, ends=ENDS, seconds=seconds)

    @Walk
    def watch(self, run_id: str, *, seconds: float | None = None) -> Flow[RunOut]:
        """Give a run as it is, and whenever its status is another, until it is over."""
        return watched(_one(run_id), self.carrier.patience, state=lambda one: one.status, ends=ENDS, seconds=seconds)

    @Request
    def steps(self, run_id: str) -> Call[StepList]:
        """Return a run's steps so far, in order."""
        return Call(method="GET", path=f"{ONE}/steps", answer=StepList, at={"run_id": run_id})

    @Request
    def lines(self, run_id: str, /, **wanted: Unpack[ListLines]) -> Call[LineList]:
        """Return what a run logged, oldest first."""
        return Call(method="GET", path=f"{ONE}/logs", answer=LineList, at={"run_id": run_id}, query=wanted)

    @Request
    def cancel(self, run_id: str) -> Call[RunOut]:
        """Stop a run before its next step."""
        return Call(method="POST", path=f"{ONE}/cancel", answer=RunOut, at={"run_id": run_id})

    @Request
    def retry(self, run_id: str) -> Call[RetriedRun]:
        """Start what a failed or cancelled run was about as a new run."""
        return _again(f"{ONE}/retry", run_id)

    @Request
    def rerun_from(self, run_id: str, step: int) -> Call[RetriedRun]:
        """Have a run that is over do everything again from one of its steps on."""
        return _again(f"{ONE}/rewind", run_id, {"step": step})


class Workflows(Group[M]):
    """What can be started."""

    @Request
    def list(self) -> Call[WorkflowList]:
        """Return every workflow, and how each has fared in the last day."""
        return Call(method="GET", path=WORKFLOWS, answer=WorkflowList)

    @Request
    def get(self, name: str) -> Call[WorkflowOut]:
        """Return one workflow, with the JSON schema of its input."""
        return Call(method="GET", path=f"{WORKFLOWS}/{{name}}", answer=WorkflowOut, at={"name": name})

    @Request
    def start(self, name: str, given: Mapping[str, object] | None = None) -> Call[FloorStartedRun]:
        """Start a workflow with an input; where the same work is under way, that run is returned."""
        return Call(
            method="POST",
            path=f"{WORKFLOWS}/{{name}}/runs",
            answer=FloorStartedRun,
            at={"name": name},
            json=given or {},
            status=HTTPStatus.ACCEPTED,
            keyed=True,
        )


def _one(run_id: str) -> Call[RunOut]:
    return Call(method="GET", path=ONE, answer=RunOut, at={"run_id": run_id})


def _again(path: str, run_id: str, body: object = None) -> Call[RetriedRun]:
    return Call(
        method="POST",
        path=path,
        answer=RetriedRun,
        at={"run_id": run_id},
        json=body,
        status=HTTPStatus.ACCEPTED,
        keyed=True,
    )
