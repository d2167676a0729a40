"""What a person does with a project; its page changes by the live stream."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from pressroom.core.runs.actions import cancel_run
from pressroom.features.pins.articles.actions.fetch import fetch_missing
from pressroom.features.pins.articles.actions.scrape import begin_scrape
from pressroom.features.pins.projects.actions import change_project, create_project, delete_project, undelete_project
from pressroom.kernel.errors import Conflict, Rejected
from pressroom.web.asking import AppDep, PrincipalDep, ProjectDep, SessionDep
from pressroom.web.pages.project_forms import Typed, errors_of, options_of
from pressroom.web.pages.projects import project_page, projects_page
from pressroom.web.replies import done, done_here, go_to

router = APIRouter(prefix="/projects", include_in_schema=False)

Sent = Annotated[Typed, Form()]


@router.post("")
def add(request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, typed: Sent) -> Response:
    """Add a project and look through its blog; what is wrong is told in its form."""
    try:
        with session.begin_nested():
            project = create_project(
                session,
                workspace_id=principal.workspace_id,
                user_id=principal.user_id,
                options=options_of(session, principal.workspace_id, typed),
            )
            begin_scrape(session, app.durable, project)
    except Rejected as refusal:
        return projects_page(session, principal, typed=typed, errors=errors_of(refusal))
    return go_to(request, _page(project.id))


@router.post("/{project_id}/settings")
def settings(
    request: Request, session: SessionDep, principal: PrincipalDep, project: ProjectDep, typed: Sent
) -> Response:
    """Change what was chosen for a project; what is wrong is told in its form."""
    try:
        with session.begin_nested():
            change_project(session, project, options_of(session, principal.workspace_id, typed))
    except Rejected as refusal:
        session.refresh(project)
        return project_page(session, principal, project, typed=typed, errors=errors_of(refusal))
    shown = project_page(session, principal, project)
    return done_here(request, "Saved. Pins made from now on keep to it.", shown, back=_page(project.id))


@router.post("/{project_id}/scrape")
def scrape(request: Request, app: AppDep, session: SessionDep, project: ProjectDep) -> Response:
    """Look through a blog now."""
    begin_scrape(session, app.durable, project)
    return done(request, "Looking for new articles.", back=_page(project.id), tone="info")


@router.post("/{project_id}/stop")
def stop(request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, project: ProjectDep) -> Response:
    """Stop looking through a blog; articles it did not come to are left for the next time."""
    if project.run_id is None:
        raise Conflict("This blog has not been looked through yet, so there is nothing to stop.", code="over")
    cancel_run(session, app.durable, app.subjects, principal.workspace_id, project.run_id)
    return done(request, "Stopped. Articles under way are finished first.", back=_page(project.id))


@router.post("/{project_id}/missing")
def fetch_what_is_missing(request: Request, app: AppDep, session: SessionDep, project: ProjectDep) -> Response:
    """Fetch the articles that failed, or that no look came to."""
    number = fetch_missing(session, app.durable, project)
    return done(request, f"Trying {number:,} again.", back=_page(project.id), tone="info")


@router.post("/{project_id}/deletion")
def delete(request: Request, session: SessionDep, project: ProjectDep) -> Response:
    """Delete a project with its articles and pins, with a day to change one's mind."""
    delete_project(session, project)
    undo = f"{_page(project.id)}/deletion/undo"
    return done(request, f"Deleted “{project.name}” with its articles and pins.", back="/projects", undo=undo)


@router.post("/{project_id}/deletion/undo")
def undelete(request: Request, session: SessionDep, project: ProjectDep) -> Response:
    """Bring a deleted project back."""
    undelete_project(session, project)
    return done(request, "Brought back.", back=_page(project.id))


def _page(project_id: UUID) -> str:
    return f"/projects/{project_id}"
