"""The tables are as the models say, and every run names a story that is told."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

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
    for module in walk_packages(pressroom.__path__, "pressroom."):
        if module.name.endswith(".models"):
            import_module(module.name)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_table_of_a_tenant_s_carries_its_workspace(engine: Engine) -> None:
    shared = {"users", "workspaces", "workers", "alembic_version", "queue_settings", "schedule_settings", "triggers"}
    by_parent = {"pages", "batch_entries", "step_attempts", "run_logs", "event_starts", "webhook_tries"}
    for table in set(inspect(engine).get_table_names()) - shared - by_parent:
        assert "workspace_id" in {column["name"] for column in inspect(engine).get_columns(table)}, table


def test_every_enqueued_workflow_is_told_somewhere() -> None:
    told = set(_get_or_create_dbos_registry().workflow_info_map)
    enqueued = set(enqueued_names())
    assert enqueued >= {"process_document", "describe_document"}
    assert enqueued <= told


def enqueued_names() -> Iterator[str]:
    """Yield the stories that each call of `durable.enqueue` names: one, or those of a table beside it.

    What plug-ins are called, only their files know.
    """
    for path in (one for one in SOURCE.rglob("*.py") if one.parent.name != "plugins"):
        module = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "enqueue":
                story = node.args[1]
                named = _values_of(story.value, module) if isinstance(story, ast.Subscript) else [story]
                for one in named:
                    assert isinstance(one, ast.Constant), f"{path}:{node.lineno} should name its story"
                    yield str(one.value)


def _values_of(table: ast.expr, module: ast.Module) -> list[ast.expr]:
    """Return the values of a module's table, as they are written."""
    for node in module.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == ast.unparse(table):
            assert isinstance(node.value, ast.Dict)
            return node.value.values
    raise AssertionError(f"{ast.unparse(table)} is no table of this module")
