"""`pressroom articles`: posts of blogs, fetched, listed, shown, deleted."""

from collections.abc import Callable, Mapping, Sequence
from threading import Event
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy.orm import Session

from pressroom.cli.adding import INTERRUPTED_CODE, interruptible, worker_beside
from pressroom.cli.desk import Desk, desk
from pressroom.cli.options import AsJson, AtMost, From, InWorkspace
from pressroom.cli.terminal import clock, out, print_facts, print_json, print_table, say, say_more
from pressroom.features.pins.articles import queries
from pressroom.features.pins.articles.actions.fetch import fetch_article, import_article
from pressroom.features.pins.articles.actions.remove import delete_article
from pressroom.features.pins.articles.models import Article, ArticlePicture, ArticleStatus
from pressroom.features.pins.articles.rules import is_busy, is_waiting
from pressroom.features.pins.articles.schemas import ArticleDetail, ArticleList, ArticleOut
from pressroom.features.pins.projects.queries import project
from pressroom.features.pins.projects.rules import SCRAPING
from pressroom.kernel.clock import now

articles = typer.Typer(name="articles", help="Fetch, list and show the articles of blogs.", no_args_is_help=True)

ArticleId = Annotated[UUID, typer.Argument(metavar="ID", help="The article's id.")]
Ids = Annotated[list[UUID], typer.Argument(metavar="ID", help="The articles' ids.")]
OfProject = Annotated[UUID | None, typer.Option("--project", help="Only articles of the project with this id.")]
InStatus = Annotated[ArticleStatus | None, typer.Option(help="Only articles in this status.")]
Wait = Annotated[bool, typer.Option("--wait", help="Wait until they are fetched; failures make it exit with 1.")]
LOOK_EVERY_SECONDS = 0.2


@articles.command("list")
def list_articles(
    context: typer.Context,
    *,
    q: Annotated[str | None, typer.Option("--words", help="Words of title, description or address.")] = None,
    of_project: OfProject = None,
    status: InStatus = None,
    limit: AtMost = 50,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List articles, last added first; with words, best match first."""
    filters = queries.Filters(q=q, project_id=of_project, status=status)
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.articles(session, place.workspace_id, filters, limit=limit, cursor=cursor)
    if as_json:
        items = [ArticleOut.of(one) for one in found.items]
        print_json(ArticleList(items=items, next_cursor=found.next_cursor))
        return
    print_table(
        ("Id", "Status", "Title", "Address", "Words", "Error"),
        [
            (str(one.id), one.status, one.title or "", one.url, f"{one.words:,}" if one.words else "", one.error or "")
            for one in found.items
        ],
        nothing="There are no such articles. `pressroom projects scrape ID` fetches those of a blog.",
    )
    say_more(found.next_cursor)


@articles.command("add")
def add(
    context: typer.Context,
    project_id: Annotated[UUID, typer.Argument(metavar="PROJECT", help="The project's id.")],
    urls: Annotated[list[str], typer.Argument(metavar="ADDRESS", help="The articles' addresses.")],
    *,
    wait: Wait = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Fetch the articles at some addresses, all or none; one that is here already is fetched again."""

    def start(session: Session, place: Desk) -> list[Article]:
        home = project(session, place.workspace_id, project_id, lock=True)
        return [import_article(session, place.app.durable, home, url).article for url in dict.fromkeys(urls)]

    _start(context, workspace, start, wait=wait, as_json=as_json)


@articles.command("fetch")
def fetch(
    context: typer.Context, ids: Ids, *, wait: Wait = False, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Fetch articles again, all or none, which changes only those that have changed."""

    def start(session: Session, place: Desk) -> list[Article]:
        found = _found(session, place, ids)
        for one in found:
            fetch_article(session, place.app.durable, one)
        return found

    _start(context, workspace, start, wait=wait, as_json=as_json)


@articles.command("show")
def show(
    context: typer.Context,
    article_id: ArticleId,
    *,
    text: Annotated[bool, typer.Option("--text", help="Print the article's text, and nothing else.")] = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Show one article, with the pictures in it."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.article(session, place.workspace_id, article_id)
        pictures = queries.pictures(session, found.id)
        said = queries.text_of(session, found.id)
    if as_json:
        print_json(ArticleDetail.with_pictures(found, pictures, text_length=len(said)))
    elif text:
        out.print(said, soft_wrap=True)
    else:
        print_facts(_facts(found, pictures))


@articles.command("delete")
def delete(context: typer.Context, ids: Ids, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Delete articles, all or none; their pins stay. They can be brought back in the browser for a day."""
    at = now()
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = _found(session, place, ids)
        for one in found:
            delete_article(one, at=at)
    if as_json:
        print_json({"deleted": [str(one.id) for one in found]})
    else:
        say(f"{len(found)} deleted.")


def _start(
    context: typer.Context,
    workspace: str | None,
    start: Callable[[Session, Desk], list[Article]],
    *,
    wait: bool,
    as_json: bool,
) -> None:
    with desk(context, workspace) as place, interruptible() as stop:
        with place.app.database.transaction() as session:
            found = start(session, place)
            session.flush()
        if wait:
            with worker_beside(context.obj, place):
                found = _follow(place, [one.id for one in found], stop)
    if as_json:
        print_json({"articles": [ArticleOut.of(one).model_dump(mode="json") for one in found]})
    else:
        for one in found:
            out.print(f"{one.id}  {one.status}  {one.error or one.title or one.url}", soft_wrap=True)
    failed = any(one.status is not ArticleStatus.COMPLETED for one in found)
    raise typer.Exit(INTERRUPTED_CODE if stop.is_set() else int(wait and failed))


def _follow(place: Desk, ids: Sequence[UUID], stop: Event) -> list[Article]:
    """Say what becomes of articles until nothing more will, or `stop` is set; return them as they are then."""
    told: set[UUID] = set()
    while True:
        with place.app.database.transaction() as session:
            found = [queries.article(session, place.workspace_id, one) for one in ids]
        over = {one.id: one for one in found if not _goes_on(one)}
        for one in (over[each] for each in over.keys() - told):
            say(f"{one.title or one.address}: {one.status}")
        told |= over.keys()
        if len(over) == len(found) or stop.wait(LOOK_EVERY_SECONDS):
            return found


def _goes_on(article: Article) -> bool:
    return is_busy(article) or (is_waiting(article) and article.project.status in SCRAPING)


def _found(session: Session, place: Desk, ids: Sequence[UUID]) -> list[Article]:
    """Return articles, locked in the order that everyone locks them in."""
    return [queries.article(session, place.workspace_id, one, lock=True) for one in sorted(set(ids))]


def _facts(article: Article, pictures: Sequence[ArticlePicture]) -> Mapping[str, str]:
    facts = {
        "Id": str(article.id),
        "Title": article.title,
        "Address": article.url,
        "Status": article.status,
        "Error": article.error,
        "Description": article.description,
        "Author": article.author,
        "Language": article.language,
        "Published": clock(article.published_at),
        "Words": f"{article.words:,}" if article.words else "",
        "Pictures": "\n".join(_shown(one) for one in pictures),
        "Notes": "\n".join(article.notes),
        "Fetched": clock(article.fetched_at),
        "Run": article.run_id,
    }
    return {name: value for name, value in facts.items() if value}


def _shown(picture: ArticlePicture) -> str:
    size = f"{picture.width} x {picture.height}  " if picture.width and picture.height else ""
    return f"{size}{picture.url}"
