"""Pins chosen for a command, by their ids or by what they have in common, and what became of each."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import typer
from sqlalchemy.orm import Session

from pressroom.cli.desk import Desk
from pressroom.cli.terminal import print_json, say
from pressroom.features.pins.actions.bulk import Outcome
from pressroom.features.pins.models import PinStatus
from pressroom.features.pins.queries import Filters, ids_of
from pressroom.features.pins.several import MOST_AT_ONCE, PinOutcomes
from pressroom.kernel.errors import Invalid

Ids = Annotated[list[UUID] | None, typer.Argument(metavar="ID", help="The pins' ids; or use the filters.")]
OfProject = Annotated[UUID | None, typer.Option("--project", help="All pins of the project with this id.")]
OnBoard = Annotated[UUID | None, typer.Option("--on-board", help="All pins on the board with this id.")]
InStatus = Annotated[PinStatus | None, typer.Option(help="All pins in this status.")]
WithTag = Annotated[str | None, typer.Option(help="All pins with this tag.")]


def chosen(session: Session, place: Desk, ids: Sequence[UUID] | None, filters: Filters) -> Sequence[UUID]:
    """Return the ids that were given, or those of the pins that the filters find, newest first.

    Raises Invalid for both, for neither, for more than a thousand, and where nothing is found.
    """
    if bool(ids) is (filters != Filters()):
        raise Invalid("Name pins by their ids, or by --project, --on-board, --status and --tag.")
    found = list(dict.fromkeys(ids or ids_of(session, place.workspace_id, filters, limit=MOST_AT_ONCE + 1)))
    if not found:
        raise Invalid("There are no such pins.")
    if len(found) > MOST_AT_ONCE:
        raise Invalid(f"At most {MOST_AT_ONCE:,} pins at once; these are more. Narrow them down.")
    return found


def tell(outcomes: Sequence[Outcome], done: str, *, as_json: bool) -> None:
    """Say what became of each, and leave with 1 where something was in the way of one."""
    told = PinOutcomes.of(outcomes)
    if as_json:
        print_json(told)
    else:
        each(told.model_dump(mode="json"))
        say(f"{told.succeeded} {done}.")
    raise typer.Exit(int(bool(told.failed)))


def each(output: dict[str, Any] | None) -> None:
    """Say why those failed that did."""
    for one in output["results"] if output else ():
        if not one["success"]:
            say(f"{one['id']}: {one['error']}")
