"""Changes the tables, by Alembic and by the engine's own migrations; loaded only where there is something to change."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from pressroom.kernel.durable import migrate_engine


def upgrade(engine: Engine) -> None:
    """Bring every table up to date; safe to repeat. The caller sees to it that nobody else does the same."""
    migrate_engine(engine)
    config = Config()  # there is no ini file
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
