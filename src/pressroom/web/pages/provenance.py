"""Where what is said about something came from: its author, its revisions, its runs."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from pressroom.core.metadata.models import Author, Revision
from pressroom.core.runs.queries import Run
from pressroom.web.pages.differences import Compared
from pressroom.web.pages.run_rows import seconds_of, state_of_run, title_of
from pressroom.web.views.metadata import Provenance, RevisionRow, RunLink
from pressroom.web.views.shell import Crumb

SURE, FAIRLY_SURE = 0.75, 0.45


def provenance(shown: Revision, notes: Sequence[str]) -> Provenance:
    """Return where the answer that is shown came from, with what a person should know about it."""
    return Provenance(
        author=author_of(shown),
        at=shown.created_at,
        run=Crumb(f"/runs/{shown.run_id}", "its run") if shown.run_id else None,
        seconds=shown.seconds,
        confidence=_confidence(shown.confidence),
        notes=notes,
    )


def revision_row(revision: Revision, name: str, *, current: UUID | None, compared: Compared | None) -> RevisionRow:
    """Return one of the newest answers, by a name that tells it from the others."""
    return RevisionRow(
        id=str(revision.id),
        at=revision.created_at,
        author=author_of(revision),
        name=name,
        feedback=revision.feedback,
        is_current=revision.id == current,
        is_older=compared is not None and revision.id == compared[0].id,
        is_newer=compared is not None and revision.id == compared[1].id,
    )


def run_link(run: Run) -> RunLink:
    """Return a run that touched something."""
    return RunLink(run.id, title_of(run), state_of_run(run), run.created_at, seconds_of(run))


def author_of(revision: Revision) -> str:
    """Return who gave an answer: a person, or a model and the workspace's own prompt that it was asked with."""
    if revision.author is Author.PERSON:
        return "Written by hand"
    model = "Built-in model" if revision.model == "local" else revision.model or "Model"
    return f"{model}, your prompt {revision.prompt_version}" if revision.prompt_version else model


def _confidence(value: float | None) -> Literal["low", "medium", "high"] | None:
    if value is None:
        return None
    if value >= SURE:
        return "high"
    return "medium" if value >= FAIRLY_SURE else "low"
