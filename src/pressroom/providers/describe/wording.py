"""The kinds of words answers are made of, tidied as they come in."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters, which no database keeps, and marks that turn the direction of what follows."""


def unwrapped(text: str) -> str:
    """Return a text with each paragraph and each point of a list on one line, however it is written in a file."""
    return re.sub(r"(?<=\S)\n *(?![-\n ]|\d+\.)(?=\S)", " ", re.sub(r"\n {2,}(?=\S)", " ", text))


def _tidy(value: object) -> object:
    return " ".join(UNSEEN.sub("", value).split()) if isinstance(value, str) else value


def _tidy_or_none(value: object) -> object:
    return _tidy(value) or None


def _lower(value: str) -> str:
    return value.lower()


def _distinct(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(words))


def first(count: int) -> AfterValidator:
    """Return what keeps the first `count` of a list: a model that says more has not said it wrong."""
    return AfterValidator(lambda words: words[:count])


Line = Annotated[str, BeforeValidator(_tidy)]
"""Text on one line: runs of white space become one space, control characters go."""

Tag = Annotated[Line, AfterValidator(_lower), Field(min_length=1, max_length=60)]

OptionalTag = Annotated[Tag | None, BeforeValidator(_tidy_or_none)]
"""A word or a few, in lower case; nothing said is None."""

TagList = Annotated[list[Tag], AfterValidator(_distinct)]
"""Different tags; whoever uses it says how many."""
