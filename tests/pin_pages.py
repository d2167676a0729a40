"""The pages of pins, asked for and answered as a browser without scripts does."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

import httpx

from tests.caller import Caller
from tests.pins import Pinboard, say, see

PERSON = {"Accept": "text/html"}
Fields = Mapping[str, str | Sequence[str]]


def text_of(caller: Caller, path: str) -> str:
    """Return a page, which must be well."""
    answer = caller.http.get(path, headers=PERSON)
    assert answer.status_code == 200, answer.text
    return answer.text


def press(caller: Caller, path: str, fields: Fields | None = None) -> httpx.Response:
    """Send a plain form."""
    return caller.http.post(path, data=dict(fields or {}), headers=PERSON)


def toast_of(answer: httpx.Response) -> dict[str, str]:
    """Return what a script is told to say."""
    toast: dict[str, str] = json.loads(answer.headers["hx-trigger"])["toast"]
    return toast


def form_of(board: Pinboard, pin_id: str, **typed: str) -> dict[str, str]:
    """Return a pin's form as it stands, with something typed into it."""
    pin = board.pin(UUID(pin_id))
    stands = {
        "title": pin.title,
        "description": pin.description,
        "alt_text": pin.alt_text,
        "keywords": ", ".join(pin.keywords),
        "board": str(pin.board_id or ""),
        "tags": ", ".join(pin.tags),
        "link": pin.link or "",
    }
    return stands | typed


def ready_pin(board: Pinboard, caller: Caller, project_id: UUID, media_id: str) -> str:
    """Return a pin with a picture and words, on a board, that leads to an article."""
    article_id = board.article(project_id, "soup")
    wanted = {
        "project_id": str(project_id),
        "article_id": str(article_id),
        "picture": {"media_id": media_id},
        "board_id": str(board.board()),
    }
    answer = caller.http.post("/api/pins", json=wanted)
    assert answer.status_code == 202, answer.text
    pin_id = str(answer.json()["id"])
    see(board.app, pin_id)
    say(board.app, pin_id)
    return pin_id
