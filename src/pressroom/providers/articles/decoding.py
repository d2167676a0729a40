"""Bodies as they come off the line, counted before and after they are unpacked."""

import zlib
from collections.abc import Iterable, Iterator

from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.articles.article import ArticleRefused

ACCEPTED = "gzip, identity"
"""Only what can be unpacked bit by bit is asked for: a few bytes of Brotli may become gigabytes in one go."""

GZIP = zlib.MAX_WBITS | 16


def body_of(chunks: Iterable[bytes], encoding: str, *, most_bytes: int, what: str) -> bytes:
    """Return a body, unpacked, of at most `most_bytes`; `what` names it in an error's message.

    Raises ArticleRefused (`too_large`, or `refused` for an encoding that was not asked for), ProviderBusy where it
    broke off.
    """
    if encoding in {"", "identity"}:
        return _joined(chunks, most_bytes, what)
    if encoding in {"gzip", "x-gzip"}:
        return unpacked(_joined(chunks, most_bytes, what), most_bytes=most_bytes, what=what)
    raise ArticleRefused(f"{what} comes packed as {encoding}, which was not asked for.")


def enough(chunks: Iterable[bytes], most_bytes: int | None) -> Iterator[bytes]:
    """Yield chunks until there are that many bytes, and leave the rest where it is."""
    size = 0
    for chunk in chunks:
        yield chunk
        size += len(chunk)
        if most_bytes is not None and size >= most_bytes:
            return


def unpacked(packed: bytes, *, most_bytes: int, what: str) -> bytes:
    """Return what is in a gzip file, never unpacking more than one byte over the limit."""
    body, rest = bytearray(), packed
    while rest:
        unpacker = zlib.decompressobj(GZIP)
        try:
            body += unpacker.decompress(rest, most_bytes + 1 - len(body))
        except zlib.error as error:
            raise ArticleRefused(f"{what} is packed, and the packing is damaged ({error}).") from error
        _check(len(body), most_bytes, what)
        if not unpacker.eof:
            raise ProviderBusy(f"{what} broke off in the middle. It is tried again.")
        rest = unpacker.unused_data.lstrip(b"\0")
    return bytes(body)


def _joined(chunks: Iterable[bytes], most_bytes: int, what: str) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        _check(len(body), most_bytes, what)
    return bytes(body)


def _check(size: int, most_bytes: int, what: str) -> None:
    if size > most_bytes:
        raise too_large(what, most_bytes)


def too_large(what: str, most_bytes: int) -> ArticleRefused:
    """Return the error for a body over its limit."""
    return ArticleRefused(f"{what} is larger than the {most_bytes / 1_000_000:g} MB that are read.", code="too_large")
