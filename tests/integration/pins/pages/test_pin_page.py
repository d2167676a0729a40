"""The page of one pin: its form, its plan, its answers."""

import re
from html import unescape
from uuid import UUID

from pressroom.features.pins.actions.progress import abandon
from pressroom.kernel.app import App
from tests.caller import Caller
from tests.page_forms import SCRIPT, press, text_of, toast_of
from tests.pin_pages import NOON, form_of
from tests.pins import Pinboard, say


def test_a_pin_s_page_shows_it_as_pinterest_will_with_where_it_leads(admin: Caller, ready: str) -> None:
    page = text_of(admin, f"/pins/{ready}")
    assert 'data-fit="crop"' in page
    assert "blog.example" in page
    assert "How soup is made." in page
    assert "Left empty, the project makes it: https://blog.example/soup" in page
    press(admin, f"/pins/{ready}/fit", {"fit": "pad"})
    assert 'class="pin-frame" data-fit="pad"' in text_of(admin, f"/pins/{ready}/stage")


def test_the_form_saves_words_locks_board_tags_and_link(admin: Caller, board: Pinboard, ready: str) -> None:
    typed = form_of(board, ready, title="Leek  soup", link="https://example.org/x", tags="a, b", keywords="one, two")
    answer = press(admin, f"/pins/{ready}", typed | {"locked": ["alt_text"], "follows": "yes"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/pins/{ready}")
    pin = board.pin(UUID(ready))
    assert (pin.title, pin.link, pin.tags, pin.keywords) == (
        "Leek  soup",
        "https://example.org/x",
        ["a", "b"],
        ["one", "two"],
    )
    assert pin.locked == ["title", "alt_text", "keywords"]


def test_what_was_typed_and_refused_stands_in_the_form_with_the_reason_beside_each_field(
    admin: Caller, board: Pinboard, ready: str
) -> None:
    before = board.pin(UUID(ready)).title
    typed = form_of(board, ready, title="too long " * 20, link="nowhere", tags="t" * 61, description="My own words")
    page = press(admin, f"/pins/{ready}", typed)
    assert page.status_code == 200
    for words in ("at most 100 characters", "no web address", "At most 30 tags", "My own words", "too long too long"):
        assert words in page.text
    script = admin.http.post(f"/pins/{ready}", data=typed, headers=SCRIPT)
    assert script.text.startswith("<form")
    assert "data-editing" in script.text
    assert board.pin(UUID(ready)).title == before


def came_with(page: str) -> dict[str, str]:
    """Return what a form says each field held when it was made."""
    return {name: unescape(value) for name, value in re.findall(r'name="(was_\w+)" value="([^"]*)"', page)}


def test_a_form_that_stood_open_leaves_alone_what_was_not_typed_into_it(
    admin: Caller, board: Pinboard, ready: str
) -> None:
    old = came_with(text_of(admin, f"/pins/{ready}"))
    typed = form_of(board, ready, description="Mine") | old
    other = str(board.board("Baking"))
    board.edit(UUID(ready), title="Theirs", tags=["winter"], board_id=UUID(other), locked=["title"])
    press(admin, f"/pins/{ready}", typed | {"locked": ["description"]})
    pin = board.pin(UUID(ready))
    assert (pin.title, pin.description, pin.tags, str(pin.board_id)) == ("Theirs", "Mine", ["winter"], other)
    assert pin.locked == ["title", "description"]


def test_a_field_that_two_changed_is_told_before_the_other_s_words_are_lost(
    admin: Caller, board: Pinboard, ready: str
) -> None:
    typed = form_of(board, ready, title="Mine") | came_with(text_of(admin, f"/pins/{ready}"))
    board.edit(UUID(ready), title="Theirs", description="Their words")
    told = press(admin, f"/pins/{ready}", typed).text
    assert "The title was changed meanwhile. It says “Theirs” now. Save again to keep yours." in told
    assert board.pin(UUID(ready)).title == "Theirs"
    assert re.search(r'name="description"[^>]*>Their words</textarea>', told)
    press(admin, f"/pins/{ready}", form_of(board, ready, title="Mine") | came_with(told))
    pin = board.pin(UUID(ready))
    assert (pin.title, pin.description) == ("Mine", "Their words")


def test_the_conversation_tells_what_each_answer_changed_and_what_the_model_notes(
    admin: Caller, app: App, ready: str
) -> None:
    say(app, ready, "auf Deutsch bitte", notes=["It writes English only."])
    say(app, ready, "Shorter", title="Leek soup")
    page = text_of(admin, f"/pins/{ready}").split("The conversation so far")[1].split("</ol>")[0]
    assert "Nothing changed. It writes English only." in page
    assert "Changed: title" in page


def test_a_scheduled_pin_keeps_its_title_and_its_board(admin: Caller, board: Pinboard, ready: str) -> None:
    press(admin, f"/pins/{ready}/schedule", {"at": NOON, "zone": "UTC"})
    page = press(admin, f"/pins/{ready}", form_of(board, ready, title=""))
    assert "Take it off the schedule first" in page.text
    assert board.pin(UUID(ready)).title


def test_a_time_that_is_past_is_refused_beside_its_field(admin: Caller, board: Pinboard, ready: str) -> None:
    past = {"at": "2001-01-01T00:00", "zone": "nowhere/at all"}
    assert "This time is past" in press(admin, f"/pins/{ready}/schedule", past).text
    script = admin.http.post(f"/pins/{ready}/schedule", data=past, headers=SCRIPT | {"HX-Target": "panel"})
    assert 'id="panel"' in script.text
    card = admin.http.post(f"/pins/{ready}/schedule", data=past, headers=SCRIPT)
    assert (card.status_code, toast_of(card)["tone"]) == (422, "bad")
    assert board.pin(UUID(ready)).scheduled_at is None
    press(admin, f"/pins/{ready}/schedule", {"at": NOON})
    press(admin, f"/pins/{ready}/schedule/removal")
    assert board.pin(UUID(ready)).scheduled_at is None


def test_answers_are_compared_side_by_side_and_restored_with_what_each_cost(
    admin: Caller, app: App, board: Pinboard, ready: str
) -> None:
    say(app, ready, "Shorter", title="Leek soup")
    newer, older = board.history(UUID(ready))
    page = text_of(admin, f"/pins/{ready}?older={older.id}&newer={newer.id}")
    assert "<del>" in page
    assert "Leek soup in twenty minutes" in page
    assert "Shorter" in page
    assert "price not known" in page
    restored = press(admin, f"/pins/{ready}/revisions/{older.id}/restoration")
    assert restored.status_code == 303
    assert board.pin(UUID(ready)).title == "Leek soup in twenty minutes"


def test_a_pin_is_written_tried_again_deleted_and_brought_back(
    admin: Caller, app: App, board: Pinboard, ready: str
) -> None:
    written = admin.http.post(f"/pins/{ready}/regeneration", data={"feedback": "Shorter"}, headers=SCRIPT)
    assert toast_of(written)["message"] == "Writing it."
    assert "Writing" in text_of(admin, f"/pins/{ready}/panel")
    assert press(admin, f"/pins/{ready}/retry").status_code == 409
    with app.database.transaction() as session:
        abandon(session, UUID(ready), board.pin(UUID(ready)).run_id, "The model did not answer.")
    assert "The model did not answer." in text_of(admin, f"/pins/{ready}")
    assert press(admin, f"/pins/{ready}/retry").status_code == 303
    say(app, ready)
    deleted = admin.http.post(f"/pins/{ready}/deletion", headers=SCRIPT)
    assert text_of(admin, f"/pins/{ready}/row") == text_of(admin, f"/pins/{ready}/card") == ""
    press(admin, toast_of(deleted)["undo"])
    assert board.pin(UUID(ready)).deleted_at is None
