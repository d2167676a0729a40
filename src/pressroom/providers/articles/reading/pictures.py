"""The pictures an article shows: each once, in its largest size, without what only decorates the site."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # the library ships no types

from pressroom.providers.articles.article import PictureFound, is_large_enough
from pressroom.providers.articles.links import joined
from pressroom.providers.articles.reading.document import Json, is_article, meta
from pressroom.providers.articles.reading.sizes import Choice, identity_of, largest, number, sized
from pressroom.providers.articles.reading.words import line

MOST_PICTURES = 60
LONGEST_WORDS = 1000
FURNITURE = re.compile(
    r"(?<![a-z])(icon|logo|avatar|gravatar|emoji|sprite|spinner|spacer|pixel|blank|badge|placeholder|1x1)(?![a-z])",
    re.IGNORECASE,
)
ASIDE = re.compile(
    r"(?<![a-z])(comments?|related|sidebar|widget|share|sharing|social|author|avatar|newsletter|subscribe|promo|advert"
    r"|ads?|breadcrumbs?|pagination|menu|cookie|recommended|you-may)(?![a-z])",
    re.IGNORECASE,
)
NOT_SHOWN = (".svg", ".ico")
FILE = re.compile(r"\.(jpe?g|png|webp|avif|gif|heic)$", re.IGNORECASE)
MIDDLES = (
    '//*[@itemprop="articleBody"]',
    "//article",
    '//*[contains(concat(" ", @class, " "), " entry-content ")]',
    '//*[contains(concat(" ", @class, " "), " post-content ")]',
    "//main",
)
LAZY = ("data-pin-media", "data-large-file", "data-orig-file", "data-lazy-src", "data-src", "data-original", "src")
LAZY_SETS = ("data-lazy-srcset", "data-srcset", "srcset")


def pictures_of(tree: HtmlElement, things: list[Json], url: str) -> tuple[PictureFound, ...]:
    """Return the pictures of an article at an address: the one it puts first itself, then as they come."""
    base = _base(tree, url)
    found: dict[str, PictureFound] = {}
    for one in _candidates(tree, things, base):
        key = identity_of(one.url)
        found[key] = _merged(found[key], one) if key in found else one
    return tuple(one for one in found.values() if is_large_enough(one))[:MOST_PICTURES]


def _candidates(tree: HtmlElement, things: list[Json], base: str) -> Iterator[PictureFound]:
    yield from _named(tree, things, base)
    for image in _middle(tree).iter("img"):
        if not _is_furniture(image) and (found := _shown(image, base)):
            yield found


def _named(tree: HtmlElement, things: list[Json], base: str) -> Iterator[PictureFound]:
    """Yield the picture that a page names in its head."""
    link = meta(tree, "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    width, height = (number(meta(tree, f"og:image:{side}")) for side in ("width", "height"))
    if link is None:
        link, width, height = next(
            (one for thing in things if is_article(thing) for one in _told(thing)), ("", None, None)
        )
    address = joined(base, link) if link else None
    if address and _is_picture(address):
        alt = meta(tree, "og:image:alt", "twitter:image:alt") or ""
        yield PictureFound(url=address, alt=_words(alt), width=width, height=height)


def _told(thing: Json) -> Iterator[tuple[str, int | None, int | None]]:
    """Yield address, width and height of the pictures that schema.org's JSON names for an article."""
    image = thing.get("image")
    for one in image if isinstance(image, list) else [image]:
        if isinstance(one, str):
            yield one, None, None
        elif isinstance(one, Mapping) and isinstance(one.get("url"), str):
            yield one["url"], number(one.get("width")), number(one.get("height"))


def _shown(image: HtmlElement, base: str) -> PictureFound | None:
    """Return the picture of an `img`, in the largest size that is offered."""
    choice = largest([*_own(image), *_sources(image), *_linked(image)])
    address = joined(base, choice.link) if choice else None
    if choice is None or address is None or not _is_picture(address):
        return None
    width, height = sized(choice, number(image.get("width")), number(image.get("height")))
    return PictureFound(
        url=address, alt=_words(image.get("alt", "")), caption=_caption(image), width=width, height=height
    )


def _own(image: HtmlElement) -> Iterator[Choice]:
    first = next(
        (link for name in LAZY if (link := image.get(name, "").strip()) and not link.startswith("data:")), None
    )
    if first:
        yield Choice(link=first)
    for name in LAZY_SETS:
        yield from Choice.of_set(image.get(name, ""))


def _sources(image: HtmlElement) -> Iterator[Choice]:
    """Yield what a `picture` around an `img` offers, in formats that are taken."""
    around = next(image.iterancestors("picture"), None)
    for source in around.iter("source") if around is not None else ():
        if source.get("type", "image/jpeg") in {"image/jpeg", "image/png", "image/webp"}:
            for name in LAZY_SETS:
                yield from Choice.of_set(source.get(name, ""))


def _linked(image: HtmlElement) -> Iterator[Choice]:
    """Yield the file that a click on a picture opens, which is the picture in full."""
    link = next(image.iterancestors("a"), None)
    target = link.get("href", "") if link is not None else ""
    if FILE.search(target.partition("?")[0]):
        yield Choice(link=target, is_full=True)


def _caption(image: HtmlElement) -> str:
    for frame in image.iterancestors("figure", "div"):
        words = frame.xpath('.//figcaption | .//*[contains(@class, "caption-text")]')
        if words and len(list(frame.iter("img"))) == 1:
            return _words(words[0].text_content())
        if frame.tag == "figure":
            break
    return ""


def _is_furniture(image: HtmlElement) -> bool:
    """Return whether a picture is part of the site, not of the article, or asks not to be pinned."""
    if image.get("nopin") or image.get("data-pin-nopin") or image.get("role") == "presentation":
        return True
    if FURNITURE.search(f"{image.get('class', '')} {image.get('id', '')}"):
        return True
    return any(_is_aside(one) for one in image.iterancestors())


def _is_aside(element: HtmlElement) -> bool:
    if element.tag in {"nav", "footer", "aside", "form", "noscript"}:
        return bool(element.tag != "noscript")
    if element.tag == "header":
        return next(element.iterancestors("article", "main"), None) is None
    if element.tag in {"body", "html", "article", "main"}:
        return False
    return bool(ASIDE.search(f"{element.get('class', '')} {element.get('id', '')}"))


def _middle(tree: HtmlElement) -> HtmlElement:
    """Return what holds the article: of the likeliest kind of element, the one with the most text."""
    for path in MIDDLES:
        if found := tree.xpath(path):
            longest: HtmlElement = max(found, key=lambda one: len(one.text_content()))
            return longest
    return tree


def _base(tree: HtmlElement, url: str) -> str:
    named = tree.xpath("//head/base/@href")
    return (joined(url, str(named[0])) or url) if named else url


def _is_picture(address: str) -> bool:
    path = address.partition("?")[0].lower()
    return not path.endswith(NOT_SHOWN) and FURNITURE.search(path.rpartition("/")[2]) is None


def _merged(first: PictureFound, other: PictureFound) -> PictureFound:
    """Return one of two that are the same picture: the larger, at the place of the first, with the words of both."""
    larger = max((first, other), key=lambda one: (one.width or 0) * (one.height or 0))
    return replace(larger, alt=first.alt or other.alt, caption=first.caption or other.caption)


def _words(text: str) -> str:
    return line(text, LONGEST_WORDS) or ""
