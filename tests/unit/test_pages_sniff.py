import pytest

from pressroom.kernel.errors import Invalid, UnsupportedType
from pressroom.providers.pages import sniff
from pressroom.providers.pages.sniff import DOCX, JPEG, MARKDOWN, PDF, PNG, TEXT, TIFF, WEBP

ZIP = b"PK\x03\x04\x14\x00\x00\x00\x08\x00"


@pytest.mark.parametrize(
    ("head", "filename", "mime"),
    [
        (b"%PDF-1.7\n", "scan.pdf", PDF),
        (b"\xef\xbb\xbf\r\n%PDF-1.4\n", "from-a-mailer.pdf", PDF),
        (b"%PDF-1.7\n", "no-ending", PDF),
        (b"%PDF-1.7\n", "misnamed.txt", PDF),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.png", PNG),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "misnamed.png", JPEG),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "a.webp", WEBP),
        (b"II*\0\x08\0\0\0", "a.tif", TIFF),
        (b"MM\0*\0\0\0\x08", "a.tiff", TIFF),
        (ZIP + b"word/document.xml", "a.docx", DOCX),
        (ZIP + b"[Content_Types].xml", "a.docx", DOCX),
        (b"Dear all,\n", "note.txt", TEXT),
        (b"# Plum cake\n", "cake.md", MARKDOWN),
        (b"# Plum cake\n", "CAKE.Markdown", MARKDOWN),
        ("Größe: 3 €\n".encode(), "masse", TEXT),
        ("Größe\n".encode("cp1252"), "alt.txt", TEXT),
        ("Größe\n".encode("utf-16"), "windows.txt", TEXT),
        (b"one\x0ctwo", "pages.txt", TEXT),
        (b"saved by DOS\r\n\x1a", "old.txt", TEXT),
        (b"A PDF begins with %PDF-1.7.", "formats.md", MARKDOWN),
    ],
)
def test_a_file_is_what_its_content_says(head: bytes, filename: str, mime: str) -> None:
    assert sniff(head, filename) == mime


@pytest.mark.parametrize(
    ("head", "filename", "kind"),
    [
        (ZIP + b"photos/1.jpg", "holiday.pdf", "a ZIP archive"),
        (ZIP + b"xl/workbook.xml", "sums.xlsx", "an Excel workbook"),
        (ZIP + b"ppt/presentation.xml", "talk.pptx", "a PowerPoint file"),
        (b"MZ\x90\0", "invoice.pdf", "a Windows program"),
        (b"\x7fELF\x02", "tool", "a Linux program"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_0001.jpg", "a HEIC picture"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "clip.mp4", "an MP4 video"),
        (b"GIF89a", "smile.gif", "a GIF picture"),
        (b"<!DOCTYPE html><html>", "page.txt", "a web page"),
        (b"\n<html lang=en>", "page.pdf", "a web page"),
        (b"<?xml version='1.0'?><svg/>", "logo.svg", "an XML or SVG file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.doc", "an old Office file"),
        (b"{\\rtf1", "letter.rtf", "an RTF file"),
        (b"\0\x01\x02\x03", "data.bin", "a binary file"),
    ],
)
def test_another_kind_of_file_is_refused_by_its_right_name(head: bytes, filename: str, kind: str) -> None:
    with pytest.raises(UnsupportedType, match="Pressroom takes PDF, PNG") as caught:
        sniff(head, filename)
    assert kind in str(caught.value)
    assert filename in str(caught.value)
    assert caught.value.code == "unsupported"


def test_a_zip_named_pdf_is_told_from_a_pdf() -> None:
    with pytest.raises(UnsupportedType, match=r"whatever its name ending in \.pdf says"):
        sniff(ZIP + b"photos/1.jpg", "holiday.pdf")


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Invalid, match="is empty") as caught:
        sniff(b"", "nothing.pdf")
    assert caught.value.code == "empty"
