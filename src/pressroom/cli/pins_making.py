"""`pressroom pins`: made, one or many, and described; waited for where that is wanted."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy.orm import Session

from pressroom.cli.adding import INTERRUPTED_CODE, interruptible, worker_beside
from pressroom.cli.desk import Desk, desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.pins_chosen import Ids, InStatus, OfProject, OnBoard, WithTag, chosen, each
from pressroom.cli.terminal import out, print_json, say
from pressroom.core.runs.queries import run as find_run
from pressroom.features.generations.queries import generation
from pressroom.features.generations.rules import delivered
from pressroom.features.media.queries import item
from pressroom.features.pins import queries
from pressroom.features.pins.actions.again import describe_pins, try_again
from pressroom.features.pins.actions.create import MOST_PER_ARTICLE, Wanted, create_pin, create_pins
from pressroom.features.pins.actions.picture import Picked, keep_upload, picked_upload
from pressroom.features.pins.articles.queries import article as find_article
from pressroom.features.pins.models import PictureSource, Pin, PinStatus
from pressroom.features.pins.projects.queries import project as find_project
from pressroom.features.pins.queries import Filters
from pressroom.features.pins.schemas import PinEdit, PinOut
from pressroom.features.pins.several import StartedPins
from pressroom.kernel.errors import Invalid
from pressroom.providers.pages import clean_filename

Wait = Annotated[bool, typer.Option("--wait", help="Wait until it is done; a failure makes it exit with 1.")]
Describe = Annotated[bool, typer.Option("--describe", help="Have title, description, alt text and keywords written.")]
PutOn = Annotated[UUID | None, typer.Option("--board", help="Id of the board they are put on. Unset: the project's.")]
LOOK_EVERY_SECONDS = 0.2


def add(
    context: typer.Context,
    project: Annotated[UUID, typer.Argument(metavar="PROJECT", help="The project's id.")],
    *,
    picture: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A picture on this machine.")
    ] = None,
    media: Annotated[UUID | None, typer.Option(help="Id of a picture of the library.")] = None,
    generated: Annotated[UUID | None, typer.Option("--generation", help="Id of a generation.")] = None,
    of_article: Annotated[UUID | None, typer.Option("--article-picture", help="Id of a picture of an article.")] = None,
    article: Annotated[UUID | None, typer.Option(help="Id of the article it leads to.")] = None,
    board: PutOn = None,
    title: Annotated[str | None, typer.Option(help="At most 100 characters.")] = None,
    describe: Describe = False,
    wait: Wait = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Make one pin, of a picture on this machine, in the library, generated, or an article's."""
    if len([one for one in (picture, media, generated, of_article) if one]) > 1:
        raise Invalid("Name one picture: --picture, --media, --generation or --article-picture.")
    given = {"title": title, "board_id": board}
    values = PinEdit(**{name: value for name, value in given.items() if value}).values

    def start(session: Session, place: Desk) -> Sequence[Pin]:
        wanted = Wanted(
            article=find_article(session, place.workspace_id, article) if article else None,
            picture=picked(session, place, picture, media, generated, of_article),
            values=values,
            describe=describe,
        )
        home = find_project(session, place.workspace_id, project)
        return [create_pin(session, place.app.durable, home, wanted, user_id=place.user_id)]

    _start(context, workspace, start, wait=wait, as_json=as_json)


def make(
    context: typer.Context,
    articles: Annotated[list[UUID], typer.Argument(metavar="ARTICLE", help="The articles' ids.")],
    *,
    per_article: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_PER_ARTICLE, help="Pins of each. Unset: as many as its project wants."),
    ] = None,
    board: PutOn = None,
    describe: Describe = False,
    wait: Wait = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Make pins of articles, the best pictures first; an article that gives none is named with the reason."""

    def start(session: Session, place: Desk) -> Sequence[Pin]:
        made = create_pins(
            session,
            place.app.durable,
            place.workspace_id,
            articles,
            user_id=place.user_id,
            per_article=per_article,
            board_id=board,
            describe=describe,
        )
        for one in made.refused:
            say(f"{one.article_id}: {one.reason}")
        return made.pins

    _start(context, workspace, start, wait=wait, as_json=as_json)


def describe(
    context: typer.Context,
    ids: Ids = None,
    *,
    project: OfProject = None,
    board: OnBoard = None,
    status: InStatus = None,
    tag: WithTag = None,
    feedback: Annotated[str | None, typer.Option(help="What should be different.")] = None,
    wait: Wait = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Describe pins, by ids or all that the filters find, minding what you say; what is locked stays as it is."""
    filters = Filters(project_id=project, board_id=board, status=status, tag=tag)
    with desk(context, workspace) as place, interruptible() as stop:
        with place.app.database.transaction() as session:
            found = chosen(session, place, ids, filters)
            batch = describe_pins(session, place.app.durable, place.workspace_id, found, feedback=feedback)
            run_id = batch.run_id or ""
        output = None
        if wait:
            with worker_beside(context.obj, place):
                output = output_of(place, run_id, stop)
    started = StartedPins(run_id=run_id, total=len(found))
    if as_json:
        print_json(output or started)
    else:
        out.print(f"Started {run_id}", soft_wrap=True)
        each(output)
    raise typer.Exit(INTERRUPTED_CODE if stop.is_set() else int(bool(output and output["failed"])))


def retry(
    context: typer.Context,
    ids: Annotated[list[UUID], typer.Argument(metavar="ID", help="The pins' ids.")],
    *,
    wait: Wait = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Start failed pins again, all or none: the picture, or the description with what was said."""

    def start(session: Session, place: Desk) -> Sequence[Pin]:
        found = [queries.pin(session, place.workspace_id, one, lock=True) for one in sorted(set(ids))]
        for one in found:
            try_again(session, place.app.durable, one)
        return found

    _start(context, workspace, start, wait=wait, as_json=as_json)


def picked(  # one of four
    session: Session,
    place: Desk,
    path: Path | None,
    media: UUID | None,
    generated: UUID | None,
    of_article: UUID | None,
) -> Picked | None:
    """Return the picture that is named, if one is; raises NotFound, and what taking a file in raises."""
    if path:
        with path.open("rb") as file:
            kept = keep_upload(place.app, file, filename=clean_filename(path.name))
            return picked_upload(session, place.app, kept, workspace_id=place.workspace_id)
    if media:
        return Picked(source=PictureSource.MEDIA, asset_id=item(session, place.workspace_id, media).asset_id)
    if generated:
        made = generation(session, place.workspace_id, place.user_id, generated)
        return Picked(source=PictureSource.GENERATION, asset_id=delivered(made).id)
    return Picked.of_article(queries.article_picture(session, place.workspace_id, of_article)) if of_article else None


def _start(
    context: typer.Context,
    workspace: str | None,
    start: Callable[[Session, Desk], Sequence[Pin]],
    *,
    wait: bool,
    as_json: bool,
) -> None:
    with desk(context, workspace) as place, interruptible() as stop:
        with place.app.database.transaction() as session:
            runs = {one.id: one.run_id for one in start(session, place)}
        if wait:
            with worker_beside(context.obj, place):
                for run_id in filter(None, runs.values()):
                    output_of(place, run_id, stop)
        with place.app.database.transaction() as session:
            found = queries.pins_of(session, place.workspace_id, runs.keys())
    if as_json:
        print_json({"pins": [PinOut.of(one).model_dump(mode="json") for one in found]})
    else:
        for one in found:
            out.print(f"{one.id}  {one.status}  {one.error or one.title}", soft_wrap=True)
    failed = any(one.status is PinStatus.FAILED for one in found)
    raise typer.Exit(INTERRUPTED_CODE if stop.is_set() else int(wait and failed))


def output_of(place: Desk, run_id: str, stop: Event) -> dict[str, object] | None:
    """Wait until a run is over, or `stop` is set; return what it says of each pin, if it says anything."""
    while not (run := find_run(place.app.durable, place.workspace_id, run_id)).is_over:
        if stop.wait(LOOK_EVERY_SECONDS):
            return None
    return run.output if isinstance(run.output, dict) else None
