"""`pressroom generations`: made of pictures in the library, and their results taken into it."""

from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.desk import desk
from pressroom.cli.generations import Ids
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.terminal import out, print_json, quiet_logs
from pressroom.core.assets.actions import Recorded
from pressroom.core.assets.models import Source
from pressroom.features.generations.actions.submit import submit_stored
from pressroom.features.generations.queries import generation
from pressroom.features.generations.rules import delivered, result_name
from pressroom.features.generations.schemas import StartedGeneration
from pressroom.features.media.actions.accept import Accepted, accept_item
from pressroom.features.media.queries import item as picture
from pressroom.features.media.schemas import AcceptedItem


def make(
    context: typer.Context,
    ids: Annotated[list[UUID], typer.Argument(metavar="ID", help="Ids of pictures in the library.")],
    *,
    style: Annotated[str, typer.Option(help="The style; `pressroom generations styles` lists them.")] = "plushie",
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Make pictures in a style of pictures in the library, all or none; refused as new photos are."""
    quiet_logs()
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        photos = [picture(session, place.workspace_id, one) for one in dict.fromkeys(ids)]
        begun = [
            submit_stored(
                session,
                place.app.durable,
                Recorded.of(one.asset),
                filename=one.filename,
                user_id=place.user_id,
                style=style,
                source=one.source,
            )
            for one in photos
        ]
    if as_json:
        print_json({"generations": [StartedGeneration.of(one).model_dump(mode="json") for one in begun]})
        return
    for one in begun:
        out.print(f"{one.id}  {one.filename}", soft_wrap=True)


def keep(context: typer.Context, ids: Ids, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Take results into the library, all or none; one that is there already stays the same picture."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        done = [generation(session, place.workspace_id, place.user_id, one) for one in dict.fromkeys(ids)]
        taken = [
            accept_item(
                session,
                place.app.durable,
                Recorded.of(delivered(one)),
                filename=result_name(one),
                user_id=place.user_id,
                source=Source.GENERATED,
            )
            for one in done
        ]
        told = [_told(one) for one in taken]
    if as_json:
        print_json({"media": [one.model_dump(mode="json") for one in told]})
        return
    for one_told in told:
        out.print(f"{one_told.id}  {one_told.filename}", soft_wrap=True)


def _told(taken: Accepted) -> AcceptedItem:
    item = taken.item
    known = item.id if taken.is_duplicate else None
    return AcceptedItem(id=item.id, status=item.status, filename=item.filename, run_id=item.run_id, duplicate_of=known)
