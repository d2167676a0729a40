"""What reaches outside a document's rows: parsing, reading, describing. Each is safe to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from pressroom.core.assets.actions import delete_objects
from pressroom.core.assets.models import Asset
from pressroom.core.metadata.queries import revisions
from pressroom.core.prompts.queries import prompted
from pressroom.core.spending.asking import Question, ask_once
from pressroom.features.documents.actions.progress import begin_describing, record_page
from pressroom.features.documents.models import KIND, Document
from pressroom.features.documents.models import Page as PageRow
from pressroom.features.documents.queries import evidence_of
from pressroom.kernel.db import Database
from pressroom.kernel.durable import step
from pressroom.kernel.storage import Storage, page_key
from pressroom.kernel.toolbox import Toolbox
from pressroom.kernel.vault import Vault
from pressroom.providers.describe import DOCUMENT, Describer, DocumentDescription, Turn
from pressroom.providers.pages import Page, PageReader

LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with; bound once by the composition root."""

    database: Database
    storage: Storage
    vault: Vault
    reader: PageReader
    describer: Describer
    monthly_pages: int


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


def monthly_pages() -> int:
    """Return the limit of pages a month; 0 means none."""
    return _toolbox().monthly_pages


@dataclass(frozen=True, slots=True)
class _Original:
    key: str
    sha256: str
    mime: str
    password: str | None


@step
def inspect(document_id: str) -> dict[str, Any]:
    """Open the original, count its pages, and see what it is called by itself."""
    tools = _toolbox()
    original = _original(tools, document_id)
    contents = tools.reader.inspect(tools.storage.path(original.key), original.mime, password=original.password)
    return {"pages": contents.page_count, "title": (contents.title or "").replace("\0", "")[:LONGEST_TITLE] or None}


@step
def read_pages(document_id: str, first: int, last: int) -> dict[str, Any]:
    """Read pages `first` to `last`, writing each down as it is ready, but for those written before a crash."""
    tools = _toolbox()
    original = _original(tools, document_id)
    todo = _unread(tools, UUID(document_id), range(first, last + 1))
    path = tools.storage.path(original.key)
    began = perf_counter()
    ocr = 0
    for page in tools.reader.read(path, original.mime, todo, password=original.password):
        _keep(tools, UUID(document_id), original.sha256, page, perf_counter() - began)
        ocr += page.source == "ocr"
    return {"read": len(todo), "ocr": ocr}


@step
def describe(document_id: str, feedback: str | None) -> dict[str, Any]:
    """Ask the describing model for name, tags and summary, in a conversation when there is feedback."""
    tools = _toolbox()
    return ask_once(tools.database, tools.describer, _question(tools, UUID(document_id), feedback))


@step
def delete_files(digests: list[str]) -> int:
    """Delete stored files, but for those that were taken in again meanwhile; deleting one that is gone is no error."""
    return delete_objects(_toolbox().database, _toolbox().storage, digests)


def _original(tools: Tools, document_id: str) -> _Original:
    sealed = func.coalesce(Document.password_offered_sealed, Document.password_sealed).label("sealed")
    with tools.database.transaction() as session:
        row = session.execute(
            select(Asset.storage_key, Asset.sha256, Asset.mime, sealed)
            .join(Document, Document.asset_id == Asset.id)
            .where(Document.id == UUID(document_id))
        ).one()
    password = tools.vault.open(row.sealed) if row.sealed else None
    return _Original(row.storage_key, row.sha256, row.mime, password)


def _unread(tools: Tools, document_id: UUID, numbers: Sequence[int]) -> list[int]:
    with tools.database.transaction() as session:
        done = set(session.scalars(select(PageRow.number).where(PageRow.document_id == document_id)))
    return [number for number in numbers if number not in done]


def _keep(tools: Tools, document_id: UUID, sha256: str, page: Page, seconds: float) -> None:
    keys = {
        what: tools.storage.put(page_key(sha256, page.number, what), content) if content else None
        for what, content in (("picture", page.picture), ("thumbnail", page.thumbnail))
    }
    row = {
        "number": page.number,
        "text": page.text.replace("\0", ""),
        "source": page.source,
        "confidence": page.confidence,
        "rotation": page.rotation,
        "width": page.width,
        "height": page.height,
        "picture_key": keys["picture"],
        "thumbnail_key": keys["thumbnail"],
        "seconds": round(seconds, 3),
    }
    with tools.database.transaction() as session:
        record_page(session, document_id, row)


def _question(tools: Tools, document_id: UUID, feedback: str | None) -> Question[DocumentDescription]:
    with tools.database.transaction() as session:
        document = begin_describing(session, document_id)
        history = revisions(session, document.workspace_id, (KIND, document_id))
        shown = next((one for one in history if one.id == document.revision_id), None)
        return Question(
            workspace_id=document.workspace_id,
            subject=(KIND, document.id),
            profile=prompted(session, document.workspace_id, DOCUMENT),
            evidence=evidence_of(session, document),
            turns=[Turn(shown.values, feedback)] if shown and feedback else [],
        )
