"""Streams of events, as one request answers them."""

import json
from collections.abc import Iterator
from typing import Any

import httpx

STREAM = {"Accept": "text/event-stream"}


def events(answer: httpx.Response) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the events of a stream that has ended, each with its data."""
    assert answer.headers["content-type"].startswith("text/event-stream")
    for block in answer.text.strip().split("\n\n"):
        name, data = block.split("\n")
        yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))
