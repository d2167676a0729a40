"""A page as it came, as a tree, and what it says of itself in its head."""

import codecs
import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # the library ships no types
from trafilatura import load_html
from trafilatura.utils import decode_file

from pressroom.providers.articles.article import ArticleRefused

for name in ("trafilatura", "htmldate", "courlan"):
    logging.getLogger(name).setLevel(logging.CRITICAL)  # what they warn of, the page's reader is told otherwise

CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
ARTICLES = re.compile(r"(Article|Posting|Recipe|HowTo|Report|Review|Story)$")
MOST_NESTED = 40

Json = Mapping[str, Any]


def tree_of(body: bytes, content_type: str, url: str) -> HtmlElement:
    """Return a page's tree. Raises ArticleRefused (`no_text`) where there is nothing to make one of."""
    tree = load_html(_decoded(body, content_type)) if body.strip() else None
    if tree is None:
        raise ArticleRefused(f"{url} is empty, or no page of HTML.", code="no_text")
    return tree


def meta(tree: HtmlElement, *names: str) -> str | None:
    """Return what the first of these names or properties says in the head."""
    for name in names:
        for found in tree.xpath("//meta[@content][@property=$name or @name=$name or @itemprop=$name]", name=name):
            if content := str(found.get("content")).strip():
                return content
    return None


def structured(tree: HtmlElement) -> list[Json]:
    """Return the things that a page describes by schema.org, in JSON; what cannot be read is left out."""
    found: list[Json] = []
    for script in tree.xpath('//script[contains(@type, "ld+json")]'):
        try:
            found.extend(_things(json.loads(script.text_content(), strict=False)))
        except (ValueError, RecursionError):
            continue
    return found


def is_article(thing: Json) -> bool:
    """Return whether a thing is one that is written to be read."""
    return any(isinstance(one, str) and ARTICLES.search(one) for one in _listed(thing.get("@type")))


def _things(value: object, depth: int = 0) -> Iterator[Json]:
    if depth > MOST_NESTED:
        return
    if isinstance(value, Mapping):
        yield value
        yield from _things(value.get("@graph"), depth + 1)
        yield from _things(value.get("mainEntity"), depth + 1)
    elif isinstance(value, list):
        for one in value:
            yield from _things(one, depth + 1)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _decoded(body: bytes, content_type: str) -> str:
    """Return a page's text, in the encoding that the answer names, or else in the one it is found to be in."""
    named = CHARSET.search(content_type)
    try:
        return body.decode(codecs.lookup(named.group(1)).name, "replace") if named else decode_file(body)
    except LookupError:
        return decode_file(body)
