"""`pressroom pins`: edited, planned, changed in bulk, deleted, brought back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer
from pydantic import ValidationError

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.pins_chosen import Ids, InStatus, OfProject, OnBoard, WithTag, chosen, tell
from pressroom.cli.terminal import clock, print_facts, print_json, say
from pressroom.core.metadata.models import Revision
from pressroom.core.metadata.queries import revisions
from pressroom.core.metadata.schemas import RevisionList, RevisionOut
from pressroom.features.pins import queries
from pressroom.features.pins.actions.bulk import (
    Changes,
    Spread,
    change_pins,
    delete_pins,
    stay_published,
    undelete_pins,
)
from pressroom.features.pins.actions.edit import edit_pin, restore_revision
from pressroom.features.pins.models import KIND, Field
from pressroom.features.pins.projects.models import Fit
from pressroom.features.pins.queries import Filters
from pressroom.features.pins.schemas import PinEdit, PinOut
from pressroom.features.pins.several import LONGEST_WEEKS
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Invalid

OneId = Annotated[UUID, typer.Argument(metavar="ID", help="The pin's id.")]
SomeIds = Annotated[list[UUID], typer.Argument(metavar="ID", help="The pins' ids.")]
FORMATS = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


def edit(
    context: typer.Context,
    pin_id: OneId,
    *,
    title: Annotated[str | None, typer.Option(help="At most 100 characters, counted as Pinterest counts.")] = None,
    description: Annotated[str | None, typer.Option(help="At most 800 characters.")] = None,
    alt_text: Annotated[str | None, typer.Option(help="At most 500 characters.")] = None,
    keyword: Annotated[list[str] | None, typer.Option(help="A keyword, in place of those there are.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="A tag, in place of those there are.")] = None,
    link: Annotated[str | None, typer.Option(help='Where it leads; "" for the project\'s way.')] = None,
    board: Annotated[UUID | None, typer.Option(help="Id of the board it is put on.")] = None,
    lock: Annotated[
        list[Field] | None, typer.Option(help="A field that describing it leaves alone from now on.")
    ] = None,
    unlock: Annotated[list[Field] | None, typer.Option(help="A field that describing it may change again.")] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Write a pin's words yourself, and choose what describing it leaves alone; new words make a revision."""
    given = {
        "title": title,
        "description": description,
        "alt_text": alt_text,
        "keywords": keyword,
        "tags": tag,
        "link": link,
        "board_id": board,
    }
    changes = _edit({name: value for name, value in given.items() if value is not None}).values
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.pin(session, place.workspace_id, pin_id, lock=True)
        changes |= _locks(found.locked, lock or [], unlock or [])
        edit_pin(session, found, changes, user_id=place.user_id)
        session.flush()
        session.refresh(found)
        told = PinOut.of(found).model_dump(mode="json")
    if as_json:
        print_json(told)
    else:
        say(f"Saved; the pin is {told['status']}.")


def schedule(
    context: typer.Context,
    ids: Ids = None,
    *,
    at: Annotated[
        datetime | None, typer.Option(formats=FORMATS, help="When, in UTC unless it says otherwise: 2026-12-01T09:00.")
    ] = None,
    every: Annotated[int, typer.Option(min=0, max=LONGEST_WEEKS, help="Minutes from each pin to the next.")] = 0,
    never: Annotated[bool, typer.Option("--never", help="Take them off the schedule.")] = False,
    project: OfProject = None,
    board: OnBoard = None,
    status: InStatus = None,
    tag: WithTag = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Plan when pins are published, one after another, or take them off the schedule."""
    if (at is None) is not never:
        raise Invalid("Say when, with --at, or --never.")
    start = at and (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    changes = Changes(spread=Spread(start=start, every_minutes=every) if start else None, unschedule=never)
    filters = Filters(project_id=project, board_id=board, status=status, tag=tag)
    _change(context, workspace, ids, filters, changes, as_json=as_json)


def change(
    context: typer.Context,
    ids: Ids = None,
    *,
    put_on: Annotated[UUID | None, typer.Option("--board", help="Id of the board they are put on.")] = None,
    fit: Annotated[Fit | None, typer.Option(help="Whether pictures are cut to two by three, or given bars.")] = None,
    add: Annotated[list[str] | None, typer.Option("--add-tag", help="A tag they get.")] = None,
    remove: Annotated[list[str] | None, typer.Option("--remove-tag", help="A tag they lose.")] = None,
    project: OfProject = None,
    board: OnBoard = None,
    status: InStatus = None,
    tag: WithTag = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Change board, shape and tags of many pins; one that does not allow it stops none of the others."""
    added, removed = (_edit({"tags": tags}).tags or [] for tags in (add or [], remove or []))
    changes = Changes(board_id=put_on, fit=fit, add_tags=added, remove_tags=removed)
    if changes == Changes(add_tags=[], remove_tags=[]):
        raise Invalid("Name what is to be changed: --board, --fit, --add-tag or --remove-tag.")
    filters = Filters(project_id=project, board_id=board, status=status, tag=tag)
    _change(context, workspace, ids, filters, changes, as_json=as_json)


def delete(
    context: typer.Context,
    ids: Ids = None,
    *,
    project: OfProject = None,
    board: OnBoard = None,
    status: InStatus = None,
    tag: WithTag = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Delete pins, by ids or all that the filters find; `pressroom pins restore` brings them back for a day.

    Those that are published stay at Pinterest; `pressroom pins withdraw` takes one back from there.
    """
    filters = Filters(project_id=project, board_id=board, status=status, tag=tag)
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = chosen(session, place, ids, filters)
        outcomes = delete_pins(session, place.workspace_id, found, at=now())
    tell(outcomes, "; ".join(filter(None, ["deleted", stay_published(outcomes)])), as_json=as_json)


def restore(context: typer.Context, ids: SomeIds, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Bring deleted pins back."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        outcomes = undelete_pins(session, place.workspace_id, ids)
    tell(outcomes, "brought back", as_json=as_json)


def history(
    context: typer.Context,
    pin_id: OneId,
    *,
    restore_to: Annotated[UUID | None, typer.Option("--restore", help="Id of the answer to show again.")] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Show the newest three answers about a pin, or show an earlier one again."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.pin(session, place.workspace_id, pin_id, lock=True)
        if restore_to:
            restore_revision(session, found, restore_to)
        kept = revisions(session, place.workspace_id, (KIND, found.id))
    if as_json:
        print_json(RevisionList(items=[RevisionOut.of(one) for one in kept]))
        return
    if not kept:
        say("Nothing has been said about this pin yet.")
    for one in kept:
        print_facts(_answer(one, is_shown=one.id == found.revision_id))


def _answer(revision: Revision, *, is_shown: bool) -> Mapping[str, str]:
    """Return one answer with all it says, an empty line after it."""
    values = revision.values
    facts = {
        "Answer": str(revision.id) + (" (shown)" if is_shown else ""),
        "By": revision.model or revision.author,
        "At": clock(revision.created_at),
        "Feedback": revision.feedback or "",
        "Title": values["title"],
        "Description": values["description"],
        "Alt text": values["alt_text"],
        "Keywords": ", ".join(values["keywords"]),
        "Noted": "\n".join(revision.notes),
    }
    return {name: value for name, value in facts.items() if value} | {"": ""}


def _locks(locked: Sequence[str], more: Sequence[Field], less: Sequence[Field]) -> dict[str, list[str]]:
    kept = dict.fromkeys(str(one) for one in (*locked, *more) if one not in less)
    return {"locked": list(kept)} if more or less else {}


def _change(  # what was chosen, and what is done with it
    context: typer.Context,
    workspace: str | None,
    ids: Sequence[UUID] | None,
    filters: Filters,
    changes: Changes,
    *,
    as_json: bool,
) -> None:
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = chosen(session, place, ids, filters)
        outcomes = change_pins(session, place.workspace_id, found, changes)
    tell(outcomes, "changed", as_json=as_json)


def _edit(given: dict[str, object]) -> PinEdit:
    try:
        return PinEdit.model_validate(given)
    except ValidationError as error:
        raise Invalid(f"{error.errors()[0]['loc'][0]}: {error.errors()[0]['msg']}.") from error
