"""What reaches outside a generation's rows: decoding, analysing, painting, storing. Each is safe to repeat."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from pressroom.core.assets.actions import delete_objects
from pressroom.core.assets.intake import Kept, record_kept
from pressroom.core.assets.models import Source
from pressroom.core.prompts.queries import prompted
from pressroom.core.spending.actions import Call, check_budget
from pressroom.core.spending.asking import Question, ask_once, count_call
from pressroom.core.spending.rules import PAINTING, price_of
from pressroom.features.generations.actions import progress, remove
from pressroom.features.generations.models import KIND, Generation, Step
from pressroom.features.generations.rules import PARTIAL, partial_key
from pressroom.kernel.db import Database
from pressroom.kernel.durable import current_run_id, step
from pressroom.kernel.errors import Conflict, Invalid, NotFound, PressroomError, ProviderBusy, ProviderRefused
from pressroom.kernel.log import logger
from pressroom.kernel.storage import Storage, thumbnail_key
from pressroom.kernel.toolbox import Toolbox
from pressroom.providers.describe import SITTER, Describer, Evidence
from pressroom.providers.paint import Painted, Painter, Subject, SubjectType, style
from pressroom.providers.pictures import PNG, Developed, PictureReader, Size

SEEN_BY_MODELS = Size.MEDIUM
"""The thumbnail that is analysed."""
PAINTED_FROM = Size.LARGE
"""The thumbnail that is painted from: upright, in sRGB, and larger than what is painted."""
PAINTED, ANSWER = ENDINGS = ".png", ".json"
"""What a run keeps of a painter's answer: the picture, and what is said of it."""
STORING_TRIES = 4
STORING_WAIT_SECONDS = 1.0

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with; bound once by the composition root."""

    database: Database
    storage: Storage
    reader: PictureReader
    describer: Describer
    painter: Painter


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


@step
def store_original(generation_id: str) -> dict[str, Any]:
    """Decode the photo, and keep it in the sizes it is shown, analysed and painted from."""
    tools = _toolbox()
    with _at(generation_id, Step.STORE_ORIGINAL) as generation:
        photo = generation.original
        developed = tools.reader.develop(tools.storage.path(photo.storage_key), photo.mime)
        _keep_thumbnails(tools, photo.sha256, developed)
        with tools.database.transaction() as session:
            progress.record_original(session, generation.id, current_run_id(), _look(developed))
    return {"width": developed.width, "height": developed.height}


@step
def analyse(generation_id: str) -> dict[str, Any]:
    """Ask the describing model who or what the photo shows; once, however often the generation is tried."""
    tools = _toolbox()
    with _at(generation_id, Step.ANALYSE) as generation:
        if generation.analysis:
            return {"subject_type": generation.subject_type}
        evidence = evidence_of(tools.storage, generation)
        with tools.database.transaction() as session:
            profile = prompted(session, generation.workspace_id, SITTER)
        asked = Question(
            workspace_id=generation.workspace_id,
            subject=(KIND, generation.id),
            profile=profile,
            evidence=evidence,
            purpose="analyse",
        )
        said = ask_once(tools.database, tools.describer, asked)
        values = said.pop("values")
        with tools.database.transaction() as session:
            progress.record_analysis(session, generation.id, current_run_id(), values, said)
    return {"subject_type": values["subject_type"], "model": said["model"]}


@step
def generate(generation_id: str) -> dict[str, Any]:
    """Have the picture painted, and keep it until it is judged; what was painted before a crash is not paid twice."""
    tools = _toolbox()
    with _at(generation_id, Step.GENERATE) as generation:
        key = _partial()
        painting = _painted_before(tools.storage, key)
        if painting is None:
            painting = _paint(tools, generation, key)
        with _undoing(_forget_partial), tools.database.transaction() as session:
            progress.record_painting(session, generation.id, current_run_id(), painting)
    return painting


@step
def store_result(generation_id: str) -> dict[str, Any]:
    """Judge what was painted by decoding it, and store it by its content."""
    tools = _toolbox()
    with _at(generation_id, Step.STORE_RESULT) as generation:
        painted = tools.storage.path(_partial() + PAINTED)
        developed = _judged(tools, painted)
        with painted.open("rb") as file:
            kept = Kept(generation.filename, PNG, tools.storage.keep(file), file)
            with _undoing(_forget_partial, partial(_forget_unused, kept)), tools.database.transaction() as session:
                asset = record_kept(
                    session,
                    tools.storage,
                    kept,
                    workspace_id=generation.workspace_id,
                    source=Source.GENERATED,
                    source_id=str(generation.id),
                )
                _keep_thumbnails(tools, asset.sha256, developed)  # while nobody else can let these bytes go
                progress.record_result(session, generation.id, current_run_id(), asset.id, _look(developed))
    return {"width": developed.width, "height": developed.height}


@step
def discard_partial(generation_id: str) -> None:
    """Delete what this run painted: it is stored by its content by now, or is not to be delivered."""
    log.debug("deleting what was painted", generation=generation_id)
    _forget_partial()


@step
def discard_result(generation_id: str) -> int:
    """Delete the stored result of a run that is not delivered, unless something else uses the same bytes."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        digests = remove.drop_results_of(session, UUID(generation_id))
    return delete_objects(tools.database, tools.storage, digests)


@step
def delete_generated(digests: list[str]) -> int:
    """Delete stored files, but for those that were taken in again meanwhile; deleting one that is gone is no error."""
    return delete_objects(_toolbox().database, _toolbox().storage, digests)


@step
def sweep_partials() -> int:
    """Delete what runs had painted that are over; return how many files."""
    tools = _toolbox()
    kept = tools.storage.keys(PARTIAL)  # first: what comes later is of a run that is still to be found in progress
    with tools.database.transaction() as session:
        wanted = {partial_key(run_id) + ending for run_id in remove.runs_in_progress(session) for ending in ENDINGS}
    left = [key for key in kept if key not in wanted]
    for key in left:
        tools.storage.delete(key)
    return len(left)


def evidence_of(storage: Storage, generation: Generation) -> Evidence:
    """Return what a model is shown of a photo that has been looked at."""
    picture = storage.get(thumbnail_key(generation.original.sha256, SEEN_BY_MODELS))
    return Evidence(filename=generation.filename, images=(picture,))


@contextmanager
def _at(generation_id: str, name: Step) -> Iterator[Generation]:
    """Show that a step has begun, and log how it went."""
    with _toolbox().database.transaction() as session:
        generation = progress.begin_step(session, UUID(generation_id), current_run_id(), name)
    began, told = monotonic(), log.bind(generation=generation_id, step=name, attempt=generation.attempt)
    told.info("generation step started")
    try:
        yield generation
    except PressroomError as error:
        told.warning("generation step failed", seconds=round(monotonic() - began, 3), reason=str(error))
        raise
    told.info("generation step completed", seconds=round(monotonic() - began, 3))


@contextmanager
def _undoing(*undoings: Callable[[], object]) -> Iterator[None]:
    """Undo what reached outside where the run turns out to be no longer wanted: nobody comes after it to do so."""
    try:
        yield
    except Conflict:
        for undo in undoings:
            undo()
        raise


def _forget_partial() -> None:
    for ending in ENDINGS:
        _toolbox().storage.delete(_partial() + ending)


def _forget_unused(kept: Kept) -> None:
    delete_objects(_toolbox().database, _toolbox().storage, [kept.stored.sha256])


def _paint(tools: Tools, generation: Generation, key: str) -> dict[str, Any]:
    photo = tools.storage.get(thumbnail_key(generation.original.sha256, PAINTED_FROM))
    with tools.database.transaction() as session:
        check_budget(session, generation.workspace_id, tools.painter.model)
    subject = Subject(
        type=SubjectType(generation.subject_type or SubjectType.OTHER),
        description=generation.subject_description or "",
        features=tuple(generation.subject_features),
    )
    painted = tools.painter.paint(photo, style(generation.style), subject)
    cost = price_of(painted.model, painted.cost_usd)
    painting = {
        "model": painted.model,
        "notes": list(painted.notes),
        "input_tokens": painted.input_tokens,
        "output_tokens": painted.output_tokens,
        "cost_usd": None if cost is None else str(cost),
        "seconds": round(painted.seconds, 3),
    }
    count_call(tools.database, _painted_call(generation, painted.model), painting)  # first: it is paid, kept or not
    _keep_painted(tools.storage, key, painted, painting)
    return painting


def _keep_painted(storage: Storage, key: str, painted: Painted, painting: dict[str, Any]) -> None:
    """Store what was painted; to be busy here would have it painted, and paid for, again.

    Raises ProviderRefused when the storage takes nothing.
    """
    for tried in range(1, STORING_TRIES + 1):
        try:
            storage.put(key + PAINTED, painted.png)
            storage.put(key + ANSWER, json.dumps(painting).encode())  # last: where it is, the picture is whole
        except ProviderBusy as error:
            log.warning("what was painted could not be stored", key=key, attempt=tried, reason=str(error))
            if tried == STORING_TRIES:
                raise ProviderRefused(f"The picture was made, but could not be stored. {error}") from error
            sleep(STORING_WAIT_SECONDS * 2 ** (tried - 1))
        else:
            return


def _painted_before(storage: Storage, key: str) -> dict[str, Any] | None:
    try:
        painting: dict[str, Any] = json.loads(storage.get(key + ANSWER))
    except NotFound:
        return None
    return painting


def _judged(tools: Tools, painted: Path) -> Developed:
    try:
        return tools.reader.develop(painted, PNG)
    except Invalid as error:
        raise ProviderRefused(f"The model answered with a picture that cannot be read. {error}") from error


def _keep_thumbnails(tools: Tools, sha256: str, developed: Developed) -> None:
    for size, picture in developed.thumbnails.items():
        tools.storage.put(thumbnail_key(sha256, size), picture)


def _look(developed: Developed) -> dict[str, Any]:
    placeholder = "data:image/webp;base64," + b64encode(developed.placeholder).decode()
    return {
        "width": developed.width,
        "height": developed.height,
        "placeholder": placeholder if developed.placeholder else "",
    }


def _painted_call(generation: Generation, model: str) -> Call:
    return Call(
        workspace_id=generation.workspace_id,
        run_id=current_run_id() or "",
        purpose="generate",
        profile=PAINTING,
        subject_kind=KIND,
        subject_id=generation.id,
        model=model,
    )


def _partial() -> str:
    """Return where this run keeps what it painted."""
    return partial_key(current_run_id() or "")
