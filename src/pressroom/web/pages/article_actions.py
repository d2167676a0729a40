"""What a person does with an article; its page changes by the live stream."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.pins.actions.create import Wanted, create_pin, create_pins
from pressroom.features.pins.actions.picture import Picked
from pressroom.features.pins.articles.actions.fetch import fetch_article, import_article
from pressroom.features.pins.articles.actions.remove import delete_article, undelete_article
from pressroom.features.pins.articles.models import Article, ArticlePicture
from pressroom.features.pins.articles.queries import pictures
from pressroom.features.pins.projects.queries import project as find_project
from pressroom.kernel.app import App
from pressroom.kernel.errors import Conflict, Invalid, Rejected
from pressroom.web.asking import AppDep, ArticleDep, PrincipalDep, SessionDep
from pressroom.web.formatting import plural
from pressroom.web.idempotency import Answer, key_of_form, settled
from pressroom.web.pages.article_rows import can_make, name_of
from pressroom.web.pages.articles import articles_page
from pressroom.web.replies import done, go_to
from pressroom.web.views.shell import Crumb

router = APIRouter(prefix="/articles", include_in_schema=False)

MOST_PICTURES = 200


@router.post("")
def add(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    project_id: Annotated[str, Form(max_length=100)] = "",
    url: Annotated[str, Form(max_length=5000)] = "",
) -> Response:
    """Fetch the article at an address; what is wrong with it is told in its form."""
    try:
        with session.begin_nested():
            home = find_project(session, principal.workspace_id, _id(project_id), lock=True)
            article = import_article(session, app.durable, home, url).article
    except Rejected as refusal:
        return articles_page(session, principal, project=project_id, url=url, error=str(refusal))
    return go_to(request, _page(article.id))


@router.post("/{article_id}/fetching")
def fetch(request: Request, app: AppDep, session: SessionDep, article: ArticleDep) -> Response:
    """Fetch an article again."""
    fetch_article(session, app.durable, article)
    return done(request, "Fetching it again.", back=_page(article.id), tone="info")


@router.post("/{article_id}/pins")
def make(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    article: ArticleDep,
    chosen: Annotated[list[UUID] | None, Form(alias="pictures", max_length=MOST_PICTURES)] = None,
    describe: Annotated[str, Form(max_length=10)] = "",
    once: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Make a pin of each chosen picture, else as many as the project wants; a form sent twice makes them once."""
    if not can_make(article):
        raise Conflict("This article has not been fetched, so there is nothing to make a pin of.", code="not_fetched")

    def start() -> Answer:
        if chosen:
            number = _make_of(app, session, principal, article, chosen, describe=bool(describe))
        else:
            number = _make_best(app, session, principal, article, describe=bool(describe))
        return HTTPStatus.NO_CONTENT, {"made": number}, {}

    key = key_of_form(once, f"{article.id} {chosen} {describe}")
    _, told, _ = settled(app, session, principal, key, "POST /articles/pins", start)
    number = int(told["made"])
    outcome = "being written" if describe else "made"
    pins = Crumb(f"/pins?article={article.id}", "Open in Pins")
    return done(request, f"{plural(number, 'pin')} {outcome}.", back=f"{_page(article.id)}#pins", link=pins)


@router.post("/{article_id}/deletion")
def delete(request: Request, article: ArticleDep) -> Response:
    """Delete an article, with a day to change one's mind."""
    delete_article(article)
    undo = f"{_page(article.id)}/deletion/undo"
    return done(request, f"Deleted “{name_of(article)}”. Its pins stay.", back="/articles", undo=undo)


@router.post("/{article_id}/deletion/undo")
def undelete(request: Request, article: ArticleDep) -> Response:
    """Bring a deleted article back."""
    undelete_article(article)
    return done(request, "Brought back.", back=_page(article.id))


def _make_best(app: App, session: Session, principal: Principal, article: Article, *, describe: bool) -> int:
    made = create_pins(
        session, app.durable, principal.workspace_id, [article.id], user_id=principal.user_id, describe=describe
    )
    if made.refused:
        raise Conflict(made.refused[0].reason, code="pictures")
    return len(made.pins)


def _make_of(
    app: App, session: Session, principal: Principal, article: Article, chosen: list[UUID], *, describe: bool
) -> int:
    shown: dict[UUID, ArticlePicture] = {one.id: one for one in pictures(session, article.id)}
    wanted = [shown[one] for one in dict.fromkeys(chosen) if one in shown]
    if not wanted:
        raise Invalid("The article has changed, and no longer shows these pictures. Choose again.", code="pictures")
    for one in wanted:
        pin = Wanted(article=article, picture=Picked.of_article(one), describe=describe)
        create_pin(session, app.durable, article.project, pin, user_id=principal.user_id)
    return len(wanted)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid("Choose a project first.", code="project_id") from error


def _page(article_id: UUID) -> str:
    return f"/articles/{article_id}"
