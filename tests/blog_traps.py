"""The worse pages of the blog: what real sites do to a reader, by path."""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qs, urlsplit

from tests.blog_pages import page, sitemap, sitemap_index

HTML, XML = "text/html; charset=utf-8", "application/xml"
SENTENCE = "The kitchen smelled of cumin and lemon while the soup simmered on the small stove. "


@dataclass(frozen=True, slots=True)
class Answer:
    """What the blog answers; `drips` is sent again and again after the body, for as long as someone listens."""

    body: bytes = b""
    status: int = 200
    kind: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    drips: bytes = b""


def trap(site: str, path: str) -> Answer | None:
    """Return the answer of a worse page, or None where there is none at a path."""
    parts = urlsplit(path)
    if parts.path.startswith("/hops/"):
        return _hop(parts.path)
    if parts.path == "/to":
        return moved(parse_qs(parts.query)["url"][0])
    made = TRAPS.get(parts.path)
    return made(site) if made else None


def moved(where: str, status: int = 302) -> Answer:
    """Return an answer that leads elsewhere."""
    return Answer(b"", status=status, headers={"Location": where})


def _hop(path: str) -> Answer:
    left = int(path.rpartition("/")[2])
    return moved(f"/hops/{left - 1}" if left else "/posts/red-lentil-soup")


def _written(html: str) -> Callable[[str], Answer]:
    return lambda _: Answer(html.encode())


@cache
def big_page() -> bytes:
    """Return an article of 5 MB."""
    paragraph = f"<p>{SENTENCE * 12}</p>\n"
    number = 5_000_000 // len(paragraph)
    body = "".join(paragraph.replace("soup", f"soup number {at}", 1) for at in range(number))
    return page("The longest soup", f"<article><h1>The longest soup</h1>{body}</article>").encode()


def large_feed(site: str, number: int = 10_000) -> Answer:
    """Return an RSS feed with that many entries."""
    items = "".join(
        f"<item><title>Post {at}</title><link>{site}archive/post-{at}</link></item>" for at in range(number)
    )
    return Answer(f'<rss version="2.0"><channel><title>All</title>{items}</channel></rss>'.encode(), kind=XML)


def _broken_feed(site: str) -> Answer:
    """Return a feed as careless programs write it: bare ampersands, an open tag, text after the end."""
    items = f"<item><title>Salt & pepper</title><link>{site}posts/red-lentil-soup</link></item><item><title>Open"
    return Answer(f'<rss version="2.0"><channel><title>Broken &nbsp; feed</title>{items}'.encode(), kind=XML)


def entity_bomb(site: str) -> Answer:
    """Return a feed whose entities would grow to gigabytes."""
    lols = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    return Answer(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{lols}]><rss version="2.0"><channel><title>&l9;</title>'
        f"<item><title>&l9;</title><link>{site}posts/red-lentil-soup</link></item></channel></rss>".encode(),
        kind=XML,
    )


@cache
def _gzip_bomb() -> bytes:
    return gzip.compress(bytes(200_000_000), compresslevel=9)


PAYWALL = page(
    "The soup of the stars",
    "<article><h1>The soup of the stars</h1><p>What the great cooks put into their soup, and why they never tell "
    "anyone about it until now.</p><div class='paywall'>Subscribe to go on reading.</div></article>",
    head='<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
    '"headline": "The soup of the stars", "isAccessibleForFree": false}</script>',
)

SCRIPT_ONLY = (
    '<!doctype html><html lang="en"><head><title>The Test Kitchen</title></head><body><div id="root"></div>'
    f"<script>{'var app = 1;' * 5000}</script><noscript>You need to enable JavaScript to run this app.</noscript>"
    "</body></html>"
)

ABOUT = page("About", "<h1>About</h1><p>Recipes by Nora Field.</p>")

SHOP = page(
    "Shop",
    "<h1>Shop</h1><ul>"
    + "".join(f'<li><a href="/shop/{at}">Spoon number {at}</a> <b>€{at}</b></li>' for at in range(40))
    + "</ul>",
)

TRAPS: Mapping[str, Callable[[str], Answer]] = {
    "/about": _written(ABOUT),
    "/shop": _written(SHOP),
    "/app": _written(SCRIPT_ONLY),
    "/paywall": _written(PAYWALL),
    "/empty": _written(""),
    "/members": lambda _: Answer(b"<h1>Members only</h1>", status=402),
    "/forbidden": lambda _: Answer(b"<h1>Forbidden</h1>", status=403),
    "/gone": lambda _: Answer(b"<h1>Gone</h1>", status=410),
    "/teapot": lambda _: Answer(b"<h1>Teapot</h1>", status=418),
    "/busy": lambda _: Answer(b"Slow down.", status=429, headers={"Retry-After": "30"}),
    "/down": lambda _: Answer(b"Down.", status=503, headers={"Retry-After": "120"}),
    "/loop": lambda _: moved("/loop-back"),
    "/loop-back": lambda _: moved("/loop"),
    "/moved": lambda _: moved("/posts/red-lentil-soup", status=301),
    "/old-feed": lambda _: moved("/feed", status=301),
    "/secret/plans": _written(ABOUT),
    "/big": lambda _: Answer(big_page()),
    "/huge": lambda _: Answer(bytes(20_000_000)),
    "/huge-unsaid": lambda _: Answer(b"<p>", drips=b"<p>soup</p>" * 100_000),
    "/slow": lambda _: Answer(b"<html>", drips=b" "),
    "/gzip-bomb": lambda _: Answer(_gzip_bomb(), headers={"Content-Encoding": "gzip"}),
    "/brotli": lambda _: Answer(b"\x0b\x02\x80", headers={"Content-Encoding": "br"}),
    "/cut-off": lambda _: Answer(gzip.compress(ABOUT.encode())[:-40], headers={"Content-Encoding": "gzip"}),
    "/brochure.pdf": lambda _: Answer(b"%PDF-1.7\n%%EOF", kind="application/pdf"),
    "/large-feed.xml": large_feed,
    "/broken-feed.xml": _broken_feed,
    "/bomb.xml": entity_bomb,
    "/nothing.xml": lambda _: Answer(b"<<<not xml at all", kind=XML),
    "/endless-sitemap.xml": lambda site: Answer(
        sitemap_index([f"{site}endless-sitemap.xml?{at}" for at in range(99)]).encode(), kind=XML
    ),
    "/large-sitemap.xml": lambda site: Answer(
        sitemap([(f"{site}archive/post-{at}", "2026-01-01") for at in range(10_000)]).encode(), kind=XML
    ),
}
