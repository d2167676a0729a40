"""What a list is narrowed to by its address: written again, and offered to choose from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from pressroom.web.views.shell import Choice

Value = TypeVar("Value", bound=str)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filters of a list, each a text that is empty where the filter is off; a list adds its own as fields."""

    @property
    def narrowed(self) -> dict[str, str]:
        """The filters that are on, by name."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    def url(self, path: str, more: Mapping[str, str | None] | None = None) -> str:
        """Return an address under which these filters are on, and more."""
        return address(path, {**self.narrowed, **(more or {})})


def address(path: str, query: Mapping[str, str | None]) -> str:
    """Return an address with what there is of a query."""
    said = {name: value for name, value in query.items() if value}
    return path + (f"?{urlencode(said)}" if said else "")


def choices(
    offers: Iterable[tuple[Value, str]], chosen: str | None, counts: Mapping[Value, int] | None = None
) -> list[Choice]:
    """Return values with their labels to choose from, and how many there are of each where that is counted."""
    return [
        Choice(
            value=value,
            label=label,
            is_chosen=value == chosen,
            count=None if counts is None else counts.get(value, 0),
        )
        for value, label in offers
    ]


def tag_choices(tags: Iterable[str], chosen: str) -> list[Choice]:
    """Return tags to choose from, the chosen one among them though it be rare."""
    known = list(tags)
    rare = [chosen] if chosen and chosen not in known else []
    return choices([(tag, tag) for tag in rare + known], chosen)


def id_in(text: str) -> UUID | None:
    """Return the id that a text is, if it is one."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
