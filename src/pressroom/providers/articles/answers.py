"""What the status of an answer means to someone who wanted to read."""

from collections.abc import Mapping
from http import HTTPStatus

from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.articles.article import ArticleRefused
from pressroom.providers.wait import seconds_to_wait

BUSY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
PAID = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED})


def raise_for(status: int, headers: Mapping[str, str], url: str) -> None:
    """Raise what a status means, where it is not that the answer is there, unchanged or elsewhere."""
    if status < HTTPStatus.BAD_REQUEST and status >= HTTPStatus.OK:
        return
    if status in BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ProviderBusy(
            f"{url} is busy or out of order (HTTP {status}). It is tried again.",
            retry_after=seconds_to_wait(headers.get("retry-after")),
        )
    if status in GONE:
        raise ArticleRefused(f"{url} is not there (HTTP {status}). Check the address.", code="not_found")
    if status in PAID:
        raise ArticleRefused(f"{url} is for subscribers only (HTTP {status}).", code="paywall")
    if status == HTTPStatus.FORBIDDEN:
        raise ArticleRefused(
            f"{url} is not given to Pressroom (HTTP {status}). It is for subscribers, or the site turns programs away.",
            code="paywall",
        )
    raise ArticleRefused(f"{url} is refused (HTTP {status}).")
