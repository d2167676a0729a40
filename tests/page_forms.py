"""Pages asked for and answered as a browser does, without scripts and with them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from tests.caller import Caller

PERSON = {"Accept": "text/html"}
SCRIPT = {"HX-Request": "true"}
Fields = Mapping[str, str | Sequence[str]]


def text_of(caller: Caller, path: str) -> str:
    """Return a page, which must be well."""
    answer = caller.http.get(path, headers=PERSON)
    assert answer.status_code == 200, answer.text
    return answer.text


def press(caller: Caller, path: str, fields: Fields | None = None) -> httpx.Response:
    """Send a plain form."""
    return caller.http.post(path, data=dict(fields or {}), headers=PERSON)


def toast_of(answer: httpx.Response) -> dict[str, Any]:
    """Return what a script is told to say."""
    toast: dict[str, Any] = json.loads(answer.headers["hx-trigger"])["toast"]
    return toast
