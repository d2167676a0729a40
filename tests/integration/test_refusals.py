"""What people are told of an address or a form that cannot be used; programs are told in the standard's words."""

import pytest

from tests.caller import Caller
from tests.page_forms import PERSON, SCRIPT, toast_of

UNKNOWN = "/pins/01900000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("path", ["/no/such/page", "/pins/projects", "/articles/soup"])
def test_an_address_without_a_page_says_so_once(admin: Caller, path: str) -> None:
    answer = admin.http.get(path, headers=PERSON)
    assert answer.status_code == 404
    assert "Nothing here" in answer.text
    assert "There is no page at this address." in answer.text
    assert "Not Found" not in answer.text


def test_what_is_not_there_says_what(admin: Caller) -> None:
    answer = admin.http.get(UNKNOWN, headers=PERSON)
    assert (answer.status_code, "There is no such pin here." in answer.text) == (404, True)


@pytest.mark.parametrize(
    ("path", "fields", "words"),
    [
        ("/pins/regeneration", {}, "Nothing is chosen any more. Choose again what it is about."),
        ("/pins/schedule", {"ids": UNKNOWN[6:], "every": "often"}, "The number of minutes is no whole number."),
        ("/pins/schedule", {"ids": UNKNOWN[6:], "every": "-5"}, "The number of minutes is too small: at least 0."),
        (
            "/pins/tags",
            {"ids": UNKNOWN[6:], "add": "x" * 2001},
            "The list of tags is too long: at most 2000 characters.",
        ),
        ("/pins/tags", {"ids": ["soup"]}, "Nothing is chosen any more. Choose again what it is about."),
        ("/articles/deletion", {"ids": [UNKNOWN[6:]] * 501}, "At most 500 are changed at once. Choose fewer."),
    ],
)
def test_a_form_that_cannot_be_used_is_refused_in_words(
    admin: Caller, path: str, fields: dict[str, str | list[str]], words: str
) -> None:
    answer = admin.http.post(path, data=fields, headers=SCRIPT)
    assert (answer.status_code, toast_of(answer)["message"]) == (422, words)


def test_programs_are_told_which_part_of_a_request_is_wrong(admin: Caller) -> None:
    answer = admin.http.post("/api/pins/metadata", json={})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "body/pin_ids")
    assert admin.http.get("/api/pins/soup").status_code == 422
