"""Sites in memory, which say, show and fail as they are told; for tests and demonstrations."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from pressroom.kernel.errors import ProviderError
from pressroom.providers.articles.article import ArticleRefused, Found, Known, Listing, Post, digest_of


@dataclass(slots=True)
class FakeArticleReader:
    """Holds listings, posts and pictures by address; `failures` are raised once each, first one first, by address."""

    listings: dict[str, Listing] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    failures: dict[str, list[ProviderError]] = field(default_factory=dict)
    """What the next `find`, `read` or `fetch_picture` of an address raises."""
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each method was asked for each address."""

    def publish(self, site_url: str, post: Post) -> Post:
        """Add a post to a site's feed, or put it in the place of the one at its address; return it with its digest."""
        published = replace(post, digest=digest_of(post))
        listing = self.listings.setdefault(site_url, Listing(found=(), via="feed"))
        entry = Found(url=post.url, title=post.title, modified=published.digest)
        others = [one for one in listing.found if one.url != post.url]
        self.listings[site_url] = replace(listing, found=(entry, *others))
        self.posts[post.url] = published
        return published

    def find(self, site_url: str) -> Listing:
        """Return a site's listing."""
        self._called("find", site_url)
        if site_url not in self.listings:
            raise ArticleRefused(f"{site_url} was not found.", code="not_found")
        return self.listings[site_url]

    def read(self, url: str, *, known: Known | None = None) -> Post | None:
        """Return the post at an address, or None where the digest is known."""
        self._called("read", url)
        if url not in self.posts:
            raise ArticleRefused(f"{url} was not found.", code="not_found")
        post = self.posts[url]
        return None if known and known.digest == post.digest else post

    def fetch_picture(self, url: str, into: BinaryIO) -> None:
        """Write the picture at an address."""
        self._called("fetch_picture", url)
        if url not in self.pictures:
            raise ArticleRefused(f"{url} was not found.", code="not_found")
        into.write(self.pictures[url])

    def _called(self, method: str, url: str) -> None:
        self.calls[method, url] += 1
        if waiting := self.failures.get(url):
            raise waiting.pop(0)
