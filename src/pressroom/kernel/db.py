"""Tables, sessions and the engine: one database, always PostgreSQL."""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import DateTime, Engine, Enum, ExceptionContext, MetaData, Text, Uuid, create_engine, event
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from pressroom.kernel.clock import now
from pressroom.kernel.ids import new_id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

ASKED_BY = "asked_by"
"""In a session's `info`: the id of the user for whom it is; runs that it accepts keep it."""
KEPT_CONNECTIONS, MORE_CONNECTIONS = 10, 25
"""At most 35 at once: two for each request that may be in the database, for it may ask the engine of runs too."""


class Base(DeclarativeBase):
    """A table of ours; instants are aware, lists of text are arrays, dictionaries are JSONB."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012  # declared by SQLAlchemy as an instance attribute
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
        list[str]: ARRAY(Text),
        str: Text,
        StrEnum: Enum(StrEnum, native_enum=False, length=40, values_callable=lambda enum: [one.value for one in enum]),
        UUID: Uuid,
    }


class Identified:
    """A row with an id that sorts by age, and the time it was made."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(default=now)


def connect(url: str, *, application_name: str) -> Engine:
    """Return an engine for `url` (any `postgresql://` address), replacing dead connections before use."""
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=KEPT_CONNECTIONS,
        max_overflow=MORE_CONNECTIONS,
        hide_parameters=True,  # errors end up in logs that more people read than may read what is stored
        pool_use_lifo=True,  # the busiest connections have their statements prepared and their caches warm
        connect_args={"application_name": application_name, "connect_timeout": 10},
    )
    event.listen(engine, "handle_error", _count_as_lost)
    event.listen(engine, "checkout", _refuse_dead)
    return engine


def is_outage(error: Exception) -> bool:
    """Tell whether the database is gone or cannot be reached: the same work may well succeed once it is back."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _refuse_dead(connection: psycopg.Connection[Any], _record: object, _proxy: object) -> None:
    """Make the pool replace a connection that the server closed: it has an end to read, where an idle one has nothing.

    This takes a fiftieth of the time of a question to the server, which `pool_pre_ping` asks before every use.
    """
    try:
        waiting = select.poll()
        waiting.register(connection, select.POLLIN)
        while waiting.poll(0):
            connection.pgconn.consume_input()
    except psycopg.OperationalError as error:
        raise DisconnectionError from error


def _count_as_lost(context: ExceptionContext) -> None:
    """Let a connection that cannot be made count as one that was lost, whatever words the driver has for it."""
    if context.connection is None and isinstance(context.original_exception, psycopg.OperationalError):
        context.is_disconnect = True


class Database:
    """Where sessions come from; the only holder of the engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session whose work is committed at the end, or undone if anything is raised."""
        with self._sessions.begin() as session:
            yield session

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()
