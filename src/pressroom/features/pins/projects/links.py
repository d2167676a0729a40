"""Where a pin leads: a project's template, filled in with an article's address."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote_plus, urlsplit, urlunsplit
from uuid import UUID

from pressroom.features.pins.projects.models import PLAIN_LINK, Project
from pressroom.features.pins.projects.rules import LONGEST_ADDRESS
from pressroom.kernel.errors import Invalid

PLACEHOLDERS = ("{url}", "{slug}", "{project}", "{pin}")
SAMPLE = "https://blog.example/a-post/"
EXTENSION = re.compile(r"\.(html?|php|aspx?)$", re.IGNORECASE)
PLACEHOLDER = re.compile(r"{[^{}]*}")
UNNAMED = "new"
"""What stands for `{pin}` while there is no pin yet."""


def link_for(project: Project, url: str, *, pin_id: UUID | str | None = None) -> str:
    """Return where a pin for the article at `url` leads; raises Invalid where that is no address or too long.

    Behind a `?` everything is percent-encoded. A template that begins with `{url}` and adds parameters keeps those that
    the article's address has, but for the ones it names itself.
    """
    return filled(project.link_template, url, project=project.name, pin=str(pin_id or UNNAMED))


def leads_to(project: Project, url: str, *, pin_id: UUID | str) -> str:
    """Return where a pin leads: to the article itself where a template with its address is too long, or no address."""
    try:
        return link_for(project, url, pin_id=pin_id)
    except Invalid:
        return url


def check_template(template: str) -> str:
    """Return a link template as it is kept; raises Invalid, saying what is wrong with it."""
    given = template.strip() or PLAIN_LINK
    unknown = [one for one in PLACEHOLDER.findall(given) if one not in PLACEHOLDERS]
    if unknown:
        raise Invalid(f"A link knows {', '.join(PLACEHOLDERS)}, but not {', '.join(unknown)}.", code="link_template")
    if "{" in (bare := PLACEHOLDER.sub("", given)) or "}" in bare:
        raise Invalid("A brace in the link is not closed, or not opened.", code="link_template")
    if "{url}" not in given and "{slug}" not in given:
        raise Invalid("The link must say {url} or {slug}: without, all pins lead to one page.", code="link_template")
    if not given.startswith("{url}") and "{" in given.partition("://")[2].partition("/")[0]:
        raise Invalid("The name of a server is the same for all pins, so it is no web address.", code="link_template")
    filled(given, SAMPLE, project="Blog", pin=UNNAMED)
    return given


def filled(template: str, url: str, *, project: str, pin: str) -> str:
    """Return a template filled in for an article; raises Invalid where that is no address or too long."""
    values = {"url": url, "slug": slug_of(url), "project": project, "pin": pin}
    head, has_query, rest = template.partition("?")
    query, has_fragment, fragment = rest.partition("#")
    if not has_query:
        head, has_fragment, fragment = head.partition("#")
    asked = _fill(query, values)
    if head.startswith("{url}"):
        link = _added_to(url, _fill(head.removeprefix("{url}"), values), asked, has_query=bool(has_query))
    else:
        link = _fill(head, values, as_it_is="url") + (f"?{asked}" if has_query else "")
    if has_fragment:
        link = f"{link.partition('#')[0]}#{_fill(fragment, values)}"
    return _checked(link)


def slug_of(url: str) -> str:
    """Return the last part of an address's path, without an extension; the host's name where there is none."""
    parts = urlsplit(url)
    segments = [one for one in parts.path.split("/") if one]
    return EXTENSION.sub("", unquote_plus(segments[-1])) if segments else (parts.hostname or "")


def _fill(text: str, values: Mapping[str, str], *, as_it_is: str = "") -> str:
    def value(match: re.Match[str]) -> str:
        name = match[0].strip("{}")
        return values[name] if name == as_it_is else quote(values[name], safe="")

    return PLACEHOLDER.sub(value, text)


def _added_to(url: str, path: str, asked: str, *, has_query: bool) -> str:
    """Return an article's address with more behind its path, and parameters put among those it has."""
    parts = urlsplit(url)
    named = {_name(one) for one in asked.split("&")}
    kept = [one for one in parts.query.split("&") if one and _name(one) not in named] if has_query else [parts.query]
    query = "&".join(one for one in (*kept, asked) if one)
    return urlunsplit((parts.scheme, parts.netloc, parts.path + path, query, parts.fragment))


def _name(parameter: str) -> str:
    return unquote_plus(parameter.partition("=")[0])


def _checked(link: str) -> str:
    try:
        parts = urlsplit(link)
        is_address = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or re.search(r"\s", link):
        raise Invalid(f"“{link[:100]}” is no web address, so nothing can lead there.", code="link_template")
    if len(link) > LONGEST_ADDRESS:
        raise Invalid(f"The link would have {len(link):,} characters; {LONGEST_ADDRESS:,} are allowed.", code="link")
    return link
