"""Pins on the command line: made, described, edited, planned, changed in bulk, deleted and brought back."""

from pathlib import Path
from uuid import UUID

import pytest

from pressroom.features.pins.models import Pin, PinStage, PinStatus
from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings
from tests.commands import CommandLine, ended, started
from tests.library import change
from tests.pictures import encoded, flag
from tests.pins import Pinboard, picture_url, pinboard_of, say, see

NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    return CommandLine(Settings(database_url=database_url, data_dir=tmp_path, max_upload_mb=1), capsys, monkeypatch)


@pytest.fixture
def board(app: App) -> Pinboard:
    """The first workspace's pins."""
    return pinboard_of(app)


@pytest.fixture
def project(board: Pinboard) -> str:
    """The id of a blog."""
    return str(board.blogs.project())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A picture."""
    path = tmp_path / "soup.png"
    path.write_bytes(encoded(flag((300, 450)), "PNG"))
    return path


@pytest.fixture
def ready(pressroom: CommandLine, app: App, board: Pinboard, project: str, file: Path) -> str:
    """The id of a pin that has all it needs."""
    pin_id = str(pressroom("pins", "add", project, "--picture", file, "--json").json["pins"][0]["id"])
    see(app, pin_id)
    say(app, pin_id)
    change(app, Pin, pin_id, board_id=board.board())
    return pin_id


def shown(pressroom: CommandLine, pin_id: str) -> dict[str, object]:
    """Return a pin as `show` prints it for programs."""
    return pressroom("pins", "show", pin_id, "--json").json


def test_a_pin_is_made_of_a_file_and_shown(pressroom: CommandLine, project: str, file: Path) -> None:
    typed = pressroom("pins", "add", project, "--picture", file, "--title", "Leek soup", "--json")
    (made,) = typed.json["pins"]
    assert (typed.code, made["title"], made["picture_source"]) == (0, "Leek soup", "upload")
    told = pressroom("pins", "show", made["id"])
    assert "Leek soup" in told.out
    assert "Kitchen notes" in told.out
    assert pressroom("pins", "show", NOWHERE).code == 1


def test_only_one_picture_is_named_and_it_must_be_one(
    pressroom: CommandLine, project: str, file: Path, tmp_path: Path
) -> None:
    both = pressroom("pins", "add", project, "--picture", file, "--media", NOWHERE)
    assert (both.code, "Name one picture" in both.err) == (2, True)
    assert pressroom("pins", "add", project, "--media", NOWHERE).code == 1
    (tmp_path / "note.txt").write_text("Hello")
    assert pressroom("pins", "add", project, "--picture", tmp_path / "note.txt").code == 2
    assert pressroom("pins", "add", NOWHERE, "--title", "x").code == 1
    assert pressroom("pins", "list", "--json").json["items"] == []


def test_a_picture_of_the_library_becomes_a_pin(pressroom: CommandLine, project: str, file: Path) -> None:
    item = pressroom("add", file, "--to", "media", "--json").json["added"][0]["id"]
    (made,) = pressroom("pins", "add", project, "--media", item, "--json").json["pins"]
    assert (made["picture_source"], made["status"]) == ("media", "draft")


def test_pins_are_made_of_articles_and_what_gives_none_is_said(
    pressroom: CommandLine, board: Pinboard, project: str
) -> None:
    article = board.article(UUID(project), "soup", pictures=3)
    typed = pressroom("pins", "make", str(article), NOWHERE, "--per-article", "2", "--json")
    assert [one["picture_url"] for one in typed.json["pins"]] == [picture_url("soup", 3), picture_url("soup", 2)]
    assert f"{NOWHERE}: There is no such article here." in typed.err


def test_pins_are_listed_narrowed_and_counted(pressroom: CommandLine, project: str, ready: str) -> None:
    (draft,) = pressroom("pins", "add", project, "--title", "Bread", "--json").json["pins"]
    assert [one["id"] for one in pressroom("pins", "list", "--json").json["items"]] == [draft["id"], ready]
    assert [one["id"] for one in pressroom("pins", "list", "--words", "leek", "--json").json["items"]] == [ready]
    first = pressroom("pins", "list", "--limit", "1")
    assert "Bread" in first.out
    assert "--cursor" in first.err
    assert pressroom("pins", "status", "--json").json["counts"]["ready"] == 1
    assert "Ready" in pressroom("pins", "status").out
    assert "There are no such pins" in pressroom("pins", "list", "--status", "failed").err


def test_a_pin_is_edited_within_limits_and_locked(pressroom: CommandLine, ready: str) -> None:
    typed = pressroom(
        "pins", "edit", ready, "--title", "Mine", "--keyword", "a", "--keyword", "b", "--tag", "t", "--lock", "title"
    )
    assert (typed.code, "ready" in typed.err) == (0, True)
    found = shown(pressroom, ready)
    assert (found["title"], found["keywords"], found["tags"], found["locked"]) == ("Mine", ["a", "b"], ["t"], ["title"])
    assert pressroom("pins", "edit", ready, "--unlock", "title", "--json").json["locked"] == []
    long = pressroom("pins", "edit", ready, "--description", "a" * 801)
    assert (long.code, "at most 800 characters; this one has 801" in long.err) == (2, True)
    assert pressroom("pins", "edit", ready, "--link", "soup").code == 2
    assert pressroom("pins", "edit", ready, "--title", "x" * 6000).code == 2
    history = pressroom("pins", "history", ready, "--json").json["items"]
    assert [one["values"]["title"] for one in history] == ["Mine", "Leek soup in twenty minutes"]
    pressroom("pins", "history", ready, "--restore", history[1]["id"])
    assert shown(pressroom, ready)["title"] == "Leek soup in twenty minutes"
    told = pressroom("pins", "history", ready).out
    for words in (
        "fake",
        "Mine",
        "A warm soup of leeks",
        "A bowl of green soup.",
        "leek soup, quick dinner",
        "(shown)",
    ):
        assert words in told


def test_pins_are_described_by_ids_or_filters(pressroom: CommandLine, project: str, ready: str) -> None:
    typed = pressroom("pins", "describe", ready, "--feedback", "Shorter.", "--json")
    assert (typed.code, typed.json["total"]) == (0, 1)
    assert shown(pressroom, ready)["status"] == "describing"
    assert pressroom("pins", "describe").code == 2
    assert pressroom("pins", "describe", ready, "--project", project).code == 2
    assert pressroom("pins", "describe", "--status", "failed").code == 2
    assert pressroom("pins", "describe", "--project", project).out.startswith("Started await-batch:")


def test_pins_are_planned_one_after_another_and_taken_off(pressroom: CommandLine, project: str, ready: str) -> None:
    (bare,) = pressroom("pins", "add", project, "--title", "Bread", "--json").json["pins"]
    typed = pressroom("pins", "schedule", bare["id"], ready, "--at", "2099-01-01T09:00", "--every", "30", "--json")
    assert (typed.code, typed.json["succeeded"], typed.json["failed"]) == (1, 1, 1)
    assert shown(pressroom, ready)["scheduled_at"] == "2099-01-01T09:00:00.000Z"
    assert pressroom("pins", "schedule", ready, "--at", "2099-01-01T09:00+0200").code == 0
    assert shown(pressroom, ready)["scheduled_at"] == "2099-01-01T07:00:00.000Z"
    past = pressroom("pins", "schedule", ready, "--at", "2020-01-01T09:00")
    assert (past.code, "This time is past" in past.err) == (1, True)
    assert pressroom("pins", "schedule", "--status", "scheduled", "--never").code == 0
    assert shown(pressroom, ready)["status"] == "ready"
    assert pressroom("pins", "schedule", ready).code == 2


def test_pins_are_changed_in_bulk(pressroom: CommandLine, board: Pinboard, ready: str) -> None:
    other = str(board.board("Other"))
    typed = pressroom("pins", "change", ready, "--board", other, "--fit", "pad", "--add-tag", "spring")
    assert (typed.code, "1 changed." in typed.err) == (0, True)
    found = shown(pressroom, ready)
    assert (found["board_id"], found["fit"], found["tags"]) == (other, "pad", ["spring"])
    pressroom("pins", "change", "--tag", "spring", "--remove-tag", "spring")
    assert shown(pressroom, ready)["tags"] == []
    assert pressroom("pins", "change", ready).code == 2
    assert pressroom("pins", "change", ready, "--board", NOWHERE).code == 1


def test_a_failed_pin_is_tried_again(pressroom: CommandLine, app: App, ready: str) -> None:
    assert pressroom("pins", "retry", ready).code == 1
    change(app, Pin, ready, status=PinStatus.FAILED, failed_stage=PinStage.DESCRIBING, error="It broke.")
    assert "It broke." in pressroom("pins", "list").out
    (started,) = pressroom("pins", "retry", ready, "--json").json["pins"]
    assert (started["status"], started["error"]) == ("describing", None)


def test_pins_are_deleted_and_brought_back(pressroom: CommandLine, ready: str) -> None:
    typed = pressroom("pins", "delete", ready, NOWHERE, "--json")
    assert (typed.code, typed.json["succeeded"]) == (1, 1)
    assert pressroom("pins", "list", "--json").json["items"] == []
    assert pressroom("pins", "restore", ready).code == 0
    assert len(pressroom("pins", "list", "--json").json["items"]) == 1
    assert pressroom("pins", "delete", "--status", "ready").code == 0


@pytest.mark.slow
def test_a_pin_is_described_offline_while_one_waits(
    database_url: str, tmp_path: Path, project: str, file: Path
) -> None:
    environment = {"PRESSROOM_DATABASE_URL": database_url, "PRESSROOM_DATA_DIR": str(tmp_path)}
    making = started(environment, "pins", "add", project, "--picture", file, "--describe", "--wait", "--json")
    typed = ended(making, 100)
    assert typed.code == 0, typed.err
    (made,) = typed.json["pins"]
    assert (made["status"], made["error"], made["width"]) == ("ready", None, 300)
    assert made["title"]
