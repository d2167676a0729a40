"""`/articles`: the list, one article, and the parts that change by themselves."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.runs.listing import runs
from pressroom.features.pins.articles import queries
from pressroom.features.pins.articles.models import KIND, Article, ArticleStatus
from pressroom.features.pins.queries import candidates, of_articles
from pressroom.kernel.app import App
from pressroom.web.asking import AppDep, ArticleDep, PrincipalDep, SessionDep
from pressroom.web.narrowing import address, choices, id_in
from pressroom.web.pages.article_detail import article_detail, paragraphs_of
from pressroom.web.pages.article_rows import article_rows
from pressroom.web.pages.page import shell
from pressroom.web.pages.pin_asked import project_choices
from pressroom.web.templating import page
from pressroom.web.views import ArticlePage, ArticlePanelPartial, ArticleRowPartial, ArticlesPage
from pressroom.web.views.articles import AddingForm, ArticleDetail

router = APIRouter(prefix="/articles", include_in_schema=False)

LABELS = {
    ArticleStatus.COMPLETED: "Read",
    ArticleStatus.PENDING: "Waiting",
    ArticleStatus.FAILED: "Failed",
    ArticleStatus.SKIPPED: "Left aside",
}
RUNS_SHOWN = 5


@router.get("")
def list_articles(
    session: SessionDep,
    principal: PrincipalDep,
    q: Annotated[str, Query(max_length=500)] = "",
    status: Annotated[str, Query(max_length=30)] = "",
    project: Annotated[str, Query(max_length=60)] = "",
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> Response:
    """Show the articles, narrowed by words, status and project."""
    return articles_page(session, principal, q=q, status=status, project=project, cursor=cursor)


@router.get("/{article_id}")
def show_article(app: AppDep, session: SessionDep, principal: PrincipalDep, article: ArticleDep) -> Response:
    """Show one article: its text, what is known of it, its pictures and its pins."""
    paragraphs, is_cut = paragraphs_of(queries.text_of(session, article.id))
    return page(
        ArticlePage(
            shell=shell(session, principal, "pins"),
            article=_detail(app, session, principal, article),
            paragraphs=paragraphs if article.fetched_at else None,
            is_cut=is_cut,
        )
    )


@router.get("/{article_id}/panel")
def panel(app: AppDep, session: SessionDep, principal: PrincipalDep, article: ArticleDep) -> Response:
    """Show what is known of an article, alone."""
    return page(ArticlePanelPartial(_detail(app, session, principal, article)))


@router.get("/{article_id}/row")
def row(session: SessionDep, principal: PrincipalDep, article: ArticleDep, *, of_one: bool = False) -> Response:
    """Show an article's row, alone; nothing when it was deleted."""
    if article.deleted_at is not None:
        return Response("")
    (shown,) = article_rows(session, principal.workspace_id, [article], of_one=of_one)
    return page(ArticleRowPartial(shown))


def articles_page(
    session: Session,
    principal: Principal,
    *,
    q: str = "",
    status: str = "",
    project: str = "",
    cursor: str | None = None,
    url: str = "",
    error: str | None = None,
) -> Response:
    """Show the articles; `url` is what was typed into the form for one more, `error` what was wrong with it."""
    chosen = ArticleStatus(status) if status in set(ArticleStatus) else None
    project_id = id_in(project)
    filters = queries.Filters(q=q, project_id=project_id, status=chosen)
    found = queries.articles(session, principal.workspace_id, filters, cursor=cursor)
    by_status = queries.counts(session, principal.workspace_id, project_id=project_id)
    narrowed = {"q": q, "status": status, "project": project}
    homes = project_choices(session, principal.workspace_id, str(project_id or ""))
    return page(
        ArticlesPage(
            shell=shell(session, principal, "pins"),
            query=q,
            statuses=choices(LABELS.items(), chosen, by_status),
            projects=homes,
            articles=article_rows(session, principal.workspace_id, found.items),
            adding=AddingForm(projects=homes, url=url, error=error),
            more_url=address("/articles", {**narrowed, "cursor": found.next_cursor}) if found.next_cursor else None,
            is_narrowed=any(narrowed.values()),
            here=address("/articles", narrowed),
        )
    )


def _detail(app: App, session: Session, principal: Principal, article: Article) -> ArticleDetail:
    workspace_id = principal.workspace_id
    return article_detail(
        article,
        candidates(session, workspace_id, [article.id]).get(article.id, []),
        of_articles(session, workspace_id, [article.id]).get(article.id, ()),
        runs(app.durable, workspace_id, subject=(KIND, article.id), limit=RUNS_SHOWN).runs,
    )
