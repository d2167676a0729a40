"""Judges what a file is by its first bytes, so cheaply that the web process can do it for every upload."""

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import NamedTuple

from pressroom.kernel.errors import Invalid, UnsupportedType

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
WEBP = "image/webp"
TIFF = "image/tiff"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

ACCEPTED = (PDF, PNG, JPEG, WEBP, TIFF, TEXT, MARKDOWN, DOCX)
ACCEPTED_IN_WORDS = "PDF, PNG, JPEG, WebP, TIFF, plain text, Markdown and DOCX"

HEAD_BYTES = 8192
"""As much of a file's beginning as `sniff` makes use of."""

MARKDOWN_ENDINGS = (".md", ".markdown", ".mdown")
PDF_HEADER_WITHIN = 1024  # readers accept rubbish before the header, up to here


class _Magic(NamedTuple):
    offset: int
    bytes: bytes
    is_a: str


TAKEN = (
    _Magic(0, b"\x89PNG\r\n\x1a\n", PNG),
    _Magic(0, b"\xff\xd8\xff", JPEG),
    _Magic(8, b"WEBP", WEBP),
    _Magic(0, b"II*\0", TIFF),
    _Magic(0, b"MM\0*", TIFF),
    _Magic(0, b"II+\0", TIFF),
    _Magic(0, b"MM\0+", TIFF),
)

REFUSED = (
    _Magic(0, b"PK\x05\x06", "an empty ZIP archive"),
    _Magic(0, b"MZ", "a Windows program"),
    _Magic(0, b"\x7fELF", "a Linux program"),
    _Magic(0, b"\xcf\xfa\xed\xfe", "a macOS program"),
    _Magic(0, b"\xca\xfe\xba\xbe", "a macOS program or Java class"),
    _Magic(0, b"GIF8", "a GIF picture"),
    _Magic(0, b"BM", "a BMP picture"),
    _Magic(0, b"\x1f\x8b", "a gzip archive"),
    _Magic(0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    _Magic(0, b"Rar!", "a RAR archive"),
    _Magic(0, b"BZh", "a bzip2 archive"),
    _Magic(0, b"\xfd7zXZ", "an xz archive"),
    _Magic(257, b"ustar", "a tar archive"),
    _Magic(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls or .ppt)"),
    _Magic(0, b"{\\rtf", "an RTF file"),
    _Magic(0, b"%!PS", "a PostScript file"),
    _Magic(0, b"ID3", "an MP3 file"),
    _Magic(0, b"OggS", "an Ogg file"),
    _Magic(0, b"\x1aE\xdf\xa3", "a Matroska or WebM video"),
    _Magic(8, b"AVI ", "an AVI video"),
    _Magic(8, b"WAVE", "a WAV file"),
    _Magic(0, b"SQLite format 3\0", "an SQLite database"),
    _Magic(0, b"8BPS", "a Photoshop file"),
)

ISO_BRANDS = {
    b"heic": "a HEIC picture",
    b"heix": "a HEIC picture",
    b"mif1": "a HEIC picture",
    b"avif": "an AVIF picture",
    b"M4A ": "an M4A file",
    b"qt  ": "a QuickTime video",
}

HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
XML = re.compile(rb"\s*<(?:\?xml|svg)\b", re.IGNORECASE)
CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\b\x1a\x1b")


def sniff(head: bytes, filename: str) -> str:
    """Return the MIME type of the file that begins with `head` (its first `HEAD_BYTES`); one of `ACCEPTED`.

    The name decides only between plain text and Markdown. Raises Invalid (`empty`) or UnsupportedType
    (`unsupported`).
    """
    if not head:
        raise Invalid(
            f"“{filename}” is empty: it has no bytes. Check that it was saved or copied in full, then add it again.",
            code="empty",
        )
    for judge in (_taken, _zipped, _refused):
        if mime := judge(head, filename):
            return mime
    return _text(head, filename)


def _taken(head: bytes, filename: str) -> str | None:
    """Tell by the first bytes; a PDF may have rubbish before its header, and then only its name tells."""
    header_at = head.find(b"%PDF-")
    if header_at == 0 or (0 < header_at <= PDF_HEADER_WITHIN and filename.lower().endswith(".pdf")):
        return PDF
    return _first_match(TAKEN, head)


def _zipped(head: bytes, filename: str) -> str | None:
    """Tell a DOCX by the names in the archive's beginning; the rest of it is checked when it is read."""
    if not head.startswith(b"PK\x03\x04"):
        return None
    if b"word/" in head or (b"[Content_Types].xml" in head and filename.lower().endswith(".docx")):
        return DOCX
    kinds = {
        b"xl/": "an Excel workbook",
        b"ppt/": "a PowerPoint file",
        b"opendocument": "an OpenDocument file",
    }
    kinds |= {b"epub+zip": "an EPUB book", b"META-INF/MANIFEST.MF": "a Java archive"}
    raise _unsupported(filename, next((kind for mark, kind in kinds.items() if mark in head), "a ZIP archive"))


def _refused(head: bytes, filename: str) -> None:
    kind = _first_match(REFUSED, head)
    if head[4:8] == b"ftyp":
        kind = ISO_BRANDS.get(head[8:12], "an MP4 video")
    if HTML.match(head):
        kind = "a web page (HTML)"
    elif XML.match(head):
        kind = "an XML or SVG file"
    if kind:
        raise _unsupported(filename, kind)


def _text(head: bytes, filename: str) -> str:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and CONTROL.intersection(head):
        raise _unsupported(filename, "a binary file of a kind Pressroom does not know")
    return MARKDOWN if filename.lower().endswith(MARKDOWN_ENDINGS) else TEXT


def _first_match(magics: tuple[_Magic, ...], head: bytes) -> str | None:
    return next((one.is_a for one in magics if head.startswith(one.bytes, one.offset)), None)


def _unsupported(filename: str, kind: str) -> UnsupportedType:
    ending = PurePath(filename).suffix.lower()
    claim = f", whatever its name ending in {ending} says" if ending in ENDINGS else ""
    return UnsupportedType(
        f"“{filename}” is {kind}{claim}. Pressroom takes {ACCEPTED_IN_WORDS}. "
        "Save or export it as one of these, then add it again.",
        code="unsupported",
    )


ENDINGS = frozenset((".pdf", ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".txt", ".docx", *MARKDOWN_ENDINGS))

Judge = Callable[[bytes, str], str | None]
