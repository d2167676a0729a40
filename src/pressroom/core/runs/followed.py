"""Runs that a newer one has followed: what one of them did not bring is tried again by the newest alone."""

from uuid import UUID

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from pressroom.core.runs.engine import RUNS
from pressroom.core.runs.models import PausedRun
from pressroom.core.runs.stranded import WAITING
from pressroom.kernel.errors import Conflict

OF_ONE = 2
"""The parts of a run's id that runs of the same work share: `process-document:{id}` of `process-document:{id}:3`."""
_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(:subject, 4))")


class Followed(Conflict):
    """Another run is at this work, has done it, or is the one to try again; `in_general` says so without its id."""

    def __init__(self, in_general: str, run_id: str, *, code: str) -> None:
        super().__init__(f"{in_general} That is {run_id}.", code=code)
        self.in_general = in_general


def check_is_newest(session: Session, subject: tuple[str, UUID], run_id: str) -> None:
    """Raise Followed unless a run is the newest of its work, and none of that is under way.

    Whoever asks next about the same subject waits until the transaction ends, and sees what it began.
    """
    session.execute(_TURN, {"subject": f"{subject[0]}:{subject[1]}"})
    work = ":".join(run_id.split(":")[:OF_ONE])
    found = session.execute(
        select(RUNS.c.workflow_uuid, RUNS.c.status, or_(RUNS.c.status.in_(WAITING), PausedRun.run_id.is_not(None)))
        .outerjoin(PausedRun, PausedRun.run_id == RUNS.c.workflow_uuid)
        .where(
            RUNS.c.attributes.contains({"subject_kind": subject[0], "subject_id": str(subject[1])}),
            or_(RUNS.c.workflow_uuid == work, RUNS.c.workflow_uuid.startswith(f"{work}:", autoescape=True)),
        )
        .order_by(RUNS.c.created_at.desc(), RUNS.c.workflow_uuid.desc())
    ).all()
    if under_way := [one_id for one_id, _status, is_open in found if is_open]:
        raise Followed("A run is at this work already.", under_way[0], code="busy")
    newest, status = found[0][:2] if found else (run_id, None)
    if newest == run_id:
        return
    if status == "SUCCESS":
        raise Followed("A newer run has done this since, so there is nothing to try again.", newest, code="completed")
    raise Followed("A newer run has tried this since, so only that one may be tried again.", newest, code="newer")
