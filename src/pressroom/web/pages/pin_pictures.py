"""`/pins/{id}/pictures`: pictures chosen for a pin, put in order, taken out."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.pins.actions.picture import Picked, choose_picture
from pressroom.features.pins.models import Pin
from pressroom.features.pins.slides import actions
from pressroom.features.pins.slides.queries import slides
from pressroom.features.pins.slides.rules import MOST_PICTURES, check_may_rearrange
from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid, Rejected
from pressroom.providers.doors import Doors
from pressroom.web.asking import AppDep, DoorsDep, PinDep, PrincipalDep, SessionDep
from pressroom.web.pages.page import shell
from pressroom.web.pages.pin_new import choice_of
from pressroom.web.pages.pin_offers import Outcome, Wish, making
from pressroom.web.pages.pin_rows import name_of
from pressroom.web.pinning import picked, picked_files
from pressroom.web.replies import done, go_to
from pressroom.web.templating import page
from pressroom.web.views.pin_pictures import PinPicturesPage
from pressroom.web.views.shell import Crumb

router = APIRouter(prefix="/pins", include_in_schema=False)

Chosen = Annotated[list[str], Form(max_length=50)]


@router.get("/{pin_id}/pictures")
def offer(
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    pin: PinDep,
    q: Annotated[str, Query(max_length=500)] = "",
    pictures: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006  # a query's default is never changed
) -> Response:
    """Show what the pin can have: pictures of its article, the library, generations, files."""
    return _form(app, doors, session, principal, pin, _wish(pin, q=q.strip(), pictures=pictures))


@router.post("/{pin_id}/pictures")
def add(
    request: Request,
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    pin: PinDep,
    pictures: Chosen = [],  # noqa: B006  # a form's default is never changed
    files: Annotated[list[UploadFile], File()] = [],  # noqa: B006  # as above
) -> Response:
    """Add what was chosen, all or nothing; the first becomes the pin's own where it has none."""
    sent = [file for file in files if file.filename or file.size]
    try:
        with session.begin_nested():
            _add(app, session, pin, _chosen(app, session, principal, pictures, sent))
    except Rejected as refusal:
        wish = _wish(pin, pictures=pictures)
        return _form(app, doors, session, principal, pin, wish, Outcome(error=str(refusal)))
    return go_to(request, f"/pins/{pin.id}")


@router.post("/{pin_id}/slides/{slide_id}/place")
def move(
    request: Request, session: SessionDep, pin: PinDep, slide_id: UUID, number: Annotated[int, Form(ge=1)] = 1
) -> Response:
    """Put a picture in another place."""
    actions.move_slide(session, pin, slide_id, number)
    return done(request, f"Now picture {number}.", back=f"/pins/{pin.id}")


@router.post("/{pin_id}/slides/{slide_id}/removal")
def remove(request: Request, session: SessionDep, pin: PinDep, slide_id: UUID) -> Response:
    """Take a picture out of a pin."""
    actions.remove_slide(session, pin, slide_id)
    return done(request, "Taken out.", back=f"/pins/{pin.id}")


@router.post("/{pin_id}/slides/{slide_id}/retry")
def retry(request: Request, app: AppDep, session: SessionDep, pin: PinDep, slide_id: UUID) -> Response:
    """Try again to get a picture that could not be had."""
    actions.retry_slide(session, app.durable, pin, slide_id)
    return done(request, "Trying it again.", back=f"/pins/{pin.id}", tone="info")


def _chosen(
    app: App, session: Session, principal: Principal, pictures: Sequence[str], files: Sequence[UploadFile]
) -> list[Picked]:
    """Return what was ticked, then what was sent; raises Rejected where there is nothing, or one cannot be had."""
    ticked = [picked(session, principal, choice_of(one)) for one in dict.fromkeys(pictures)]
    chosen = ticked + picked_files(session, app, principal, files)
    if not chosen:
        raise Invalid("Choose a picture, or drop one.", code="picture")
    return chosen


def _add(app: App, session: Session, pin: Pin, chosen: Sequence[Picked]) -> None:
    if pin.picture_source is None:
        check_may_rearrange(pin)
        choose_picture(session, app.durable, pin, chosen[0])
        chosen = chosen[1:]
    if chosen:
        actions.add_slides(session, app.durable, pin, chosen)


def _wish(pin: Pin, *, q: str = "", pictures: Sequence[str] = ()) -> Wish:
    article = str(pin.article_id) if pin.article_id else ""
    return Wish(project=str(pin.project_id), article=article, q=q, pictures=tuple(dict.fromkeys(pictures)))


def _form(
    app: App,
    doors: Doors,
    session: Session,
    principal: Principal,
    pin: Pin,
    wish: Wish,
    outcome: Outcome | None = None,
) -> Response:
    most = app.limits.max_upload_bytes
    has_own = pin.picture_source is not None
    return page(
        PinPicturesPage(
            shell=shell(session, principal, "pins"),
            pin=Crumb(f"/pins/{pin.id}", name_of(pin)),
            url=f"/pins/{pin.id}/pictures",
            project=wish.project,
            article=wish.article,
            room=MOST_PICTURES - has_own - len(slides(session, pin.id)),
            has_own=has_own,
            making=making(session, doors, principal, wish, outcome or Outcome(), max_upload_bytes=most),
        )
    )
