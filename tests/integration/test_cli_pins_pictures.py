"""The pictures of a pin on the command line."""

from pathlib import Path
from uuid import UUID

import pytest

from pressroom.features.pins.models import PinSlide
from pressroom.features.pins.slides import progress
from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings
from tests.carousels import Carousel
from tests.commands import CommandLine
from tests.pictures import encoded, scene
from tests.pins import Pinboard, picture_url, pinboard_of, see

LOOK = {"width": 300, "height": 450, "placeholder": None}


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
def files(tmp_path: Path) -> list[Path]:
    """Three pictures."""
    paths = [tmp_path / f"{number}.png" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_bytes(encoded(scene(number, (30, 45)), "PNG"))
    return paths


@pytest.fixture
def pin(pressroom: CommandLine, app: App, board: Pinboard, files: list[Path]) -> str:
    """The id of a pin with a picture."""
    project_id = board.blogs.project()
    pin_id = str(pressroom("pins", "add", str(project_id), "--picture", files[0], "--json").json["pins"][0]["id"])
    see(app, pin_id)
    return pin_id


def test_pictures_are_added_moved_and_taken_out(
    pressroom: CommandLine, board: Pinboard, pin: str, files: list[Path]
) -> None:
    added = pressroom("pins", "pictures", pin, "--picture", files[1], "--picture", files[2], "--json").json["items"]
    assert [one["number"] for one in added] == [2, 3]
    moved = pressroom("pins", "pictures", pin, "--move", added[1]["id"], "--to", "2", "--json").json["items"]
    assert [one["id"] for one in moved] == [added[1]["id"], added[0]["id"]]
    pressroom("pins", "pictures", pin, "--remove", added[0]["id"])
    with board.session() as session:
        slide = session.get_one(PinSlide, UUID(added[1]["id"]))
        assert slide.asset_id is not None
        progress.record_look(session, slide.id, slide.asset_id, LOOK)
    shown = pressroom("pins", "pictures", pin).out
    assert "the pin's own" in shown
    assert "300 by 450 px" in shown
    assert added[1]["id"] in shown
    first = Carousel(board, UUID(pin)).pin().asset_id
    pressroom("pins", "pictures", pin, "--move", added[1]["id"], "--to", "1")
    assert Carousel(board, UUID(pin)).slides()[0].asset_id == first


def test_a_picture_of_the_article_is_fetched_and_tried_again(pressroom: CommandLine, board: Pinboard, pin: str) -> None:
    (shown,) = board.blogs.pictures(board.article(board.pin(UUID(pin)).project_id, "soup"))
    (added,) = pressroom("pins", "pictures", pin, "--article-picture", str(shown.id), "--json").json["items"]
    assert added["picture_url"] == picture_url("soup")
    with board.session() as session:
        progress.break_off(session, added["id"], "The site is gone.")
    assert "The site is gone." in pressroom("pins", "pictures", pin).out
    (again,) = pressroom("pins", "pictures", pin, "--retry", added["id"], "--json").json["items"]
    assert (again["error"], again["run_id"]) == (None, f"prepare-slide:{added['id']}:2")


def test_what_is_wrong_is_said_and_a_pin_without_a_picture_says_so(
    pressroom: CommandLine, board: Pinboard, pin: str, files: list[Path]
) -> None:
    refused = pressroom("pins", "pictures", pin, "--to", "2")
    assert "--move and --to" in refused.err
    assert "already" in pressroom("pins", "pictures", pin, "--picture", files[0]).err
    empty = board.make(board.pin(UUID(pin)).project_id, title="Only words")
    assert "no picture yet" in pressroom("pins", "pictures", str(empty)).err
