"""What one file lists, between the process that takes it apart and the one that asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pressroom.providers.articles.article import Found

Kind = Literal["feed", "sitemap", "index", "page", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a file lists: posts, further sitemaps (`index`), or the feeds a page names and the posts it links."""

    url: str
    """Where it was in the end."""
    kind: Kind
    found: Sequence[Found] = ()
    further: Sequence[str] = ()
    number: int = 0
    """How many posts it lists; `found` holds no more than was asked for."""
