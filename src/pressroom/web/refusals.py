"""What is wrong with what was sent, in words for people; programs get the pointer and the reason as they are."""

from collections.abc import Mapping
from typing import Any

NOTHING_CHOSEN = "Nothing is chosen any more. Choose again what it is about."
NAMES = {
    "q": "search",
    "at": "time",
    "every": "number of minutes",
    "monthly_usd": "budget",
    "per_article": "number of pins",
    "add": "list of tags",
    "remove": "list of tags",
}
REASONS = {
    "missing": "is missing",
    "string_too_long": "is too long: at most {max_length} characters",
    "string_too_short": "is too short: at least {min_length} characters",
    "too_long": "may have at most {max_length} items",
    "int_parsing": "is no whole number",
    "float_parsing": "is no number",
    "greater_than_equal": "is too small: at least {ge}",
    "less_than_equal": "is too large: at most {le}",
    "uuid_parsing": "is not there. Choose it again",
}


def in_words(error: Mapping[str, Any]) -> str:
    """Return the sentence for one error of validation; `error` is as pydantic tells it."""
    field = next((one for one in reversed(error["loc"]) if isinstance(one, str)), "")
    if field == "ids":
        return _of_choice(error)
    reason = REASONS.get(error["type"], "cannot be used").format_map(error.get("ctx", {}))
    return f"The {NAMES.get(field, field.replace('_', ' '))} {reason}."


def _of_choice(error: Mapping[str, Any]) -> str:
    most = error.get("ctx", {}).get("max_length")
    return f"At most {most:,} are changed at once. Choose fewer." if most else NOTHING_CHOSEN
