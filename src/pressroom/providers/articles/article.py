"""What reading a blog gives, what can be in the way, and what every reader of articles promises."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Literal, Protocol

from pressroom.kernel.errors import ProviderRefused

LEAST_SIDE = 200
"""Pixels; a picture that is known to be smaller is an icon, an avatar or a tracker."""

Via = Literal["feed", "sitemap", "links"]
Code = Literal[
    "robots",
    "not_found",
    "not_html",
    "not_feed",
    "too_large",
    "redirects",
    "address",
    "no_text",
    "paywall",
    "refused",
    "not_article",
]
"""Why something is not read: stable names, for callers that act on them.

`robots`: the site's robots.txt asks not to. `not_found`: 404 or 410. `not_html`: the page is of another type.
`not_feed`: no feed, sitemap or posts are found. `too_large`: over a limit of size. `redirects`: too many, or in a
circle. `address`: it may not be fetched from here. `no_text`: nothing to read without JavaScript. `paywall`: the text
is for subscribers. `not_article`: a page, but no article. `refused`: anything else that is final.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One entry of a feed or sitemap."""

    url: str
    """Without fragment and tracking parameters."""
    title: str | None = None
    modified: str | None = None
    """When it last changed, in the site's own words; only good for telling whether they are other words now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The posts of a site, newest first where the site says when they appeared."""

    found: Sequence[Found]
    via: Via
    notes: tuple[str, ...] = ()
    """What a person should know about how they were found, as sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an article from the last time it was read."""

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFound:
    """A picture an article shows."""

    url: str
    alt: str = ""
    caption: str = ""
    width: int | None = None
    height: int | None = None
    """In pixels, as the page or the file says; none where neither does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An article as it was read."""

    url: str
    """The canonical address: what the page says of itself, where that is on the same site."""
    title: str
    text: str
    """Plain text; paragraphs are parted by empty lines."""
    description: str | None = None
    language: str | None = None
    """As ISO 639 names it: `en`, `de`."""
    author: str | None = None
    published_at: datetime | None = None
    """Aware, in UTC; midnight where the page names only a day."""
    pictures: tuple[PictureFound, ...] = ()
    """The page's own choice first, then as they come in the text; each once, in its largest size."""
    etag: str | None = None
    last_modified: str | None = None
    digest: str = ""
    """Of what was read: two posts with the same digest say and show the same."""
    notes: tuple[str, ...] = ()
    """What a person should know about how it was read, as sentences."""


class ArticleRefused(ProviderRefused):
    """A page, feed or picture that is not read, whoever asks and however often; `code` says why."""

    def __init__(self, message: str, *, code: Code = "refused") -> None:
        super().__init__(message)
        self.code = code


class NotAnArticle(ArticleRefused):
    """A page that is there and can be read, but is no article: a front page, a shop, a list of posts."""

    def __init__(self, message: str, *, code: Code = "not_article") -> None:
        super().__init__(message, code=code)


class ArticleReader(Protocol):
    """Finds the posts of a site and reads them, politely and without reaching into networks it should not.

    Every method raises ArticleRefused (its `code` says why) or ProviderBusy (429, 5xx, a time-out, a broken
    connection; with `retry_after` where the site names one).
    """

    def find(self, site_url: str) -> Listing:
        """Return the posts that a site's feed, sitemap or front page lists; `site_url` may be that of the feed."""
        ...

    def read(self, url: str, *, known: Known | None = None) -> Post | None:
        """Return the article at an address, or None where it says and shows what is known. Raises NotAnArticle too."""
        ...

    def fetch_picture(self, url: str, into: BinaryIO) -> None:
        """Write a picture's bytes as they come; whether they are a picture is for the caller to judge."""
        ...


def digest_of(post: Post) -> str:
    """Return the digest of what a post says and shows, whatever sizes its pictures have."""
    said = [post.title, post.text, post.description, post.language, post.author, str(post.published_at)]
    shown = [[one.url, one.alt, one.caption] for one in post.pictures]
    return hashlib.sha256(json.dumps([said, shown]).encode()).hexdigest()


def is_large_enough(picture: PictureFound) -> bool:
    """Return whether a picture may be one to show; of unknown size, it may."""
    return all(side is None or side >= LEAST_SIDE for side in (picture.width, picture.height))
