"""The pages of pins as a browser without scripts sees them, and what their scripts are answered."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from pressroom.features.pins.models import PinStatus
from pressroom.kernel.clock import now
from tests.caller import Caller
from tests.page_forms import PERSON, SCRIPT, press, text_of, toast_of
from tests.pin_pages import NOON
from tests.pins import Pinboard

NOWHERE = "01900000-0000-7000-8000-000000000000"


def rows_of(page: str) -> list[str]:
    """Return the ids of the pins on a page, in order."""
    return re.findall(r'<li class="pin-row" id="pin-([\w-]+)"', page)


def test_without_a_project_the_way_on_is_to_add_one(admin: Caller) -> None:
    for path in ("/pins", "/pins/board", "/pins/new"):
        assert 'href="/projects"' in text_of(admin, path)
    assert "Add a project" in text_of(admin, "/pins")


def test_with_a_project_the_way_on_leads_to_its_articles(admin: Caller, project_id: UUID) -> None:
    assert project_id
    assert "Make pins from articles" in text_of(admin, "/pins")
    assert "No pin fits" in text_of(admin, "/pins?status=failed")


def test_a_pin_stands_in_the_table_with_all_that_is_known_of_it(admin: Caller, ready: str) -> None:
    page = text_of(admin, "/pins")
    assert rows_of(page) == [ready]
    for words in ("Leek soup in twenty minutes", "A warm soup", "Recipes", "Ready", "Not scheduled"):
        assert words in page
    assert f"/api/pins/{ready}/thumbnail?" in page
    assert rows_of(text_of(admin, f"/pins/{ready}/row")) == [ready]


def test_the_table_is_narrowed_by_all_its_filters_and_a_view_of_it_is_kept(
    admin: Caller, board: Pinboard, project_id: UUID, ready: str
) -> None:
    draft = str(board.make(project_id, tags=["winter"]))
    pin = board.pin(UUID(ready))
    assert rows_of(text_of(admin, "/pins")) == [draft, ready]
    for asked, found in (
        ("status=ready", [ready]),
        ("tag=winter", [draft]),
        (f"board={pin.board_id}", [ready]),
        (f"article={pin.article_id}", [ready]),
        (f"project={project_id}", [draft, ready]),
        ("q=leek", [ready]),
        ("planned=yes", []),
        ("planned=no&status=draft", [draft]),
        ("status=nonsense&project=nonsense", [draft, ready]),
    ):
        assert rows_of(text_of(admin, f"/pins?{asked}")) == found, asked
    kept = press(admin, "/pins/views", {"name": "Winter drafts", "tag": "winter", "status": "draft", "q": ""})
    assert (kept.status_code, kept.headers["location"]) == (303, "/pins?status=draft&tag=winter")
    shown = text_of(admin, kept.headers["location"])
    (deletion,) = set(re.findall(r'action="(/pins/views/[\w-]+/deletion)"', shown))
    assert "Winter drafts" in text_of(admin, "/pins")
    press(admin, deletion)
    assert "Winter drafts" not in text_of(admin, "/pins")


def test_a_long_table_goes_on_where_it_stopped(
    admin: Caller, board: Pinboard, project_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressroom.web.pages.pins.AT_ONCE", 2)
    made = [str(board.make(project_id)) for _ in range(5)]
    page = text_of(admin, f"/pins?project={project_id}")
    seen = rows_of(page)
    while more := re.search(r'hx-get="(/pins/batch\?[^"]+)"', page):
        page = text_of(admin, more[1].replace("&amp;", "&"))
        seen += rows_of(page)
    assert seen == made[::-1]


def test_a_cell_is_saved_and_a_text_written_by_hand_is_locked_until_the_lock_is_taken_off(
    admin: Caller, board: Pinboard, ready: str
) -> None:
    for field, value in (("title", "Soup, quick"), ("tags", "winter, soup, winter"), ("scheduled", NOON)):
        answer = admin.http.post(f"/pins/{ready}/cell", data={"field": field, "value": value, "zone": "Europe/Vienna"})
        assert answer.status_code == 204, answer.text
    pin = board.pin(UUID(ready))
    assert (pin.title, pin.locked, pin.tags) == ("Soup, quick", ["title"], ["winter", "soup"])
    assert pin.scheduled_at
    assert pin.scheduled_at.isoformat() == "2031-06-01T10:00:00+00:00"
    assert "Unlock the title" in text_of(admin, "/pins")
    press(admin, f"/pins/{ready}/locks", {"field": "title"})
    assert board.pin(UUID(ready)).locked == []
    admin.http.post(f"/pins/{ready}/cell", data={"field": "scheduled", "value": ""})
    assert board.pin(UUID(ready)).status is PinStatus.READY


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("title", "x" * 101, "at most 100 characters; this one has 101"),
        ("description", "🍲" * 401, "at most 800 characters; this one has 802"),
        ("scheduled", "2001-01-01T00:00", "This time is past"),
        ("scheduled", "soon", "no date and time"),
        ("board", "nonsense", "no such board"),
        ("tags", ",".join(f"tag {number}" for number in range(31)), "At most 30 tags"),
        ("status", "published", "no field of this table"),
    ],
)
def test_a_cell_that_cannot_be_saved_says_why(admin: Caller, ready: str, field: str, value: str, why: str) -> None:
    answer = admin.http.post(f"/pins/{ready}/cell", data={"field": field, "value": value})
    assert answer.status_code == 422
    assert why in answer.json()["detail"]


def test_the_board_has_a_column_for_each_status_and_more_of_one(
    admin: Caller, board: Pinboard, project_id: UUID, ready: str
) -> None:
    drafts = [str(board.make(project_id)) for _ in range(21)]
    page = text_of(admin, "/pins/board")
    assert re.findall(r'id="column-(\w+)"', page) == [
        "draft",
        "describing",
        "ready",
        "scheduled",
        "published",
        "failed",
    ]
    assert f'id="card-{ready}"' in page
    assert drafts[0] not in page
    column = text_of(admin, "/pins/board/draft?length=40")
    assert drafts[0] in column
    assert ready not in column
    assert admin.http.get("/pins/board/nonsense", headers=PERSON).status_code == 404
    assert ready in text_of(admin, f"/pins/{ready}/card")


def test_many_are_put_on_a_board_tagged_scheduled_and_deleted_together(
    admin: Caller, board: Pinboard, project_id: UUID, ready: str
) -> None:
    draft = str(board.make(project_id))
    chosen, other = [ready, draft], str(board.board("Baking"))
    press(admin, "/pins/boards", {"ids": chosen, "board": other})
    press(admin, "/pins/tags", {"ids": chosen, "add": "winter, soup"})
    press(admin, "/pins/tags", {"ids": chosen, "remove": "soup"})
    assert {(str(one.board_id), *one.tags) for one in board.pins()} == {(other, "winter")}
    plan = {"ids": chosen, "at": NOON, "every": "30", "zone": "UTC"}
    told = admin.http.post("/pins/schedule", data=plan, headers=SCRIPT)
    assert toast_of(told)["message"].startswith("1 scheduled. 1 not: This pin has no picture yet.")
    press(admin, "/pins/schedule/removal", {"ids": chosen})
    assert [one.scheduled_at for one in board.pins()] == [None, None]
    deleted = admin.http.post("/pins/deletion", data={"ids": chosen}, headers=SCRIPT)
    assert rows_of(text_of(admin, "/pins")) == []
    press(admin, toast_of(deleted)["undo"])
    assert rows_of(text_of(admin, "/pins")) == [draft, ready]
    assert press(admin, "/pins/boards", {"ids": chosen, "board": ""}).status_code == 422


def test_many_are_written_with_their_progress_shown_and_the_cost_said_before(
    admin: Caller, board: Pinboard, project_id: UUID, ready: str
) -> None:
    draft = str(board.make(project_id))
    assert "2 pins: free, runs on this server." in press(admin, "/pins/estimate", {"ids": [ready, draft]}).text
    told = admin.http.post("/pins/regeneration", data={"ids": [ready, draft], "feedback": "Shorter"}, headers=SCRIPT)
    assert toast_of(told)["message"] == "Writing 2 pins."
    page = text_of(admin, "/pins/writing")
    assert "Writing 1 of 2 pins" in page
    assert "1 failed." in page
    assert re.search(r'href="/runs/await-batch', page)


@pytest.mark.usefixtures("ready")
def test_the_numbers_beside_each_status_are_those_of_what_the_table_is_narrowed_to(
    admin: Caller, board: Pinboard, project_id: UUID
) -> None:
    board.make(project_id, title="Bread")
    board.make(project_id)
    shown = {"": ["Draft 2", "Ready 1"], "?q=bread": ["Draft 1"], "?q=bread&status=draft": ["Draft 1"]}
    for asked, told in shown.items():
        chips = text_of(admin, f"/pins{asked}").split('id="pin-statuses"')[1].split("</fieldset>")[0]
        words = " ".join(re.sub("<[^>]+>", " ", chips.partition(">")[2]).split())
        assert words.endswith(" ".join(["All", *told])), (asked, words)


def test_each_reason_is_told_with_how_many_it_is_about(
    admin: Caller, board: Pinboard, project_id: UUID, ready: str
) -> None:
    bare = [str(board.make(project_id)) for _ in range(2)]
    plan = {"ids": [ready, *bare, NOWHERE], "at": NOON}
    told = toast_of(admin.http.post("/pins/schedule", data=plan, headers=SCRIPT))["message"]
    assert re.fullmatch(r"1 scheduled\. 2 not: This pin has no \w+ yet\..* 1 not: There is no such pin here\.", told)


def test_a_plan_of_tomorrow_is_shown_in_the_table(admin: Caller, board: Pinboard, ready: str) -> None:
    tomorrow = (now() + timedelta(days=1)).isoformat()
    press(admin, f"/pins/{ready}/schedule", {"at": tomorrow})
    assert rows_of(text_of(admin, "/pins?planned=yes")) == [ready]
    assert 'data-behaviour="local-time"' in text_of(admin, f"/pins/{ready}/row")
    assert board.pin(UUID(ready)).status is PinStatus.SCHEDULED
