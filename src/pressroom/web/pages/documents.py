"""`/documents`: the list, one document, and the parts that change by themselves."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.metadata.queries import revisions
from pressroom.core.runs.listing import runs
from pressroom.features.documents import queries
from pressroom.features.documents.models import KIND, Document, Status
from pressroom.kernel.app import App
from pressroom.web.asking import AppDep, DocumentDep, PrincipalDep, SessionDep
from pressroom.web.narrowing import address, choices
from pressroom.web.pages.differences import pair_of
from pressroom.web.pages.document_detail import document_detail
from pressroom.web.pages.document_rows import document_row
from pressroom.web.pages.page import shell
from pressroom.web.pages.viewer import page_links, page_view
from pressroom.web.templating import page as drawn
from pressroom.web.views import DocumentPage, DocumentRowPartial, DocumentsPage, MetadataPartial
from pressroom.web.views.documents import DocumentDetail
from pressroom.web.views.shell import Choice

router = APIRouter(prefix="/documents", include_in_schema=False)

LABELS = {
    Status.COMPLETED: "Completed",
    Status.PROCESSING: "Reading",
    Status.GENERATING_METADATA: "Describing",
    Status.FAILED: "Failed",
}
RUNS_SHOWN = 5


@router.get("")
def list_documents(
    session: SessionDep,
    principal: PrincipalDep,
    q: Annotated[str, Query(max_length=500)] = "",
    status: Annotated[str, Query(max_length=30)] = "",
    tag: Annotated[str, Query(max_length=60)] = "",
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> Response:
    """Show the documents, narrowed by words, status and tag."""
    chosen = Status(status) if status in set(Status) else None
    found = queries.documents(session, principal.workspace_id, queries.Filters(q, chosen, tag or None), cursor=cursor)
    types = queries.mimes(session, found.documents)
    by_status = queries.counts(session, principal.workspace_id)
    narrowed = {"q": q, "status": status, "tag": tag}
    return drawn(
        DocumentsPage(
            shell=shell(session, principal, "documents", by_status),
            query=q,
            statuses=choices(LABELS.items(), chosen, by_status),
            tags=[
                Choice(value=name, label=name, is_chosen=name == tag, count=number)
                for name, number in queries.tags(session, principal.workspace_id)
            ],
            documents=[document_row(one, types[one.id], found.hits.get(one.id, ()), q) for one in found.documents],
            more_url=address("/documents", {**narrowed, "cursor": found.next_cursor}) if found.next_cursor else None,
            is_narrowed=any(narrowed.values()),
            here=address("/documents", narrowed),
        )
    )


@router.get("/{document_id}")
def show_document(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    document: DocumentDep,
    page: Annotated[int, Query(ge=1)] = 1,
    q: Annotated[str, Query(max_length=500)] = "",
    older: UUID | None = None,
    newer: UUID | None = None,
) -> Response:
    """Show one document: a page beside its text, and what is known about it."""
    asset = queries.original(session, document)
    found_on = queries.pages_with(session, document.id, q) if q.strip() else []
    number = min(page, max(document.page_count or 1, 1))
    return drawn(
        DocumentPage(
            shell=shell(session, principal, "documents"),
            document=_detail(app, session, principal, document, (older, newer)),
            page=page_view(queries.page_if_read(session, document.id, number), number, asset.mime, q),
            pages=page_links(document, number, found_on),
            query=q,
            here=f"{request.url.path}?{urlencode({'page': number, 'q': q})}",
        )
    )


@router.get("/{document_id}/row")
def row(session: SessionDep, document: DocumentDep, q: str = "") -> Response:
    """Show a document's row, alone; nothing when it was deleted."""
    if document.deleted_at is not None:
        return Response("")
    mime = queries.original(session, document).mime
    return drawn(DocumentRowPartial(document_row(document, mime, query=q)))


@router.get("/{document_id}/panel")
def panel(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    document: DocumentDep,
    older: UUID | None = None,
    newer: UUID | None = None,
) -> Response:
    """Show a document's metadata panel, alone; with two revisions, how they differ."""
    return drawn(MetadataPartial(_detail(app, session, principal, document, (older, newer))))


def _detail(
    app: App, session: Session, principal: Principal, document: Document, compared: tuple[UUID | None, UUID | None]
) -> DocumentDetail:
    history = revisions(session, principal.workspace_id, (KIND, document.id))
    touching = runs(app.durable, principal.workspace_id, subject=(KIND, document.id), limit=RUNS_SHOWN)
    pair = pair_of(history, *compared)
    return document_detail(document, queries.original(session, document), history, touching.runs, pair)
