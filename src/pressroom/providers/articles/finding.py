"""How the posts of a site are found: by what it names, then by where such things usually are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.articles.article import ArticleRefused, Found, Listing, Via
from pressroom.providers.articles.links import is_same_site, origin_of
from pressroom.providers.articles.listed import Listed
from pressroom.providers.articles.slugs import folder_of, likely, may_be_post

MOST_POSTS = 5000
"""As many posts of a site as are found; the newest, where it says when they appeared."""
MOST_SITEMAPS = 30
MOST_LOOKS = 40
"""As many files of a site as one search reads: at a request a second, within a minute."""
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
    looks: int = 0
    """How many files were asked for."""
    is_full: bool = False
    """Whether sitemaps were left unread because those before them list as many posts as are taken."""

    def run(self, site: str) -> Listing:
        """Return the posts that a site's feed, sitemap or front page lists."""
        self.looks += 1
        first = self.look(site)
        self.site = first.url
        if first.kind == "sitemap":
            return self._listing("sitemap", [first])
        if first.kind == "index":
            return self._listing("sitemap", self._until_full(self._further(first), may_be_post))
        feed = first if first.kind == "feed" else self._feed(first)
        if feed is not None:
            return self._with_older(feed, is_own=first.kind == "feed")
        if sitemaps := self._until_full(self._sitemaps(), may_be_post):
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
            return replace(listing, notes=tuple(self.notes))
        found = [*listing.found, *older][:MOST_POSTS]
        note = f"The feed lists the newest {len(known):,}; {len(found) - len(known):,} more come from the sitemap."
        return replace(listing, found=found, notes=(*self.notes, note))

    def _older(self, newest: Sequence[Found]) -> list[Found]:
        """Return what the sitemap lists and lies where the posts of the feed lie, each once."""
        folders = {folder_of(one.url) for one in newest}

        def is_older(url: str) -> bool:
            return folder_of(url) in folders and may_be_post(url)

        listed = [one for sitemap in self._until_full(self._sitemaps(), is_older) for one in sitemap.found]
        return [one for one in _unique(listed) if is_older(one.url)]

    def _until_full(self, sitemaps: Iterable[Listed], is_wanted: Callable[[str], bool]) -> list[Listed]:
        """Return sitemaps as they come, until they list as many posts as are taken."""
        read: list[Listed] = []
        posts: set[str] = set()
        for one in sitemaps:
            read.append(one)
            posts |= {post.url for post in one.found if is_wanted(post.url)}
            if len(posts) >= MOST_POSTS:
                self.is_full = True
                break
        return read

    def _sitemaps(self) -> Iterator[Listed]:
        """Yield the sitemaps with posts that robots.txt names, or else those that are where sitemaps usually are."""
        named = [one for one in self.named(self.site) if is_same_site(one, self.site)]
        guesses = [f"{origin_of(self.site)}/{name}" for name in SITEMAPS]
        for listed in self._tried(named[:MOST_SITEMAPS] or guesses):
            yield from (one for one in chain([listed], self._further(listed)) if one.kind == "sitemap" and one.found)
            if not named and listed.kind in {"sitemap", "index"}:
                return

    def _further(self, index: Listed) -> Iterator[Listed]:
        """Yield the sitemaps of an index and of the indexes in it, of those that seem to list posts."""
        chosen = likely(list(index.further))
        if len(chosen) > MOST_SITEMAPS:
            self._note(f"The site has {len(chosen)} sitemaps with posts; at most {MOST_SITEMAPS} are read.")
        number, deeper = 0, list[str]()
        for one in self._tried(chosen[:MOST_SITEMAPS]):
            yield one
            number += 1
            deeper += likely(list(one.further)) if one.kind == "index" else []
        yield from self._tried(deeper[: MOST_SITEMAPS - number])

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
        """Yield what is at addresses that may lead nowhere, as long as the search may look on."""
        for link in dict.fromkeys(links):
            if self.looks >= MOST_LOOKS:
                self._note(f"The site names more files than one search reads; it ended after {MOST_LOOKS}.")
                return
            self.looks += 1
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
        if number > MOST_POSTS or self.is_full:
            posts_named = f"{number:,} posts or more" if self.is_full else f"{number:,} posts"
            self._note(f"The site lists {posts_named}; the first {MOST_POSTS:,} are taken.")
        if via == "feed":
            posts = self._own(posts)
        if via == "sitemap":
            posts = [one for one in posts if may_be_post(one.url)] or posts
        if not posts:
            self.notes.append("No posts are listed.")
        return Listing(found=posts[:MOST_POSTS], via=via, notes=tuple(self.notes))

    def _note(self, note: str) -> None:
        """Keep a note, once."""
        if note not in self.notes:
            self.notes.append(note)

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
