"""What is at a stand-in for Pinterest: accounts, boards, sections and pins; and what is done with them."""

import base64
import binascii
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import RLock
from typing import Any

from tests.pinterest_http import Json, Refusal

WEBP, HEIC = b"WEBP", b"ftyp"


@dataclass(slots=True)
class Places:
    """Everything, under one lock; ids grow as at Pinterest."""

    lock: RLock = field(default_factory=RLock)
    boards: dict[str, Json] = field(default_factory=dict)
    sections: dict[str, Json] = field(default_factory=dict)
    pins: dict[str, Json] = field(default_factory=dict)
    lag: float = 0.0
    """Seconds for which a new pin is in no list."""
    skew: float = 0.0
    """Seconds by which this clock is ahead."""
    page_most: int = 250
    """The most rows of a page, whatever is asked for."""
    zone: str = ""
    """What is written after a time: nothing, `Z`, `+00:00`."""
    _ids: "count[int]" = field(default_factory=lambda: count(987_654_321_000))

    def new_id(self) -> str:
        """Return an id."""
        return str(next(self._ids))

    def now(self) -> datetime:
        """Return the time by this clock."""
        return datetime.now(UTC) + timedelta(seconds=self.skew)

    def add_board(self, owner: str, name: str, description: str = "", privacy: str = "PUBLIC") -> Json:
        """Add a board; raises Refusal where its owner has one of that name."""
        if any(one["name"] == name and one["owner"] == owner for one in self.boards.values()):
            raise Refusal(400, "You already have a board with that name.", 58)
        board = {"id": self.new_id(), "name": name, "description": description, "privacy": privacy, "owner": owner}
        self.boards[board["id"]] = board
        return self.board_out(board)

    def board(self, board_id: str, owner: str) -> Json:
        """Return an account's board; raises Refusal."""
        board = self.boards.get(board_id)
        if board is None or board["owner"] != owner:
            raise Refusal(404, "Board not found.", 40)
        return board

    def add_section(self, board_id: str, name: str) -> Json:
        """Add a section."""
        section = {"id": self.new_id(), "name": name, "board_id": board_id}
        self.sections[section["id"]] = section
        return {"id": section["id"], "name": name}

    def section(self, section_id: str, board_id: str) -> Json:
        """Return a board's section; raises Refusal."""
        section = self.sections.get(section_id)
        if section is None or section["board_id"] != board_id:
            raise Refusal(404, "Board section not found.", 2031)
        return section

    def add_pin(self, sent: Json, owner: str) -> Json:
        """Add a pin; raises Refusal where its board, section or pictures are not good."""
        self.board(sent["board_id"], owner)
        if sent.get("board_section_id"):
            self.section(sent["board_section_id"], sent["board_id"])
        _check_pictures(sent["media_source"])
        pin = {**sent, "id": self.new_id(), "created": self.now(), "since": datetime.now(UTC), "owner": owner}
        self.pins[pin["id"]] = pin
        return self.pin_out(pin)

    def listed(self, board_id: str, section_id: str | None = None) -> list[Json]:
        """Return the pins of a board or section that are listed yet, newest first."""
        until = datetime.now(UTC) - timedelta(seconds=self.lag)
        there = [
            self.pin_out(pin)
            for pin in self.pins.values()
            if pin["board_id"] == board_id
            and pin["since"] <= until
            and section_id in {None, pin.get("board_section_id")}
        ]
        return there[::-1]

    def board_out(self, board: Json) -> Json:
        """Return a board as it is answered."""
        pins = sum(pin["board_id"] == board["id"] for pin in self.pins.values())
        shown = {name: value for name, value in board.items() if name != "owner"}
        return {**shown, "owner": {"username": board["owner"]}, "pin_count": pins, "follower_count": 0}

    def pin_out(self, pin: Json) -> Json:
        """Return a pin as it is answered."""
        names = ("id", "title", "description", "alt_text", "link", "board_id", "board_section_id")
        created = pin["created"].replace(tzinfo=None).isoformat(timespec="seconds") + self.zone
        return {**{name: pin.get(name) for name in names}, "created_at": created, "media": {"media_type": "image"}}


def page_of(rows: list[Json], query: Json, *, most: int = 250) -> Json:
    """Return a page of a list, with the bookmark of the next."""
    size, start = min(most, int(query.get("page_size", "25"))), int(query.get("bookmark", "0"))
    more = start + size < len(rows)
    return {"items": rows[start : start + size], "bookmark": str(start + size) if more else None}


def _check_pictures(media: Json) -> None:
    for picture in media.get("items", [media]):
        if "data" in picture and not _is_taken(picture["data"]):
            raise Refusal(400, "Sorry, the image you sent is of a type that is not supported.", 235)


def _is_taken(data: Any) -> bool:  # noqa: ANN401  # JSON
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return False
    return bool(content) and content[8:12] != WEBP and content[4:8] != HEIC
