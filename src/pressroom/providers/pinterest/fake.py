"""A pretended Pinterest, which takes, shows, loses and refuses as it is told; for tests and demonstrations."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from secrets import randbelow
from typing import Any

from pressroom.kernel.clock import now
from pressroom.kernel.errors import ProviderAuthLost, ProviderError
from pressroom.providers.oauth import PINTEREST_DEMO, Account
from pressroom.providers.pinterest.limits import check_pin
from pressroom.providers.pinterest.pinterest import (
    BoardFound,
    Code,
    PinFound,
    PinterestRefused,
    PinToSend,
    Published,
    Rate,
    SectionFound,
)
from pressroom.providers.pinterest.shelf import FolderShelf, MemoryShelf, Row, Shelf

FIRST_BOARD = 100000000000000100
BOARDS = (
    ("Ideas worth keeping", "What is good enough to be seen again."),
    ("From the blog", "Every new post."),
    ("Handmade", "Sewn, folded, glued and painted."),
)


@dataclass(slots=True)
class FakePinterest:
    """Opens accounts at a Pinterest kept in memory, or in a folder that several processes share.

    All tokens open the same account. `failures` are raised once each, first one first, by method name: those of
    `publish` before anything happens, those of `published` when the pin is there and its answer is lost.
    """

    folder: Path | None = None
    timeout_seconds: float = 60.0
    account: Account = PINTEREST_DEMO
    lag: timedelta = timedelta()
    """How long a new pin is not listed yet."""
    failures: dict[str, list[ProviderError]] = field(default_factory=dict)
    refused_tokens: set[str] = field(default_factory=set)
    """Access tokens that are answered with 401."""
    calls: Counter[str] = field(default_factory=Counter)
    """How often each method was called in this process."""
    sent: list[PinToSend] = field(default_factory=list)
    """Every pin that came to this process, taken or not."""
    shelf: Shelf = field(init=False)

    def __post_init__(self) -> None:
        """Choose where things are kept."""
        self.shelf = FolderShelf(self.folder) if self.folder else MemoryShelf()

    def __call__(self, provider: str, *, token: Callable[[], str]) -> "FakeAccount":
        """Return the account's door."""
        del provider
        return FakeAccount(self, token)

    def furnish(self) -> None:
        """Put up the boards that a new account begins with; those are the same however often it is done."""
        for number, (name, description) in enumerate(BOARDS):
            row = {"id": str(FIRST_BOARD + number), "name": name, "description": description, "privacy": "PUBLIC"}
            self.shelf.put("boards", row)
        section = {"id": str(FIRST_BOARD + 50), "board_id": str(FIRST_BOARD), "name": "To try first"}
        self.shelf.put("sections", section)

    def add_board(self, name: str, *, description: str = "", privacy: str = "PUBLIC") -> str:
        """Add a board; return its id."""
        row = {"id": _new_id(), "name": name, "description": description, "privacy": privacy}
        self.shelf.put("boards", row)
        return row["id"]

    def add_section(self, board_id: str, name: str) -> str:
        """Add a section to a board; return its id."""
        row = {"id": _new_id(), "board_id": board_id, "name": name}
        self.shelf.put("sections", row)
        return row["id"]

    def remove_section(self, section_id: str) -> None:
        """Let a section vanish; its pins stay on the board."""
        self.shelf.take_away("sections", section_id)

    def remove_board(self, board_id: str) -> None:
        """Let a board vanish, as somebody does at Pinterest."""
        self.shelf.take_away("boards", board_id)

    def add_pin(self, pin: PinToSend, *, created_at: datetime | None = None) -> str:
        """Add a pin; return its id."""
        pictures = [{"content_type": one.content_type, "size": len(one.data or b"")} for one in pin.pictures]
        row = {
            **asdict(pin),
            "id": _new_id(),
            "pictures": pictures,
            "created_at": (created_at or now()).isoformat(),
        }
        self.shelf.put("pins", row)
        return str(row["id"])

    def remove_pin(self, pin_id: str) -> None:
        """Let a pin vanish."""
        self.shelf.take_away("pins", pin_id)

    def pins(self, board_id: str | None = None) -> Sequence[Row]:
        """Return every pin there is, oldest first, listed yet or not: what was sent, `id` and `created_at`."""
        return [row for row in self.shelf.all("pins") if board_id in {None, row["board_id"]}]

    def called(self, method: str) -> None:
        """Count a call, and raise what was scripted for it."""
        self.calls[method] += 1
        self.fail(method)

    def fail(self, method: str) -> None:
        """Raise what was scripted."""
        if waiting := self.failures.get(method):
            raise waiting.pop(0)


@dataclass(frozen=True, slots=True)
class FakeAccount:
    """An account at a pretended Pinterest."""

    place: FakePinterest
    token: Callable[[], str]

    def account(self) -> Account:
        """Return whose account it is."""
        self._asked("account")
        return self.place.account

    def boards(self) -> Iterator[BoardFound]:
        """Yield the boards."""
        self._asked("boards")
        for row in self.place.shelf.all("boards"):
            yield self._board(row)

    def sections(self, board_id: str) -> Iterator[SectionFound]:
        """Yield a board's sections."""
        self._asked("sections")
        self._there(board_id)
        for row in self.place.shelf.all("sections"):
            if row["board_id"] == board_id:
                yield SectionFound(row["id"], row["name"])

    def create_board(self, name: str, *, description: str = "", privacy: str = "PUBLIC") -> BoardFound:
        """Make a board."""
        self._asked("create_board")
        if any(row["name"].casefold() == name.casefold() for row in self.place.shelf.all("boards")):
            raise refused(f'You already have a board named "{name}".', status=400)
        board_id = self.place.add_board(name, description=description, privacy=privacy)
        return BoardFound(id=board_id, name=name, description=description, privacy=privacy, pin_count=0)

    def create_section(self, board_id: str, name: str) -> SectionFound:
        """Make a section."""
        self._asked("create_section")
        self._there(board_id)
        return SectionFound(self.place.add_section(board_id, name), name)

    def publish(self, pin: PinToSend) -> Published:
        """Publish a pin."""
        self.place.sent.append(pin)
        self._asked("publish")
        check_pin(pin)
        self._there(pin.board_id)
        self._in_it(pin.section_id, pin.board_id)
        pin_id = self.place.add_pin(pin)
        self.place.fail("published")
        return Published(
            pin_id=pin_id,
            request_id=f"demo-{pin_id[-9:]}",
            rates=(Rate(name="org_write", limit=1000, remaining=999, resets_in=60.0),),
        )

    def newest(self, board_id: str, *, section_id: str | None = None, most: int = 100) -> Sequence[PinFound]:
        """Return the newest pins that are listed yet."""
        self._asked("newest")
        self._there(board_id)
        self._in_it(section_id, board_id)
        listed = [
            found
            for row in self.place.pins(board_id)
            if section_id in {None, row["section_id"]} and self._is_listed(found := _found(row))
        ]
        return sorted(listed, key=_when, reverse=True)[:most]

    def pin(self, pin_id: str) -> PinFound | None:
        """Return a pin."""
        self._asked("pin")
        row = self.place.shelf.get("pins", pin_id)
        return _found(row) if row else None

    def withdraw(self, pin_id: str) -> None:
        """Delete a pin."""
        self._asked("withdraw")
        self.place.remove_pin(pin_id)

    def _asked(self, method: str) -> None:
        token = self.token()  # as a real one asks for it
        self.place.called(method)
        if token in self.place.refused_tokens:
            lost = ProviderAuthLost("Pinterest no longer lets this account in (HTTP 401). Reconnect it.")
            lost.http_status = 401
            raise lost

    def _there(self, board_id: str) -> None:
        if self.place.shelf.get("boards", board_id) is None:
            raise refused("This board is no longer at Pinterest.", status=404, code="board_gone")

    def _in_it(self, section_id: str | None, board_id: str) -> None:
        if section_id is None:
            return
        section = self.place.shelf.get("sections", section_id)
        if section is None or section["board_id"] != board_id:
            raise refused("Pinterest did not find this board's section.", status=404)

    def _board(self, row: Row) -> BoardFound:
        return BoardFound(**row, pin_count=len(self.place.pins(row["id"])))

    def _is_listed(self, pin: PinFound) -> bool:
        return _when(pin) <= now() - self.place.lag


def refused(message: str, *, status: int, code: Code = "refused") -> PinterestRefused:
    """Return a refusal as an answer of Pinterest makes it."""
    refusal = PinterestRefused(message, code=code)
    refusal.http_status = status
    return refusal


def _found(row: Row) -> PinFound:
    named: dict[str, Any] = {name: row[name] for name in ("id", "title", "link", "board_id", "section_id")}
    return PinFound(created_at=datetime.fromisoformat(row["created_at"]), **named)


def _when(pin: PinFound) -> datetime:
    return pin.created_at or now()


def _new_id() -> str:
    return f"{time.time_ns()}{randbelow(1000):03}"
