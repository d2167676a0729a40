"""`/pins/new`: pictures chosen, and a pin made of each."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
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
from pressroom.web.idempotency import Answer, key_of_form, settled
from pressroom.web.narrowing import id_in
from pressroom.web.pages.page import shell
from pressroom.web.pages.pin_offers import NOTHING_SENT, Outcome, Wish, making
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
    once: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Make a pin of each picture, and go to it, or to the table where there are several.

    Files that are no pictures stop none of the others. The same form sent twice makes its pins once.
    """
    wish = Wish(
        project=project, article=article, board=board, is_written=bool(write), pictures=tuple(dict.fromkeys(pictures))
    )
    sent = [file for file in files if file.filename or file.size]

    def start() -> Answer:
        with session.begin_nested():
            made, refused = _made(app, session, principal, wish, sent)
        url = f"/pins/{made[0].id}" if len(made) == 1 else _table_of(made[0])
        return HTTPStatus.SEE_OTHER, {"made": len(made), "refused": refused}, {"location": url}

    try:
        key = key_of_form(once, f"{wish} {[(file.filename, file.size) for file in sent]}")
        _, told, headers = settled(app, session, principal, key, "POST /pins", start)
    except Rejected as refusal:
        return _form(app, doors, session, principal, wish, Outcome(error=str(refusal)))
    if told["refused"]:
        outcome = Outcome(made=told["made"], made_url=headers["location"], refused=told["refused"])
        return _form(app, doors, session, principal, replace(wish, pictures=()), outcome)
    return go_to(request, headers["location"])


def _made(
    app: App, session: Session, principal: Principal, wish: Wish, files: Sequence[UploadFile]
) -> tuple[list[Pin], list[str]]:
    """Return the pins that were made, and why files were refused; raises Rejected where nothing is left to make."""
    project_id = id_in(wish.project)
    if project_id is None:
        raise Invalid("Choose a project: its board and its links are what the pins have in common.", code="project")
    home = project(session, principal.workspace_id, project_id)
    leads_to = _article(session, principal, wish.article)
    pictures: list[Picked | None] = [picked(session, principal, choice_of(one)) for one in wish.pictures]
    board_id = board_in(wish.board)
    taken, refused = _taken(session, app, principal, files)
    pictures += taken
    if refused and not pictures:
        raise Invalid(" ".join(refused), code="picture")
    if not pictures and leads_to is None:
        raise Invalid("Choose a picture, or drop one: each gets its pin.", code="picture")
    made = [
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
    return made, refused


def _taken(
    session: Session, app: App, principal: Principal, files: Sequence[UploadFile]
) -> tuple[list[Picked], list[str]]:
    """Return the files that are pictures, and why the others are refused."""
    taken, refused = [], []
    for file in files:
        try:
            taken.append(picked_file(session, app, principal, file))
        except Rejected as refusal:
            refused.append(f"“{file.filename}”: {refusal}")
    return taken, refused


def _article(session: Session, principal: Principal, typed: str) -> Article | None:
    article_id = id_in(typed)
    return article(session, principal.workspace_id, article_id) if article_id else None


def choice_of(value: str) -> PictureChoice:
    """Return the picture that a value of the form names; raises Invalid for what names none."""
    kind, _, one = value.partition(":")
    try:
        return PictureChoice.model_validate({NAMES.get(kind, kind): UUID(one)})
    except (ValidationError, ValueError) as error:
        raise Invalid("There is no such picture here. Choose it again.", code="picture") from error


def _table_of(pin: Pin) -> str:
    return f"/pins?article={pin.article_id}" if pin.article_id else f"/pins?project={pin.project_id}"


def _form(
    app: App, doors: Doors, session: Session, principal: Principal, wish: Wish, outcome: Outcome = NOTHING_SENT
) -> Response:
    found = making(session, doors, principal, wish, outcome, max_upload_bytes=app.limits.max_upload_bytes)
    return page(PinNewPage(shell=shell(session, principal, "pins"), making=found))
