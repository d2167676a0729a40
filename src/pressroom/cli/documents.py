"""`pressroom documents`: listed, shown, read out, deleted, tried again."""

from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, AtMost, From, InWorkspace
from pressroom.cli.terminal import clock, out, print_facts, print_json, print_table, say, say_more
from pressroom.features.documents import queries
from pressroom.features.documents.actions.again import read_again, try_again
from pressroom.features.documents.actions.remove import delete_document
from pressroom.features.documents.models import Document, Status
from pressroom.features.documents.schemas import DocumentList, DocumentOut, StartedRun

documents = typer.Typer(name="documents", help="List, show and steer documents.", no_args_is_help=True)

OneId = Annotated[UUID, typer.Argument(metavar="ID", help="The document's id.")]
Ids = Annotated[list[UUID], typer.Argument(metavar="ID", help="The documents' ids.")]


@documents.command("list")
def list_documents(
    context: typer.Context,
    *,
    q: Annotated[str | None, typer.Option("--q", help='Words to find; "in quotes" a phrase.')] = None,
    status: Annotated[Status | None, typer.Option(help="Only documents in this status.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only documents with this tag.")] = None,
    limit: AtMost = 50,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List documents, newest first; with --q, best match first."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        filters = queries.Filters(q, status, tag)
        found = queries.documents(session, place.workspace_id, filters, limit=limit, cursor=cursor)
    items = [DocumentOut.of(one, found.hits.get(one.id, []) if q else None) for one in found.documents]
    if as_json:
        print_json(DocumentList(items=items, next_cursor=found.next_cursor))
        return
    print_table(
        ("Id", "Status", "Name", "Tags", "Pages"),
        [
            (str(one.id), one.status, one.display_name or one.filename, ", ".join(one.tags), str(one.page_count or ""))
            for one in found.documents
        ],
        nothing="There are no such documents. `pressroom add PATH…` takes some in.",
    )
    say_more(found.next_cursor)


@documents.command("show")
def show_document(
    context: typer.Context, document_id: OneId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Show one document: what it was named, and how far it has come."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.document(session, place.workspace_id, document_id)
    if as_json:
        print_json(DocumentOut.of(found))
    else:
        print_facts(_facts(found))


@documents.command("text")
def print_text(
    context: typer.Context, document_id: OneId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Print a document's text, its pages parted by form feeds; with --json, page by page."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.document(session, place.workspace_id, document_id)
        pages = queries.pages(session, found.id)
    if as_json:
        rows = [
            {"number": one.number, "text": one.text, "source": one.source, "confidence": one.confidence}
            for one in pages
        ]
        print_json({"id": str(found.id), "pages": rows})
    else:
        typer.echo("\f".join(one.text for one in pages))


@documents.command("delete")
def delete_documents(
    context: typer.Context, ids: Ids, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Delete documents, all or none. They can be brought back in the browser for a day."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = [queries.document(session, place.workspace_id, one) for one in ids]
        for one in found:
            delete_document(one)
    if as_json:
        print_json({"deleted": [str(one.id) for one in found]})
    else:
        say(f"{len(found)} deleted.")


@documents.command("retry")
def retry_documents(
    context: typer.Context,
    ids: Ids,
    *,
    password: Annotated[
        bool, typer.Option("--password", help="Ask for the password of an encrypted file, and read it with that.")
    ] = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Start failed documents again, all or none: the reading, or only the describing where the text is there."""
    secret = typer.prompt("Password of the file", hide_input=True, err=True) if password else None
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        app, started = place.app, []
        for one in ids:
            found = queries.document(session, place.workspace_id, one)
            run_id = (
                read_again(session, app.durable, app.vault, found, password=secret)
                if secret
                else try_again(session, app.durable, app.vault, found)
            )
            started.append(StartedRun(id=found.id, status=found.status, run_id=run_id))
    if as_json:
        print_json({"documents": [one.model_dump(mode="json") for one in started]})
        return
    for one_started in started:
        out.print(f"Started {one_started.run_id}", soft_wrap=True)


def _facts(document: Document) -> dict[str, str]:
    facts = {
        "Id": str(document.id),
        "File": document.filename,
        "Status": document.status + (f" ({document.failed_stage})" if document.failed_stage else ""),
        "Error": document.error,
        "Name": document.display_name,
        "Tags": ", ".join(document.tags),
        "Summary": document.summary,
        "Language": document.language,
        "Dates": ", ".join(f"{one['date']} {one.get('label', '')}".strip() for one in document.dates),
        "Amounts": ", ".join(f"{one['value']} {one.get('currency', '')}".strip() for one in document.amounts),
        "Pages": str(document.page_count or ""),
        "Run": document.run_id,
        "Added": clock(document.created_at),
        "Completed": clock(document.completed_at),
    }
    return {name: value for name, value in facts.items() if value}
