"""The studio on the command line: photos handed in, waited for, saved, tried again, deleted and brought back."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from pressroom.core.runs.workers import living_workers
from pressroom.features.generations import steps
from pressroom.features.generations.models import Generation, Status, Step
from pressroom.features.generations.rules import TOO_MANY
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.errors import ProviderRefused
from pressroom.kernel.settings import Settings
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.paint import FakePainter
from pressroom.worker import RunningWorker
from tests.commands import CommandLine, ended, started
from tests.documents import rows
from tests.doors import fake_doors
from tests.generations import spend, studio_of
from tests.media import dot, wait_for
from tests.painting import ball, encoded
from tests.pictures import opened

NOWHERE = "01900000-0000-7000-8000-000000000000"
STOP_SECONDS = 30


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[CommandLine]:
    settings = Settings(database_url=database_url, data_dir=tmp_path, max_upload_mb=1)
    monkeypatch.setenv("PRESSROOM_LOG_LEVEL", "warning")  # or a command sets it, for the tests after this one, too
    with capture_logs():  # which `main` sends to standard error
        yield CommandLine(settings, capsys, monkeypatch)


@contextmanager
def working(app: App, painter: FakePainter | None = None) -> Iterator[None]:
    """Let a worker run whose providers are fakes."""
    painter = painter or FakePainter()
    steps.bind(steps.Tools(app.database, app.storage, fake_doors().pictures, FakeDescriber(), painter))
    worker = RunningWorker(app, app.database.engine)
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(worker.run)
        try:
            wait_for(lambda: _is_ready(app), STOP_SECONDS)
            yield
        finally:
            worker.stop()
            running.result(STOP_SECONDS)


def _is_ready(app: App) -> bool:
    with app.database.transaction() as session:
        return bool(living_workers(session))


def photos(folder: Path, number: int, name: str = "cat") -> list[Path]:
    """Write photos, each of its own."""
    paths = [folder / f"{name}-{one}.png" for one in range(number)]
    for path in paths:
        path.write_bytes(dot(path.name))
    return paths


def begun(pressroom: CommandLine, tmp_path: Path, name: str = "cat") -> str:
    """Hand one photo in; return the generation's id."""
    return str(pressroom("generations", "add", *photos(tmp_path, 1, name), "--json").json["added"][0]["id"])


def fail(app: App, generation_id: str) -> None:
    """Let a generation fail, as its run would."""
    with app.database.transaction() as session:
        found = session.get_one(Generation, UUID(generation_id))
        found.status, found.step, found.finished_at = Status.FAILED, Step.GENERATE, now()
        found.error = "The model will not paint this."


@pytest.fixture
def done(pressroom: CommandLine, app: App, tmp_path: Path) -> str:
    """The id of a generation that is completed."""
    (photo,) = photos(tmp_path, 1, "mia")
    with working(app):
        answer = pressroom("generations", "add", photo, "--wait", "--json")
    assert answer.code == 0, answer.err
    return str(answer.json["added"][0]["id"])


def test_photos_are_handed_in_without_a_worker(pressroom: CommandLine, app: App, tmp_path: Path) -> None:
    answer = pressroom("generations", "add", *photos(tmp_path, 2), "--style", "felt")
    assert answer.code == 0, answer.err
    assert [line.split()[1] for line in answer.out.splitlines()] == ["cat-0.png", "cat-1.png"]
    assert "No worker is running" in answer.err
    assert {(one.status, one.style) for one in rows(app, Generation)} == {("processing", "felt")}
    assert pressroom("credits", "show", "--json").json["in_use"] == 2


def test_a_sixth_is_refused_in_the_words_everyone_hears(pressroom: CommandLine, app: App, tmp_path: Path) -> None:
    answer = pressroom("generations", "add", *photos(tmp_path, 7), "--json")
    assert answer.code == 1
    assert len(answer.json["added"]) == len(rows(app, Generation)) == 5
    assert (answer.json["remaining"], answer.json["stopped"]) == (2, TOO_MANY)
    again = pressroom("generations", "add", *photos(tmp_path, 1, "dog"))
    assert (again.code, again.out) == (1, "")
    assert TOO_MANY in again.err.splitlines()
    assert "Not begun: 1. With --wait" in again.err


def test_one_who_waits_waits_for_places_and_finds_every_result_saved(
    pressroom: CommandLine, app: App, tmp_path: Path
) -> None:
    out = tmp_path / "toys" / "new"
    with working(app):
        answer = pressroom("generations", "add", *photos(tmp_path, 7), "--out", out, "--json")
    assert answer.code == 0, answer.err
    assert {one["status"] for one in answer.json["added"]} == {"completed"}
    assert (answer.json["remaining"], answer.json["stopped"]) == (0, None)
    assert sorted(one.name for one in out.iterdir()) == [f"cat-{one}-plushie.png" for one in range(7)]
    assert sorted(one["saved_to"] for one in answer.json["added"]) == sorted(map(str, out.iterdir()))
    assert opened((out / "cat-0-plushie.png").read_bytes()).size == (1024, 1024)
    assert "cat-6.png: done, “cat-6-plushie.png”" in answer.err.splitlines()


def test_results_never_replace_a_file(pressroom: CommandLine, app: App, tmp_path: Path) -> None:
    (tmp_path / "cat-0-plushie.png").write_bytes(b"mine")
    with working(app):
        answer = pressroom("generations", "add", *photos(tmp_path, 1), "--out", tmp_path)
    assert answer.code == 0, answer.err
    assert answer.out.endswith(f"{tmp_path / 'cat-0-plushie-2.png'}\n")
    assert (tmp_path / "cat-0-plushie.png").read_bytes() == b"mine"


def test_one_that_fails_is_told_with_its_reason_and_stops_no_other(
    pressroom: CommandLine, app: App, tmp_path: Path
) -> None:
    (bad,), (good,) = photos(tmp_path, 1, "bad"), photos(tmp_path, 1, "good")
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    with working(app, FakePainter(error=ProviderRefused("It will not paint this."))):
        failing = pressroom("generations", "add", bad, broken, good, "--wait")
    assert failing.code == 1
    assert "bad-0.png: It will not paint this. `pressroom generations retry " in failing.err
    assert f"{broken}: " in failing.err
    assert {one.status for one in rows(app, Generation)} == {Status.FAILED}
    assert len(rows(app, Generation)) == 2
    assert pressroom("credits", "show", "--json").json == {"balance": 20, "in_use": 0, "available": 20}


def test_the_last_credits_are_waited_for_and_then_there_are_none(
    pressroom: CommandLine, app: App, tmp_path: Path
) -> None:
    pressroom("credits", "show")  # there is an owner from then on
    spend(app, studio_of(app), 18)
    without = pressroom("generations", "add", *photos(tmp_path, 3))
    assert (without.code, len(rows(app, Generation))) == (1, 2)
    assert "All 2 of your credits are in use." in without.err
    with working(app):
        waiting = pressroom("generations", "add", *photos(tmp_path, 1, "dog"), "--wait", "--json")
    assert waiting.code == 1
    assert waiting.json["added"] == []
    assert waiting.json["stopped"].startswith("You have no credits left.")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("{photo}", "--style", "marble"), "marble"),
        (("{folder}",), "directory"),
        (("{folder}/nothing.png",), "does not exist"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(
    pressroom: CommandLine, app: App, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    (photo,) = photos(tmp_path, 1)
    given = [one.format(photo=photo, folder=tmp_path) for one in arguments]
    answer = pressroom("generations", "add", *given)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert rows(app, Generation) == []


@pytest.mark.timeout(240)
@pytest.mark.slow
def test_waiting_needs_no_server_and_an_interrupt_ends_it(database_url: str, tmp_path: Path, app: App) -> None:
    photo = tmp_path / "ball.jpg"
    photo.write_bytes(encoded(ball(), "JPEG"))
    environment = {"PRESSROOM_DATABASE_URL": database_url, "PRESSROOM_DATA_DIR": str(tmp_path)}
    answer = ended(started(environment, "generations", "add", photo, "--out", tmp_path / "out", "--json"), 200)
    assert answer.code == 0, answer.err
    assert opened((tmp_path / "out" / "ball-plushie.png").read_bytes()).size == (1024, 1024)

    process = started(environment, "generations", "add", *photos(tmp_path, 6), "--wait", "--json")
    wait_for(lambda: len(rows(app, Generation)) == 6, 60)
    process.send_signal(signal.SIGINT)
    interrupted = ended(process, 60)
    assert interrupted.code == 130, interrupted.err
    assert (len(interrupted.json["added"]), interrupted.json["stopped"]) == (5, "Interrupted.")


def test_generations_are_listed_newest_first_and_narrowed(pressroom: CommandLine, tmp_path: Path, done: str) -> None:
    waiting = begun(pressroom, tmp_path)
    assert [one["id"] for one in pressroom("generations", "list", "--json").json["items"]] == [waiting, done]
    for option, found in (("--status", "completed"), ("--style", "plushie")):
        assert done in pressroom("generations", "list", option, found).out
    assert waiting not in pressroom("generations", "list", "--status", "completed").out
    assert "There are no such generations." in pressroom("generations", "list", "--style", "clay").err
    first = pressroom("generations", "list", "--limit", "1", "--json").json
    second = pressroom("generations", "list", "--cursor", first["next_cursor"], "--json").json
    assert ([one["id"] for one in second["items"]], second["next_cursor"]) == ([done], None)
    assert f"--cursor {waiting}" in pressroom("generations", "list", "--limit", "1").err


def test_one_is_shown_with_what_is_known_of_it(pressroom: CommandLine, done: str) -> None:
    told = pressroom("generations", "show", done, "--json").json
    assert (told["id"], told["status"], told["subject_type"]) == (done, "completed", "other")
    shown = pressroom("generations", "show", done).out
    for fact in ("mia-0.png", "plushie", "1024 by 1024 px", "generate-picture:"):
        assert fact in shown
    assert pressroom("generations", "show", NOWHERE).code == 1


def test_a_failed_one_is_tried_again_in_another_style(pressroom: CommandLine, app: App, tmp_path: Path) -> None:
    generation_id = begun(pressroom, tmp_path)
    busy = pressroom("generations", "retry", generation_id)
    assert (busy.code, "in progress" in busy.err) == (1, True)
    fail(app, generation_id)
    assert "(generate)" in pressroom("generations", "show", generation_id).out
    assert "will not paint" in pressroom("generations", "list").out
    assert pressroom("generations", "retry", generation_id, "--style", "marble").code == 2
    answer = pressroom("generations", "retry", generation_id, "--style", "clay")
    assert (answer.code, answer.out) == (0, f"Started generate-picture:{generation_id}:2\n")
    fail(app, generation_id)
    again = pressroom("generations", "retry", generation_id, "--json").json["generations"][0]
    assert (again["status"], again["run_id"]) == ("processing", f"generate-picture:{generation_id}:3")
    assert [one.style for one in rows(app, Generation)] == ["clay"]


def test_a_result_and_its_photo_are_saved_and_nothing_is_replaced(
    pressroom: CommandLine, tmp_path: Path, done: str
) -> None:
    wanted = tmp_path / "toy.png"
    assert pressroom("generations", "save", done, "--out", wanted, "--json").json == {"id": done, "path": str(wanted)}
    assert opened(wanted.read_bytes()).size == (1024, 1024)
    again = pressroom("generations", "save", done, "--out", wanted)
    assert (again.code, again.out) == (1, "")
    assert "is there already" in again.err
    (folder := tmp_path / "folder").mkdir()
    assert pressroom("generations", "save", done, "--out", folder).out == f"{folder / 'mia-0-plushie.png'}\n"
    pressroom("generations", "save", done, "--out", folder, "--original")
    assert (folder / "mia-0.png").read_bytes() == (tmp_path / "mia-0.png").read_bytes()


def test_there_is_nothing_to_save_before_it_is_made(pressroom: CommandLine, tmp_path: Path) -> None:
    generation_id = begun(pressroom, tmp_path)
    early = pressroom("generations", "save", generation_id, "--out", tmp_path / "toy.png")
    assert (early.code, early.err) == (1, "This generation has no result yet.\n")


def test_generations_are_deleted_all_or_none_and_brought_back(
    pressroom: CommandLine, app: App, tmp_path: Path, done: str
) -> None:
    waiting = begun(pressroom, tmp_path)
    assert pressroom("generations", "delete", done, waiting).code == 1
    assert all(one.deleted_at is None for one in rows(app, Generation))
    assert pressroom("generations", "delete", done, "--json").json == {"deleted": [done]}
    assert [one["id"] for one in pressroom("generations", "list", "--json").json["items"]] == [waiting]
    assert pressroom("generations", "restore", done, "--json").json == {"restored": [done]}
    assert pressroom("generations", "restore", done).err == "1 brought back.\n"
    assert done in pressroom("generations", "list").out
