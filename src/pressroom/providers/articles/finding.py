"""How the posts of a site are found: by what it names, then by where such things usually are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.articles.article import ArticleRefused, Found, Listing, Via
from pressroom.providers.articles.links import is_same_site, origin_of, path_of
from pressroom.providers.articles.listed import Listed

MOST_POSTS = 5000
"""As many posts of a site as are found; the newest, where it says when they appeared."""
MOST_SITEMAPS = 30
FULL_FEED = 100
"""A feed that lists as many posts is taken for all there are; shorter ones mostly list only the newest."""

FEEDS = ("feed", "rss.xml", "atom.xml", "index.xml")
SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")
"""Where feeds and sitemaps are when a site does not say."""

POSTS = ("post", "article", "blog", "news", "recipe", "stor")
NO_POSTS = (
    "page-",
    "category",
    "categor",
    "tag",
    "author",
    "product",
    "image",
    "video",
    "attachment",
    "archive",
    "user",
)
"""Parts of the names of sitemaps that list posts, and of those that list something else."""


@dataclass(slots=True)
class Search:
    """One search for the posts of a site; `look` fetches and reads a listing."""

    site: str
    look: Callable[[str], Listed]
    named_sitemaps: Callable[[], Sequence[str]]
    busy: ProviderBusy | None = None
    """What was busy where a listing was only guessed to be."""
    notes: list[str] = field(default_factory=list)

    def run(self) -> Listing:
        """Return the posts that the site's feed, sitemap or front page lists."""
        first = self.look(self.site)
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
        folder = self.site.rstrip("/") if path_of(self.site).strip("/") else None
        guesses = [f"{folder}/feed"] if folder else []
        guesses += [f"{origin_of(self.site)}/{name}" for name in FEEDS]
        looked = self._tried([*page.further[:3], *guesses])
        return next((one for one in looked if one.kind == "feed" and one.found), None)

    def _with_older(self, feed: Listed, *, is_own: bool) -> Listing:
        """Return a feed's posts and, where it seems to list the newest only, older ones from the sitemap."""
        if is_own or feed.number >= FULL_FEED:
            return self._listing("feed", [feed])
        listed = self._listing("feed", [feed])
        known = {one.url for one in listed.found}
        older = [one for one in self._older(listed.found) if one.url not in known]
        if not older:
            return listed
        found = [*listed.found, *older][:MOST_POSTS]
        note = f"The feed lists the newest {len(known):,}; {len(found) - len(known):,} more come from the sitemap."
        return replace(listed, found=found, notes=(*listed.notes, note))

    def _older(self, newest: Sequence[Found]) -> Iterator[Found]:
        """Yield what the sitemap lists and lies where the posts of the feed lie."""
        folders = {_folder(one.url) for one in newest}
        for sitemap in self._sitemaps():
            yield from (one for one in sitemap.found if _folder(one.url) in folders and path_of(one.url) != "/")

    def _sitemaps(self) -> Iterator[Listed]:
        """Yield the sitemaps that robots.txt names, or else those that are where sitemaps usually are."""
        named = [one for one in self.named_sitemaps() if is_same_site(one, self.site)]
        guesses = [origin_of(self.site) + path for path in SITEMAPS]
        for listed in self._tried(named or guesses):
            yield from [one for one in (listed, *self._further(listed)) if one.kind == "sitemap" and one.found]
            if not named and listed.kind in {"sitemap", "index"}:
                return

    def _further(self, index: Listed, left: int = MOST_SITEMAPS) -> list[Listed]:
        """Return the sitemaps of an index and of the indexes in it; those that seem to list posts, where some do."""
        chosen = _likely(index.further)
        if len(chosen) > left:
            self.notes.append(f"The site has {len(chosen)} sitemaps; {left} were read.")
        looked = list(self._tried(chosen[:left]))
        deeper = [link for one in looked if one.kind == "index" for link in _likely(one.further)]
        rest = max(0, left - len(looked))
        return [*looked, *(one for one in self._tried(deeper[:rest]) if one.kind == "sitemap")]

    def _by_links(self, page: Listed) -> Listing:
        if not page.found and self.busy is not None:
            raise self.busy
        if not page.found:
            raise ArticleRefused(
                f"No feed, no sitemap and no links to posts were found at {self.site}. Give the address of its feed, "
                "or of single articles.",
                code="not_feed",
            )
        self.notes.append(
            "The site has neither feed nor sitemap: these are the links of the page that look like posts."
        )
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
        posts = list({one.url: one for part in listed for one in part.found}.values())
        number = max(len(posts), sum(part.number for part in listed))
        if number > MOST_POSTS:
            self.notes.append(f"The site lists {number:,} posts; the first {MOST_POSTS:,} are taken.")
        return Listing(found=posts[:MOST_POSTS], via=via, notes=tuple(self.notes))


def _likely(sitemaps: Sequence[str]) -> list[str]:
    names = {one: path_of(one).rpartition("/")[2].lower() for one in sitemaps}
    good = [one for one, name in names.items() if any(sign in name for sign in POSTS)]
    return good or [one for one, name in names.items() if not any(sign in name for sign in NO_POSTS)]


def _folder(url: str) -> str:
    """Return the first part of an address's path where it has several, and nothing where it has one."""
    first, _, rest = path_of(url).strip("/").partition("/")
    return first if rest and not first.isdecimal() else ""
