"""The tables are as the models say, and every run names a story that is told."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from dbos._dbos import _get_or_create_dbos_registry
from sqlalchemy import Engine, inspect

import pressroom.main
from pressroom.kernel.db import Base, connect
from tests.postgres import TestPostgres

SOURCE = Path(pressroom.main.__file__).parent


@pytest.fixture
def engine(postgres: TestPostgres) -> Iterator[Engine]:
    """The migrated template."""
    engine = connect(postgres.template_url, application_name="tests")
    yield engine
    engine.dispose()


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_table_of_a_tenant_s_carries_its_workspace(engine: Engine) -> None:
    shared = {"users", "workspaces", "workers", "step_attempts", "alembic_version"}
    by_parent = {"pages", "batch_entries"}
    for table in set(inspect(engine).get_table_names()) - shared - by_parent:
        assert "workspace_id" in {column["name"] for column in inspect(engine).get_columns(table)}, table


def test_every_enqueued_workflow_is_told_somewhere() -> None:
    told = set(_get_or_create_dbos_registry().workflow_info_map)
    enqueued = set(enqueued_names())
    assert enqueued >= {"process_document", "describe_document"}
    assert enqueued <= told


def enqueued_names() -> Iterator[str]:
    """Yield the story that each call of `durable.enqueue` names."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "enqueue":
                story = node.args[1]
                assert isinstance(story, ast.Constant), f"{path}:{node.lineno} should name its story"
                yield str(story.value)
