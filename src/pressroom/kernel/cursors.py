"""Where the next page of a list begins, as a client sends it back."""

from uuid import UUID

from pressroom.kernel.errors import Invalid

UNKNOWN = "This cursor is not one this list gave. Start again without it."


def id_in(cursor: str) -> UUID:
    """Return the id that a list in order of ids goes on after; raises Invalid."""
    try:
        return UUID(cursor)
    except ValueError as error:
        raise Invalid(UNKNOWN, code="cursor") from error


def offset_in(cursor: str | None) -> int:
    """Return how many of a ranked list were given already, none without a cursor; raises Invalid."""
    if cursor is None:
        return 0
    if not cursor.isdecimal():
        raise Invalid(UNKNOWN, code="cursor")
    return int(cursor)
