"""The page of a run that waits for many pins."""

import re
from uuid import UUID

from tests.caller import Caller
from tests.page_forms import SCRIPT, text_of
from tests.pins import Pinboard


def test_a_run_of_many_pins_says_what_it_does_and_what_became_of_each(
    admin: Caller, board: Pinboard, project_id: UUID, ready: str
) -> None:
    draft = str(board.make(project_id))
    admin.http.post("/pins/regeneration", data={"ids": [ready, draft]}, headers=SCRIPT)
    run_id = next(one["id"] for one in admin.json("/api/runs")["items"] if one["workflow"] == "await_batch")
    assert "Write 2 pins" in text_of(admin, "/runs")
    page = text_of(admin, f"/runs/{run_id}")
    assert "<h1>Write 2 pins</h1>" in page
    parts = page.split('id="parts"')[1].split("</ol>")[0]
    assert re.findall(r'class="row-link row-name" href="/pins/([\w-]+)"', parts) == [draft, ready]
    assert "This pin has neither an article nor a picture." in parts
    assert "Leek soup in twenty minutes" in parts
    for words in ("Await", "several pictures", "Output"):
        assert words not in page


def test_many_of_which_none_could_be_published_are_told_with_the_reason(
    admin: Caller, board: Pinboard, project_id: UUID
) -> None:
    draft = str(board.make(project_id))
    admin.http.post("/pins/publication", data={"ids": [draft]}, headers=SCRIPT)
    assert "Publish 1 pin" in text_of(admin, "/runs")


def test_a_pin_s_run_is_named_as_people_name_it(admin: Caller, ready: str) -> None:
    admin.http.post(f"/pins/{ready}/regeneration", headers=SCRIPT)
    page = text_of(admin, f"/pins/{ready}")
    assert "Write pin" in page
    assert "Describe pin" not in page
