"""Facts know the run that brought them about and whose they are; an event that is one person's alone says so.

Revision ID: 0018
Created: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

FACT_HAPPENED = """
CREATE OR REPLACE FUNCTION fact_happened() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE happened text := TG_ARGV[0] || '.' || NEW.status;
BEGIN
  IF EXISTS (SELECT FROM triggers WHERE event_name = happened)
    OR EXISTS (SELECT FROM webhooks WHERE workspace_id = NEW.workspace_id AND disabled_at IS NULL
      AND names && ARRAY[happened, TG_ARGV[0] || '.*', '*'])
  THEN
    INSERT INTO facts (workspace_id, kind, subject_id, status, run_id, user_id)
    VALUES (NEW.workspace_id, TG_ARGV[0], NEW.id, NEW.status, NEW.run_id,
      (to_jsonb(NEW) ->> 'user_id')::uuid);
  END IF;
  RETURN NULL;
END $$
"""


def upgrade() -> None:
    op.add_column("facts", sa.Column("run_id", sa.Text(), nullable=True))
    op.add_column("facts", sa.Column("user_id", sa.Uuid(), nullable=True))
    op.add_column("events", sa.Column("is_personal", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("events", "is_personal", server_default=None)
    op.execute(FACT_HAPPENED)
