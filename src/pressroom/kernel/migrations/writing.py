"""What revisions write alike. They are history: what stands here is added to, and never changed."""

import sqlalchemy as sa
from alembic import op

CONFIGURATIONS = ("simple", "english", "german")

_CHANGED = """
CREATE FUNCTION {kind}_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM live_record(OLD.workspace_id, '{kind}', OLD.id::text, 'deleted'{of_old});
  ELSE
    PERFORM live_record(NEW.workspace_id, '{kind}', NEW.id::text, {status}{of_new});
  END IF;
  RETURN NULL;
END $$
"""

_TRIGGER = """
CREATE TRIGGER {kind}_changed AFTER INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION {kind}_changed()
"""


def choice(name: str, *values: str) -> sa.Enum:
    """Return the type of a column that holds one of these words."""
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def search_vector(*texts: str) -> sa.Computed:
    """Return a search vector over some texts, themselves SQL."""
    joined = " || ' ' || ".join(f"coalesce({one}, '')" for one in texts)
    return sa.Computed(
        " || ".join(f"to_tsvector('{one}'::regconfig, {joined})" for one in CONFIGURATIONS), persisted=True
    )


def announce(kind: str, table: str, status: str, *, owner: str | None = None) -> None:
    """Have every change of a table's rows told to open pages: `status` is SQL over NEW, `owner` a column.

    What has an owner is told to them alone.
    """
    of_old, of_new = (f", {row}.{owner}" if owner else "" for row in ("OLD", "NEW"))
    op.execute(_CHANGED.format(kind=kind, status=status, of_old=of_old, of_new=of_new))
    op.execute(_TRIGGER.format(kind=kind, table=table))


def unless_deleted(status: str) -> str:
    """Return the SQL of a row's status where rows that are deleted stay for a while."""
    return f"CASE WHEN NEW.deleted_at IS NULL THEN {status} ELSE 'deleted' END"
