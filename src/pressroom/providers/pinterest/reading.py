"""Answers of Pinterest read, tolerantly: what is missing or odd is nothing, and only an id is needed."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from pressroom.providers.calls import Answer
from pressroom.providers.oauth import Account
from pressroom.providers.pinterest.pinterest import BoardFound, PinFound, SectionFound

Json = Mapping[str, Any]

MOST_TEXT = 5000
REQUEST_IDS = ("x-pinterest-rid", "x-request-id")


def object_in(answer: Answer) -> Json | None:
    """Return the JSON object of an answer; None where it is no such thing."""
    try:
        parsed = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None


def text_of(row: Json, name: str) -> str:
    """Return a text fit for a database, empty where there is none; a number counts as one."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    written = str(value)[:MOST_TEXT].replace("\0", "")
    return written.encode("utf-8", "replace").decode()


def id_of(row: Json, name: str = "id") -> str | None:
    """Return an id that can stand in an address; None where there is none."""
    written = text_of(row, name)
    return written if written and quote(written, safe="") == written else None


def request_id_of(answer: Answer) -> str | None:
    """Return what Pinterest calls the request."""
    return next((text_of(answer.headers, name)[:100] for name in REQUEST_IDS if answer.headers.get(name)), None)


def account_of(row: Json) -> Account | None:
    """Return whose account it is; older answers give no id, and a name is unique at Pinterest too."""
    name = text_of(row, "username")
    account_id = id_of(row) or name
    return Account(account_id, name or account_id) if account_id else None


def board_of(row: Json) -> BoardFound | None:
    """Return a board."""
    board_id, count = id_of(row), row.get("pin_count")
    if board_id is None:
        return None
    return BoardFound(
        id=board_id,
        name=text_of(row, "name") or board_id,
        description=text_of(row, "description"),
        privacy=text_of(row, "privacy") or "PUBLIC",
        pin_count=count if isinstance(count, int) else None,
    )


def section_of(row: Json) -> SectionFound | None:
    """Return a section."""
    section_id = id_of(row)
    return SectionFound(section_id, text_of(row, "name") or section_id) if section_id else None


def pin_of(row: Json) -> PinFound | None:
    """Return a pin."""
    pin_id = id_of(row)
    if pin_id is None:
        return None
    return PinFound(
        id=pin_id,
        title=text_of(row, "title"),
        link=text_of(row, "link") or None,
        board_id=id_of(row, "board_id"),
        section_id=id_of(row, "board_section_id"),
        created_at=instant_of(row.get("created_at")),
    )


def instant_of(written: object) -> datetime | None:
    """Return an instant, read as UTC where no zone is told; None where it cannot be read."""
    if not isinstance(written, str):
        return None
    try:
        at = datetime.fromisoformat(written.strip())
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
