"""Many documents acted on at once from their list."""

import json

from tests.caller import Caller

BY_SCRIPT = {"HX-Request": "true"}


def listed(caller: Caller) -> set[str]:
    """Return the documents a caller sees."""
    return {one["id"] for one in caller.json("/api/documents")["items"]}


def test_documents_deleted_together_are_brought_back_together(admin: Caller) -> None:
    several = [admin.add(f"Letter {number}") for number in range(3)]
    kept = admin.add("A letter that stays")
    answer = admin.http.post("/documents/deletion", data={"ids": several}, headers=BY_SCRIPT)
    assert answer.status_code == 204
    assert listed(admin) == {kept}
    undo = json.loads(answer.headers["HX-Trigger"])["toast"]["undo"]
    assert admin.http.post(undo, headers=BY_SCRIPT).status_code == 204
    assert listed(admin) == {kept, *several}


def test_one_document_that_is_not_there_stops_none_of_the_others(admin: Caller) -> None:
    mine = admin.add("Mine")
    gone = "01900000-0000-7000-8000-000000000000"
    answer = admin.http.post("/documents/deletion", data={"ids": [gone, mine]}, headers=BY_SCRIPT)
    assert json.loads(answer.headers["HX-Trigger"])["toast"]["message"].startswith("1 deleted. 1 not: ")
    assert listed(admin) == set()


def test_a_stranger_brings_nothing_back(admin: Caller, stranger: Caller) -> None:
    answer = admin.http.post("/documents/deletion", data={"ids": [admin.add("Mine")]}, headers=BY_SCRIPT)
    undo = json.loads(answer.headers["HX-Trigger"])["toast"]["undo"]
    stranger.http.post(undo, headers=BY_SCRIPT)
    assert listed(admin) == set()
