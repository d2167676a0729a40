"""`/api/articles`: posts of blogs, fetched, listed, read, deleted."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from pressroom.features.pins.articles import queries
from pressroom.features.pins.articles.actions.fetch import fetch_article, import_article
from pressroom.features.pins.articles.actions.remove import delete_article, undelete_article
from pressroom.features.pins.articles.models import ArticleStatus
from pressroom.features.pins.articles.schemas import ArticleDetail, ArticleList, ArticleOut, NewArticle
from pressroom.features.pins.projects.queries import project
from pressroom.web.asking import AppDep, ArticleDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once
from pressroom.web.pictures import stored_preview

router = APIRouter(prefix="/api/articles", tags=["articles"])


@router.post("", status_code=HTTPStatus.ACCEPTED, response_model=ArticleOut)
def create(
    app: AppDep, session: SessionDep, principal: PrincipalDep, wanted: NewArticle, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Fetch the article at an address for a project; one that is here already is fetched again."""

    def start() -> Answer:
        home = project(session, principal.workspace_id, wanted.project_id, lock=True)
        article = import_article(session, app.durable, home, wanted.url).article
        session.flush()
        location = {"Location": f"/api/articles/{article.id}"}
        return HTTPStatus.ACCEPTED, ArticleOut.of(article).model_dump(mode="json"), location

    asked = f"POST /api/articles {wanted.model_dump_json()}"
    return once(app, session, principal, idempotency_key, asked, start)


@router.get("")
def list_articles(
    session: SessionDep,
    principal: PrincipalDep,
    q: Annotated[str | None, Query(max_length=500, description="Words of title, description or address.")] = None,
    project_id: UUID | None = None,
    status: ArticleStatus | None = None,
    limit: Annotated[int, Query(ge=1, le=queries.MOST)] = 50,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> ArticleList:
    """List articles, last added first; with `q`, best match first."""
    filters = queries.Filters(q=q, project_id=project_id, status=status)
    found = queries.articles(session, principal.workspace_id, filters, limit=limit, cursor=cursor)
    return ArticleList(items=[ArticleOut.of(one) for one in found.items], next_cursor=found.next_cursor)


@router.get("/{article_id}")
def get_article(session: SessionDep, article: ArticleDep) -> ArticleDetail:
    """Return one article, with the pictures it shows."""
    length = len(queries.text_of(session, article.id))
    return ArticleDetail.with_pictures(article, queries.pictures(session, article.id), text_length=length)


@router.get("/{article_id}/text", response_class=PlainTextResponse)
def get_article_text(session: SessionDep, article: ArticleDep) -> PlainTextResponse:
    """Return an article's text; paragraphs are parted by empty lines."""
    return PlainTextResponse(queries.text_of(session, article.id))


@router.head("/{article_id}/pictures/{picture_id}/preview", include_in_schema=False)
@router.get("/{article_id}/pictures/{picture_id}/preview", response_class=Response)
def get_preview(
    app: AppDep,
    session: SessionDep,
    article: ArticleDep,
    picture_id: UUID,
    v: Annotated[str | None, Query(max_length=64, description="The file's version, for an answer to keep.")] = None,
) -> Response:
    """Return a small copy of a picture that an article shows, as WebP, at most 400 pixels long."""
    preview = queries.preview(session, article.id, picture_id)
    return stored_preview(app, preview, is_current=v == preview.sha256[:12])


@router.post("/{article_id}/fetch", status_code=HTTPStatus.ACCEPTED, response_model=ArticleOut)
def fetch_again(
    app: AppDep, session: SessionDep, principal: PrincipalDep, article: ArticleDep, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Fetch an article again, which changes it only where it has changed."""

    def start() -> Answer:
        fetch_article(session, app.durable, article)
        session.flush()
        told = ArticleOut.of(article).model_dump(mode="json")
        return HTTPStatus.ACCEPTED, told, {"Location": f"/api/articles/{article.id}"}

    return once(app, session, principal, idempotency_key, f"POST fetch {article.id}", start)


@router.delete("/{article_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_article(article: ArticleDep) -> None:
    """Delete an article; it can be brought back for a day, and its pins stay."""
    delete_article(article)


@router.post("/{article_id}/restore")
def restore_article(article: ArticleDep) -> ArticleOut:
    """Bring a deleted article back."""
    return ArticleOut.of(undelete_article(article))
