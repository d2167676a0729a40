import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pressroom.kernel.errors import Invalid, TooLarge
from pressroom.providers.pages import Limits
from pressroom.providers.pages.local import LocalPageReader
from pressroom.providers.pages.sniff import DOCX, sniff
from tests.pages import read_all

READER = LocalPageReader()


Written = Callable[[bytes], Path]


@pytest.fixture
def file(tmp_path: Path) -> Written:
    def written(content: bytes) -> Path:
        path = tmp_path / "file.docx"
        path.write_bytes(content)
        return path

    return written


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_headings_paragraphs_lists_and_tables_are_read_in_order(file: Written) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Rowing Club"
    document.add_heading("Boats", 1)
    document.add_paragraph("Two boats need varnish.")
    document.add_paragraph("Heron", style="List Bullet")
    document.add_paragraph("Teal", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("Boat", "Year", "Heron", "1988"), strict=True):  # noqa: SLF001  # shortest way in
        cell.text = words
    document.add_paragraph("Bring brushes.")
    document.sections[0].footer.paragraphs[0].text = "Page for the notice board"
    assert read_all(READER, file(saved(document)))[0].text == (
        "Rowing Club\n\nBoats\n\nTwo boats need varnish.\n\n• Heron\n• Teal\n\nBoat | Year\nHeron | 1988\n\n"
        "Bring brushes.\n\nPage for the notice board"
    )


def test_pages_end_at_page_breaks(file: Written) -> None:
    document = docx.Document()
    document.add_paragraph("One").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Two")
    document.add_paragraph("Three").paragraph_format.page_break_before = True
    document.add_section()
    document.add_paragraph("Four")
    assert [page.text for page in read_all(READER, file(saved(document)))] == ["One", "Two", "Three", "Four"]


def test_line_breaks_tabs_and_insertions_are_kept_and_deletions_are_not(file: Written) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("one\ttwo\nthree ")
    for tag, words in (("ins", "new"), ("del", "old")):
        run = f"<w:{tag} {nsdecls('w')}><w:r><w:t>{words}</w:t></w:r></w:{tag}>"
        paragraph._p.append(parse_xml(run))  # noqa: SLF001  # python-docx cannot write tracked changes
    assert read_all(READER, file(saved(document)))[0].text == "one\ttwo\nthree new"


def test_title_and_date_are_told(file: Written) -> None:
    document = docx.Document()
    document.core_properties.title = "Varnishing"
    document.core_properties.created = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
    contents = READER.inspect(file(saved(document)), DOCX)
    assert (contents.title, contents.created) == ("Varnishing", datetime(2026, 3, 4, 5, 6, tzinfo=UTC))


def test_an_empty_document_is_one_empty_page(file: Written) -> None:
    assert [page.text for page in read_all(READER, file(saved(docx.Document())))] == [""]


def test_what_word_saves_is_taken_for_a_docx() -> None:
    assert sniff(saved(docx.Document())[:8192], "letter.docx") == DOCX


def test_a_zip_bomb_is_refused_before_it_is_unpacked(file: Written) -> None:
    bomb = zipped({"[Content_Types].xml": b"", "word/document.xml": bytes(20_000_000)})
    with pytest.raises(TooLarge, match="Unpacked, this DOCX would take 20 MB") as caught:
        LocalPageReader(limits=Limits(max_unpacked_bytes=1_000_000)).inspect(file(bomb), DOCX)
    assert caught.value.code == "too_much_unpacked"


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 this is no archive",
        saved(docx.Document())[:5000],
        zipped({"word/document.xml": b"<w:document"}),
        zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}),
        zipped({"xl/workbook.xml": b"<a/>"}),
        zipped({"word/styles.xml": b"<a/>"}),
    ],
    ids=["no archive", "cut off", "no parts", "no relations", "a workbook", "no text"],
)
def test_a_broken_docx_is_refused_with_what_to_do(file: Written, content: bytes) -> None:
    with pytest.raises(Invalid, match="save it anew, and add that") as caught:
        READER.inspect(file(content), DOCX)
    assert caught.value.code == "broken"


def test_an_entity_bomb_is_not_expanded(file: Written) -> None:
    original = saved(docx.Document())
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
    parts["word/document.xml"] = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "ha">{entities}]>'
        f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body></w:document>"
    ).encode()
    with pytest.raises(Invalid) as caught:
        READER.inspect(file(zipped(parts)), DOCX)
    assert caught.value.code == "broken"
