"""Runs that wait for several of a kind: what they are called, and what became of each."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.runs import batches
from pressroom.core.runs.batches import Part, Size
from pressroom.core.runs.queries import Run
from pressroom.features.documents.models import KIND as DOCUMENT
from pressroom.features.media.models import KIND as MEDIA
from pressroom.features.pins.models import KIND as PIN
from pressroom.features.pins.publishing.actions.publish import PUBLISHED
from pressroom.kernel.errors import NotFound
from pressroom.web.formatting import plural
from pressroom.web.pages.run_subjects import ADDRESSES, GONE, NAMES
from pressroom.web.views.runs import RunPart
from pressroom.web.views.shell import PAUSED, State

NOUNS = {PIN: "pin", MEDIA: "picture", DOCUMENT: "document"}
VERBS = {"describe-pin": "Write", "publish-pin": "Publish", "withdraw-pin": "Withdraw", "describe-media": "Describe"}
"""By how the id of a run of one of them begins."""
GOALS = {PUBLISHED: "Publish"}
"""By what they are counted as, where none of them got a run."""
STATES = {
    "open": State("run", "Under way"),
    "paused": PAUSED,
    "done": State("ok", "Done"),
    "failed": State("bad", "Failed"),
}
FIRST = ("failed", "paused", "open", "done")
SHOWN = 200


def titles(session: Session, workspace_id: UUID, runs: Collection[Run]) -> Mapping[str, str]:
    """Return what runs that wait for several are called, by run: `Write 43 pins`; all others are left out."""
    waiting = {one.id: UUID(one.subject_id) for one in runs if one.subject_kind == batches.KIND}
    found = batches.sizes(session, workspace_id, waiting.values()) if waiting else {}
    return {run_id: _title(found[one]) for run_id, one in waiting.items() if one in found}


def parts_of(session: Session, workspace_id: UUID, run: Run) -> tuple[Sequence[RunPart], int]:
    """Return what became of each that a run waits for, those that failed first, and how many there are in all."""
    if run.subject_kind != batches.KIND:
        return (), 0
    try:
        batch = batches.batch(session, workspace_id, UUID(run.subject_id))
    except NotFound:  # it is kept as long as its run, or a day less
        return (), 0
    found = batches.parts(session, batch)
    shown = sorted(found, key=lambda one: FIRST.index(one.state))[:SHOWN]
    ids = {str(one.subject_id) for one in shown}
    names = NAMES[batch.kind](session, workspace_id, ids) if ids and batch.kind in NAMES else {}
    return [_part(batch.kind, one, names) for one in shown], len(found)


def _title(size: Size) -> str:
    verb = VERBS.get(size.one_run.partition(":")[0]) or GOALS.get(size.counted_as, "Work on")
    return f"{verb} {plural(size.number, NOUNS.get(size.kind, size.kind))}"


def _part(kind: str, part: Part, names: Mapping[str, str]) -> RunPart:
    subject_id = str(part.subject_id)
    return RunPart(
        live=f"{kind}:{subject_id}",
        url=ADDRESSES[kind].format(subject_id),
        label=names.get(subject_id, GONE[kind]),
        state=STATES[part.state],
        reason=part.reason or "",
        run_url=f"/runs/{part.run_id}" if part.run_id else None,
    )
