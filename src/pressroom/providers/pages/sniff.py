"""Judges what a file is by its first bytes, so cheaply that the web process can do it for every upload."""

from pressroom.providers.files.kinds import DOCX, HEAD_BYTES, JPEG, PDF, PNG, TIFF, WEBP, kind_of, unsupported

TEXT = "text/plain"
MARKDOWN = "text/markdown"

ACCEPTED = (PDF, PNG, JPEG, WEBP, TIFF, TEXT, MARKDOWN, DOCX)
ACCEPTED_IN_WORDS = "PDF, PNG, JPEG, WebP, TIFF, plain text, Markdown and DOCX"

MARKDOWN_ENDINGS = (".md", ".markdown", ".mdown")
ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".txt", ".docx", *MARKDOWN_ENDINGS)

__all__ = [
    "ACCEPTED",
    "ACCEPTED_IN_WORDS",
    "DOCX",
    "HEAD_BYTES",
    "JPEG",
    "MARKDOWN",
    "PDF",
    "PNG",
    "TEXT",
    "TIFF",
    "WEBP",
    "sniff",
]


def sniff(head: bytes, filename: str) -> str:
    """Return the MIME type of the file that begins with `head` (its first `HEAD_BYTES`); one of `ACCEPTED`.

    The name decides only between plain text and Markdown. Raises Invalid (`empty`) or UnsupportedType
    (`unsupported`).
    """
    kind = kind_of(head, filename)
    if kind is None:
        return MARKDOWN if filename.lower().endswith(MARKDOWN_ENDINGS) else TEXT
    if kind.mime in ACCEPTED:
        return kind.mime
    raise unsupported(filename, kind, ACCEPTED_IN_WORDS, ENDINGS)
