"""Where `transaction` beats commit their rows together with their record, and the tables of the engine."""

from typing import Literal

from dbos import DBOS, DBOSPortableJSONSerializer, SQLAlchemyDatasource
from sqlalchemy import Engine, text
from sqlalchemy.orm import sessionmaker

SERIALIZER = DBOSPortableJSONSerializer()

_bound: dict[Literal["datasource"], SQLAlchemyDatasource] = {}


def bind_datasource(engine: Engine) -> None:
    """Let `transaction` beats of this process use `engine`; called once, before workflows run."""
    _bound["datasource"] = SQLAlchemyDatasource.create(
        engine.url.render_as_string(hide_password=False),
        engine=engine,
        serializer=SERIALIZER,
        sessionmaker=sessionmaker(expire_on_commit=False),
        run_migrations=False,
    )


def migrate_engine(engine: Engine) -> None:
    """Bring the tables of the engine (schema `dbos`) up to date; safe to repeat."""
    url = engine.url.render_as_string(hide_password=False)
    DBOS.migrate(url)
    SQLAlchemyDatasource.migrate(url)


def datasource() -> SQLAlchemyDatasource:
    """Return what `transaction` beats of this process use."""
    return _bound["datasource"]


def note_attempt(name: str, attempt: int, error: str) -> None:
    """Keep a failed attempt for the run's timeline; the engine records only a step's last outcome."""
    with datasource().engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO step_attempts (run_id, step_id, name, attempt, error) "
                "VALUES (:run, :step, :name, :attempt, :error) ON CONFLICT DO NOTHING"
            ),
            {"run": DBOS.workflow_id, "step": DBOS.step_id, "name": name, "attempt": attempt, "error": error},
        )
