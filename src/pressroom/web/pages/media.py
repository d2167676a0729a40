"""`/media`: the grid, one picture, and the parts that change by themselves."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.metadata.queries import revisions
from pressroom.core.runs.listing import runs
from pressroom.core.runs.queries import Run, run
from pressroom.features.media import queries
from pressroom.features.media.artworks.queries import artworks_of
from pressroom.features.media.folders.queries import file_of, folder
from pressroom.features.media.models import KIND, Item
from pressroom.features.media.search import lookalikes
from pressroom.kernel import processes
from pressroom.kernel.app import App
from pressroom.kernel.errors import NotFound
from pressroom.providers.doors import Doors
from pressroom.providers.embed import ENCODER_KEPT
from pressroom.web.asking import AppDep, DoorsDep, ItemDep, PrincipalDep, SessionDep
from pressroom.web.pages.differences import pair_of
from pressroom.web.pages.media_asked import Asked, asked_for, offered, statuses
from pressroom.web.pages.media_detail import Beside, media_detail
from pressroom.web.pages.media_made import made_of
from pressroom.web.pages.media_tiles import media_tile
from pressroom.web.pages.page import shell
from pressroom.web.pictures import Format, converted, original_response
from pressroom.web.templating import page as drawn
from pressroom.web.views import (
    MediaBatchPartial,
    MediaCountsPartial,
    MediaItemPage,
    MediaPage,
    MediaPanelPartial,
    MediaTilePartial,
)
from pressroom.web.views.media import MediaBatch, MediaCounts, MediaDetail

router = APIRouter(prefix="/media", include_in_schema=False)

AT_ONCE = 100
RUNS_SHOWN = 20
Cursor = Annotated[str | None, Query(max_length=60)]
AskedDep = Annotated[Asked, Depends(asked_for)]


@router.get("")
def library(
    app: AppDep, doors: DoorsDep, session: SessionDep, principal: PrincipalDep, asked: AskedDep, cursor: Cursor = None
) -> Response:
    """Show the library; a search by meaning may follow, so what it needs is loaded."""
    processes.prepare_one(ENCODER_KEPT)
    counts = queries.counts(session, principal.workspace_id)
    return drawn(
        MediaPage(
            shell=shell(session, principal, "media"),
            filters=offered(session, principal.workspace_id, asked),
            batch=_batch(doors, session, principal, asked, cursor),
            counts=MediaCounts(total=sum(counts.values()), statuses=statuses(asked, counts)),
            max_upload_bytes=app.limits.max_upload_bytes,
        )
    )


@router.get("/batch")
def batch(
    doors: DoorsDep, session: SessionDep, principal: PrincipalDep, asked: AskedDep, cursor: Cursor = None
) -> Response:
    """Show the next pictures of the grid, alone."""
    return drawn(MediaBatchPartial(_batch(doors, session, principal, asked, cursor)))


@router.get("/counts")
def counts(session: SessionDep, principal: PrincipalDep) -> Response:
    """Show how many pictures there are, alone."""
    found = queries.counts(session, principal.workspace_id)
    told = MediaCounts(total=sum(found.values()), statuses=statuses(Asked(), found))
    return drawn(MediaCountsPartial(told))


@router.get("/{item_id}")
def show_item(
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    item: ItemDep,
    asked: AskedDep,
    older: UUID | None = None,
    newer: UUID | None = None,
) -> Response:
    """Show one picture, and what is known about it."""
    before, after = queries.neighbours(session, principal.workspace_id, asked.filters(doors), item.id)
    return drawn(
        MediaItemPage(
            shell=shell(session, principal, "media"),
            media=_detail(app, session, principal, item, (older, newer)),
            back_url=asked.url("/media"),
            previous_url=asked.url(f"/media/{before}") if before else None,
            next_url=asked.url(f"/media/{after}") if after else None,
        )
    )


@router.get("/{item_id}/tile")
def tile(session: SessionDep, item: ItemDep, asked: AskedDep) -> Response:
    """Show a picture's tile, alone; nothing when it was deleted."""
    if item.deleted_at is not None:
        return Response("")
    artworks = artworks_of(session, [item.id])
    return drawn(MediaTilePartial(media_tile(item, asked=asked.query, artworks=artworks)))


@router.get("/{item_id}/panel")
def panel(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    item: ItemDep,
    older: UUID | None = None,
    newer: UUID | None = None,
) -> Response:
    """Show what is known about a picture, alone; with two revisions, how they differ."""
    return drawn(MediaPanelPartial(_detail(app, session, principal, item, (older, newer))))


@router.get("/{item_id}/file")
def file(app: AppDep, doors: DoorsDep, item: ItemDep, to: Format | None = None) -> Response:
    """Return the picture's file as it came, or as another kind."""
    if to is None:
        return original_response(app, item, download=False)
    return converted(app, doors, item, to=to, long_side=None)


def _batch(doors: Doors, session: Session, principal: Principal, asked: Asked, cursor: str | None) -> MediaBatch:
    filters = asked.filters(doors)
    found = queries.items(session, principal.workspace_id, filters, limit=AT_ONCE, cursor=cursor)
    artworks = artworks_of(session, [one.id for one in found.items])
    more = {"cursor": found.next_cursor}
    return MediaBatch(
        id=cursor or "first",
        tiles=[media_tile(one, asked=asked.query, artworks=artworks) for one in found.items],
        more_url=asked.url("/media", more) if found.next_cursor else None,
        load_url=asked.url("/media/batch", more) if found.next_cursor else None,
        here=asked.url("/media", {"cursor": cursor}),
    )


def _detail(
    app: App, session: Session, principal: Principal, item: Item, compared: tuple[UUID | None, UUID | None]
) -> MediaDetail:
    history = revisions(session, principal.workspace_id, (KIND, item.id))
    alike = lookalikes(session, principal.workspace_id, item.fingerprint, but=item.id) if item.fingerprint else []
    beside = Beside(
        history=history,
        compared=pair_of(history, *compared),
        runs=_runs(app, principal, item),
        folder=folder(session, principal.workspace_id, item.folder_id) if item.folder_id else None,
        file=file_of(session, item.id),
        lookalikes=alike,
        artwork=artworks_of(session, [item.id]).get(item.id),
        made=made_of(session, principal, item),
    )
    return media_detail(item, beside)


def _runs(app: App, principal: Principal, item: Item) -> list[Run]:
    """Return the newest runs that touched a picture; the one that brought it may be about another of the same bytes."""
    found = list(runs(app.durable, principal.workspace_id, subject=(KIND, item.id), limit=RUNS_SHOWN).runs)
    if item.run_id and item.run_id not in {one.id for one in found}:
        try:
            found.append(run(app.durable, principal.workspace_id, item.run_id))
        except NotFound:  # it is older than the history
            return found
    return found
