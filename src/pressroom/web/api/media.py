"""`/api/media`: pictures taken in, listed, looked at, described anew, deleted."""

from datetime import date
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Header, Query, Request, UploadFile
from fastapi.responses import JSONResponse, Response
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Source
from pressroom.core.metadata.queries import revisions
from pressroom.core.metadata.schemas import Feedback, RevisionList, RevisionOut
from pressroom.features.media import queries
from pressroom.features.media.actions.again import describe_again, see_again
from pressroom.features.media.actions.metadata import edit_metadata, restore_revision
from pressroom.features.media.actions.remove import delete_item, undelete_item
from pressroom.features.media.models import KIND, Status
from pressroom.features.media.schemas import (
    AcceptedPictures,
    ItemEdit,
    ItemList,
    ItemOut,
    LookalikeList,
    MediaStatus,
    StartedItem,
)
from pressroom.features.media.search import lookalikes
from pressroom.providers.pictures import Size
from pressroom.web.asking import AppDep, DoorsDep, ItemDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once
from pressroom.web.meaning import meaning_of
from pressroom.web.pictures import Format, converted, original_response, thumbnail_response
from pressroom.web.regenerating import Regeneration, regenerate
from pressroom.web.uploads import content_of, take_pictures, told_of_pictures

router = APIRouter(prefix="/api/media", tags=["media"])


@router.post("", status_code=HTTPStatus.ACCEPTED, response_model=AcceptedPictures)
def upload_pictures(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    files: Annotated[list[UploadFile], File(description="One picture or many.")],
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Take pictures in and answer at once; looking and describing go on behind. Files that are not taken are named."""

    def start() -> Answer:
        told = told_of_pictures(take_pictures(app, session, principal, files))
        location = {"Location": f"/api/media/{told.media[0].id}"}
        return HTTPStatus.ACCEPTED, told.model_dump(mode="json"), location

    asked = f"POST /api/media\n{content_of(files)}" if idempotency_key else ""
    return once(app, session, principal, idempotency_key, asked, start)


@router.get("")
def list_media(
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    q: Annotated[str | None, Query(max_length=500, description="Words to find, as written or by meaning.")] = None,
    status: Status | None = None,
    source: Source | None = None,
    folder: UUID | None = None,
    tag: Annotated[str | None, Query(max_length=60)] = None,
    colour: Annotated[str | None, Query(max_length=20, description="red, orange, … white.")] = None,
    since: Annotated[date | None, Query(description="First day, of when it was taken or else added.")] = None,
    until: Annotated[date | None, Query(description="Last day.")] = None,
    limit: Annotated[int, Query(ge=1, le=queries.MOST)] = 50,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> ItemList:
    """List pictures, last added first; with `q`, best match first, by words and by meaning."""
    filters = queries.Filters(
        q=q,
        meaning=meaning_of(doors, q),
        status=status,
        source=source,
        folder_id=folder,
        tag=tag,
        colour=colour,
        since=since,
        until=until,
    )
    found = queries.items(session, principal.workspace_id, filters, limit=limit, cursor=cursor)
    return ItemList(items=[ItemOut.of(one) for one in found.items], next_cursor=found.next_cursor)


@router.get("/status")
def media_status(session: SessionDep, principal: PrincipalDep) -> MediaStatus:
    """Count the pictures by status, and return those completed last."""
    return MediaStatus(
        counts=dict.fromkeys(Status, 0) | queries.counts(session, principal.workspace_id),
        recently_completed=[ItemOut.of(one) for one in queries.recently_completed(session, principal.workspace_id)],
    )


@router.get("/{item_id}")
def get_item(item: ItemDep) -> ItemOut:
    """Return one picture."""
    return ItemOut.of(item)


@router.delete("/{item_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_item(item: ItemDep) -> None:
    """Delete a picture; it can be brought back for a day."""
    delete_item(item)


@router.post("/{item_id}/restore")
def restore_item(item: ItemDep) -> ItemOut:
    """Bring a deleted picture back."""
    undelete_item(item)
    return ItemOut.of(item)


@router.post("/{item_id}/processing", status_code=HTTPStatus.ACCEPTED, response_model=StartedItem)
def process_item_again(
    app: AppDep, session: SessionDep, principal: PrincipalDep, item: ItemDep, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Look at a picture anew, and describe it after."""

    def start() -> Answer:
        started = StartedItem(id=item.id, run_id=see_again(session, app.durable, item), status=item.status)
        return HTTPStatus.ACCEPTED, started.model_dump(mode="json"), {"Location": f"/api/media/{item.id}"}

    return once(app, session, principal, idempotency_key, f"POST processing {item.id}", start)


@router.post("/{item_id}/metadata", response_model=RevisionOut)
async def regenerate_picture(
    request: Request,
    app: AppDep,
    item_id: UUID,
    feedback: Feedback | None = None,
    accept: Annotated[str, Header()] = "application/json",
    idempotency_key: KeyHeader = None,
) -> Response:
    """Describe a picture anew, minding `feedback`, and answer with the new revision.

    With `Accept: text/event-stream`, its events instead: `step` for each step used, then `complete`, `error`
    or, where it waits for the month's budget, `paused`. Such a run goes on by itself; without events it is answered
    with 202, its id and the reason, as is one that takes over five minutes.
    """
    said = feedback.feedback if feedback else None

    def begin(session: Session, workspace_id: UUID) -> str:
        return describe_again(
            session, app.durable, queries.item(session, workspace_id, item_id, lock=True), feedback=said
        )

    wanted = Regeneration(KIND, item_id, said, begin)
    return await regenerate(app, request, wanted, accept=accept, key=idempotency_key)


@router.patch("/{item_id}/metadata")
def edit_picture_metadata(
    app: AppDep, session: SessionDep, principal: PrincipalDep, item: ItemDep, edit: ItemEdit
) -> RevisionOut:
    """Write a person's own words down as a new revision; what is left out stays as it is."""
    values = edit.values
    return RevisionOut.of(edit_metadata(session, app.durable, item, values=values, user_id=principal.user_id))


@router.get("/{item_id}/revisions")
def list_picture_revisions(session: SessionDep, principal: PrincipalDep, item: ItemDep) -> RevisionList:
    """List the newest three revisions, newest first."""
    found = revisions(session, principal.workspace_id, (KIND, item.id))
    return RevisionList(items=[RevisionOut.of(one) for one in found])


@router.post("/{item_id}/revisions/{revision_id}/restore")
def restore_picture_revision(app: AppDep, session: SessionDep, item: ItemDep, revision_id: UUID) -> ItemOut:
    """Show an earlier revision again."""
    return ItemOut.of(restore_revision(session, app.durable, item, revision_id))


@router.get("/{item_id}/lookalikes")
def list_lookalikes(session: SessionDep, principal: PrincipalDep, item: ItemDep) -> LookalikeList:
    """List the pictures that look nearly the same, most alike first; twelve at most."""
    found = lookalikes(session, principal.workspace_id, item.fingerprint, but=item.id) if item.fingerprint else []
    return LookalikeList(items=[ItemOut.of(one) for one in found])


@router.head("/{item_id}/original", include_in_schema=False)
@router.get("/{item_id}/original", response_class=Response)
def get_picture_original(app: AppDep, item: ItemDep, *, download: bool = False) -> Response:
    """Return the file as it came."""
    return original_response(app, item, download=download)


@router.head("/{item_id}/thumbnail", include_in_schema=False)
@router.get("/{item_id}/thumbnail", response_class=Response)
def get_thumbnail(
    app: AppDep,
    item: ItemDep,
    size: Size = Size.SMALL,
    v: Annotated[str | None, Query(max_length=64, description="The file's version, for an answer to keep.")] = None,
) -> Response:
    """Return the picture upright, as WebP, at most 400, 960 or 2048 pixels long."""
    return thumbnail_response(app, item, size, version=v)


@router.get("/{item_id}/file", response_class=Response)
def get_converted(
    app: AppDep,
    doors: DoorsDep,
    item: ItemDep,
    to: Format,
    long_side: Annotated[int | None, Query(ge=1, le=20_000)] = None,
) -> Response:
    """Return the picture as another kind of file: upright, in sRGB, without what the camera noted."""
    return converted(app, doors, item, to=to, long_side=long_side)
