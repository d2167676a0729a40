"""One page, read as an article: its text, what it says of itself, and the pictures it shows."""

import re
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # the library ships no types
from trafilatura import bare_extraction
from trafilatura.settings import Document

from pressroom.providers.articles.article import ArticleRefused, NotAnArticle, Post, digest_of
from pressroom.providers.articles.links import is_same_site, joined, path_of
from pressroom.providers.articles.reading.document import Json, is_article, meta, structured, tree_of
from pressroom.providers.articles.reading.joiners import hide_joiners, show_joiners
from pressroom.providers.articles.reading.pictures import pictures_of
from pressroom.providers.articles.reading.words import kept, line

MOST_CHARACTERS = 1_000_000
FEW_CHARACTERS = 250
"""What says of itself that it is an article may be shorter than this, but not less than `LEAST_CHARACTERS`."""
LEAST_CHARACTERS = 80
CUT_OFF_CHARACTERS = 1500
"""A text for subscribers that is shorter than this is taken for its beginning only."""
MOSTLY_LINKS = 0.5
LONGEST_DESCRIPTION = 1000

ISO_LETTERS = 2
"""Of ISO 639-1; the model knows some languages, and the lack of any, that have three only."""

LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)
MARKED_DATES = """
    //time[@itemprop="datePublished" or @pubdate or contains(concat(" ", @class, " "), " published ")
    or contains(concat(" ", @class, " "), " dt-published ")
    or contains(concat(" ", @class, " "), " entry-date ")]/@datetime
    | //article//header//time/@datetime
"""
"""Where pages mark, for programs, the day they tell their readers."""
DATES = ("article:published_time", "datePublished", "date", "dc.date", "dcterms.created", "og:published_time")


def read_page(body: bytes, content_type: str, url: str) -> Post:
    """Return the article on a page. Raises ArticleRefused (`no_text`, `paywall`) and NotAnArticle."""
    tree = tree_of(body, content_type, url)
    things = structured(tree)
    read = _extracted(deepcopy(tree), url)
    text = _text(read)
    _check(tree, things, text, url)
    return _post(tree, things, read, text, url)


def _extracted(tree: HtmlElement, url: str) -> Document:
    """Return what trafilatura finds on a page, which may be nothing; the tree is used up."""
    is_hidden = hide_joiners(tree)
    read = bare_extraction(
        tree,
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False},  # its date is not taken: it guesses from any number
    )
    found = read if isinstance(read, Document) else Document()
    if is_hidden:
        show_joiners(found)
    return found


def _post(tree: HtmlElement, things: list[Json], read: Document, text: str, url: str) -> Post:
    title = line(read.title) or line(meta(tree, "og:title", "twitter:title")) or url
    cut = text[:MOST_CHARACTERS]
    post = Post(
        url=_canonical(tree, url),
        title=title,
        text=cut,
        description=line(read.description, LONGEST_DESCRIPTION),
        language=_language(tree, cut),
        author=line(read.author),
        published_at=_published(tree, things),
        pictures=pictures_of(tree, things, url),
        notes=tuple(_notes(tree, things, text)),
    )
    return replace(post, digest=digest_of(post))


def _text(read: Document) -> str:
    """Return the text of what was extracted, its title taken off and its paragraphs parted by empty lines."""
    paragraphs = [one.strip() for one in kept(read.text or "").splitlines() if one.strip()]
    if paragraphs and line(paragraphs[0]) == line(read.title):
        del paragraphs[0]
    return "\n\n".join(paragraphs)


def _check(tree: HtmlElement, things: list[Json], text: str, url: str) -> None:
    """Raise where a page is for subscribers, has no text, or is no article."""
    is_said = meta(tree, "og:type") == "article" or any(map(is_article, things))
    if _is_closed(things) and len(text) < CUT_OFF_CHARACTERS:
        raise ArticleRefused(f"{url} is for subscribers only; the rest of it cannot be read.", code="paywall")
    if not text or (len(text) < FEW_CHARACTERS and _needs_script(tree)):
        raise ArticleRefused(_without_text(tree, url), code="no_text")
    if path_of(url) == "/" and not is_said:
        raise NotAnArticle(f"{url} is the front page of a site, not an article.")
    if len(text) < (LEAST_CHARACTERS if is_said else FEW_CHARACTERS):
        raise NotAnArticle(f"{url} has {len(text)} characters of text, too few for an article.")
    if not is_said and _share_of_links(tree) > MOSTLY_LINKS:
        raise NotAnArticle(f"{url} is mostly links to other pages, not an article.")


def _is_closed(things: list[Json]) -> bool:
    said = [thing["isAccessibleForFree"] for thing in things if "isAccessibleForFree" in thing]
    return any(str(one).strip().lower() in {"false", "no", "0"} for one in said)


def _needs_script(tree: HtmlElement) -> bool:
    """Return whether a page asks for JavaScript, or is an empty frame that a script fills."""
    asks = any("javascript" in one.text_content().lower() for one in tree.iter("noscript"))
    frames = tree.xpath('//body//div[@id="root" or @id="app" or @id="__next" or @id="__nuxt"][not(normalize-space())]')
    return asks or bool(frames)


def _without_text(tree: HtmlElement, url: str) -> str:
    if next(tree.iter("script"), None) is not None:
        return "The page has no text without JavaScript."
    return f"{url} has no text."


def _share_of_links(tree: HtmlElement) -> float:
    """Return how much of what stands in the middle of a page is links to other pages."""
    middle = next(iter(tree.xpath("//main | //article")), tree)
    everything = sum(len(text.strip()) for text in middle.xpath(".//text()[not(ancestor::script|ancestor::style)]"))
    links = sum(len(text.strip()) for text in middle.xpath(".//a//text()"))
    return links / everything if everything else 0.0


def _canonical(tree: HtmlElement, url: str) -> str:
    """Return the address that a page gives as its own, where that is a page of the same site."""
    named = [*tree.xpath('//link[translate(@rel, "CANOIL", "canoil")="canonical"]/@href'), meta(tree, "og:url")]
    for link in named:
        found = joined(url, str(link)) if link else None
        if found and is_same_site(found, url) and (path_of(found) != "/" or path_of(url) == "/"):
            return found
    return url


def _language(tree: HtmlElement, text: str) -> str | None:
    """Return the language a page says it is in, or else the one its text is in."""
    root = tree.getroottree().getroot()
    for said in (root.get("lang"), meta(tree, "og:locale", "content-language", "language", "inLanguage")):
        if said and (found := LANGUAGE.match(said.strip())):
            return found.group().lower()
    # The model takes 0.6 s and 100 MB to load; most pages say what they are in.
    found_in_text = str(import_module("py3langid").classify(text[:6000])[0])
    return found_in_text if len(found_in_text) == ISO_LETTERS else None


def _published(tree: HtmlElement, things: list[Json]) -> datetime | None:
    """Return when a page says, to programs, that it was published; a date in its text is none."""
    said = [meta(tree, *DATES), *(thing.get("datePublished") for thing in things if is_article(thing))]
    marked = [str(one) for one in tree.xpath(MARKED_DATES)]
    return next((moment for one in [*said, *marked] if isinstance(one, str) and (moment := _moment(one))), None)


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _notes(tree: HtmlElement, things: list[Json], text: str) -> list[str]:
    notes = []
    if _is_closed(things):
        notes.append("The page says that it is for subscribers: its text may not be all there is.")
    if len(text) > MOST_CHARACTERS:
        notes.append(f"The article has {len(text):,} characters. Only the first {MOST_CHARACTERS:,} of them are kept.")
    if "nopin" in (meta(tree, "pinterest") or "").lower():
        notes.append("The page asks that its pictures not be saved to Pinterest.")
    return notes
