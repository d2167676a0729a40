"""The library on the command line: pictures taken in, found, steered, written out; artworks made of them."""

from pathlib import Path
from uuid import UUID

import pytest

from pressroom.features.media.artworks.models import Artwork
from pressroom.features.media.models import Item, Stage
from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings
from tests.commands import CommandLine, ended, started
from tests.documents import rows
from tests.library import describe, fail, picture, see
from tests.pictures import encoded, flag, opened

NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    return CommandLine(Settings(database_url=database_url, data_dir=tmp_path, max_upload_mb=1), capsys, monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures, one of them in a folder below, and what is none."""
    folder = tmp_path / "photos"
    (folder / "2024").mkdir(parents=True)
    (folder / "flag.jpg").write_bytes(encoded(flag((300, 200)), "JPEG"))
    (folder / "2024" / "dot.png").write_bytes(picture())
    (folder / "notes.txt").write_text("No picture.")
    (folder / "empty.png").touch()
    (folder / "huge.png").write_bytes(picture() + b"x" * 1_000_001)
    (folder / ".thumbs").touch()
    return folder


def taken(pressroom: CommandLine, tmp_path: Path, name: str) -> str:
    """Take one picture in; return its id."""
    path = tmp_path / name
    path.write_bytes(encoded(flag((300, 200)), "PNG") + name.encode())
    return str(pressroom("add", path, "--to", "media", "--json").json["added"][0]["id"])


@pytest.fixture
def seen(pressroom: CommandLine, app: App, tmp_path: Path) -> str:
    """The id of a picture that is done."""
    item_id = taken(pressroom, tmp_path, "harbour.png")
    see(app, item_id)
    describe(app, item_id)
    return item_id


def test_pictures_of_a_folder_are_taken_in_and_all_else_is_named(
    pressroom: CommandLine, app: App, folder: Path
) -> None:
    answer = pressroom("add", folder, "--to", "media", "--json")
    assert answer.code == 0, answer.err
    assert [Path(one["path"]).name for one in answer.json["added"]] == ["flag.jpg", "dot.png"]
    assert {one["status"] for one in answer.json["added"]} == {"pending"}
    assert {Path(one["path"]).name: one["code"] for one in answer.json["skipped"]} == {
        ".thumbs": "hidden",
        "notes.txt": "unsupported",
        "empty.png": "empty",
        "huge.png": "too_large",
    }
    assert {one.source for one in rows(app, Item)} == {"folder"}
    again = pressroom("add", folder, "--to", "media")
    assert again.out == "0 taken in, 2 here already, 4 left aside.\n"
    assert "notes.txt" in again.err
    assert len(rows(app, Item)) == 2


def test_a_picture_cannot_be_forced_in_twice(pressroom: CommandLine, folder: Path) -> None:
    answer = pressroom("add", folder, "--to", "media", "--force")
    assert (answer.code, answer.out) == (2, "")
    assert "--force is for documents" in answer.err


def test_a_library_there_is_none_of_is_wrong_usage(pressroom: CommandLine, folder: Path) -> None:
    assert pressroom("add", folder, "--to", "videos").code == 2


@pytest.mark.timeout(240)
@pytest.mark.slow
def test_waiting_for_pictures_needs_no_server(database_url: str, tmp_path: Path, app: App) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "flag.jpg").write_bytes(encoded(flag((300, 200)), "JPEG"))
    (folder / "broken.jpg").write_bytes(encoded(flag((300, 200)), "JPEG")[:200])
    environment = {"PRESSROOM_DATABASE_URL": database_url, "PRESSROOM_DATA_DIR": str(tmp_path / "data")}
    answer = ended(started(environment, "add", folder, "--to", "media", "--wait", "--json"), 200)
    assert answer.code == 1, answer.err
    assert {one["filename"]: one["status"] for one in answer.json["added"]} == {
        "flag.jpg": "completed",
        "broken.jpg": "failed",
    }
    assert "flag.jpg: done" in answer.err
    assert "broken.jpg: failed" in answer.err
    assert len(rows(app, Item)) == 2


def test_pictures_are_listed_and_narrowed(pressroom: CommandLine, tmp_path: Path, seen: str) -> None:
    waiting = taken(pressroom, tmp_path, "other.png")
    listed = pressroom("media", "list", "--json").json
    assert [one["id"] for one in listed["items"]] == [waiting, seen]
    for option in (("--tag", "boats"), ("--colour", "blue"), ("--status", "completed")):
        assert [one["id"] for one in pressroom("media", "list", *option, "--json").json["items"]] == [seen]
    assert pressroom("media", "list", "--until", "2001-01-01", "--json").json["items"] == []
    assert pressroom("media", "list", "--since", "yesterday").code == 2
    assert "boats in a harbour" in pressroom("media", "list").out
    first = pressroom("media", "list", "--limit", "1", "--json").json
    second = pressroom("media", "list", "--limit", "1", "--cursor", first["next_cursor"], "--json").json
    assert [one["id"] for one in [*first["items"], *second["items"]]] == [waiting, seen]


def test_pictures_are_found_by_words(pressroom: CommandLine, tmp_path: Path, seen: str) -> None:
    taken(pressroom, tmp_path, "other.png")
    assert [one["id"] for one in pressroom("media", "search", "fishing boats", "--json").json["items"]] == [seen]
    assert pressroom("media", "search", "zebra", "--json").json["items"] == []
    assert "harbour.png" in pressroom("media", "search", "HARBOUR").out


def test_a_picture_is_shown(pressroom: CommandLine, seen: str) -> None:
    shown = pressroom("media", "show", seen)
    assert "Fishing boats lie in a small harbour at dusk." in shown.out
    assert "640 by 480 px" in shown.out
    assert pressroom("media", "show", seen, "--json").json["analysis"]["mood"] == "calm"
    nowhere = pressroom("media", "show", NOWHERE)
    assert (nowhere.code, nowhere.out, nowhere.err) == (1, "", "There is no such picture here.\n")


def test_the_library_is_counted(pressroom: CommandLine, tmp_path: Path, seen: str) -> None:
    taken(pressroom, tmp_path, "other.png")
    told = pressroom("media", "status", "--json").json
    assert told["counts"] == {"pending": 1, "processing": 0, "completed": 1, "failed": 0}
    assert [one["id"] for one in told["recently_completed"]] == [seen]
    assert "harbour.png" in pressroom("media", "status").out


def test_a_failed_picture_is_tried_again(pressroom: CommandLine, app: App, tmp_path: Path) -> None:
    item_id = taken(pressroom, tmp_path, "broken.png")
    assert "being worked on" in pressroom("media", "retry", item_id).err
    fail(app, item_id, Stage.SEEING, "It ends early.")
    (again,) = pressroom("media", "retry", item_id, "--json").json["media"]
    assert (again["status"], again["run_id"]) == ("pending", f"process-media:{item_id}:2")


def test_pictures_are_described_anew_all_or_none(pressroom: CommandLine, app: App, tmp_path: Path, seen: str) -> None:
    waiting = taken(pressroom, tmp_path, "other.png")
    assert pressroom("media", "describe", seen, waiting).code == 1
    assert {one.attempt for one in rows(app, Item)} == {1}
    answer = pressroom("media", "describe", seen, "--feedback", "Name the boats.")
    assert answer.out == f"Started describe-media:{seen}:2\n"


def test_pictures_are_tagged_all_or_none(pressroom: CommandLine, tmp_path: Path, seen: str) -> None:
    waiting = taken(pressroom, tmp_path, "other.png")
    assert pressroom("media", "tag", seen, waiting, "--add", "sea").code == 1
    (tagged,) = pressroom("media", "tag", seen, "--add", " sea ", "--add", "sky", "--remove", "dusk", "--json").json[
        "media"
    ]
    assert tagged == {"id": seen, "tags": ["harbour", "boats", "sea", "sky"]}
    assert pressroom("media", "tag", seen).code == 2
    assert pressroom("media", "tag", seen, "--add", "x" * 61).code == 2


def test_pictures_are_deleted_all_or_none(pressroom: CommandLine, seen: str) -> None:
    assert pressroom("media", "delete", seen, NOWHERE).code == 1
    assert pressroom("media", "delete", seen, "--json").json == {"deleted": [seen]}
    assert pressroom("media", "list", "--json").json["items"] == []


@pytest.mark.timeout(180)
def test_pictures_are_written_out_as_wanted_and_replace_nothing(
    pressroom: CommandLine, tmp_path: Path, seen: str
) -> None:
    into = tmp_path / "out"
    for name in ("harbour.jpg", "harbour-2.jpg"):
        answer = pressroom("media", "export", seen, "--into", into, "--long-side", "90", "--json")
        assert answer.code == 0, answer.err
        assert answer.json["written"] == [{"id": seen, "path": str(into / name)}]
        written = opened((into / name).read_bytes())
        assert (written.format, written.size) == ("JPEG", (90, 60))
    answer = pressroom("media", "export", "--tag", "boats", "--into", into, "--to", "original")
    assert answer.out == f"1 written to {into}.\n"
    assert (into / "harbour.png").read_bytes() == (tmp_path / "harbour.png").read_bytes()
    assert pressroom("media", "export", "--into", into, "--to", "original", "--long-side", "9").code == 2


@pytest.mark.timeout(180)
def test_one_picture_that_cannot_be_written_stops_none_of_the_others(
    pressroom: CommandLine, tmp_path: Path, seen: str
) -> None:
    (tmp_path / "broken.jpg").write_bytes(encoded(flag((300, 200)), "JPEG")[:200])
    pressroom("add", tmp_path / "broken.jpg", "--to", "media")
    answer = pressroom("media", "export", "--into", tmp_path / "out", "--to", "webp", "--json")
    assert answer.code == 1
    assert [one["id"] for one in answer.json["written"]] == [seen]
    assert [one["filename"] for one in answer.json["failed"]] == ["broken.jpg"]
    assert answer.json["failed"][0]["detail"]


def test_artworks_are_made_all_or_none_and_listed(pressroom: CommandLine, app: App, tmp_path: Path, seen: str) -> None:
    waiting = taken(pressroom, tmp_path, "other.png")
    assert "no artworks" in pressroom("artworks", "list").err
    assert pressroom("artworks", "make", seen, waiting).code == 1
    assert rows(app, Artwork) == []
    (made,) = pressroom("artworks", "make", seen, "--json").json["artworks"]
    assert (made["media_id"], made["title"]) == (seen, "Boats in a harbour")
    assert "already" in pressroom("artworks", "make", seen).err
    listed = pressroom("artworks", "list", "--q", "dusk", "--json").json
    assert [UUID(one["id"]) for one in listed["items"]] == [UUID(made["id"])]
    assert "Boats in a harbour" in pressroom("artworks", "list").out
