"""What a person does with a picture on its page; the page itself changes by the live stream."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from pressroom.core.metadata.schemas import Said
from pressroom.features.media.actions.again import describe_again, see_again, try_again
from pressroom.features.media.actions.metadata import edit_metadata, restore_revision
from pressroom.features.media.actions.remove import delete_item, undelete_item
from pressroom.features.media.artworks.actions import make_artwork
from pressroom.features.media.models import Status
from pressroom.features.media.schemas import ItemEdit
from pressroom.web.asking import AppDep, ItemDep, PrincipalDep, SessionDep
from pressroom.web.replies import done, go_to
from pressroom.web.uploads import take_pictures

router = APIRouter(prefix="/media", include_in_schema=False)

SEPARATOR = ","


@router.post("")
def upload(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    files: Annotated[list[UploadFile], File()],
) -> Response:
    """Take pictures in from the plain form."""
    take_pictures(app, session, principal, files)
    return go_to(request, "/media")


@router.post("/{item_id}/metadata")
def edit(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    item: ItemDep,
    description: Annotated[str, Form()] = "",
    tags: Annotated[str, Form()] = "",
    content: Annotated[str, Form()] = "",
    subjects: Annotated[str, Form()] = "",
    style: Annotated[str, Form()] = "",
    mood: Annotated[str, Form()] = "",
) -> Response:
    """Write a person's own words down."""
    typed = {
        "description": description,
        "tags": words_in(tags),
        "content": content,
        "subjects": words_in(subjects),
        "style": style,
        "mood": mood,
    }
    try:
        values = ItemEdit.model_validate(typed).values
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    edit_metadata(session, app.durable, item, values=values, user_id=principal.user_id)
    return done(request, "Saved.", back=page_of(item.id))


@router.post("/{item_id}/regeneration")
def regenerate(
    request: Request, app: AppDep, session: SessionDep, item: ItemDep, feedback: Annotated[Said, Form()] = ""
) -> Response:
    """Describe a picture anew, minding what a person said."""
    describe_again(session, app.durable, item, feedback=feedback)
    return done(request, "Describing it again.", back=page_of(item.id), tone="info")


@router.post("/{item_id}/revisions/{revision_id}/restoration")
def restore(request: Request, app: AppDep, session: SessionDep, item: ItemDep, revision_id: UUID) -> Response:
    """Show an earlier revision again."""
    restore_revision(session, app.durable, item, revision_id)
    return done(request, "Restored.", back=page_of(item.id))


@router.post("/{item_id}/retry")
def retry(request: Request, app: AppDep, session: SessionDep, item: ItemDep) -> Response:
    """Try again what failed, or look at the picture anew."""
    if item.status is Status.FAILED:
        try_again(session, app.durable, item)
    else:
        see_again(session, app.durable, item)
    return done(request, "Looking at it again.", back=page_of(item.id), tone="info")


@router.post("/{item_id}/artwork")
def offer(request: Request, session: SessionDep, principal: PrincipalDep, item: ItemDep) -> Response:
    """Make a picture an artwork, and go to it."""
    artwork = make_artwork(session, item, user_id=principal.user_id)
    return go_to(request, f"/artworks/{artwork.id}")


@router.post("/{item_id}/deletion")
def delete(request: Request, item: ItemDep) -> Response:
    """Delete a picture, with a day to change one's mind."""
    delete_item(item)
    return done(request, f"Deleted “{item.filename}”.", back="/media", undo=f"{page_of(item.id)}/deletion/undo")


@router.post("/{item_id}/deletion/undo")
def undelete(request: Request, item: ItemDep) -> Response:
    """Bring a deleted picture back."""
    undelete_item(item)
    return done(request, "Brought back.", back=page_of(item.id))


def page_of(item_id: UUID) -> str:
    """Return the address of a picture's page."""
    return f"/media/{item_id}"


def words_in(text: str) -> list[str]:
    """Return the words and phrases that commas part."""
    return [word for word in text.split(SEPARATOR) if word.strip()]
