"""`/api/pins` and `/api/articles/{id}/pins`: pins made, one or many, and given another picture."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.pins.actions.create import Wanted, create_pin, create_pins
from pressroom.features.pins.actions.picture import Picked, choose_picture
from pressroom.features.pins.articles.queries import article
from pressroom.features.pins.models import Pin
from pressroom.features.pins.projects.queries import project
from pressroom.features.pins.schemas import (
    Line,
    MadePins,
    NewPin,
    PictureChoice,
    PinOut,
    PinsOfArticles,
    PinsPerArticle,
)
from pressroom.kernel.app import App
from pressroom.web.asking import AppDep, ArticleDep, PinDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once
from pressroom.web.pinning import picked, picked_file
from pressroom.web.uploads import content_of

router = APIRouter(prefix="/api", tags=["pins"])

Picture = Annotated[UploadFile, File(description="A picture.")]


@router.post("/pins", status_code=HTTPStatus.CREATED, response_model=PinOut)
def make_pin(
    app: AppDep, session: SessionDep, principal: PrincipalDep, wanted: NewPin, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Make a pin; 202 where its picture is being fetched or looked at, or it is being described, behind the answer."""

    def start() -> Answer:
        picture = picked(session, principal, wanted.picture) if wanted.picture else None
        return _made(app, session, principal, wanted, picture)

    asked = f"POST /api/pins {wanted.model_dump_json()}"
    return once(app, session, principal, idempotency_key, asked, start)


@router.post("/pins/upload", status_code=HTTPStatus.ACCEPTED, response_model=PinOut)
def make_pin_of_upload(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    file: Picture,
    project_id: Annotated[UUID, Form()],
    article_id: Annotated[UUID | None, Form()] = None,
    board_id: Annotated[UUID | None, Form()] = None,
    title: Annotated[Line, Form()] = "",
    *,
    describe: Annotated[bool, Form()] = False,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Make a pin of a picture that is sent."""
    given = {"board_id": board_id, "title": title}
    values = {name: value for name, value in given.items() if value}
    wanted = NewPin(project_id=project_id, article_id=article_id, describe=describe, **values)

    def start() -> Answer:
        return _made(app, session, principal, wanted, picked_file(session, app, principal, file))

    asked = f"POST pins/upload {wanted.model_dump_json()}\n{content_of([file])}" if idempotency_key else ""
    return once(app, session, principal, idempotency_key, asked, start)


@router.post("/pins/articles", status_code=HTTPStatus.ACCEPTED, response_model=MadePins)
def make_pins_of_articles(
    app: AppDep, session: SessionDep, principal: PrincipalDep, wanted: PinsOfArticles, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Make pins of articles, the best pictures first; an article that gives none is named with the reason.

    With `describe`, the run's output tells what became of each pin.
    """
    return _made_of(app, session, principal, wanted.article_ids, wanted, idempotency_key)


@router.post("/articles/{article_id}/pins", status_code=HTTPStatus.ACCEPTED, response_model=MadePins)
def make_pins_of_article(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    article: ArticleDep,
    wanted: PinsPerArticle | None = None,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Make pins of one article, the best pictures first, as many as its project wants or as is said."""
    return _made_of(app, session, principal, [article.id], wanted or PinsPerArticle(), idempotency_key)


@router.put("/pins/{pin_id}/picture", status_code=HTTPStatus.ACCEPTED)
def choose_another_picture(
    app: AppDep, session: SessionDep, principal: PrincipalDep, pin: PinDep, choice: PictureChoice
) -> PinOut:
    """Give a pin another picture; where its own was in the way of its description, that is tried again."""
    choose_picture(session, app.durable, pin, picked(session, principal, choice))
    return _fresh(session, pin)


@router.put("/pins/{pin_id}/picture/upload", status_code=HTTPStatus.ACCEPTED)
def upload_another_picture(
    app: AppDep, session: SessionDep, principal: PrincipalDep, pin: PinDep, file: Picture
) -> PinOut:
    """Give a pin a picture that is sent."""
    choose_picture(session, app.durable, pin, picked_file(session, app, principal, file))
    return _fresh(session, pin)


def _made(app: App, session: Session, principal: Principal, wanted: NewPin, picture: Picked | None) -> Answer:
    workspace_id = principal.workspace_id
    made = create_pin(
        session,
        app.durable,
        project(session, workspace_id, wanted.project_id),
        Wanted(
            article=article(session, workspace_id, wanted.article_id) if wanted.article_id else None,
            picture=picture,
            values=wanted.values,
            describe=wanted.describe,
        ),
        user_id=principal.user_id,
    )
    status = HTTPStatus.ACCEPTED if made.run_id else HTTPStatus.CREATED
    return status, _fresh(session, made).model_dump(mode="json"), {"Location": f"/api/pins/{made.id}"}


def _made_of(
    app: App,
    session: Session,
    principal: Principal,
    article_ids: list[UUID],
    wanted: PinsPerArticle,
    key: str | None,
) -> JSONResponse:
    def start() -> Answer:
        made = create_pins(
            session,
            app.durable,
            principal.workspace_id,
            article_ids,
            user_id=principal.user_id,
            per_article=wanted.per_article,
            board_id=wanted.board_id,
            describe=wanted.describe,
        )
        for one in made.pins:
            session.refresh(one)
        told = MadePins.of(made)
        location = {"Location": f"/api/runs/{told.run_id}"} if told.run_id else {}
        return HTTPStatus.ACCEPTED, told.model_dump(mode="json"), location

    asked = f"POST pins of articles {sorted(article_ids)} {wanted.model_dump_json()}"
    return once(app, session, principal, key, asked, start)


def _fresh(session: Session, pin: Pin) -> PinOut:
    session.flush()
    session.refresh(pin)
    return PinOut.of(pin)
