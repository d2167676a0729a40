"""Tells what a file is by its first bytes, so cheaply that the web process can do it for every upload."""

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

from pressroom.kernel.errors import Invalid, UnsupportedType

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
WEBP = "image/webp"
TIFF = "image/tiff"
GIF = "image/gif"
HEIC = "image/heic"
AVIF = "image/avif"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

HEAD_BYTES = 8192
"""As much of a file's beginning as is made use of."""

PDF_HEADER_WITHIN = 1024  # readers accept rubbish before the header, up to here


class Kind(NamedTuple):
    """What a file is."""

    words: str
    """As it is called in a sentence, with its article."""
    mime: str | None = None
    """Where some part of Pressroom takes it."""


class _Magic(NamedTuple):
    offset: int
    bytes: bytes
    kind: Kind


MAGICS = (
    _Magic(0, b"%PDF-", Kind("a PDF document", PDF)),
    _Magic(0, b"\x89PNG\r\n\x1a\n", Kind("a PNG picture", PNG)),
    _Magic(0, b"\xff\xd8\xff", Kind("a JPEG picture", JPEG)),
    _Magic(8, b"WEBP", Kind("a WebP picture", WEBP)),
    _Magic(0, b"II*\0", Kind("a TIFF picture", TIFF)),
    _Magic(0, b"MM\0*", Kind("a TIFF picture", TIFF)),
    _Magic(0, b"II+\0", Kind("a TIFF picture", TIFF)),
    _Magic(0, b"MM\0+", Kind("a TIFF picture", TIFF)),
    _Magic(0, b"GIF8", Kind("a GIF picture", GIF)),
    _Magic(0, b"PK\x05\x06", Kind("an empty ZIP archive")),
    _Magic(0, b"MZ", Kind("a Windows program")),
    _Magic(0, b"\x7fELF", Kind("a Linux program")),
    _Magic(0, b"\xcf\xfa\xed\xfe", Kind("a macOS program")),
    _Magic(0, b"\xca\xfe\xba\xbe", Kind("a macOS program or Java class")),
    _Magic(0, b"BM", Kind("a BMP picture")),
    _Magic(0, b"\0\0\1\0", Kind("an icon (.ico)")),
    _Magic(0, b"\xff\x0a", Kind("a JPEG XL picture")),
    _Magic(4, b"JXL \r\n", Kind("a JPEG XL picture")),
    _Magic(4, b"jP  \r\n", Kind("a JPEG 2000 picture")),
    _Magic(0, b"\x1f\x8b", Kind("a gzip archive")),
    _Magic(0, b"7z\xbc\xaf\x27\x1c", Kind("a 7-Zip archive")),
    _Magic(0, b"Rar!", Kind("a RAR archive")),
    _Magic(0, b"BZh", Kind("a bzip2 archive")),
    _Magic(0, b"\xfd7zXZ", Kind("an xz archive")),
    _Magic(257, b"ustar", Kind("a tar archive")),
    _Magic(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind("an old Office file (.doc, .xls or .ppt)")),
    _Magic(0, b"{\\rtf", Kind("an RTF file")),
    _Magic(0, b"%!PS", Kind("a PostScript file")),
    _Magic(0, b"ID3", Kind("an MP3 file")),
    _Magic(0, b"OggS", Kind("an Ogg file")),
    _Magic(0, b"\x1aE\xdf\xa3", Kind("a Matroska or WebM video")),
    _Magic(8, b"AVI ", Kind("an AVI video")),
    _Magic(8, b"WAVE", Kind("a WAV file")),
    _Magic(0, b"SQLite format 3\0", Kind("an SQLite database")),
    _Magic(0, b"8BPS", Kind("a Photoshop file")),
)

MP4 = Kind("an MP4 video")
BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), Kind("an AVIF picture", AVIF)),
    **dict.fromkeys(
        (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"),
        Kind("a HEIC picture", HEIC),
    ),
    b"crx ": Kind("a Canon raw photo (.cr3)"),
    b"M4A ": Kind("an M4A file"),
    b"qt  ": Kind("a QuickTime video"),
}
"""What files in the ISO base media format say they are; AVIF first, for its files say `mif1` too."""
PICTURE_BRANDS = (b"avif", b"avis", b"heic", b"heix")
MOST_BRANDS = 16

HTML_PAGE = Kind("a web page (HTML)")
XML_FILE = Kind("an XML or SVG file")
HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
XML = re.compile(rb"\s*<(?:\?xml|svg)\b", re.IGNORECASE)
CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\b\x1a\x1b")
UNKNOWN = Kind("a binary file of a kind Pressroom does not know")

ZIPPED = {
    b"xl/": Kind("an Excel workbook"),
    b"ppt/": Kind("a PowerPoint file"),
    b"opendocument": Kind("an OpenDocument file"),
    b"epub+zip": Kind("an EPUB book"),
    b"META-INF/MANIFEST.MF": Kind("a Java archive"),
}


def kind_of(head: bytes, filename: str) -> Kind | None:
    """Return what the file that begins with `head` (its first `HEAD_BYTES`) is; None where it is plain text.

    The name decides only where the content leaves it open. Raises Invalid (`empty`).
    """
    if not head:
        raise Invalid(
            f"“{filename}” is empty: it has no bytes. Check that it was saved or copied in full, then add it again.",
            code="empty",
        )
    if kind := _by_magic(head) or _zipped(head, filename) or _by_brand(head) or _marked_up(head):
        return kind
    if filename.lower().endswith(".pdf") and b"%PDF-" in head[: PDF_HEADER_WITHIN + 5]:
        return Kind("a PDF document", PDF)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return UNKNOWN if not wide and CONTROL.intersection(head) else None


def unsupported(filename: str, kind: Kind, accepted_in_words: str, endings: Sequence[str]) -> UnsupportedType:
    """Return the refusal of a file that is of another kind than the accepted ones, whose names have these endings."""
    ending = PurePath(filename).suffix.lower()
    claim = f", whatever its name ending in {ending} says" if ending in endings else ""
    return UnsupportedType(
        f"“{filename}” is {kind.words}{claim}. Pressroom takes {accepted_in_words}. "
        "Save or export it as one of these, then add it again.",
        code="unsupported",
    )


def _by_magic(head: bytes) -> Kind | None:
    return next((one.kind for one in MAGICS if head.startswith(one.bytes, one.offset)), None)


def _zipped(head: bytes, filename: str) -> Kind | None:
    """Tell a DOCX by the names in the archive's beginning; the rest of it is checked when it is read."""
    if not head.startswith(b"PK\x03\x04"):
        return None
    if b"word/" in head or (b"[Content_Types].xml" in head and filename.lower().endswith(".docx")):
        return Kind("a Word document", DOCX)
    return next((kind for mark, kind in ZIPPED.items() if mark in head), Kind("a ZIP archive"))


def _by_brand(head: bytes) -> Kind | None:
    """Tell by the brands of an ISO base media file: the main one, then those it says it is compatible with."""
    if head[4:8] != b"ftyp":
        return None
    length = min(int.from_bytes(head[:4]), 16 + 4 * MOST_BRANDS)
    main = head[8:12]
    others = {head[at : at + 4] for at in range(16, length, 4)}
    if main not in BRANDS or main in (b"mif1", b"msf1"):
        main = next((brand for brand in PICTURE_BRANDS if brand in others), main)
    return BRANDS.get(main, MP4)


def _marked_up(head: bytes) -> Kind | None:
    if HTML.match(head):
        return HTML_PAGE
    return XML_FILE if XML.match(head) else None
