"""`/pins/new`: pictures chosen, and a pin made of each."""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile
from pydantic import ValidationError
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.pins.actions.create import Wanted, create_pin
from pressroom.features.pins.actions.picture import Picked
from pressroom.features.pins.articles.models import Article
from pressroom.features.pins.articles.queries import article
from pressroom.features.pins.models import Pin
from pressroom.features.pins.projects.queries import project
from pressroom.features.pins.schemas import PictureChoice
from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid, Rejected
from pressroom.providers.doors import Doors
from pressroom.web.asking import AppDep, DoorsDep, PrincipalDep, SessionDep
from pressroom.web.pages.page import shell
from pressroom.web.pages.pin_asked import id_in
from pressroom.web.pages.pin_offers import Wish, making
from pressroom.web.pages.pin_typed import board_in
from pressroom.web.pinning import picked, picked_file
from pressroom.web.replies import go_to
from pressroom.web.templating import page
from pressroom.web.views import PinNewPage

router = APIRouter(prefix="/pins", include_in_schema=False)

MOST = 50
"""Pictures that pins are made of in one go."""
NAMES = {"article_picture": "article_picture_id", "media": "media_id", "generation": "generation_id"}
Some = Annotated[str, Query(max_length=40)]


@router.get("/new")
def new(
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    project: Some = "",
    article: Some = "",
    board: Some = "",
    q: Annotated[str, Query(max_length=500)] = "",
    write: Annotated[str, Query(max_length=3)] = "",
    pictures: Annotated[list[str], Query(max_length=MOST)] = [],  # noqa: B006  # a query's default is never changed
    media: Annotated[list[str], Query(max_length=MOST)] = [],  # noqa: B006  # as above
    generation: Some = "",
) -> Response:
    """Show the form; it arrives with what the address names chosen."""
    named = [f"media:{one}" for one in media] + ([f"generation:{generation}"] if generation else [])
    wish = Wish(
        project=project,
        article=article,
        board=board,
        q=q.strip(),
        is_written=bool(write),
        pictures=tuple(dict.fromkeys([*pictures, *named])),
    )
    return _form(app, doors, session, principal, wish)


@router.post("/new")
def choose(request: Request, principal: PrincipalDep, ids: Annotated[list[UUID], Form(max_length=500)]) -> Response:
    """Go to the form with pictures of the library chosen."""
    del principal  # whoever asks is signed in; the form shows what is theirs
    if len(ids) > MOST:
        raise Invalid(f"At most {MOST} pins are made in one go. Choose fewer pictures.", code="too_many")
    return go_to(request, "/pins/new?" + urlencode({"media": ids}, doseq=True))


@router.post("")
def make(
    request: Request,
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    project: Annotated[str, Form(max_length=40)] = "",
    article: Annotated[str, Form(max_length=40)] = "",
    board: Annotated[str, Form(max_length=40)] = "",
    write: Annotated[str, Form(max_length=3)] = "",
    pictures: Annotated[list[str], Form(max_length=MOST)] = [],  # noqa: B006  # a form's default is never changed
    files: Annotated[list[UploadFile], File()] = [],  # noqa: B006  # as above
) -> Response:
    """Make a pin of each picture, and go to it, or to the table where there are several."""
    wish = Wish(
        project=project, article=article, board=board, is_written=bool(write), pictures=tuple(dict.fromkeys(pictures))
    )
    sent = [file for file in files if file.filename or file.size]
    try:
        with session.begin_nested():
            made = _made(app, session, principal, wish, sent)
    except Rejected as refusal:
        return _form(app, doors, session, principal, wish, error=str(refusal))
    return go_to(request, f"/pins/{made[0].id}" if len(made) == 1 else _table_of(made[0]))


def _made(app: App, session: Session, principal: Principal, wish: Wish, files: Sequence[UploadFile]) -> list[Pin]:
    project_id = id_in(wish.project)
    if project_id is None:
        raise Invalid("Choose a project: its board and its links are what the pins have in common.", code="project")
    home = project(session, principal.workspace_id, project_id)
    leads_to = _article(session, principal, wish.article)
    pictures: list[Picked | None] = [picked(session, principal, _choice(one)) for one in wish.pictures]
    pictures += [picked_file(session, app, principal, file) for file in files]
    if not pictures and leads_to is None:
        raise Invalid("Choose a picture, or drop one: each gets its pin.", code="picture")
    board_id = board_in(wish.board)
    return [
        create_pin(
            session,
            app.durable,
            home,
            Wanted(
                article=leads_to,
                picture=one,
                values={"board_id": board_id} if board_id else {},
                describe=wish.is_written,
            ),
            user_id=principal.user_id,
        )
        for one in pictures or [None]
    ]


def _article(session: Session, principal: Principal, typed: str) -> Article | None:
    article_id = id_in(typed)
    return article(session, principal.workspace_id, article_id) if article_id else None


def _choice(value: str) -> PictureChoice:
    """Return the picture that a value of the form names; raises Invalid for what names none."""
    kind, _, one = value.partition(":")
    try:
        return PictureChoice.model_validate({NAMES.get(kind, kind): UUID(one)})
    except (ValidationError, ValueError) as error:
        raise Invalid("There is no such picture here. Choose it again.", code="picture") from error


def _table_of(pin: Pin) -> str:
    return f"/pins?article={pin.article_id}" if pin.article_id else f"/pins?project={pin.project_id}"


def _form(
    app: App, doors: Doors, session: Session, principal: Principal, wish: Wish, *, error: str | None = None
) -> Response:
    found = making(session, doors, principal, wish, error=error, max_upload_bytes=app.limits.max_upload_bytes)
    return page(PinNewPage(shell=shell(session, principal, "pins"), making=found))
