"""A generation as the panel beside its pictures shows it."""

from collections.abc import Sequence

from pressroom.core.assets.models import Source
from pressroom.core.runs.queries import Run
from pressroom.features.generations.models import Generation, Status
from pressroom.features.media.models import Item
from pressroom.web.pages.generation_tiles import (
    DOING,
    failure_of,
    pictures_shown,
    progress_of,
    state_of,
    style_choices,
    style_name,
)
from pressroom.web.pages.provenance import run_link
from pressroom.web.views.generations import GenerationDetail
from pressroom.web.views.shell import Crumb

LOCAL = "local"
SUBJECTS = {"person": "A person", "pet": "A pet", "other": "Something else"}
ORIGINS = {
    Source.UPLOAD: "Uploaded",
    Source.FOLDER: "From a folder on this server",
    Source.GOOGLE_DRIVE: "From Google Drive",
    Source.GENERATED: "Made here",
    Source.WEB: "From the web",
}


def generation_detail(generation: Generation, runs: Sequence[Run], media: Item | None) -> GenerationDetail:
    """Return all that is known; `media` is the result in the library."""
    original, result = pictures_shown(generation)
    return GenerationDetail(
        id=str(generation.id),
        name=generation.filename,
        style=style_name(generation.style),
        state=state_of(generation),
        progress=progress_of(generation),
        failure=failure_of(generation),
        waits_for=generation.paused_reason,
        original=original,
        result=result,
        styles=style_choices(generation.style),
        is_deleted=generation.deleted_at is not None,
        subject=SUBJECTS.get(generation.subject_type or ""),
        description=generation.subject_description or None,
        features=generation.subject_features,
        models=_models(generation),
        notes=[*generation.analysis.get("notes", []), *generation.painting.get("notes", [])],
        paid=_paid(generation),
        cost=_cost(generation),
        stopped_at=DOING[generation.step] if generation.status is Status.FAILED else None,
        seconds=generation.seconds,
        attempt=generation.attempt,
        origin=ORIGINS[Source(generation.source)],
        created_at=generation.created_at,
        started_at=generation.started_at,
        run_id=generation.run_id,
        runs=[run_link(one) for one in runs],
        media=Crumb(f"/media/{media.id}", media.filename) if media else None,
    )


def _models(generation: Generation) -> str | None:
    """Return who looked and who painted, once either did."""
    looked, painted = (one.get("model") for one in (generation.analysis, generation.painting))
    named = ["this server" if one == LOCAL else one for one in (painted, looked) if one]
    if not named:
        return None
    if len(set(named)) == 1:
        return named[0].capitalize() if named[0] == "this server" else named[0]
    return f"{named[0]}, after a look by {named[1]}"


def _paid(generation: Generation) -> str:
    match generation.status:
        case Status.PROCESSING:
            return "1 credit, once it is delivered"
        case Status.COMPLETED:
            return "1 credit"
        case Status.FAILED:
            return "No credit was taken"


def _cost(generation: Generation) -> str | None:
    models = {one["model"] for one in (generation.analysis, generation.painting) if one.get("model")}
    if generation.cost_usd is not None:
        return f"${generation.cost_usd:.4f}"
    if not models:
        return None
    return "No cost" if models == {LOCAL} else "The models' price is not known"
