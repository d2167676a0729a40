"""Reads blogs as they are on the internet: fetched here, taken apart in child processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, BinaryIO

from pressroom.kernel.errors import ProviderBusy, ProviderError
from pressroom.kernel.processes import Length, OutOfMemory, ProcessDied, ProcessTimedOut, run_apart
from pressroom.providers.articles.article import (
    ArticleRefused,
    Known,
    Listing,
    PictureFound,
    Post,
    is_large_enough,
)
from pressroom.providers.articles.decoding import unpacked
from pressroom.providers.articles.fetching import Ask, Fetched, Fetcher, Limits, NotEncrypted
from pressroom.providers.articles.finding import MOST_POSTS, Search
from pressroom.providers.articles.links import plain, tidied
from pressroom.providers.articles.listed import Listed
from pressroom.providers.articles.robots import Robots
from pressroom.providers.files.parsing import ParserFailed, parse

PAGE = "pressroom.providers.articles.reading.page"
LISTINGS = "pressroom.providers.articles.reading.listings"
HEADS = "pressroom.providers.articles.reading.heads"
"""Named, not imported: what takes apart the files of strangers is loaded in child processes only."""

PAGES = frozenset({"text/html", "application/xhtml+xml", ""})
GZIP_START = b"\x1f\x8b"
HEAD_BYTES = 65_536
"""As much of a picture as tells its size."""
MOST_PROBED = 6

ACCEPT_PAGE = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
ACCEPT_LISTING = "application/rss+xml,application/atom+xml,application/xml;q=0.9,text/html;q=0.8,*/*;q=0.5"
ACCEPT_PICTURE = "image/jpeg,image/png,image/webp,image/*;q=0.8"


@dataclass(slots=True, kw_only=True)
class WebArticleReader:
    """An `ArticleReader` of the open web."""

    fetcher: Fetcher
    limits: Limits = field(default_factory=Limits)
    parse_seconds: float = 60.0
    """The longest one page or listing may take to be taken apart."""
    robots: Robots = field(init=False)

    def __post_init__(self) -> None:
        self.robots = Robots(self.fetcher)

    def find(self, site_url: str) -> Listing:
        """Return the posts that a site's feed, sitemap or front page lists; `site_url` may be that of the feed."""
        try:
            return self._found(tidied(site_url))
        except NotEncrypted:
            listing = self._found(plain(tidied(site_url)))
            return replace(listing, notes=(*listing.notes, "The site does not speak https; it is read by http."))

    def read(self, url: str, *, known: Known | None = None) -> Post | None:
        """Return the article at an address, or None where it says and shows what is known."""
        answer = self._page(tidied(url), known)
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return None
        if answer.mime not in PAGES:
            raise ArticleRefused(f"{answer.url} is no page but {answer.mime}.", code="not_html")
        post: Post = self._apart(PAGE, "read_page", answer.body, answer.headers.get("content-type", ""), answer.url)
        if known and known.digest == post.digest:
            return None
        return replace(
            post,
            pictures=self._measured(post.pictures),
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
        )

    def fetch_picture(self, url: str, into: BinaryIO) -> None:
        """Write a picture's bytes as they come; whether they are a picture is for the caller to judge."""
        answer = self._get(tidied(url), self.limits.picture_bytes, {"Accept": ACCEPT_PICTURE})
        if answer.mime.startswith("text/"):
            raise ArticleRefused(f"{answer.url} is no picture but {answer.mime}.")
        into.write(answer.body)

    def _found(self, site_url: str) -> Listing:
        return Search(self._look, self.robots.sitemaps).run(site_url)

    def _page(self, url: str, known: Known | None) -> Fetched:
        """Return a page; by http where nothing there speaks https, which is put before an address without a scheme."""
        headers = {"Accept": ACCEPT_PAGE, **_conditions(known)}
        try:
            return self._get(url, self.limits.page_bytes, headers)
        except NotEncrypted:
            return self._get(plain(url), self.limits.page_bytes, headers)

    def _look(self, url: str) -> Listed:
        """Return what the file at an address lists."""
        answer = self._get(url, self.limits.listing_bytes, {"Accept": ACCEPT_LISTING})
        body = answer.body
        if body.startswith(GZIP_START):
            body = unpacked(body, most_bytes=self.limits.listing_bytes, what=answer.url)
        kind = answer.headers.get("content-type", "")
        listed: Listed = self._apart(LISTINGS, "read_listing", body, kind, answer.url, MOST_POSTS)
        return listed

    def _measured(self, pictures: Sequence[PictureFound]) -> tuple[PictureFound, ...]:
        """Return pictures with the sizes of the first that lack one, without those that are gone or too small."""
        unknown = [one.url for one in pictures if one.width is None or one.height is None][:MOST_PROBED]
        heads = {url: self._head(url) for url in unknown}
        known = {url: head for url, head in heads.items() if head}
        sizes: list[tuple[int, int] | None] = self._apart(HEADS, "sizes_of", list(known.values())) if known else []
        measured = dict(zip(known, sizes, strict=True))
        told = (_told(one, measured.get(one.url)) for one in pictures if heads.get(one.url) != b"")
        return tuple(one for one in told if is_large_enough(one))

    def _head(self, url: str) -> bytes | None:
        """Return the start of a picture; nothing of one that is not there, None where it cannot be told."""
        try:
            ask = Ask(
                most_bytes=self.limits.picture_bytes,
                enough_bytes=HEAD_BYTES,
                headers={
                    "Accept": ACCEPT_PICTURE,
                    "Accept-Encoding": "identity",
                    "Range": f"bytes=0-{HEAD_BYTES - 1}",
                },
                before=self.robots.check,
            )
            return self.fetcher.get(url, ask).body[:HEAD_BYTES]
        except ArticleRefused as error:
            return b"" if error.code == "not_found" else None
        except ProviderError:
            return None

    def _get(self, url: str, most_bytes: int, headers: Mapping[str, str]) -> Fetched:
        return self.fetcher.get(url, Ask(most_bytes=most_bytes, headers=headers, before=self.robots.check))

    def _apart(self, module: str, function: str, *args: object) -> Any:  # noqa: ANN401  # whatever the function returns
        try:
            return run_apart(parse, module, function, *args, timeout_seconds=self.parse_seconds, length=Length.BRIEF)
        except ProcessTimedOut as error:
            said = (
                f"What the site sent took longer than {self.parse_seconds:g} seconds to take apart. It is tried again."
            )
            raise ProviderBusy(said) from error
        except (ParserFailed, OutOfMemory, ProcessDied) as error:
            raise ArticleRefused(f"What the site sent cannot be taken apart: {error}") from error


def _conditions(known: Known | None) -> dict[str, str]:
    """Return the headers that ask for a page only where it is not the one that is known."""
    if known is None or known.digest is None:
        return {}
    said = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in said.items() if value}


def _told(picture: PictureFound, size: tuple[int, int] | None) -> PictureFound:
    return replace(picture, width=size[0], height=size[1]) if size else picture
