"""What lists the posts of a site: a feed, a sitemap, an index of sitemaps, or a page with links."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO

import feedparser  # type: ignore[import-untyped]  # the library ships no types
from lxml import etree  # type: ignore[import-untyped]  # as above

from pressroom.providers.articles.article import Found
from pressroom.providers.articles.links import is_same_site, joined
from pressroom.providers.articles.listed import Kind, Listed
from pressroom.providers.articles.reading.document import tree_of
from pressroom.providers.articles.reading.words import line
from pressroom.providers.articles.slugs import is_post

HEAD_BYTES = 2000
FEEDS = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
FEED_SIGNS = (b"<rss", b"<feed", b"<rdf:rdf")
JSON_SIGN = re.compile(rb"\s*\{[^{]*jsonfeed\.org")
SITEMAP_SIGNS = (b"<urlset", b"<sitemapindex", b":urlset", b":sitemapindex")
PAGE_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body")


def read_listing(body: bytes, content_type: str, url: str, most: int) -> Listed:
    """Return what a file lists, at most that many posts; `nothing` where it is no listing at all."""
    head = body[:HEAD_BYTES].lower()
    if any(sign in head for sign in SITEMAP_SIGNS):
        return _sitemap(body, url, most)
    if any(sign in head for sign in FEED_SIGNS) or JSON_SIGN.match(head):
        return _feed(body, content_type, url, most)
    if "html" in content_type or any(sign in head for sign in PAGE_SIGNS):
        return _page(body, content_type, url, most)
    return _plain(body, url, most) if content_type.startswith("text/plain") else Listed(url=url, kind="nothing")


def _feed(body: bytes, content_type: str, url: str, most: int) -> Listed:
    """Return the entries of a feed; feedparser reads broken ones as far as they go."""
    if body.lstrip()[:1] == b"{":
        entries = list(_json_entries(body))
    else:
        # Never a string: what looks like an address or a path, feedparser would open.
        parsed = feedparser.parse(
            BytesIO(body),
            response_headers={"content-type": content_type},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        entries = list(_entries(parsed.entries))
    return _listed(url, "feed", entries, most)


def _entries(entries: Sequence[feedparser.FeedParserDict]) -> Iterator[Found]:
    for entry in entries:
        link = entry.get("link") or (entry.get("id") if entry.get("guidislink") else None)
        if link:
            modified = line(entry.get("updated")) or line(entry.get("published"))
            yield Found(url=link, title=line(entry.get("title")), modified=modified)


def _json_entries(body: bytes) -> Iterator[Found]:
    """Yield the entries of a JSON Feed."""
    try:
        items = json.loads(body)["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and isinstance(item.get("url"), str):
            modified = line(item.get("date_modified")) or line(item.get("date_published"))
            yield Found(url=item["url"], title=line(item.get("title")), modified=modified)


def _sitemap(body: bytes, url: str, most: int) -> Listed:
    """Return the addresses of a sitemap, or the sitemaps of an index; entities are left as they stand."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    root = etree.fromstring(body, parser)
    if root is None:
        return Listed(url=url, kind="nothing")
    entries = sorted(_locations(root), key=lambda one: one.modified or "", reverse=True)
    listed = _listed(url, "sitemap", entries, most, partial(is_same_site, url))
    if etree.QName(root).localname == "sitemapindex":
        return Listed(url=url, kind="index", further=[one.url for one in listed.found])
    return listed


def _locations(root: etree._Element) -> Iterator[Found]:
    for entry in root:
        said = {etree.QName(one).localname: (one.text or "").strip() for one in entry if isinstance(one.tag, str)}
        if said.get("loc"):
            yield Found(url=said["loc"], modified=line(said.get("lastmod")))


def _page(body: bytes, content_type: str, url: str, most: int) -> Listed:
    """Return the feeds a page names, and the pages of its site that it links and that look like posts."""
    if not body.strip():
        return Listed(url=url, kind="nothing")
    tree = tree_of(body, content_type, url)
    feeds = [
        address
        for link in tree.xpath('//link[@href][contains(concat(" ", @rel, " "), " alternate ")]')
        if link.get("type", "").lower() in FEEDS and "comment" not in link.get("href", "").lower()
        if (address := joined(url, link.get("href")))
    ]
    links = tree.xpath("//a[@href][not(ancestor::nav or ancestor::footer)]")
    entries = [Found(url=link.get("href"), title=line(link.text_content())) for link in links]
    listed = _listed(url, "page", entries, most, lambda one: is_same_site(one, url) and is_post(one))
    return replace(listed, further=list(dict.fromkeys(feeds)))


def _plain(body: bytes, url: str, most: int) -> Listed:
    """Return the addresses of a sitemap that is one address a line."""
    written = body.decode(errors="replace").splitlines()
    entries = [Found(url=one) for one in written if one.startswith("http")]
    listed = _listed(url, "sitemap", entries, most, partial(is_same_site, url))
    return listed if listed.found else Listed(url=url, kind="nothing")


def _listed(url: str, kind: Kind, entries: Sequence[Found], most: int, fits: Callable[[str], bool] = bool) -> Listed:
    """Return entries by where their links lead, each address once, where it fits; at most that many."""
    found: dict[str, Found] = {}
    for entry in entries:
        address = joined(url, entry.url)
        if address and address != url and fits(address):
            found.setdefault(address, replace(entry, url=address))
        if len(found) == most:
            return Listed(url=url, kind=kind, found=list(found.values()), number=len(entries))
    return Listed(url=url, kind=kind, found=list(found.values()), number=len(found))
