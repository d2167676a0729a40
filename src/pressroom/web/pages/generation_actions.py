"""What a person does with generations; the pages themselves change by the live stream."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Request, Response, UploadFile

from pressroom.core.runs.actions import cancel_run
from pressroom.features.generations.actions.remove import delete_generation, undelete_generation
from pressroom.features.generations.actions.submit import retry_generation, submit_photo, submit_stored
from pressroom.features.generations.models import Generation
from pressroom.features.generations.rules import check_may_cancel
from pressroom.providers.pages import clean_filename
from pressroom.web.asking import AppDep, GenerationDep, ItemDep, PrincipalDep, SessionDep
from pressroom.web.generated import into_library, photo_of
from pressroom.web.pages.generation_tiles import style_name
from pressroom.web.replies import done, go_to

router = APIRouter(include_in_schema=False)

Style = Annotated[str, Form(max_length=40)]


@router.post("/generations")
def submit(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    file: Annotated[UploadFile, File()],
    style: Style = "plushie",
) -> Response:
    """Take a photo in from the form, and start making a picture of it."""
    begun = submit_photo(
        session,
        app,
        file.file,
        filename=clean_filename(file.filename or ""),
        workspace_id=principal.workspace_id,
        user_id=principal.user_id,
        style=style,
    )
    return _begun(request, begun, back="/generations")


@router.post("/media/{item_id}/generations")
def submit_item(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    item: ItemDep,
    style: Style = "plushie",
) -> Response:
    """Start making a picture of one in the library."""
    begun = submit_stored(
        session,
        app.durable,
        photo_of(item),
        filename=item.filename,
        user_id=principal.user_id,
        style=style,
        source=item.source,
    )
    return _begun(request, begun, back=page_of(begun.id))


@router.post("/generations/{generation_id}/retry")
def retry(
    request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, generation_id: UUID, style: Style = ""
) -> Response:
    """Try a failed generation again, in another style if one is chosen."""
    begun = retry_generation(
        session,
        app.durable,
        workspace_id=principal.workspace_id,
        user_id=principal.user_id,
        generation_id=generation_id,
        style=style or None,
    )
    return _begun(request, begun, back=page_of(generation_id))


@router.post("/generations/{generation_id}/cancellation")
def cancel(
    request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, generation: GenerationDep
) -> Response:
    """Stop a generation in progress; nothing is paid for it."""
    check_may_cancel(generation)
    cancel_run(session, app.durable, app.subjects, principal.workspace_id, generation.run_id, asker=principal.user_id)
    return done(request, "Cancelled. No credit was taken.", back=page_of(generation.id))


@router.post("/generations/{generation_id}/media")
def use_as_media(
    request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, generation: GenerationDep
) -> Response:
    """Take the result into the library, and go there."""
    return go_to(request, f"/media/{into_library(app, session, principal, generation).item.id}")


@router.post("/generations/{generation_id}/deletion")
def delete(request: Request, generation: GenerationDep) -> Response:
    """Delete a generation, with a day to change one's mind."""
    delete_generation(generation)
    undo = f"{page_of(generation.id)}/deletion/undo"
    return done(request, f"Deleted “{generation.filename}”.", back="/generations", undo=undo)


@router.post("/generations/{generation_id}/deletion/undo")
def undelete(request: Request, generation: GenerationDep) -> Response:
    """Bring a deleted generation back."""
    undelete_generation(generation)
    return done(request, "Brought back.", back=page_of(generation.id))


def page_of(generation_id: UUID) -> str:
    """Return the address of a generation's page."""
    return f"/generations/{generation_id}"


def _begun(request: Request, begun: Generation, *, back: str) -> Response:
    said = f"Making “{begun.filename}” as {style_name(begun.style).lower()}."
    return done(request, said, back=back, tone="info")
