"""Descriptions put together of sentences, within the limit."""

from collections.abc import Sequence

from pressroom.providers.describe.pin_limits import DESCRIPTION_MOST, counted, shortened


def with_closing(description: str, closing: str) -> str:
    """Return a description that ends with the closing line, within the limit; what stands before it gives way."""
    body = description.removesuffix(closing).rstrip() if closing else description
    last = shortened(closing, DESCRIPTION_MOST)
    room = DESCRIPTION_MOST - counted(last) - (1 if last else 0)
    return " ".join(filter(None, [shortened(body, room) if room > 0 else "", last]))


def fitting(sentences: Sequence[str], most: int) -> list[str]:
    """Return as many of the sentences, from the first on, as count at most `most` together; at least one."""
    kept: list[str] = []
    for sentence in sentences:
        if kept and counted(" ".join([*kept, sentence])) > most:
            break
        kept.append(sentence)
    return kept
