"""A pin's form that stood open while somebody else changed the pin: only what was typed is taken; clashes are told."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from pressroom.features.pins.models import Field as PinField
from pressroom.features.pins.models import Pin
from pressroom.features.pins.rules import NAMES

Long = Annotated[str, Field(max_length=20_000)]
Line = Annotated[str, Field(max_length=4000)]
Locks = Annotated[list[str], Field(max_length=10)]
TEXTS = tuple(PinField)
OTHERS = ("board", "tags", "link")
SHOWN = 60
"""Characters of what somebody else wrote that are told."""


class PinFields(BaseModel):
    """A pin's form as it was sent; what each field held when the form was made is in `was_…`, after a `=`.

    Without that sign, an empty one could not be told from one that was not sent.
    """

    title: Long = ""
    description: Long = ""
    alt_text: Long = ""
    keywords: Long = ""
    board: Annotated[str, Field(max_length=40)] = ""
    tags: Line = ""
    link: Line = ""
    locked: Locks = []
    was_title: Long | None = None
    was_description: Long | None = None
    was_alt_text: Long | None = None
    was_keywords: Long | None = None
    was_board: Line | None = None
    was_tags: Line | None = None
    was_link: Line | None = None
    was_locked: Line | None = None
    follows: Annotated[str, Field(max_length=3)] = ""


def as_typed(pin: Pin, name: PinField) -> str:
    """Return one of a pin's texts as a form holds it."""
    return ", ".join(pin.keywords) if name is PinField.KEYWORDS else str(getattr(pin, name))


def as_it_stands(pin: Pin) -> dict[str, str]:
    """Return every field of a pin's form, as the pin stands."""
    others = {"board": str(pin.board_id or ""), "tags": ", ".join(pin.tags), "link": pin.link or ""}
    return {name.value: _plain(as_typed(pin, name)) for name in TEXTS} | others


def merged(pin: Pin, sent: PinFields) -> dict[str, str]:
    """Return every field with what was typed into it; one that was left as it came holds what the pin says now."""
    now = as_it_stands(pin)
    typed = {name: _plain(getattr(sent, name)) for name in now}
    return {name: now[name] if typed[name] == _was(sent, name) else typed[name] for name in now}


def locks(pin: Pin, sent: PinFields) -> list[str]:
    """Return the locks: those that are set now, with what was set and taken off in the form."""
    was = set(pin.locked if sent.was_locked is None else sent.was_locked.removeprefix("=").split())
    wanted = (set(pin.locked) | set(sent.locked) - was) - (was - set(sent.locked))
    return [one for one in TEXTS if one in wanted]


def clashes(pin: Pin, sent: PinFields, fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the fields that somebody else changed to something else meanwhile, and what is said of each."""
    for name, now in as_it_stands(pin).items():
        was = _was(sent, name)
        if was is not None and now not in {was, fields[name]}:
            label = NAMES.get(PinField(name), name) if name in set(TEXTS) else name
            theirs = f"It says “{_short(now)}” now." if name != "board" and now else ""
            told = (f"The {label} was changed meanwhile.", theirs, "Save again to keep yours.")
            yield name, " ".join(filter(None, told))


def _was(sent: PinFields, name: str) -> str | None:
    was: str | None = getattr(sent, f"was_{name}")
    return None if was is None else _plain(was.removeprefix("="))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + "…"


def changed(pin: Pin, fields: Mapping[str, str]) -> Sequence[str]:
    """Return the texts that are not what the pin says."""
    now = as_it_stands(pin)
    return [name for name in TEXTS if fields[name] != now[name]]
