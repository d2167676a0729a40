"""Changes the tables, by Alembic and by the engine's own migrations; loaded only where there is something to change."""

import re
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from pressroom.kernel.datasource import migrate_engine
from pressroom.kernel.errors import PressroomError

OLDEST_VECTOR = (0, 8)
"""Of pgvector: half precision, signs, and searches that look on until enough meets their conditions."""
VECTOR = text("SELECT coalesce(installed_version, default_version) FROM pg_available_extensions WHERE name = 'vector'")


class VectorsMissing(PressroomError):
    """The database cannot keep what the library is searched by."""


def upgrade(engine: Engine) -> None:
    """Bring every table up to date; safe to repeat. The caller sees to it that nobody else does the same."""
    require_vectors(engine)
    migrate_engine(engine)
    config = Config()  # there is no ini file
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def require_vectors(engine: Engine) -> None:
    """Raise VectorsMissing where PostgreSQL has no pgvector, or one that is too old."""
    with engine.connect() as connection:
        version = connection.scalar(
            text(
                "SELECT coalesce(installed_version, default_version) FROM pg_available_extensions WHERE name = 'vector'"
            )
        )
    numbers = tuple(int(number) for number in re.findall(r"\d+", version or "")[:2])
    if numbers < OLDEST_VECTOR:
        has = f"has pgvector {version}" if version else "has no pgvector"
        raise VectorsMissing(
            f"This PostgreSQL {has}; Pressroom needs {'.'.join(map(str, OLDEST_VECTOR))} or newer to search pictures. "
            "Install it there (a package such as postgresql-18-pgvector), and if it was older run "
            "`ALTER EXTENSION vector UPDATE`. Then start again."
        )
