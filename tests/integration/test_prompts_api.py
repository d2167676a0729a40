"""Prompts in versions, by API."""

import pytest

from pressroom.core.prompts.rules import LONGEST
from pressroom.kernel.app import App
from pressroom.providers.describe import PIN
from tests.caller import Caller, problem_of
from tests.documents import completed
from tests.gallery import colleague_of
from tests.serving import ThreadedServer

FIRST = "You write pins for a baker. Name the flour first, whatever else there is."
SECOND = "You write pins for a baker. Name the oven first, whatever else there is."


def save(caller: Caller, text: str, note: str | None = None) -> dict[str, object]:
    answer = caller.http.put("/api/prompts/pin", json={"text": text, "note": note})
    assert answer.status_code == 200, answer.text
    body: dict[str, object] = answer.json()
    return body


def versions(caller: Caller) -> list[tuple[int, bool]]:
    return [(one["version"], one["is_current"]) for one in caller.json("/api/prompts/pin")["versions"]]


def test_every_prompt_is_listed_as_it_is_shipped(admin: Caller) -> None:
    found = {one["profile"]: one for one in admin.json("/api/prompts")["items"]}
    assert list(found) == ["document", "picture", "sitter", "pin"]
    assert all(one["version"] == 0 and one["text"] == one["shipped_text"] for one in found.values())
    assert found["pin"]["rules"] == PIN.rules
    assert (found["document"]["is_read"], found["picture"]["is_read"]) == (True, False)


def test_saving_makes_versions_and_any_of_them_is_used_again(admin: Caller) -> None:
    assert save(admin, FIRST)["version"] == 1
    assert save(admin, SECOND, "  The  oven ")["version"] == 2
    newest = admin.json("/api/prompts/pin")["versions"][0]
    assert (newest["text"], newest["note"], newest["author_id"]) == (SECOND, "The oven", str(admin.user_id))
    assert versions(admin) == [(2, True), (1, False)]
    assert admin.http.post("/api/prompts/pin/versions/1/restore").json()["text"] == FIRST
    assert versions(admin) == [(2, False), (1, True)]
    assert admin.http.post("/api/prompts/pin/versions/0/restore").json()["text"] == PIN.instructions
    assert save(admin, FIRST)["version"] == 3
    problem_of(admin.http.post("/api/prompts/pin/versions/9/restore"), 404)


def test_saving_what_is_asked_already_makes_no_version(admin: Caller) -> None:
    assert save(admin, f"  {PIN.instructions}\r\n")["version"] == 0
    save(admin, FIRST)
    assert save(admin, FIRST)["version"] == 1
    assert versions(admin) == [(1, True)]


@pytest.mark.parametrize(
    ("text", "code"),
    [("Short.", "too_short"), ("x" * (LONGEST + 1), "too_long"), ("Nul \0 in the middle of it.", "unusable")],
)
def test_words_that_cannot_be_a_prompt_are_refused_with_the_reason(admin: Caller, text: str, code: str) -> None:
    problem_of(admin.http.put("/api/prompts/pin", json={"text": text}), 422, code)
    assert versions(admin) == []


def test_members_read_and_owners_write(admin: Caller, app: App, server: ThreadedServer) -> None:
    save(admin, FIRST)
    with colleague_of(app, admin, server.url) as member:
        assert member.json("/api/prompts/pin")["text"] == FIRST
        problem_of(member.http.put("/api/prompts/pin", json={"text": SECOND}), 403, "owner_only")
        problem_of(member.http.post("/api/prompts/pin/versions/0/restore"), 403, "owner_only")
        problem_of(member.http.post("/api/prompts/document/trials", json={"text": SECOND}), 403, "owner_only")


def test_a_prompt_is_its_workspace_s_own(admin: Caller, stranger: Caller) -> None:
    save(admin, FIRST)
    assert stranger.json("/api/prompts/pin")["version"] == 0
    problem_of(stranger.http.post("/api/prompts/pin/versions/1/restore"), 404)


def test_a_trial_needs_something_to_be_tried_on(admin: Caller, stranger: Caller, app: App) -> None:
    words = {"text": FIRST}
    problem_of(admin.http.post("/api/prompts/document/trials", json=words), 422, "nothing")
    problem_of(admin.http.post("/api/prompts/song/trials", json=words), 404)
    mine = completed(app, admin, "hello")
    problem_of(stranger.http.post("/api/prompts/document/trials", json=words | {"item_ids": [mine]}), 422, "items")
    begun = admin.http.post("/api/prompts/document/trials", json=words).json()
    path = f"/api/prompts/document/trials/{begun['trial_id']}"
    (item,) = admin.json(path)["items"]
    assert (item["id"], item["current"], item["candidate"]) == (mine, None, None)
    problem_of(stranger.http.get(path), 404)


def test_a_trial_is_its_user_s_alone(admin: Caller, app: App, server: ThreadedServer) -> None:
    completed(app, admin, "hello")
    begun = admin.http.post("/api/prompts/document/trials", json={"text": FIRST}).json()
    with colleague_of(app, admin, server.url) as member:
        problem_of(member.http.get(f"/api/prompts/document/trials/{begun['trial_id']}"), 404)
        problem_of(member.http.get(f"/api/runs/{begun['run_id']}"), 404)
