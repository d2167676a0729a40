"""An installation from before there were credits: everyone who is a member already is welcomed once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from pressroom import kernel
from pressroom.core.credits.actions import welcome
from pressroom.core.credits.queries import balance
from pressroom.kernel.datasource import migrate_engine
from pressroom.kernel.db import Database, connect
from pressroom.kernel.ids import new_id
from pressroom.kernel.migrate import migrate
from pressroom.kernel.postgres import EmbeddedPostgres

BEFORE = "0006"
MEMBER = """
INSERT INTO users (id, created_at, name) VALUES (:user, now(), 'Ada');
INSERT INTO workspaces (id, created_at, name) VALUES (:workspace, now(), 'Press');
INSERT INTO memberships (id, created_at, workspace_id, user_id, role) VALUES (:id, now(), :workspace, :user, 'owner')
"""


def test_those_who_are_members_already_are_welcomed_once(data_dir: Path) -> None:
    postgres = EmbeddedPostgres(data_dir / "postgres")
    engine = connect(postgres.url, application_name="tests")
    ids = {"user": new_id(), "workspace": new_id(), "id": new_id()}
    migrate_engine(engine)
    config = Config()
    config.set_main_option("script_location", str(Path(kernel.__path__[0]) / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        for statement in MEMBER.split(";"):
            connection.execute(text(statement), ids)
    migrate(engine)
    with Database(engine).transaction() as session:
        account = {"workspace_id": ids["workspace"], "user_id": ids["user"]}
        assert balance(session, **account) == 20
        assert not welcome(session, **account, amount=20)
    engine.dispose()
    postgres.release()
