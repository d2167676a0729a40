"""Publishing: what is due found among a million scheduled pins, and how late pins are published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bench.installation import Failed, Installation, installation
from bench.row import Row
from bench.timings import Timings, wait_until
from pressroom.core.accounts.actions import first_admin
from pressroom.core.connections.actions import record_connection
from pressroom.features.pins.publishing.actions.due import due
from pressroom.kernel.vault import Vault, key_in_file
from pressroom.providers.oauth import Account, Tokens
from pressroom.providers.pinterest import FakePinterest

PICTURE = Path(__file__).parents[1] / "samples" / "pictures" / "coffee.webp"
FEW, MANY, DUE = 10_000, 1_000_000, 50
MOST_SECONDS, FLAT = 0.001, 1.5
ASKED, FIRST = 200, 10
"""Of what is asked often, so many are not counted."""
ACCOUNTS, MINUTES = 20, 3
LONGEST_SECONDS = 90.0

CONNECT = text("""
    UPDATE projects SET connection_id = (SELECT id FROM connections LIMIT 1) WHERE connection_id IS NULL
""")
SCHEDULED = text("""
    INSERT INTO pins (id, created_at, updated_at, workspace_id, project_id, picture, fit, title, description, alt_text,
      keywords, locked, tags, status, attempt, scheduled_at)
    SELECT gen_random_uuid(), now(), now(), p.workspace_id, p.id, '{}', 'crop', 'Pin', '', '', '{}', '{}', '{}',
      'scheduled', 0, now() + CASE WHEN i <= CAST(:due AS int) THEN -i ELSE 86400 + 60 * i END * interval '1 second'
    FROM projects p, generate_series(CAST(:first AS int), CAST(:last AS int)) AS i WHERE p.id = :project
""")
PLANNED = text("""
    UPDATE pins SET title = 'Pin ' || CAST(:number AS text), board_id = :board,
      link = 'https://blog.example/' || CAST(:number AS text), status = 'scheduled', scheduled_at = :at,
      published_at = NULL, pinterest_pin_id = NULL WHERE id = :pin
""")
LATENESS = text("""
    SELECT extract(epoch FROM published_at - scheduled_at) FROM pins WHERE status = 'published' AND id = ANY(:pins)
""")
BOARD = text("""
    INSERT INTO boards (id, created_at, updated_at, workspace_id, name, description, connection_id, pinterest_board_id)
    SELECT gen_random_uuid(), now(), now(), c.workspace_id, c.account, '', c.id, :board FROM connections c
    WHERE c.id = :connection RETURNING id
""")


def run() -> list[Row]:
    """Ask for what is due among ten thousand and a million, then publish on time."""
    return [*swept(), *on_time()]


def swept() -> Iterator[Row]:
    """Yield how long the query of a sweep takes."""
    with installation(workers=0) as press:
        project = _project(press)
        _account(press, 0)
        with press.database() as database:
            few = _asked(database.engine, project, 1, FEW)
            many = _asked(database.engine, project, FEW + 1, MANY)
    for what, one, other, most in (
        ("in the database", many.within, few.within, MOST_SECONDS),
        ("and read as the sweep reads them", many.all, few.all, None),
    ):
        ratio = one.p50 / other.p50
        yield Row(
            what=f"the {DUE} due of {MANY:,} scheduled pins found and locked, {what}",
            measured=str(one),
            against=f"of {FEW:,}: {other}; <= {FLAT}" + (", <= 1 ms" if most else ""),
            ratio=ratio,
            met=ratio <= FLAT and (most is None or one.p50 <= most),
        )


def on_time() -> Iterator[Row]:
    """Yield how late pins are published that are all due at the same minute, each on an account of its own."""
    with installation(settings={"PRESSROOM_PINTEREST_API_URL": "demo"}) as press:
        pretended = FakePinterest(press.folder / "demo-pinterest")
        pins = [_ready(press, pretended, number) for number in range(ACCOUNTS)]
        late: list[float] = []
        for minute in range(MINUTES):
            late += _published(press, pins, minute)
    timings = Timings(late)
    yield Row(
        what=f"lateness of {len(late)} pins due at {MINUTES} full minutes, {ACCOUNTS} accounts, one worker",
        measured=str(timings),
        against="the sweep is each minute, at up to 6 s past it",
    )


def _published(press: Installation, pins: Sequence[tuple[str, UUID]], minute: int) -> list[float]:
    """Plan pins for the next full minute, and return how many seconds late each was."""
    at = (datetime.now(UTC) + timedelta(seconds=70)).replace(second=0, microsecond=0)
    ids = [UUID(pin) for pin, _board in pins]
    with press.database() as database:
        with database.engine.begin() as connection:
            for number, (pin, board) in enumerate(pins):
                given = {"number": minute * ACCOUNTS + number, "board": board, "at": at, "pin": pin}
                connection.execute(PLANNED, given)

        def late() -> list[float]:
            with database.engine.connect() as connection:
                return [float(one) for one in connection.scalars(LATENESS, {"pins": ids})]

        wait_until(lambda: len(late()) == len(pins), within=60 + LONGEST_SECONDS, what="pins published", every=1.0)
        return late()


def _ready(press: Installation, pretended: FakePinterest, number: int) -> tuple[str, UUID]:
    """Connect an account with a board and a project, and make a pin of it; return the pin's and the board's id."""
    connection_id, project = _account(press, number), _project(press)
    board = pretended.add_board(f"Board {number}")
    with press.database() as database, database.engine.begin() as connection:
        connect = text("UPDATE projects SET connection_id = :connection WHERE id = :project")
        connection.execute(connect, {"connection": connection_id, "project": project})
        board_id: UUID = connection.execute(BOARD, {"board": board, "connection": connection_id}).scalar_one()
    with PICTURE.open("rb") as picture:
        answer = press.client.post("/api/pins/upload", data={"project_id": project}, files={"file": picture})
    if answer.is_error:
        raise Failed(answer.text)
    pin = str(answer.json()["id"])
    wait_until(lambda: press.client.get(f"/api/pins/{pin}").json()["width"], within=60, what="picture", every=0.2)
    return pin, board_id


def _account(press: Installation, number: int) -> UUID:
    vault = Vault([key_in_file(press.folder / "secret.key")])
    tokens = Tokens(access="demo", refresh="demo", expires_at=datetime.now(UTC) + timedelta(days=30), scopes=())
    with press.database() as database, database.transaction() as session:
        _user, workspace = first_admin(session)
        account = Account(f"account-{number}", f"account {number}")
        return record_connection(
            session, vault, workspace_id=workspace.id, provider="pinterest", tokens=tokens, account=account
        )


def _project(press: Installation) -> str:
    answer = press.client.post("/api/projects", json={"name": "A blog", "site_url": "https://blog.example"})
    if answer.is_error:
        raise Failed(answer.text)
    return str(answer.json()["id"])


@dataclass(frozen=True, slots=True)
class Asked:
    """How long a query takes: by the database's own clock, and until its rows are here as objects."""

    within: Timings
    all: Timings


def _asked(engine: Engine, project: str, first: int, last: int) -> Asked:
    """Fill the table up, then return the times of the sweep's query, each in a transaction that changes nothing."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # nobody is told of each
        connection.execute(CONNECT)
        connection.execute(SCHEDULED, {"project": project, "first": first, "last": last, "due": DUE})
        connection.execute(text("ANALYZE pins"))
    times, within = Timings(), Timings()
    for _ in range(ASKED + FIRST):
        with Session(engine) as session:
            session.connection()
            began = perf_counter()
            found = session.scalars(due(datetime.now(UTC))).all()
            times.seconds.append(perf_counter() - began)
            session.rollback()
            within.seconds.append(_explained(session))
            session.rollback()
        if len(found) != DUE:
            raise Failed(f"{len(found)} pins were due, not {DUE}.")
    return Asked(Timings(within.seconds[FIRST:]), Timings(times.seconds[FIRST:]))


def _explained(session: Session) -> float:
    """Return how many seconds the database says that it took."""
    asked = due(datetime.now(UTC)).compile(dialect=session.get_bind().dialect, compile_kwargs={"literal_binds": True})
    told = session.connection().exec_driver_sql("EXPLAIN (ANALYZE, FORMAT JSON) " + str(asked).replace("%", "%%"))
    return float(told.scalar_one()[0]["Execution Time"]) / 1000
