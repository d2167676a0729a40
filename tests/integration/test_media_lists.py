"""Pictures listed, narrowed, counted."""

from datetime import UTC, datetime
from typing import Any

import pytest

from pressroom.features.media.models import Item, Stage
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.library import change, completed, describe, fail, picture, see, watch

UNKNOWN = "019a0000-0000-7000-8000-000000000000"


def ids(listing: dict[str, Any]) -> list[str]:
    return [one["id"] for one in listing["items"]]


def test_pictures_are_listed_last_added_first_in_pages(admin: Caller) -> None:
    added = [admin.add_picture(picture(number)) for number in range(5)]
    listed: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = admin.json("/api/media", limit=2, **({"cursor": cursor} if cursor else {}))
        assert set(page) == {"items", "next_cursor"}
        listed += ids(page)
        cursor = page["next_cursor"]
    assert listed == list(reversed(added))


def test_while_new_pictures_come_no_page_repeats_or_misses_one(admin: Caller) -> None:
    before = [admin.add_picture(picture(number)) for number in range(6)]
    page = admin.json("/api/media", limit=2)
    listed = ids(page)
    while page["next_cursor"]:
        admin.add_picture(picture(f"new {len(listed)}"))
        page = admin.json("/api/media", limit=2, cursor=page["next_cursor"])
        listed += ids(page)
    assert listed == list(reversed(before))


def test_pictures_are_narrowed_by_everything_known(admin: Caller, app: App) -> None:
    one = completed(app, admin, 1, look={"taken_at": datetime(2020, 2, 29, 23, 59, tzinfo=UTC)})
    two = completed(app, admin, 2, {"tags": ["cat"]}, {"colour_names": ["red", "white"]})
    three = admin.add_picture(picture(3))
    folder_id = watch(app, admin)
    change(app, Item, three, folder_id=folder_id, source="google_drive")

    def listed(**params: str) -> list[str]:
        return ids(admin.json("/api/media", **params))

    today = datetime.now(UTC).date().isoformat()
    assert listed(status="completed") == [two, one]
    assert listed(status="pending") == [three]
    assert listed(status="failed") == []
    assert listed(source="upload") == [two, one]
    assert listed(source="google_drive") == listed(folder=folder_id) == [three]
    assert listed(folder=UNKNOWN) == []
    assert (listed(tag="cat"), listed(tag="ca")) == ([two], [])
    assert (listed(colour="red"), listed(colour="blue")) == ([two], [one])
    assert listed(since="2020-02-29", until="2020-02-29") == [one]
    assert listed(until="2020-02-28") == listed(since="9999-01-01") == []
    assert listed(since=today) == [three, two]
    assert listed(status="completed", tag="harbour", colour="blue", until="2021-01-01") == [one]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"status": "done"}, "validation"),
        ({"source": "dropbox"}, "validation"),
        ({"folder": "mine"}, "validation"),
        ({"since": "yesterday"}, "validation"),
        ({"limit": "0"}, "validation"),
        ({"limit": "201"}, "validation"),
        ({"cursor": "yesterday"}, "cursor"),
        ({"q": "x", "cursor": "yesterday"}, "cursor"),
        ({"q": "x" * 501}, "validation"),
    ],
)
def test_a_list_asked_for_wrongly_is_refused(admin: Caller, params: dict[str, str], code: str) -> None:
    problem_of(admin.http.get("/api/media", params=params), 422, code)


def test_the_status_counts_and_shows_what_was_completed_last(admin: Caller, app: App) -> None:
    done = [completed(app, admin, number) for number in range(11)]
    broken, seen = admin.add_picture(picture("broken")), admin.add_picture(picture("seen"))
    admin.add_picture(picture("waits"))
    fail(app, broken, Stage.SEEING)
    see(app, seen)
    told = admin.json("/api/media/status")
    assert told["counts"] == {"pending": 1, "processing": 1, "completed": 11, "failed": 1}
    assert [one["id"] for one in told["recently_completed"]] == list(reversed(done))[:10]


def test_completed_last_is_told_by_when_it_was_completed(admin: Caller, app: App) -> None:
    early, late = admin.add_picture(picture("early")), admin.add_picture(picture("late"))
    for item_id in (late, early):
        see(app, item_id)
        describe(app, item_id)
    told = admin.json("/api/media/status")["recently_completed"]
    assert [one["id"] for one in told] == [early, late]


def test_the_fresh_library_is_empty(admin: Caller) -> None:
    assert admin.json("/api/media") == {"items": [], "next_cursor": None}
    told = admin.json("/api/media/status")
    assert told == {
        "counts": {"pending": 0, "processing": 0, "completed": 0, "failed": 0},
        "recently_completed": [],
    }
