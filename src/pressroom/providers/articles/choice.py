"""The reader of articles an installation works with."""

from pressroom import __version__
from pressroom.providers.articles.fetching import Fetcher
from pressroom.providers.articles.pace import Pace
from pressroom.providers.articles.reader import WebArticleReader


def web_article_reader(*, public_url: str, allow_loopback: bool = False, pace_seconds: float = 1.0) -> WebArticleReader:
    """Return a reader that tells sites whom it reads for, and asks each at most once in `pace_seconds`."""
    agent = f"Pressroom/{__version__} (+{public_url})"
    return WebArticleReader(
        fetcher=Fetcher(agent=agent, allow_loopback=allow_loopback, pace=Pace(pace_seconds)),
    )
