"""What came of pictures and documents: of these with where its text is from and what each step took."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session

from pressroom.cli.desk import Desk
from pressroom.cli.terminal import out
from pressroom.core.runs.queries import run, steps
from pressroom.features.documents.models import Document, Page, Status, TextSource
from pressroom.features.documents.queries import pages
from pressroom.features.documents.schemas import DocumentOut
from pressroom.features.media.models import Item
from pressroom.features.media.models import Status as ItemStatus
from pressroom.features.media.schemas import ItemOut
from pressroom.kernel.errors import NotFound

SHOWN_STEPS = {"inspect": "open", "read_pages": "read", "describe": "describe"}
SOURCES = {TextSource.TEXT_LAYER: "text layer", TextSource.OCR: "OCR", TextSource.FILE: "file"}


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
    """Print a table: each file with its name, tags and summary, its pages, and the seconds of its steps."""
    table = Table(header_style="bold", box=SIMPLE, pad_edge=False, show_lines=True)
    table.add_column("File, and what it was named", overflow="fold")
    table.add_column("Text", no_wrap=True)
    table.add_column("Seconds", no_wrap=True, justify="right")
    for one in results:
        table.add_row(_told(one), _read(one), _taken(one))
    out.print(table)


def print_pictures(pictures: list[tuple[Path, Item]]) -> None:
    """Print a table: each picture with what is to be seen in it, its tags and its colours."""
    table = Table(header_style="bold", box=SIMPLE, pad_edge=False, show_lines=True)
    table.add_column("Picture, and what it shows", overflow="fold")
    table.add_column("Colours", overflow="fold")
    for path, item in pictures:
        told = Text().append(path.name, style="bold")
        if item.status is not ItemStatus.COMPLETED:
            told.append(f"\n{item.status}: {item.error or 'not done yet'}", style="red")
        else:
            told.append(f"\n{item.description}", style="green").append(f"\n{', '.join(item.tags)}", style="dim")
        table.add_row(told, "\n".join(f"{one['name']} {one['share']:.0%}" for one in item.colours))
    out.print(table)


def plain_picture(path: Path, item: Item) -> dict[str, Any]:
    """Return what JSON says of a picture."""
    return {"path": str(path), **ItemOut.of(item).model_dump(mode="json")}


def _told(one: Result) -> Text:
    document = one.document
    told = Text().append(one.path.name, style="bold")
    if document.status is not Status.COMPLETED:
        return told.append(f"\n{document.status}: {document.error or 'not done yet'}", style="red")
    told.append(f"\n{document.display_name}", style="green")
    told.append(f"\n{', '.join(document.tags)}", style="dim")
    return told.append(f"\n{document.summary}")


def _read(one: Result) -> str:
    pages = one.document.page_count
    counted = [f"{pages} {'page' if pages == 1 else 'pages'}"] if pages else []
    return "\n".join([*counted, *(SOURCES[source] for source in one.sources)])


def _taken(one: Result) -> str:
    shown = {SHOWN_STEPS[name]: one.seconds[name] for name in SHOWN_STEPS if name in one.seconds}
    total = {} if one.total is None else {"in all": one.total}
    return "\n".join(f"{name} {seconds:.2f}" for name, seconds in (shown | total).items())


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
