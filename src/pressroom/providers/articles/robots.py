"""What sites ask of programs in their robots.txt."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from protego import Protego

from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.articles.article import ArticleRefused
from pressroom.providers.articles.fetching import Ask, Fetcher, Unreachable
from pressroom.providers.articles.links import joined, origin_of

MOST_BYTES = 512_000
"""As much of a robots.txt as has to be read (RFC 9309, 2.5)."""
FRESH_SECONDS = 3600.0
REMEMBERED = 500
LONGEST_DELAY = 10.0
"""Seconds; a site that wants longer between two requests does not get it."""


@dataclass(slots=True)
class Robots:
    """Asks each site once an hour what it wants of programs, and keeps to it."""

    fetcher: Fetcher
    _known: dict[str, tuple[float, Protego]] = field(default_factory=dict)

    def check(self, url: str) -> float:
        """Return the seconds between requests a site asks for, or 0; raises ArticleRefused (`robots`)."""
        rules = self._rules(url)
        if not rules.can_fetch(url, self.fetcher.agent):
            raise ArticleRefused(f"The robots.txt of this site asks programs not to read {url}.", code="robots")
        return min(rules.crawl_delay(self.fetcher.agent) or 0.0, LONGEST_DELAY)

    def sitemaps(self, url: str) -> Sequence[str]:
        """Return the sitemaps that the robots.txt of an address's site names."""
        named = (joined(url, link) for link in self._rules(url).sitemaps)
        return list(dict.fromkeys(link for link in named if link))

    def _rules(self, url: str) -> Protego:
        origin = origin_of(url)
        until, rules = self._known.get(origin, (0.0, None))
        if rules is None or until < time.monotonic():
            rules = self._asked(origin)
            self._known[origin] = (time.monotonic() + FRESH_SECONDS, rules)
            while len(self._known) > REMEMBERED:
                self._known.pop(next(iter(self._known)), None)
        return rules

    def _asked(self, origin: str) -> Protego:
        """Return the rules of a site; without a robots.txt, everything is allowed (RFC 9309, 2.3.1.3)."""
        try:
            answer = self.fetcher.get(f"{origin}/robots.txt", Ask(most_bytes=MOST_BYTES))
        except ArticleRefused as error:
            if error.code == "address":
                raise
            return Protego.parse("")
        except Unreachable:
            raise
        except ProviderBusy as error:
            raise ProviderBusy(
                f"What programs may read of this site is not known yet: {error}",
                retry_after=error.retry_after,
            ) from error
        return Protego.parse(answer.body.decode(errors="replace"))
