"""Who counts as another site, and what an event looks like."""

import json

import pytest
from starlette.datastructures import Headers

from pressroom.web.following import event
from pressroom.web.protection import is_cross_site


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"origin": "https://press.example.org"}, False),
        ({"origin": "https://press.example.org:8443"}, True),
        ({"origin": "https://evil.example"}, True),
        ({"origin": "null"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, False),
    ],
)
def test_a_browser_s_own_word_decides(headers: dict[str, str], *, expected: bool) -> None:
    assert is_cross_site(Headers({"host": "press.example.org", **headers})) is expected


def test_an_event_is_two_lines_whatever_its_text() -> None:
    told = event("step", {"detail": "two\nlines — Grüße"})
    name, data, *rest = told.split("\n")
    assert name == "event: step"
    assert json.loads(data.removeprefix("data: ")) == {"detail": "two\nlines — Grüße"}
    assert rest == ["", ""]
