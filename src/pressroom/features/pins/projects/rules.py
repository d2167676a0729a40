"""Pure decisions about projects."""

import re
from urllib.parse import urlsplit, urlunsplit

from pressroom.features.pins.projects.models import Project, ScrapeStatus
from pressroom.kernel.errors import Conflict, Invalid

SCRAPING = frozenset({ScrapeStatus.SCRAPING, ScrapeStatus.WAITING})

LONGEST_ADDRESS = 2048
LANGUAGE = re.compile(r"(?P<language>[a-z]{2,3})(-(?P<script>[a-z]{4}))?(-(?P<region>[a-z]{2}|\d{3}))?", re.IGNORECASE)
"""The part of BCP 47 that names what people write in: language, script, region."""

FIRST_WAIT, LONGEST_WAIT = 15.0, 900.0
"""Seconds that a scrape lets a busy site rest, doubled each time in a row."""
LONGEST_ASKED = 6 * 3600.0
"""Seconds that a site may ask to be waited for; one that asks for more is given up for now."""
MOST_HOLDS = 8
"""How often in a row a site is let rest, three quarters of an hour in all, before it is given up for now."""
MOST_DELAYS = 3
"""How often an article is left for later because its site was busy, before that counts as its own failure."""
DEFAULT_PORTS = {"http": 80, "https": 443}


def scrape_run_id(project_id: object, attempt: int) -> str:
    """Return the id of the run that looks through a blog."""
    return f"scrape-blog:{project_id}:{attempt}"


def fetch_run_id(project_id: object, number: object) -> str:
    """Return the id of a run that fetches what is missing of a blog."""
    return f"fetch-articles:{project_id}:{number}"


def rest_seconds(holds: int, asked: float | None) -> float:
    """Return how long to let a site rest that was busy for the `holds`-th time in a row."""
    if asked is not None:
        return max(asked, 1.0)
    return float(min(LONGEST_WAIT, FIRST_WAIT * 2 ** max(holds - 1, 0)))


def check_is_there(project: Project) -> None:
    """Raise Conflict for a deleted project."""
    if project.deleted_at is not None:
        raise deleted(project)


def deleted(project: Project) -> Conflict:
    """Return what is said of a deleted project that is asked for something."""
    return Conflict(f"The project “{project.name}” is deleted. Bring it back first.", code="deleted")


def check_may_scrape(project: Project) -> None:
    """Raise Conflict while the blog is being looked through, or when the project is deleted."""
    check_is_there(project)
    if project.status in SCRAPING:
        raise Conflict("This blog is being looked through right now. Wait until it is done, or stop it.", code="busy")


HOPELESS = frozenset({"address", "paywall"})
"""Codes of refusals that trying again does not change: a site that is not public, a text for subscribers."""


def web_address(text: str) -> str:
    """Return a web address in one way of writing it; raises Invalid for what is none.

    `https://` is put before one without a scheme; scheme and host become small, a default port and the fragment go.
    """
    given = text.strip()
    try:
        parts = urlsplit(given if "://" in given else f"https://{given}")
        host, port = _host(parts.hostname), parts.port
    except ValueError as error:
        raise Invalid(f"“{given[:100]}” is no web address.", code="address") from error
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not host or re.search(r"[\s\0]", given):
        raise Invalid(f"“{given[:100]}” is no web address. It begins with https:// or http://.", code="address")
    if parts.username is not None or parts.password is not None:
        raise Invalid("An address with a name or password in it is not taken.", code="address")
    place = host if port in {None, DEFAULT_PORTS[scheme]} else f"{host}:{port}"
    address = urlunsplit((scheme, place, parts.path or "/", parts.query, ""))
    if len(address) > LONGEST_ADDRESS:
        raise Invalid(f"An address has at most {LONGEST_ADDRESS:,} characters.", code="address")
    return address


def language_tag(text: str | None) -> str | None:
    """Return a language as BCP 47 writes it (`de-AT`, `zh-Hant`), none for nothing; raises Invalid."""
    given = (text or "").strip().replace("_", "-")
    if not given:
        return None
    found = LANGUAGE.fullmatch(given)
    if found is None:
        raise Invalid(f"“{given[:40]}” is no language. Write it as “en”, “de” or “pt-BR”.", code="language")
    script, region = found["script"], found["region"]
    parts = (found["language"].lower(), script and script.title(), region and region.upper())
    return "-".join(part for part in parts if part)


def _host(name: str | None) -> str:
    """Return a host as the wire writes it: names in other letters than ours become ASCII."""
    if not name:
        return ""
    host = name if name.isascii() else name.encode("idna").decode("ascii")
    if not re.fullmatch(r"[a-z0-9_.:-]+", host) or host.startswith((".", "-")):
        raise ValueError(name)
    return f"[{host}]" if ":" in host else host
