"""One embedded PostgreSQL for a test process: migrated once, a database cloned for each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from pressroom.kernel.db import connect
from pressroom.kernel.migrate import migrate
from pressroom.kernel.postgres import DATABASE, EmbeddedPostgres

CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "128MB",
    "jit": "off",
}
"""A test's data need not outlive the machine; a test about crashes starts a server of its own."""
MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of our own is made within
ROOM_BYTES = 4 << 30
"""What must be free in memory for tests to keep their databases there: a clone is a thousand files."""


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a folder that stays open to PostgreSQL's own user; pytest closes its folders whenever a session starts.

    It is in memory where there is room: on a busy disk a clone takes ten times as long.
    """
    in_memory = MEMORY.is_dir() and disk_usage(MEMORY).free > ROOM_BYTES
    with TemporaryDirectory(prefix="pressroom-tests-", dir=MEMORY if in_memory else None) as folder:
        yield Path(folder)


class TestPostgres:
    """A server whose database `pressroom` is migrated, and is the template of every other."""

    __test__ = False  # pytest would collect it for its name

    def __init__(self, folder: Path) -> None:
        self._embedded = EmbeddedPostgres(folder)
        self._numbers = count(1)
        self._administer(*(f"ALTER SYSTEM SET {name} = '{value}'" for name, value in CARELESS.items()))
        self._administer("SELECT pg_reload_conf()")
        engine = connect(self._embedded.url, application_name="tests")
        migrate(engine)
        engine.dispose()

    @property
    def template_url(self) -> str:
        """Address of the migrated template; not to be written to."""
        return self._embedded.url

    @contextmanager
    def clone(self) -> Iterator[str]:
        """Give the address of a fresh database, dropped afterwards."""
        name = f"test_{next(self._numbers)}"
        self._administer(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(DATABASE)
            )
        )
        try:
            yield make_url(self._embedded.url).set(database=name).render_as_string(hide_password=False)
        finally:
            self._administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Stop the server."""
        self._embedded.release()

    def _administer(self, *statements: str | sql.Composed) -> None:
        url = make_url(self._embedded.url).set(database="postgres").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)
