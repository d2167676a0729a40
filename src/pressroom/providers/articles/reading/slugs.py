"""What an address alone tells of what is there."""

import re

from pressroom.providers.articles.links import path_of

NO_POST = re.compile(
    r"/(tags?|categor(y|ies|ie|ia)|kategorien?|schlagwort|labels?|topics?|authors?|users?|archives?|pages?|seite|search|suche"
    r"|wp-\w+|feed|rss|comments?|cart|shop|products?|account|login|register|about(-us|-me)?|contact|kontakt|impressum"
    r"|imprint|privacy(-policy)?|datenschutz\w*|terms[\w-]*|cookies?|cdn-cgi|static|assets|uploads|attachment)(/|$|\.\w+$)",
    re.IGNORECASE,
)
FILE = re.compile(r"\.(?!html?$|php$|aspx?$|jsp$)\w{2,5}$", re.IGNORECASE)
DATED = re.compile(r"/(19|20)\d\d/\d{1,2}/[^/]+")
WORDY = re.compile(r"[^\W_]{2,}([-_][^\W_]+){2,}")


def is_post(url: str) -> bool:
    """Return whether an address looks like that of a post: by its date, its wordy end, or its depth."""
    path = path_of(url)
    end = path.rstrip("/").rpartition("/")[2]
    if not end or NO_POST.search(path) or FILE.search(end):
        return False
    return bool(DATED.search(path) or WORDY.search(end) or path.strip("/").count("/"))
