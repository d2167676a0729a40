"""`pressroom generations`: listed, shown, tried again, saved, deleted, brought back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, AtMost, From, InWorkspace
from pressroom.cli.terminal import clock, out, print_facts, print_json, print_table, quiet_logs, say, say_more
from pressroom.core.assets.models import Asset
from pressroom.features.generations import queries
from pressroom.features.generations.actions.remove import delete_generation, undelete_generation
from pressroom.features.generations.actions.submit import retry_generation
from pressroom.features.generations.models import Generation, Status
from pressroom.features.generations.rules import delivered, result_name
from pressroom.features.generations.schemas import (
    GenerationList,
    GenerationOut,
    StartedGeneration,
    StyleList,
    StyleOut,
)
from pressroom.kernel.app import App
from pressroom.kernel.errors import Conflict
from pressroom.providers.paint import styles

generations = typer.Typer(
    name="generations", help="Make pictures of photos in a style; list and save them.", no_args_is_help=True
)

OneId = Annotated[UUID, typer.Argument(metavar="ID", help="The generation's id.")]
Ids = Annotated[list[UUID], typer.Argument(metavar="ID", help="The generations' ids.")]


@generations.command("styles")
def list_styles(*, as_json: AsJson = False) -> None:
    """List the styles pictures can be made in."""
    if as_json:
        offered = [StyleOut(key=one.key, name=one.name, tagline=one.tagline) for one in styles()]
        print_json(StyleList(items=offered))
        return
    print_table(
        ("Style", "Name", "Looks like"),
        [(one.key, one.name, one.tagline) for one in styles()],
        nothing="There are none.",
    )


@generations.command("list")
def list_generations(
    context: typer.Context,
    *,
    status: Annotated[Status | None, typer.Option(help="Only generations in this status.")] = None,
    style: Annotated[str | None, typer.Option(help="Only generations in this style.")] = None,
    limit: AtMost = 50,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List the owner's generations, newest first."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.generations(
            session, place.workspace_id, place.user_id, status=status, style=style, limit=limit, cursor=cursor
        )
    if as_json:
        items = [GenerationOut.of(one) for one in found.generations]
        print_json(GenerationList(items=items, next_cursor=found.next_cursor))
        return
    print_table(
        ("Id", "Status", "Photo", "Style", "Shows, or why it failed"),
        [
            (str(one.id), one.status, one.filename, one.style, one.error or one.subject_description or "")
            for one in found.generations
        ],
        nothing="There are no such generations. `pressroom generations add PHOTO…` starts some.",
    )
    say_more(found.next_cursor)


@generations.command("show")
def show(
    context: typer.Context, generation_id: OneId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Show one generation: how far it has come, who or what it shows, what it cost."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.generation(session, place.workspace_id, place.user_id, generation_id)
    if as_json:
        print_json(GenerationOut.of(found))
    else:
        print_facts(_facts(found))


@generations.command("retry")
def retry(
    context: typer.Context,
    ids: Ids,
    *,
    style: Annotated[str | None, typer.Option(help="Another style; as it was where left out.")] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Start failed generations again, all or none; refused as new photos are."""
    quiet_logs()
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        begun = [
            retry_generation(
                session,
                place.app.durable,
                workspace_id=place.workspace_id,
                user_id=place.user_id,
                generation_id=one,
                style=style,
            )
            for one in sorted(set(ids))
        ]
    if as_json:
        print_json({"generations": [StartedGeneration.of(one).model_dump(mode="json") for one in begun]})
        return
    for one in begun:
        out.print(f"Started {one.run_id}", soft_wrap=True)


@generations.command("save")
def save(
    context: typer.Context,
    generation_id: OneId,
    *,
    to: Annotated[Path, typer.Option("--out", help="The file to write; in a folder, it gets a name of its own.")],
    original: Annotated[bool, typer.Option("--original", help="The photo as it came, not the result.")] = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Write a generation's result to a file, as PNG. It never replaces a file."""
    with desk(context, workspace) as place:
        with place.app.database.transaction() as session:
            found = queries.generation(session, place.workspace_id, place.user_id, generation_id)
        name, asset = (found.filename, found.original) if original else (result_name(found), delivered(found))
        path = to / name if to.is_dir() else to
        _write(path, place.app, asset)
    if as_json:
        print_json({"id": str(found.id), "path": str(path)})
    else:
        out.print(str(path), soft_wrap=True)


@generations.command("delete")
def delete(context: typer.Context, ids: Ids, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Delete generations, photo and result, all or none. `restore` brings them back for a day."""
    done = _each(context, ids, workspace, delete_generation)
    if as_json:
        print_json({"deleted": [str(one.id) for one in done]})
    else:
        say(f"{len(done)} deleted.")


@generations.command("restore")
def restore(context: typer.Context, ids: Ids, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Bring deleted generations back, all or none."""
    done = _each(context, ids, workspace, undelete_generation)
    if as_json:
        print_json({"restored": [str(one.id) for one in done]})
    else:
        say(f"{len(done)} brought back.")


def _each(
    context: typer.Context, ids: Sequence[UUID], workspace: str | None, act: Callable[[Generation], None]
) -> list[Generation]:
    """Do something to generations, all or none, locked in the order that everyone locks them in."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = [
            queries.generation(session, place.workspace_id, place.user_id, one, lock=True) for one in sorted(set(ids))
        ]
        for one in found:
            act(one)
    return found


def _write(path: Path, app: App, asset: Asset) -> None:
    content = app.storage.path(asset.storage_key).read_bytes()
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise Conflict(f"{path} is there already, and stays as it is. Choose another name.") from None


def _facts(generation: Generation) -> dict[str, str]:
    told = GenerationOut.of(generation)
    facts = {
        "Id": str(told.id),
        "Photo": told.filename,
        "Style": told.style,
        "Status": told.status + ("" if told.status is Status.COMPLETED else f" ({told.step})"),
        "Error": told.error,
        "Subject": told.subject_type,
        "Description": told.subject_description,
        "Features": ", ".join(told.subject_features),
        "Size": f"{told.result.width} by {told.result.height} px" if told.result else "",
        "Painted by": told.model,
        "Cost": f"{told.cost_usd} USD" if told.cost_usd else "",
        "Notes": " ".join(told.notes),
        "Attempt": str(told.attempt),
        "Run": told.run_id,
        "Added": clock(told.created_at),
        "Finished": clock(told.finished_at),
        "Took": f"{told.seconds:,.1f} s" if told.seconds is not None else "",
        "Deleted": clock(told.deleted_at),
    }
    return {name: value for name, value in facts.items() if value}
