"""`/api/projects`: blogs kept, and looked through for articles."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from pressroom.features.pins.articles.actions.fetch import fetch_missing
from pressroom.features.pins.articles.actions.scrape import begin_scrape
from pressroom.features.pins.articles.queries import progress
from pressroom.features.pins.articles.schemas import scrape_progress
from pressroom.features.pins.projects import queries
from pressroom.features.pins.projects.actions import (
    change_project,
    create_project,
    delete_project,
    undelete_project,
)
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.projects.schemas import (
    FetchedAgain,
    NewProject,
    ProjectEdit,
    ProjectList,
    ProjectOut,
    StartedScrape,
)
from pressroom.web.asking import AppDep, PrincipalDep, ProjectDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once

router = APIRouter(prefix="/api/projects", tags=["projects"])


@router.post("", status_code=HTTPStatus.CREATED, response_model=ProjectOut)
def create(
    app: AppDep, session: SessionDep, principal: PrincipalDep, wanted: NewProject, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Add a blog; it is looked through when asked to."""

    def start() -> Answer:
        made = create_project(
            session, workspace_id=principal.workspace_id, user_id=principal.user_id, options=wanted.options
        )
        location = {"Location": f"/api/projects/{made.id}"}
        return HTTPStatus.CREATED, _told(session, made).model_dump(mode="json"), location

    asked = f"POST /api/projects {wanted.model_dump_json()}"
    return once(app, session, principal, idempotency_key, asked, start)


@router.get("")
def list_projects(session: SessionDep, principal: PrincipalDep) -> ProjectList:
    """List the projects, by name, with how many articles and pins they have."""
    counts = queries.counts(session, principal.workspace_id)
    found = queries.projects(session, principal.workspace_id)
    return ProjectList(items=[ProjectOut.of(one, counts.get(one.id)) for one in found])


@router.get("/{project_id}")
def get_project(session: SessionDep, project: ProjectDep) -> ProjectOut:
    """Return one project, and how far its newest scrape is."""
    return _told(session, project)


@router.patch("/{project_id}")
def edit_project(session: SessionDep, project: ProjectDep, edit: ProjectEdit) -> ProjectOut:
    """Change what was chosen for a project; what is left out stays as it is."""
    return _told(session, change_project(session, project, edit.options(project)))


@router.delete("/{project_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_project(session: SessionDep, project: ProjectDep) -> None:
    """Delete a project with its articles and pins; it can be brought back for a day."""
    delete_project(session, project)


@router.post("/{project_id}/restore")
def restore_project(session: SessionDep, project: ProjectDep) -> ProjectOut:
    """Bring a deleted project back, with what was deleted along with it."""
    return _told(session, undelete_project(session, project))


@router.post("/{project_id}/scrape", status_code=HTTPStatus.ACCEPTED, response_model=StartedScrape)
def scrape(
    app: AppDep, session: SessionDep, principal: PrincipalDep, project: ProjectDep, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Look through a blog now, and fetch the articles that are new or changed."""

    def start() -> Answer:
        started = StartedScrape(
            message=f"Looking through “{project.name}”. Articles appear as they are fetched, one a second.",
            run_id=begin_scrape(session, app.durable, project),
            project_id=project.id,
        )
        location = {"Location": f"/api/projects/{project.id}"}
        return HTTPStatus.ACCEPTED, started.model_dump(mode="json"), location

    return once(app, session, principal, idempotency_key, f"POST scrape {project.id}", start)


@router.post("/{project_id}/articles/retry", status_code=HTTPStatus.ACCEPTED, response_model=FetchedAgain)
def retry_articles(
    app: AppDep, session: SessionDep, principal: PrincipalDep, project: ProjectDep, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Fetch all articles that failed, or that a cancelled scrape did not come to."""

    def start() -> Answer:
        number = fetch_missing(session, app.durable, project)
        told = FetchedAgain(articles=number, run_id=project.run_id if number else None)
        return HTTPStatus.ACCEPTED, told.model_dump(mode="json"), {"Location": f"/api/projects/{project.id}"}

    return once(app, session, principal, idempotency_key, f"POST retry {project.id}", start)


def _told(session: Session, project: Project) -> ProjectOut:
    counts = queries.counts(session, project.workspace_id, project_id=project.id)
    return ProjectOut.of(project, counts.get(project.id), scrape_progress(progress(session, project)))
