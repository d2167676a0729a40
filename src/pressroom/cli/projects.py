"""`pressroom projects`: blogs that become pins, added, changed, looked through, deleted."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import typer
from sqlalchemy.orm import Session

from pressroom.cli.adding import INTERRUPTED_CODE, interruptible, worker_beside
from pressroom.cli.desk import Desk, desk
from pressroom.cli.looking import Far, follow
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.terminal import clock, complain, out, print_facts, print_json, print_table, say
from pressroom.features.pins.articles.actions.fetch import fetch_missing
from pressroom.features.pins.articles.actions.scrape import begin_scrape
from pressroom.features.pins.articles.queries import Progress as Scrape
from pressroom.features.pins.articles.queries import progress
from pressroom.features.pins.articles.schemas import scrape_progress
from pressroom.features.pins.projects import queries
from pressroom.features.pins.projects.actions import Options, change_project, create_project, delete_project
from pressroom.features.pins.projects.models import Fit, Project, ScrapeStatus
from pressroom.features.pins.projects.queries import Counts
from pressroom.features.pins.projects.rules import SCRAPING
from pressroom.features.pins.projects.schemas import ProjectList, ProjectOut

projects = typer.Typer(name="projects", help="Keep blogs, and look through them for articles.", no_args_is_help=True)

ProjectId = Annotated[UUID, typer.Argument(metavar="ID", help="The project's id.")]
Language = Annotated[str | None, typer.Option(help="The language of its pins: en, de, pt-BR. Unset: the article's.")]
Tone = Annotated[str | None, typer.Option(help="How its pins sound: “warm and brief”.")]
Keyword = Annotated[list[str] | None, typer.Option(help="A word its pins should say; give it several times.")]
OnBoard = Annotated[UUID | None, typer.Option("--board", help="The board its pins are put on.")]
Through = Annotated[UUID | None, typer.Option("--connection", help="The account its pins are published by.")]
Link = Annotated[
    str | None,
    typer.Option(help="Where pins lead: {url} is the article's address, beside it {slug}, {project} and {pin}."),
]
Number = Annotated[int | None, typer.Option("--pins", min=1, max=5, help="Pins for each article.")]
AsFit = Annotated[Fit | None, typer.Option(help="How pictures come to 2:3: cut, or with bars.")]
Closing = Annotated[str | None, typer.Option(help="A last line for every description.")]
Zone = Annotated[str | None, typer.Option(help="Time zone of its times, such as Europe/Vienna.")]
Slot = Annotated[
    list[str] | None, typer.Option(help="A time of a week its pins go out at, “mon 09:30”; give it several times.")
]


@projects.command("list")
def list_projects(context: typer.Context, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """List the projects, by name."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.projects(session, place.workspace_id)
        counts = queries.counts(session, place.workspace_id)
    if as_json:
        items = [ProjectOut.of(one, counts.get(one.id)) for one in found]
        print_json(ProjectList(items=items))
        return
    print_table(
        ("Id", "Status", "Name", "Site", "Articles", "Pins", "Last looked through"),
        [_row(one, counts.get(one.id, Counts())) for one in found],
        nothing="There are no projects. `pressroom projects add NAME ADDRESS` adds a blog.",
    )


@projects.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What it is called.")],
    site: Annotated[str, typer.Argument(metavar="ADDRESS", help="The blog's address, or its feed's.")],
    *,
    language: Language = None,
    tone: Tone = None,
    keyword: Keyword = None,
    board: OnBoard = None,
    connection: Through = None,
    link: Link = None,
    pins: Number = None,
    fit: AsFit = None,
    closing: Closing = None,
    zone: Zone = None,
    slot: Slot = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Add a blog; `pressroom projects scrape` fetches its articles."""
    given = _given(None, None, language, tone, keyword, board, connection, link, pins, fit, closing, zone, slot)
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        options = replace(Options(name=name, site_url=site), **given)
        made = create_project(session, workspace_id=place.workspace_id, user_id=place.user_id, options=options)
    if as_json:
        print_json(ProjectOut.of(made))
    else:
        out.print(str(made.id))
        say(f"Added “{made.name}”. `pressroom projects scrape {made.id}` fetches its articles now.")


@projects.command("show")
def show(
    context: typer.Context, project_id: ProjectId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Show one project, and how far its newest scrape is."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        _print(session, place, project_id, as_json=as_json)


@projects.command("edit")
def edit(
    context: typer.Context,
    project_id: ProjectId,
    *,
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    site: Annotated[str | None, typer.Option(help="The blog's address, or its feed's.")] = None,
    language: Language = None,
    tone: Tone = None,
    keyword: Keyword = None,
    board: OnBoard = None,
    connection: Through = None,
    link: Link = None,
    pins: Number = None,
    fit: AsFit = None,
    closing: Closing = None,
    zone: Zone = None,
    slot: Slot = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Change what was chosen for a project; what is not given stays as it is."""
    given = _given(name, site, language, tone, keyword, board, connection, link, pins, fit, closing, zone, slot)
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.project(session, place.workspace_id, project_id, lock=True)
        change_project(session, found, replace(Options.of(found), **given))
        _print(session, place, project_id, as_json=as_json)


@projects.command("scrape")
def scrape(
    context: typer.Context,
    project_id: ProjectId,
    *,
    missing: Annotated[
        bool, typer.Option("--missing", help="Do not look for new articles: fetch those that failed or did not come.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait until all is fetched; failures make it exit with 1.")
    ] = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Look through a blog now, and fetch what is new or changed. Ctrl-C stops the waiting, not the scrape."""
    with desk(context, workspace) as place, interruptible() as stop:
        with place.app.database.transaction() as session:
            found = queries.project(session, place.workspace_id, project_id, lock=True)
            if missing:
                fetch_missing(session, place.app.durable, found)
            else:
                begin_scrape(session, place.app.durable, found)
        if wait:
            with worker_beside(context.obj, place):
                follow("Fetching", lambda: _far(place, project_id), stop=stop)
        with place.app.database.transaction() as session:
            found = queries.project(session, place.workspace_id, project_id)
            now = progress(session, found)
            if as_json:
                _print(session, place, project_id, as_json=True)
    if wait and not as_json:
        _tell(found, now)
    elif not as_json:
        out.print(f"Started {found.run_id}" if found.status in SCRAPING else "Nothing is missing.", soft_wrap=True)
    failed = found.status is ScrapeStatus.FAILED or bool(now.failed)
    raise typer.Exit(INTERRUPTED_CODE if stop.is_set() else int(wait and failed))


@projects.command("delete")
def delete(
    context: typer.Context, project_id: ProjectId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Delete a project with its articles and pins. It can be brought back in the browser for a day."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.project(session, place.workspace_id, project_id, lock=True)
        delete_project(session, found)
    if as_json:
        print_json({"deleted": str(project_id)})
    else:
        say(f"“{found.name}” is deleted, with its articles and pins.")


def _given(*values: object) -> dict[str, Any]:
    """Return what was given on the command line, by the names options have."""
    names = (
        "name",
        "site_url",
        "language",
        "tone",
        "keywords",
        "board_id",
        "connection_id",
        "link_template",
        "pins_per_article",
        "fit",
        "closing",
        "zone",
        "slots",
    )
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _row(project: Project, counts: Counts) -> tuple[str, ...]:
    return (
        str(project.id),
        project.status,
        project.name,
        project.site_url,
        f"{sum(counts.articles.values()):,}",
        f"{sum(counts.pins.values()):,}",
        clock(project.last_scraped_at) or "never",
    )


def _print(session: Session, place: Desk, project_id: UUID, *, as_json: bool) -> None:
    found = queries.project(session, place.workspace_id, project_id)
    counts = queries.counts(session, place.workspace_id, project_id=project_id).get(project_id, Counts())
    now = progress(session, found)
    if as_json:
        print_json(ProjectOut.of(found, counts, scrape_progress(now)))
    else:
        print_facts(_facts(found, counts, now))


def _far(place: Desk, project_id: UUID) -> Far:
    with place.app.database.transaction() as session:
        found = queries.project(session, place.workspace_id, project_id)
        now = progress(session, found)
    waits = found.error or "" if found.status is ScrapeStatus.WAITING else ""
    return Far(now.done, now.total, waits, is_over=found.status not in SCRAPING)


def _tell(project: Project, scrape: Scrape) -> None:
    out.print(
        f"{scrape.succeeded:,} fetched, {scrape.unchanged:,} as they were, {scrape.skipped:,} left aside.",
        soft_wrap=True,
    )
    for note in (project.last_result or {}).get("notes", []):
        say(note)
    if scrape.failed:
        complain(f"{scrape.failed:,} failed: `pressroom articles list --project {project.id} --status failed`.")
    if project.error:
        complain(project.error)


def _facts(project: Project, counts: Counts, scrape: Scrape) -> Mapping[str, str]:
    facts = {
        "Id": str(project.id),
        "Name": project.name,
        "Site": project.site_url,
        "Language": project.language,
        "Tone": project.tone,
        "Keywords": ", ".join(project.keywords),
        "Board": str(project.board_id or ""),
        "Connection": str(project.connection_id or ""),
        "Pins lead to": project.link_template,
        "Pins an article": str(project.pins_per_article),
        "Fit": project.fit,
        "Closing": project.closing,
        "Goes out": ", ".join(project.slots),
        "Time zone": project.zone,
        "Articles": f"{sum(counts.articles.values()):,}",
        "Pins": f"{sum(counts.pins.values()):,}",
        "Status": project.status,
        "Error": project.error,
        "Last looked through": clock(project.last_scraped_at),
        "Run": project.run_id,
        "Newest scrape": f"{scrape.done:,} of {scrape.total:,} done" if scrape.total else "",
        "Failed": f"{scrape.failed:,}" if scrape.failed else "",
    }
    return {name: value for name, value in facts.items() if value}
