"""Addresses of pages: written one way, so that the same page is found once."""

import re
from urllib.parse import urljoin

import httpx2

from pressroom.providers.articles.article import ArticleRefused

LONGEST = 2048
DEFAULT_PORTS = {"http": 80, "https": 443}
BREAKS = re.compile(r"[\t\r\n]+")

TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|dclid|gclsrc|gbraid|wbraid|gad_\w+|msclkid|mc_[ce]id|igshid?|yclid|twclid|ttclid|epik|srsltid"
    r"|_hsenc|_hsmi|__hs\w+|hsctatracking|mkt_tok|wt_z?mc|ref_src|_ga|_gl|vero_id|oly_(anon|enc)_id|s_cid|cmpid)",
    re.IGNORECASE,
)
"""Parameters that tell where a visitor came from, and change nothing on the page."""


def tidied(url: str) -> str:
    """Return an address as it is kept and compared: as `checked` does, and without what only tracks."""
    parsed = httpx2.URL(checked(url))
    return str(parsed.copy_with(raw_path=_untracked(parsed)))


def checked(url: str) -> str:
    """Return an address as it is fetched: without fragment and default port.

    Raises ArticleRefused (`address`) for anything but http and https, and for one that holds a password.
    """
    parsed = _parsed(url)
    if parsed.scheme not in DEFAULT_PORTS or not parsed.host:
        raise ArticleRefused(
            f"{_shown(url)} is no address of a page. It starts with http:// or https://.", code="address"
        )
    if parsed.userinfo:
        raise ArticleRefused(
            f"The address at {parsed.host} holds a name or password. Pressroom reads public pages only.", code="address"
        )
    if parsed.port == DEFAULT_PORTS[parsed.scheme]:
        parsed = parsed.copy_with(port=None)
    plain = str(parsed.copy_with(raw_path=parsed.raw_path or b"/", fragment=None))
    if len(plain) > LONGEST:
        raise ArticleRefused(f"The address is longer than {LONGEST} characters.", code="address")
    return plain


def plain(url: str) -> str:
    """Return an address of https as one of http."""
    return f"http://{url.removeprefix('https://').removeprefix('http://')}"


def led_to(page: str, link: str) -> str:
    """Return the address that a link on a page leads to; raises ArticleRefused (`address`) where it is none."""
    try:
        return urljoin(page, BREAKS.sub("", link).strip())
    except ValueError as error:
        raise ArticleRefused(f"{page} leads to {_shown(link)}, which is no address.", code="address") from error


def joined(page: str, link: str) -> str | None:
    """Return the tidied address that a link on a page leads to, or None where it leads to no page."""
    try:
        return tidied(led_to(page, link))
    except ArticleRefused:
        return None


def host_of(url: str) -> str:
    """Return an address's host and, where it is not the usual one, its port."""
    return httpx2.URL(url).netloc.decode()


def path_of(url: str) -> str:
    """Return an address's path, without its query."""
    return httpx2.URL(url).path


def origin_of(url: str) -> str:
    """Return the start of an address, up to its path."""
    return f"{httpx2.URL(url).scheme}://{host_of(url)}"


def is_same_site(one: str, other: str) -> bool:
    """Return whether two addresses belong to one site: the same host, or one below the other."""
    first, second = (httpx2.URL(url).host.removeprefix("www.") for url in (one, other))
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def _parsed(url: str) -> httpx2.URL:
    try:
        return httpx2.URL(url.strip())
    except (httpx2.InvalidURL, ValueError, UnicodeError) as error:
        raise ArticleRefused(f"{_shown(url)} is no address of a page ({error}).", code="address") from error


def _untracked(parsed: httpx2.URL) -> bytes:
    """Return path and query without what only tracks; the rest keeps its order and its spelling."""
    path, _, query = parsed.raw_path.decode().partition("?")
    kept = [part for part in query.split("&") if part and not TRACKING.fullmatch(part.partition("=")[0])]
    return (path + (f"?{'&'.join(kept)}" if kept else "")).encode()


def _shown(url: str) -> str:
    return url if len(url) <= 100 else f"{url[:100]}…"  # noqa: PLR2004  # as much as a message bears
