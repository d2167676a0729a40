"""Brings a database up to date at start, one process at a time; what is up to date costs one question."""

import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from pressroom.kernel.log import logger

log = logger(__name__)

LOCK = 7_071_905
"""Advisory lock held while migrating; any number, so long as it never changes."""
WAIT_SECONDS = 0.05
REVISIONS = Path(__file__).parent / "migrations" / "versions"
UPGRADE = "pressroom.kernel.upgrade"
"""Named, not imported: Alembic takes memory and time, and is needed once for each version."""


def migrate(engine: Engine) -> None:
    """Apply the engine's migrations, then ours; processes that start together wait for the first one."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if _stamp_on(connection) == _stamp():
            return
        # Asked for again and again: a statement that waits for a lock holds a snapshot, for whose end
        # CREATE INDEX CONCURRENTLY in the process that migrates would wait for ever.
        while not connection.scalar(text("SELECT pg_try_advisory_lock(:id)"), {"id": LOCK}):
            time.sleep(WAIT_SECONDS)
        try:
            import_module(UPGRADE).upgrade(engine)
            connection.execute(text(f"COMMENT ON TABLE alembic_version IS '{_stamp()}'"))
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:id)"), {"id": LOCK})


def newest_revision() -> str:
    """Return the newest revision of the tables that this version knows."""
    return max(path.stem for path in REVISIONS.glob("[0-9]*.py")).partition("_")[0]


def revisions(engine: Engine) -> tuple[str | None, str]:
    """Return the revision the database is at, and the newest this version knows."""
    with engine.connect() as connection:
        known = connection.scalar(text("SELECT to_regclass('alembic_version')"))
        at = connection.scalar(text("SELECT version_num FROM alembic_version")) if known else None
    return at, newest_revision()


def _stamp() -> str:
    """Return what the database is marked with once it suits this version of ours and of the engine."""
    return f"{newest_revision()} with dbos {version('dbos')}"


def _stamp_on(connection: Connection) -> str | None:
    stamp: str | None = connection.scalar(text("SELECT obj_description(to_regclass('alembic_version'), 'pg_class')"))
    return stamp
