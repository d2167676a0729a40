"""Connections to the database: kept, and replaced where the server let them go; migrated once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from pressroom.kernel.app import App
from pressroom.kernel.db import connect
from pressroom.kernel.ids import new_id
from pressroom.kernel.live import LiveEvent, changed_within
from pressroom.kernel.migrate import LOCK, migrate, revisions

BACKEND = text("SELECT pg_backend_pid()")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A pool of the test's own."""
    engine = connect(database_url, application_name="tests")
    yield engine
    engine.dispose()


def backend(engine: Engine) -> int:
    """Return which server process answers."""
    with engine.connect() as connection:
        return int(connection.scalars(BACKEND).one())


def test_a_connection_is_kept_for_the_next_use(engine: Engine) -> None:
    assert backend(engine) == backend(engine)


def test_a_connection_the_server_closed_is_replaced_before_anyone_notices(engine: Engine, app: App) -> None:
    gone = backend(engine)
    with app.database.transaction() as session:
        session.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": gone})
    assert backend(engine) != gone


def test_a_connection_that_was_only_told_something_is_kept(engine: Engine, app: App) -> None:
    with engine.connect() as connection:
        connection.execute(text("LISTEN something"))
        connection.commit()
    told = backend(engine)
    with app.database.transaction() as session:
        session.execute(text("NOTIFY something"))
    assert backend(engine) == told


def test_a_database_that_is_up_to_date_is_not_migrated_again(engine: Engine) -> None:
    with engine.connect() as somebody:
        somebody.execute(text("SELECT pg_advisory_lock(:id)"), {"id": LOCK})
        migrate(engine)  # would wait for the lock otherwise


def test_the_tables_say_which_revision_they_are_at(engine: Engine) -> None:
    at, newest = revisions(engine)
    assert at == newest


def test_a_change_counts_as_recent_for_as_long_as_is_asked(app: App) -> None:
    with app.database.transaction() as session:
        assert not changed_within(session, 3600)
        session.add(LiveEvent(workspace_id=new_id(), kind="document", subject_id="1", status="completed"))
        session.flush()
        assert changed_within(session, 30)
