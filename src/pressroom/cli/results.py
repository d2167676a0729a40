"""What came of a document, with where its text is from and what each step took."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session

from pressroom.cli.desk import Desk
from pressroom.cli.terminal import out
from pressroom.core.runs.queries import run, steps
from pressroom.features.documents.models import Document, Page, Status, TextSource
from pressroom.features.documents.queries import pages
from pressroom.features.documents.schemas import DocumentOut
from pressroom.kernel.errors import NotFound

SHOWN_STEPS = {"inspect": "Open", "read_pages": "Read", "describe": "Describe"}
SOURCES = {TextSource.TEXT_LAYER: "text layer", TextSource.OCR: "OCR", TextSource.FILE: "file"}
LONGEST_SUMMARY = 160


@dataclass(frozen=True, slots=True)
class Result:
    """A file and its document; `seconds` by step name, and `total` from the run's start to its end.

    Both are empty once the run is no longer kept.
    """

    path: Path
    document: Document
    sources: list[TextSource]
    seconds: dict[str, float]
    total: float | None

    def plain(self) -> dict[str, Any]:
        """Return what JSON says of it."""
        return {
            "path": str(self.path),
            **DocumentOut.of(self.document).model_dump(mode="json"),
            "text_sources": list(self.sources),
            "step_seconds": self.seconds,
            "total_seconds": self.total,
        }


def result_of(session: Session, place: Desk, path: Path, document: Document) -> Result:
    """Return what came of a document."""
    seconds, total = _timings(session, place, document.run_id)
    return Result(path, document, _sources(list(pages(session, document.id))), seconds, total)


def print_results(results: list[Result]) -> None:
    """Print a row for each result."""
    table = Table(header_style="bold", row_styles=["", ""], show_lines=True)
    for heading in ("File", "Named", "Tags", "Summary"):
        table.add_column(heading, overflow="fold")
    for heading in ("Pages", "Text", *SHOWN_STEPS.values(), "Total s"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in results:
        table.add_row(*_row(one))
    out.print(table)


def _row(one: Result) -> list[Text]:
    document = one.document
    failed = document.status is not Status.COMPLETED
    named = Text(f"{document.status}: {document.error}", style="red") if failed else Text(document.display_name or "")
    cells = [
        ", ".join(document.tags),
        _shortened(document.summary or ""),
        str(document.page_count or ""),
        " + ".join(SOURCES[source] for source in one.sources),
        *(_seconds(one.seconds.get(name)) for name in SHOWN_STEPS),
        _seconds(one.total),
    ]
    return [Text(one.path.name), named, *(Text(cell) for cell in cells)]


def _timings(session: Session, place: Desk, run_id: str | None) -> tuple[dict[str, float], float | None]:
    if run_id is None:
        return {}, None
    try:
        found = run(place.app.durable, place.workspace_id, run_id)
        recorded = steps(session, place.app.durable, place.workspace_id, run_id)
    except NotFound:
        return {}, None
    seconds: defaultdict[str, float] = defaultdict(float)
    for one in recorded:
        seconds[one.name] += one.seconds or 0.0
    return {name: round(value, 3) for name, value in seconds.items()}, found.seconds


def _sources(found: list[Page]) -> list[TextSource]:
    return sorted({one.source for one in found}, key=list(SOURCES).index)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SUMMARY else text[: LONGEST_SUMMARY - 1].rstrip() + "…"


def _seconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.2f}"
