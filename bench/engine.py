"""A run of five steps in our words, beside the same on plain DBOS, in one process and on one PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic
from uuid import uuid4

from dbos import DBOS, SetWorkflowAttributes, SQLAlchemyDatasource
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bench.row import Row
from bench.timings import Timings, milliseconds, wait_until
from pressroom.composition import Composition
from pressroom.kernel.app import App
from pressroom.kernel.durable import Failure, step, transaction, workflow
from pressroom.kernel.ids import new_id
from pressroom.kernel.settings import Settings

RUNS = 150
WARM_UP = 10
AT_ONCE = 200
OVERHEAD = 1.20
TABLE = """
    CREATE TABLE bench_beats (run text, beat int, at timestamptz DEFAULT clock_timestamp(), PRIMARY KEY (run, beat))
"""
INSERT = text("INSERT INTO bench_beats (run, beat) VALUES (:run, :beat)")


def insert(session: Session, run_id: str, beat: int) -> int:
    """Write one row; what a database beat of either kind does."""
    session.execute(INSERT, {"run": run_id, "beat": beat})
    return beat


def add_one(number: int) -> int:
    """Do next to nothing; what an outside beat of either kind does."""
    return number + 1


write, reach = transaction(insert), step(add_one)
forget = transaction(lambda _session, _subject, _reason: None)


@workflow(when_broken=forget)
def ours(run_id: str) -> None:
    """Three database beats and two outside."""
    write(run_id, 1)
    for beat in (2, 4):
        match reach(beat):
            case Failure():
                return
            case following:
                write(run_id, following)


def plain_story(engine: Engine) -> Callable[[str], None]:
    """Return the same story told with nothing but DBOS."""
    datasource = SQLAlchemyDatasource.create(engine.url.render_as_string(hide_password=False), engine=engine)

    @datasource.transaction(name="insert_plainly")
    def write(run_id: str, beat: int) -> int:
        return insert(datasource.sql_session(), run_id, beat)

    reach = DBOS.step(name="add_one_plainly")(add_one)

    @DBOS.workflow(name="plain")
    def plain(run_id: str) -> None:
        write(run_id, 1)
        for beat in (2, 4):
            write(run_id, reach(beat))

    return plain


def run() -> list[Row]:
    """Run both in turn."""
    ours_took, plain_took = Timings(), Timings()
    with running_worker() as (app, plain):
        attributes = {"workspace_id": str(new_id()), "subject_kind": "bench", "subject_id": str(new_id())}
        for turn in range(WARM_UP + RUNS):
            # As in production, our runs say whose they are; the trigger that tells browsers costs us, not DBOS.
            with SetWorkflowAttributes(attributes), ours_took.measured():
                ours(f"ours-{turn}")
            with plain_took.measured():
                plain(f"plain-{turn}")
        speed = runs_a_second(app)
    for timings in (ours_took, plain_took):
        del timings.seconds[:WARM_UP]
    ratio = ours_took.p50 / plain_took.p50
    return [
        Row(
            what="5-step run with our words and live updates",
            measured=str(ours_took),
            against=f"plain DBOS {milliseconds(plain_took.p50)}; <= {OVERHEAD}",
            ratio=ratio,
            met=ratio <= OVERHEAD,
        ),
        Row(what=f"{AT_ONCE} such runs from the queue, one worker", measured=f"{speed:.0f} runs/s"),
    ]


@contextmanager
def running_worker() -> Iterator[tuple[App, Callable[[str], None]]]:
    """Give an installation with a worker in this process, and the plain story beside ours."""
    with TemporaryDirectory(prefix="pressroom-bench-") as folder:
        composer = Composition(Settings(data_dir=Path(folder)))
        with composer.app() as app:
            with app.database.transaction() as session:
                session.execute(text(TABLE))
            plain = plain_story(app.database.engine)
            worker = composer.worker(app)
            thread = Thread(target=worker.run, name="worker")
            thread.start()
            wait_until(lambda: _is_launched(app), within=20, what="worker ready")
            try:
                yield app, plain
            finally:
                worker.stop()
                thread.join()


def _is_launched(app: App) -> bool:
    return bool(app.durable.client.list_schedules())


def runs_a_second(app: App) -> float:
    """Return how fast runs accepted at once are carried, from first to last."""
    batch = uuid4().hex
    with app.database.transaction() as session:
        for index in range(AT_ONCE):
            app.durable.enqueue(
                session,
                "ours",
                f"{batch}-{index}",
                run_id=f"{batch}-{index}",
                workspace_id=new_id(),
                subject=("bench", new_id()),
            )
    began = monotonic()
    done = text("SELECT count(*) FROM dbos.workflow_status WHERE workflow_uuid LIKE :batch AND status = 'SUCCESS'")

    def all_done() -> bool:
        with app.database.transaction() as session:
            return bool(session.scalar(done, {"batch": f"{batch}-%"}) == AT_ONCE)

    wait_until(all_done, within=60, what="all runs carried", every=0.05)
    return AT_ONCE / (monotonic() - began)
