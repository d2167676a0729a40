"""What people type about pins, as the actions take it: times in their own zone, words between commas, ids."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter, ValidationError

from pressroom.core.metadata.schemas import Tags
from pressroom.kernel.errors import Invalid

TAGS: TypeAdapter[list[str]] = TypeAdapter(Tags)


def instant_in(typed: str, zone: str) -> datetime:
    """Return the instant of a date and time typed in a zone (UTC where that is not known); raises Invalid."""
    try:
        at = datetime.fromisoformat(typed)
    except ValueError as error:
        raise Invalid("This is no date and time. Choose both a day and a time.", code="at") from error
    if at.tzinfo is None:
        at = at.replace(tzinfo=zone_in(zone))
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise Invalid("This time is out of reach. Choose another.", code="at") from error


def zone_in(name: str) -> ZoneInfo:
    """Return the time zone of a name, UTC where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def words_in(typed: str) -> list[str]:
    """Return the words and phrases that commas part, each once."""
    return list(dict.fromkeys(word.strip() for word in typed.split(",") if word.strip()))


def tags_in(typed: str) -> list[str]:
    """Return the tags that commas part; raises Invalid where there are too many, or one is too long."""
    try:
        return TAGS.validate_python(words_in(typed))
    except ValidationError as error:
        raise Invalid("At most 30 tags, of at most 60 characters each.", code="tags") from error


def board_in(typed: str) -> UUID | None:
    """Return the id of the board that was chosen, None for none; raises Invalid for what is no id."""
    try:
        return UUID(typed) if typed else None
    except ValueError as error:
        raise Invalid("There is no such board here.", code="board") from error
