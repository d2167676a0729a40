"""The studio and the library on the command line: styles to choose, pictures made into plushies, results taken in."""

import io
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from pressroom.core.assets.actions import record_asset
from pressroom.core.assets.models import Source
from pressroom.features.generations.models import Generation, Status
from pressroom.features.generations.rules import TOO_MANY
from pressroom.features.media.models import Item
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.settings import Settings
from pressroom.providers.pictures import PNG
from tests.commands import CommandLine
from tests.documents import rows
from tests.media import dot

NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[CommandLine]:
    monkeypatch.setenv("PRESSROOM_LOG_LEVEL", "warning")  # or a command sets it, for the tests after this one, too
    with capture_logs():  # which `main` sends to standard error
        yield CommandLine(Settings(database_url=database_url, data_dir=tmp_path), capsys, monkeypatch)


def in_library(pressroom: CommandLine, tmp_path: Path, number: int) -> list[str]:
    """Take pictures in; return their ids."""
    (folder := tmp_path / "photos").mkdir()
    for one in range(number):
        (folder / f"cat-{one}.png").write_bytes(dot(str(one)))
    return [one["id"] for one in pressroom("add", folder, "--to", "media", "--json").json["added"]]


def complete(app: App, generation_id: UUID) -> None:
    """Deliver a generation, as its run would."""
    stored = app.storage.keep(io.BytesIO(dot("result")))
    with app.database.transaction() as session:
        found = session.get_one(Generation, generation_id)
        result = record_asset(session, stored, workspace_id=found.workspace_id, mime=PNG, source=Source.GENERATED)
        found.result_id, found.status, found.finished_at = result.id, Status.COMPLETED, now()


def test_pictures_of_the_library_are_made_into_plushies(pressroom: CommandLine, app: App, tmp_path: Path) -> None:
    first, second = in_library(pressroom, tmp_path, 2)
    answer = pressroom("generations", "make", first, second, "--style", "clay")
    assert answer.code == 0, answer.err
    assert {(one.filename, one.style, one.source) for one in rows(app, Generation)} == {
        ("cat-0.png", "clay", "folder"),
        ("cat-1.png", "clay", "folder"),
    }
    assert answer.out.splitlines()[0].endswith("  cat-0.png")


def test_more_than_there_are_places_for_are_none(pressroom: CommandLine, app: App, tmp_path: Path) -> None:
    pictures = in_library(pressroom, tmp_path, 6)
    assert TOO_MANY in pressroom("generations", "make", *pictures).err
    assert pressroom("generations", "make", pictures[0], NOWHERE).code == 1
    assert pressroom("generations", "make", pictures[0], "--style", "marble").code == 2
    assert rows(app, Generation) == []


def test_a_result_is_taken_into_the_library_once(pressroom: CommandLine, app: App, tmp_path: Path) -> None:
    (picture,) = in_library(pressroom, tmp_path, 1)
    pressroom("generations", "make", picture)
    (begun,) = rows(app, Generation)
    early = pressroom("generations", "keep", str(begun.id))
    assert (early.code, early.err) == (1, "This generation has no result yet.\n")
    complete(app, begun.id)
    taken = pressroom("generations", "keep", str(begun.id))
    assert taken.out.endswith("  cat-0-plushie.png\n")
    (again,) = pressroom("generations", "keep", str(begun.id), "--json").json["media"]
    assert again["duplicate_of"] == again["id"] == taken.out.split()[0]
    assert {(one.filename, one.source) for one in rows(app, Item)} == {
        ("cat-0.png", "folder"),
        ("cat-0-plushie.png", "generated"),
    }


def test_the_styles_are_listed(pressroom: CommandLine) -> None:
    offered = [one["key"] for one in pressroom("generations", "styles", "--json").json["items"]]
    assert offered[:4] == ["plushie", "felt", "clay", "paper-cut"]
    assert "A soft toy" in pressroom("generations", "styles").out
