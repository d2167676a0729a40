"""Pinterests to hold to one promise: pretended in memory and in a folder, and the real client at a stand-in server."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pressroom.providers.pinterest import (
    FakePinterest,
    OpenPinterest,
    PictureToSend,
    Pinterest,
    PinToSend,
    open_pinterest,
)
from tests.pinterest_server import PinterestServer

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200) + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinboard:
    """A Pinterest to try, and what people do at it meanwhile."""

    pinterest: OpenPinterest
    add_board: Callable[[str], str]
    add_section: Callable[[str, str], str]
    remove_board: Callable[[str], None]
    remove_section: Callable[[str], None]
    remove_pin: Callable[[str], None]
    set_lag: Callable[[float], None]
    tokens: list[str]
    breaches: list[str]
    """What was sent that the API's description does not allow, where that is judged; a test clears what it meant."""

    @property
    def account(self) -> Pinterest:
        """The account, let in."""
        return self.pinterest("pinterest", token=lambda: self.tokens[0])


def a_pin(board_id: str, title: str = "A fox of felt", **more: object) -> PinToSend:
    """Return a pin as it is sent, with a picture."""
    given: dict[str, object] = {
        "section_id": None,
        "description": "How to sew a fox in an evening.",
        "alt_text": "A small fox of orange felt",
        "link": "https://blog.example.test/fox",
        "pictures": (PictureToSend(content_type="image/jpeg", data=JPEG),),
    }
    return PinToSend(board_id=board_id, title=title, **(given | more))  # type: ignore[arg-type]  # as the fields are


def real_at(server: PinterestServer, *, timeout_seconds: float = 20.0) -> OpenPinterest:
    """Return the real client of a server."""
    return open_pinterest(
        api_url=server.api_url,
        sandbox_url=server.sandbox_url,
        timeout_seconds=timeout_seconds,
    )


@contextmanager
def _in_memory(_: Path) -> Iterator[Pinboard]:
    yield _pretended(FakePinterest())


@contextmanager
def _in_a_folder(folder: Path) -> Iterator[Pinboard]:
    yield _pretended(FakePinterest(folder / "pretended"))


@contextmanager
def _at_a_server(_: Path) -> Iterator[Pinboard]:
    with PinterestServer() as server:
        access, _refresh = server.grant()

        def set_lag(seconds: float) -> None:
            server.places.lag = seconds

        yield Pinboard(
            pinterest=real_at(server),
            add_board=server.add_board,
            add_section=server.add_section,
            remove_board=server.remove_board,
            remove_section=server.remove_section,
            remove_pin=server.remove_pin,
            set_lag=set_lag,
            tokens=[access],
            breaches=server.breaches,
        )
        assert server.breaches == []


def _pretended(fake: FakePinterest) -> Pinboard:
    fake.refused_tokens.add("ended")

    def set_lag(seconds: float) -> None:
        fake.lag = timedelta(seconds=seconds)

    return Pinboard(
        pinterest=fake,
        add_board=fake.add_board,
        add_section=fake.add_section,
        remove_board=fake.remove_board,
        remove_section=fake.remove_section,
        remove_pin=fake.remove_pin,
        set_lag=set_lag,
        tokens=["good"],
        breaches=[],
    )


PINBOARDS: Mapping[str, Callable[[Path], AbstractContextManager[Pinboard]]] = {
    "memory": _in_memory,
    "folder": _in_a_folder,
    "client": _at_a_server,
}
