"""A document as the panel beside its pages shows it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pressroom.core.assets.models import Asset
from pressroom.core.metadata.models import Revision
from pressroom.core.runs.queries import Run
from pressroom.features.documents.models import Document, Stage, Status
from pressroom.features.documents.rules import BUSY
from pressroom.web.languages import LANGUAGES
from pressroom.web.pages.differences import Compared, differences
from pressroom.web.pages.document_rows import progress_of, remedy_of, state_of
from pressroom.web.pages.provenance import provenance, revision_row, run_link
from pressroom.web.views.documents import DocumentDetail
from pressroom.web.views.metadata import Fact

LABELS = {
    "application/pdf": "PDF",
    "image/png": "PNG picture",
    "image/jpeg": "JPEG picture",
    "image/webp": "WebP picture",
    "image/tiff": "TIFF picture",
    "text/plain": "Plain text",
    "text/markdown": "Markdown",
}
FACTS_SHOWN = 5


def document_detail(
    document: Document,
    asset: Asset,
    history: Sequence[Revision],
    runs: Sequence[Run],
    compared: Compared | None = None,
) -> DocumentDetail:
    """Return all that the panel says; with `compared`, how two revisions differ."""
    shown = next((one for one in history if one.id == document.revision_id), None)
    return DocumentDetail(
        id=str(document.id),
        name=document.display_name or document.filename,
        filename=document.filename,
        kind_label=LABELS.get(asset.mime, "Word document"),
        size=asset.size,
        page_count=document.page_count,
        created_at=document.created_at,
        state=state_of(document),
        progress=progress_of(document),
        failure=document.error or document.paused_reason,
        remedy=remedy_of(document),
        is_deleted=document.deleted_at is not None,
        is_busy=document.status in BUSY,
        has_text=document.status is not Status.PROCESSING and document.failed_stage is not Stage.READING,
        has_metadata=shown is not None,
        summary=document.summary,
        tags=document.tags,
        language=document.language,
        language_name=LANGUAGES.get(document.language or "", document.language),
        dates=[_date(one) for one in document.dates[:FACTS_SHOWN]],
        amounts=[_fact(one, "text") for one in _totals_first(document.amounts)[:FACTS_SHOWN]],
        provenance=provenance(shown, shown.notes) if shown else None,
        revisions=[
            revision_row(one, str(one.values.get("display_name", "")), current=document.revision_id, compared=compared)
            for one in history
        ],
        differences=differences(compared[0].values, compared[1].values) if compared else None,
        runs=[run_link(run) for run in runs],
    )


def _totals_first(amounts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return named amounts before those of single items."""
    return sorted(amounts, key=lambda one: not one.get("label"))


def _date(found: dict[str, Any]) -> Fact:
    at = date.fromisoformat(str(found["date"]))
    return Fact(str(found.get("label") or ""), f"{at.day} {at:%B %Y}")


def _fact(found: dict[str, Any], value: str) -> Fact:
    return Fact(str(found.get("label") or ""), str(found.get(value) or found.get("value") or ""))
