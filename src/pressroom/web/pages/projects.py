"""`/projects`: the blogs and the boards, one blog with its articles, and the parts that change by themselves."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.pins.articles import queries as articles
from pressroom.features.pins.projects import queries
from pressroom.features.pins.projects.models import PLAIN_LINK, Project
from pressroom.features.pins.projects.queries import Counts
from pressroom.features.pins.projects.rules import SCRAPING
from pressroom.web.asking import PrincipalDep, ProjectDep, SessionDep
from pressroom.web.pages.article_rows import article_rows
from pressroom.web.pages.board_rows import TypedBoard, boards_part
from pressroom.web.pages.page import shell
from pressroom.web.pages.project_forms import Typed, link_example, project_form, sample_of
from pressroom.web.pages.project_rows import project_detail, project_row
from pressroom.web.templating import page
from pressroom.web.views import LinkExamplePartial, ProjectPage, ProjectRowPartial, ProjectsPage, ScrapePartial
from pressroom.web.views.articles import AddingForm
from pressroom.web.views.projects import ProjectDetail, ProjectRow
from pressroom.web.views.shell import Choice

router = APIRouter(prefix="/projects", include_in_schema=False)

SHOWN = 20
NONE = Counts()
Given = Annotated[str, Query(max_length=5000)]


@router.get("")
def list_projects(session: SessionDep, principal: PrincipalDep) -> Response:
    """Show the projects and the boards, and the forms to add one."""
    return projects_page(session, principal)


@router.get("/example")
def example(_: PrincipalDep, name: Given = "", site_url: Given = "", link_template: Given = PLAIN_LINK) -> Response:
    """Show where a pin would lead with a template, alone."""
    return page(LinkExamplePartial(link_example(link_template, name, sample_of(site_url))))


@router.get("/{project_id}")
def show_project(session: SessionDep, principal: PrincipalDep, project: ProjectDep) -> Response:
    """Show one project: the newest look through its blog, its articles, and what may be set."""
    return project_page(session, principal, project)


@router.get("/{project_id}/row")
def row(session: SessionDep, principal: PrincipalDep, project: ProjectDep) -> Response:
    """Show a project's row, alone; nothing when it was deleted."""
    if project.deleted_at is not None:
        return Response("")
    counts = queries.counts(session, principal.workspace_id, project_id=project.id)
    return page(ProjectRowPartial(_row(session, project, counts.get(project.id, NONE))))


@router.get("/{project_id}/progress")
def progress(session: SessionDep, principal: PrincipalDep, project: ProjectDep) -> Response:
    """Show how far the look through a blog is, alone."""
    return page(ScrapePartial(_detail(session, principal, project)))


def projects_page(
    session: Session,
    principal: Principal,
    *,
    typed: Typed | None = None,
    errors: Mapping[str, str] | None = None,
    board: TypedBoard | None = None,
    board_errors: Mapping[str, str] | None = None,
) -> Response:
    """Show the projects and the boards, with what was typed and what was wrong with it.

    `board` is what was typed for a new board; `board_errors` go by board's id, or `new`.
    """
    counts = queries.counts(session, principal.workspace_id)
    found = queries.projects(session, principal.workspace_id)
    return page(
        ProjectsPage(
            shell=shell(session, principal, "pins"),
            projects=[_row(session, one, counts.get(one.id, NONE)) for one in found],
            form=project_form(session, principal.workspace_id, typed or Typed(), errors=errors),
            boards=boards_part(session, principal.workspace_id, board, board_errors),
        )
    )


def project_page(
    session: Session,
    principal: Principal,
    project: Project,
    *,
    typed: Typed | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    """Show one project, with what was typed into its form and what was wrong with it."""
    wanted = articles.Filters(project_id=project.id)
    found = articles.articles(session, principal.workspace_id, wanted, limit=SHOWN).items
    newest = next((one.url for one in found if one.fetched_at), None)
    return page(
        ProjectPage(
            shell=shell(session, principal, "pins"),
            project=_detail(session, principal, project),
            form=project_form(
                session, principal.workspace_id, typed or Typed.of(project), article_url=newest, errors=errors
            ),
            articles=article_rows(session, principal.workspace_id, found, of_one=True),
            adding=AddingForm(
                projects=[Choice(value=str(project.id), label=project.name, is_chosen=True)], url="", error=None
            ),
            here=f"/projects/{project.id}",
        )
    )


def _row(session: Session, project: Project, counts: Counts) -> ProjectRow:
    return project_row(project, counts, articles.progress(session, project) if project.status in SCRAPING else None)


def _detail(session: Session, principal: Principal, project: Project) -> ProjectDetail:
    counts = queries.counts(session, principal.workspace_id, project_id=project.id)
    return project_detail(
        project,
        counts.get(project.id, NONE),
        articles.progress(session, project),
        articles.missing(session, project),
    )
