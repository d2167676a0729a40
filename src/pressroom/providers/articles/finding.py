"""How the posts of a site are found: by what it names, then by where such things usually are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.articles.article import ArticleRefused, Found, Listing, Via
from pressroom.providers.articles.links import is_same_site, origin_of
from pressroom.providers.articles.listed import Listed
from pressroom.providers.articles.slugs import folder_of, likely, may_be_post

MOST_POSTS = 5000
"""As many posts of a site as are found; the newest, where it says when they appeared."""
MOST_SITEMAPS = 30
FULL_FEED = 100
"""A feed that lists as many posts is taken for all there are; shorter ones mostly list only the newest."""

FEEDS = ("feed", "rss.xml", "atom.xml", "index.xml")
SITEMAPS = ("sitemap.xml", "sitemap_index.xml")
"""Where feeds and sitemaps are when a site does not say."""


@dataclass(slots=True)
class Search:
    """One search for the posts of a site; `look` fetches and reads a listing, `named` gives what robots.txt names."""

    look: Callable[[str], Listed]
    named: Callable[[str], Sequence[str]]
    site: str = ""
    """Where the site is in the end."""
    busy: ProviderBusy | None = None
    """What was busy where a listing was only guessed to be."""
    notes: list[str] = field(default_factory=list)

    def run(self, site: str) -> Listing:
        """Return the posts that a site's feed, sitemap or front page lists."""
        first = self.look(site)
        self.site = first.url
        if first.kind in {"sitemap", "index"}:
            return self._listing("sitemap", [first, *self._further(first)])
        feed = first if first.kind == "feed" else self._feed(first)
        if feed is not None:
            return self._with_older(feed, is_own=first.kind == "feed")
        if sitemaps := list(self._sitemaps()):
            return self._listing("sitemap", sitemaps)
        return self._by_links(first)

    def _feed(self, page: Listed) -> Listed | None:
        """Return the first feed with posts in it: those the page names, then those that are where feeds usually are."""
        folder = f"{self.site.partition('?')[0].rstrip('/')}/feed"
        guesses = [folder, *(f"{origin_of(self.site)}/{name}" for name in FEEDS)]
        looked = self._tried([*page.further[:3], *guesses])
        return next((one for one in looked if one.kind == "feed" and one.found), None)

    def _with_older(self, feed: Listed, *, is_own: bool) -> Listing:
        """Return a feed's posts and, where it seems to list the newest only, older ones from the sitemap."""
        listing = self._listing("feed", [feed])
        if is_own or feed.number >= FULL_FEED:
            return listing
        known = {one.url for one in listing.found}
        older = [one for one in self._older(listing.found) if one.url not in known]
        if not older:
            return listing
        found = [*listing.found, *older][:MOST_POSTS]
        note = f"The feed lists the newest {len(known):,}; {len(found) - len(known):,} more come from the sitemap."
        return replace(listing, found=found, notes=(*listing.notes, note))

    def _older(self, newest: Sequence[Found]) -> list[Found]:
        """Return what the sitemap lists and lies where the posts of the feed lie, each once."""
        folders = {folder_of(one.url) for one in newest}
        listed = [one for sitemap in self._sitemaps() for one in sitemap.found]
        return [one for one in _unique(listed) if folder_of(one.url) in folders and may_be_post(one.url)]

    def _sitemaps(self) -> Iterator[Listed]:
        """Yield the sitemaps with posts that robots.txt names, or else those that are where sitemaps usually are."""
        named = [one for one in self.named(self.site) if is_same_site(one, self.site)]
        guesses = [f"{origin_of(self.site)}/{name}" for name in SITEMAPS]
        for listed in self._tried(named[:MOST_SITEMAPS] or guesses):
            yield from (one for one in (listed, *self._further(listed)) if one.kind == "sitemap" and one.found)
            if not named and listed.kind in {"sitemap", "index"}:
                return

    def _further(self, index: Listed) -> list[Listed]:
        """Return the sitemaps of an index and of the indexes in it, of those that seem to list posts."""
        chosen = likely(list(index.further))
        if len(chosen) > MOST_SITEMAPS:
            self.notes.append(f"The site has {len(chosen)} sitemaps with posts; {MOST_SITEMAPS} were read.")
        looked = list(self._tried(chosen[:MOST_SITEMAPS]))
        deeper = [link for one in looked if one.kind == "index" for link in likely(list(one.further))]
        return [*looked, *self._tried(deeper[: MOST_SITEMAPS - len(looked)])]

    def _by_links(self, page: Listed) -> Listing:
        if not page.found and self.busy is not None:
            raise self.busy
        if not page.found:
            raise ArticleRefused(
                f"No feed, no sitemap and no links to posts were found at {self.site}. Give the address of its feed, "
                "or of single articles.",
                code="not_feed",
            )
        note = "The site has neither feed nor sitemap: these are the links of the page that look like posts."
        self.notes.append(note)
        return self._listing("links", [page])

    def _tried(self, links: Iterable[str]) -> Iterator[Listed]:
        """Yield what is at addresses that may lead nowhere."""
        for link in dict.fromkeys(links):
            try:
                yield self.look(link)
            except ArticleRefused:
                continue
            except ProviderBusy as error:
                self.busy = error

    def _listing(self, via: Via, listed: Sequence[Listed]) -> Listing:
        """Return the posts of several lists, each once, without what is elsewhere or cannot be a post."""
        posts = _unique(one for part in listed for one in part.found)
        number = max(len(posts), sum(part.number for part in listed))
        if number > MOST_POSTS:
            self.notes.append(f"The site lists {number:,} posts; the first {MOST_POSTS:,} are taken.")
        if via == "feed":
            posts = self._own(posts)
        if via == "sitemap":
            posts = [one for one in posts if may_be_post(one.url)] or posts
        if not posts:
            self.notes.append("No posts are listed.")
        return Listing(found=posts[:MOST_POSTS], via=via, notes=tuple(self.notes))

    def _own(self, posts: list[Found]) -> list[Found]:
        """Return the posts of the site itself, where a feed has any: those elsewhere are what it recommends."""
        own = [one for one in posts if is_same_site(one.url, self.site)]
        if own and len(own) < len(posts):
            self.notes.append(f"{len(posts) - len(own)} links of the feed lead to other sites and are left out.")
        return own or posts


def _unique(found: Iterable[Found]) -> list[Found]:
    seen: dict[str, Found] = {}
    for one in found:
        seen.setdefault(one.url, one)
    return list(seen.values())
