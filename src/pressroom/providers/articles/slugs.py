"""What an address alone tells of what is there."""

import re

from pressroom.providers.articles.links import path_of

NO_POST = re.compile(
    r"/(tags?|categor(y|ies|ie|ia)|kategorien?|schlagwort|labels?|topics?|authors?|users?|archives?|pages?|seite|search"
    r"|suche|wp-\w+|feed|rss|comments?|cart|shop|products?|account|login|register|about(-us|-me)?|contact|kontakt"
    r"|impressum|imprint|privacy(-policy)?|datenschutz\w*|terms[\w-]*|cookies?|cdn-cgi|static|assets|uploads|attachment)"
    r"(/|$|\.\w+$)",
    re.IGNORECASE,
)
FILE = re.compile(r"\.(?!html?$|php$|aspx?$|jsp$)\w{2,5}$", re.IGNORECASE)
DATED = re.compile(r"/(19|20)\d\d/\d{1,2}/[^/]+")
WORDY = re.compile(r"[^\W_]{2,}([-_][^\W_]+){2,}")

POSTS = re.compile(r"post|article|artikel|blog|news|recipe|rezept|stories")
OTHERS = re.compile(r"page-|pages|categor|tag|author|product|image|video|attachment|archive|user|taxonom")
"""What names of sitemaps have in them that list posts, and of those that list something else."""


def may_be_post(url: str) -> bool:
    """Return whether nothing about an address says that it is no post."""
    path = path_of(url)
    return bool(path.strip("/")) and not NO_POST.search(path) and not FILE.search(path.rpartition("/")[2])


def is_post(url: str) -> bool:
    """Return whether an address looks like that of a post: by its date, its wordy end, or its depth."""
    path = path_of(url)
    end = path.rstrip("/").rpartition("/")[2]
    return may_be_post(url) and bool(DATED.search(path) or WORDY.search(end) or path.strip("/").count("/"))


def likely(sitemaps: list[str]) -> list[str]:
    """Return those of a site's sitemaps that list its posts, by their names; all where the names tell nothing."""
    names = {one: path_of(one).rpartition("/")[2].lower() for one in sitemaps}
    others = {one for one, name in names.items() if OTHERS.search(name)}
    posts = [one for one, name in names.items() if POSTS.search(name) and one not in others]
    return posts or [one for one in names if one not in others] or list(names)


def folder_of(url: str) -> str:
    """Return the first part of an address's path where it has several, and nothing where it has one, or a year."""
    first, _, rest = path_of(url).strip("/").partition("/")
    return first if rest and not first.isdecimal() else ""
