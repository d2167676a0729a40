"""What a person's words mean, as a point to search near."""

from collections import OrderedDict
from collections.abc import Sequence

from pressroom.kernel.errors import ProviderError
from pressroom.kernel.log import logger
from pressroom.providers.doors import Doors
from pressroom.providers.embed import Embedder

log = logger(__name__)

REMEMBERED = 500
"""Meanings kept, for a list is asked for page by page, and again when something in it changed."""
_remembered: OrderedDict[tuple[str, str], Sequence[float]] = OrderedDict()


def meaning_of(doors: Doors, q: str | None) -> Sequence[float] | None:
    """Return the meaning of `q`; None without words, or where it cannot be had now: words alone are found then."""
    words = " ".join((q or "").split()).lower()
    if not words:
        return None
    try:
        return _embedded(doors.embedder, words)
    except ProviderError as error:
        log.warning("searching by words alone", reason=str(error))
        return None


def _embedded(embedder: Embedder, words: str) -> Sequence[float]:
    key = (embedder.model, words)
    if (known := _remembered.get(key)) is None:
        (known,) = embedder.embed([words])
        _remembered[key] = known
    while len(_remembered) > REMEMBERED:
        _remembered.popitem(last=False)
    return known
