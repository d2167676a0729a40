"""Pure decisions about articles."""

from collections.abc import Iterable
from urllib.parse import unquote_plus, urlsplit, urlunsplit

from pressroom.features.pins.articles.models import Article, ArticlePicture, ArticleStatus
from pressroom.features.pins.projects.rules import web_address
from pressroom.kernel.errors import Conflict

TRACKING = frozenset({"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid", "_ga"})
DUPLICATE = "duplicate"
LEFT_ASIDE = frozenset({"robots", "not_html", "not_article", DUPLICATE})
"""Codes of pages that are no articles for us; any other refusal is a failure."""


UNKNOWN_WIDTH = 600
"""What a picture of unknown size is taken to give a pin, in pixels: the least Pinterest recommends."""


def best_first(pictures: Iterable[ArticlePicture]) -> list[ArticlePicture]:
    """Return pictures by how large a pin they give, largest first; a tie goes to what stands first in the article."""
    return sorted(pictures, key=lambda one: (-pin_width(one.width, one.height), one.position))


def pin_width(width: int | None, height: int | None) -> float:
    """Return how wide a pin of two to three can be cut from a picture, in its pixels."""
    return min(width, height * 2 / 3) if width and height else UNKNOWN_WIDTH


def preview_run_id(article_id: object, attempt: int) -> str:
    """Return the id of the run that fetches small copies of an article's pictures."""
    return f"preview-article:{article_id}:{attempt}"


def import_run_id(article_id: object, attempt: int) -> str:
    """Return the id of the run that fetches one article."""
    return f"import-article:{article_id}:{attempt}"


def article_address(text: str) -> str:
    """Return an article's address without fragment and tracking, in one way of writing it; raises Invalid."""
    parts = urlsplit(web_address(text))
    kept = [one for one in parts.query.split("&") if one and not _is_tracking(one)]
    return urlunsplit(parts._replace(query="&".join(kept)))


def host_of(address: str) -> str:
    """Return the server that an address names: what is asked one request at a time."""
    return urlsplit(address).netloc.lower()


def is_waiting(article: Article) -> bool:
    """Tell whether an article is still to be fetched, and no run does so yet."""
    return article.status is ArticleStatus.PENDING and article.run_id is None


def is_busy(article: Article) -> bool:
    """Tell whether a run is to fetch an article, or does."""
    return article.status is ArticleStatus.PROCESSING or (
        article.status is ArticleStatus.PENDING and article.run_id is not None
    )


def check_may_fetch(article: Article) -> None:
    """Raise Conflict while the article is being fetched, or when it is deleted."""
    if article.deleted_at is not None:
        raise Conflict("This article is deleted. Bring it back first.", code="deleted")
    if is_busy(article):
        raise Conflict("This article is being fetched. Wait until it is done, or cancel its run.", code="busy")


def _is_tracking(parameter: str) -> bool:
    name = unquote_plus(parameter.partition("=")[0]).lower()
    return name in TRACKING or name.startswith("utm_")
