"""Brings a database up to date at start, one process at a time."""

import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from pressroom.kernel.durable import migrate_engine
from pressroom.kernel.log import logger

log = logger(__name__)

LOCK = 7_071_905
"""Advisory lock held while migrating; any number, so long as it never changes."""
WAIT_SECONDS = 0.05


def alembic_config() -> Config:
    """Return the configuration Alembic runs with; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def migrate(engine: Engine) -> None:
    """Apply the engine's migrations, then ours; processes that start together wait for the first one."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as lock:
        # Asked for again and again: a statement that waits for a lock holds a snapshot, for whose end
        # CREATE INDEX CONCURRENTLY in the process that migrates would wait for ever.
        while not lock.scalar(text("SELECT pg_try_advisory_lock(:id)"), {"id": LOCK}):
            time.sleep(WAIT_SECONDS)
        try:
            migrate_engine(engine)
            config = alembic_config()
            with engine.connect() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                connection.commit()
        finally:
            lock.execute(text("SELECT pg_advisory_unlock(:id)"), {"id": LOCK})


def revisions(engine: Engine) -> tuple[str | None, str | None]:
    """Return the revision the database is at, and the newest this version knows."""
    newest = ScriptDirectory.from_config(alembic_config()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision(), newest
