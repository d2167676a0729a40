"""Samples that are text: minutes as DOCX, a recipe in Markdown, a note."""

import io
import zipfile
from datetime import UTC, datetime

import docx

from bench.samples.texts import text

WRITTEN_AT = datetime(2026, 5, 12, 20, 5, tzinfo=UTC)
ZIP_DATE = (2026, 5, 12, 20, 5, 0)

TASKS = [
    ("Task", "Who", "By"),
    ("Ask the council for two more compost bins", "Priya Raman", "26 May"),
    ("Mend the gate by the allotments", "Tom Birdsall", "30 May"),
    ("Order 40 lavender plants", "Edith Marsh", "2 June"),
]


def minutes() -> bytes:
    """Return an English committee's minutes, with headings, a list and a table."""
    document = docx.Document()
    facts = document.core_properties
    facts.title, facts.author = "Minutes of the Garden Committee", "Edith Marsh"
    facts.created = facts.modified = WRITTEN_AT
    document.sections[0].header.paragraphs[0].text = "Millbridge Community Garden"
    document.add_heading("Minutes of the Garden Committee", 0)
    document.add_paragraph("Tuesday, 12 May 2026, 18:30 to 19:50, in the potting shed")
    document.add_paragraph("Present: Edith Marsh (chair), Tom Birdsall, Priya Raman, Sam Okoro. Apologies: Lena Holt.")
    document.add_heading("Water", 1)
    document.add_paragraph(
        "The rain tanks hold 6,200 litres, about half of what they held last May. The committee agreed to water the "
        "beds every third evening until it rains, and to leave the lawn alone."
    )
    document.add_heading("Summer fair", 1)
    document.add_paragraph("The fair takes place on Saturday, 11 July, from 11:00. There will be:")
    for item in ("a plant stall, run by Sam", "tea and cake; Tom brings the urn", "a raffle for the tool fund"):
        document.add_paragraph(item, style="List Bullet")
    document.add_paragraph("The fund stands at £312.40. A new mower would cost £489.")
    document.add_heading("Tasks", 1)
    table = document.add_table(rows=0, cols=3, style="Light Grid Accent 1")
    for row in TASKS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_paragraph("Next meeting: Tuesday, 9 June 2026, 18:30.")
    out = io.BytesIO()
    document.save(out)
    return _dated(out.getvalue())


def recipe() -> bytes:
    """Return an English recipe."""
    return f"{text('recipe.md')}\n".encode()


def note() -> bytes:
    """Return a German note of a telephone call."""
    return f"{text('note.txt')}\n".encode()


def _dated(archive: bytes) -> bytes:
    """Return the archive with every part dated alike, so that making it again gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, ZIP_DATE), old.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
