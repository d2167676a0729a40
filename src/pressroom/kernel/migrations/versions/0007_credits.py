"""Credits: a ledger that is only ever added to, and what everyone who is here already gets to begin with.

Revision ID: 0007
Created: 2026-11-21
"""

import sqlalchemy as sa
from alembic import op

from pressroom.kernel.clock import now
from pressroom.kernel.ids import new_id
from pressroom.kernel.migrations.writing import choice

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WELCOME_CREDITS = 20

KEEP = """
CREATE FUNCTION credit_entry_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE unsigned credit_entries;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF NOT (EXISTS (SELECT FROM users WHERE id = OLD.user_id)
        AND EXISTS (SELECT FROM workspaces WHERE id = OLD.workspace_id)) THEN
      RETURN OLD;  -- goes with its account
    END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    unsigned := OLD;
    unsigned.granted_by := NULL;
    IF NEW IS NOT DISTINCT FROM unsigned AND OLD.granted_by IS NOT NULL
        AND NOT EXISTS (SELECT FROM users WHERE id = OLD.granted_by) THEN
      RETURN NEW;  -- whoever granted it is gone
    END IF;
  END IF;
  RAISE EXCEPTION 'The ledger of credits is only added to: % refused', TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'Grant or refund instead.';
END $$
"""

KEEPERS = """
CREATE TRIGGER credit_entry_kept BEFORE UPDATE OR DELETE ON credit_entries
  FOR EACH ROW EXECUTE FUNCTION credit_entry_kept();
CREATE TRIGGER credit_entries_kept BEFORE TRUNCATE ON credit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION credit_entry_kept();
"""

CHANGED = """
CREATE FUNCTION credits_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM live_record(NEW.workspace_id, 'credits', NEW.user_id::text, NEW.kind, NEW.user_id);
  RETURN NULL;
END $$
"""

TRIGGER = """
CREATE TRIGGER credits_changed AFTER INSERT ON credit_entries
  FOR EACH ROW EXECUTE FUNCTION credits_changed()
"""


def upgrade() -> None:
    _credit_entries()
    _indexes()
    _welcome_members()
    for statement in (KEEP, KEEPERS, CHANGED, TRIGGER):
        op.execute(statement)


def _credit_entries() -> None:
    op.create_table(
        "credit_entries",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("kind", choice("kind", "grant", "charge", "refund"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "CASE kind WHEN 'charge' THEN amount < 0 ELSE amount > 0 END", name=op.f("ck_credit_entries_amount")
        ),
        sa.CheckConstraint("(subject_kind IS NULL) = (subject_id IS NULL)", name=op.f("ck_credit_entries_subject")),
        sa.CheckConstraint("kind = 'grant' OR subject_id IS NOT NULL", name=op.f("ck_credit_entries_paid_for")),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["users.id"], name=op.f("fk_credit_entries_granted_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_credit_entries_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_credit_entries_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_entries")),
    )


def _indexes() -> None:
    op.create_index(
        "ix_credit_entries_account", "credit_entries", ["workspace_id", "user_id", "id"], postgresql_include=["amount"]
    )
    op.create_index("ix_credit_entries_workspace", "credit_entries", ["workspace_id", "id"])
    op.create_index(
        "uq_credit_entries_subject",
        "credit_entries",
        ["kind", "subject_kind", "subject_id"],
        unique=True,
        postgresql_where=sa.text("kind <> 'grant'"),
    )
    op.create_index(
        "uq_credit_entries_welcome",
        "credit_entries",
        ["workspace_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("subject_kind = 'welcome'"),
    )


def _welcome_members() -> None:
    connection = op.get_bind()
    entries = sa.table(
        "credit_entries",
        sa.column("workspace_id"),
        sa.column("user_id"),
        sa.column("amount"),
        sa.column("kind"),
        sa.column("reason"),
        sa.column("subject_kind"),
        sa.column("subject_id"),
        sa.column("id"),
        sa.column("created_at"),
    )
    for workspace_id, user_id in connection.execute(sa.text("SELECT workspace_id, user_id FROM memberships")).all():
        connection.execute(
            sa.insert(entries).values(
                workspace_id=workspace_id,
                user_id=user_id,
                amount=WELCOME_CREDITS,
                kind="grant",
                reason="Welcome",
                subject_kind="welcome",
                subject_id=user_id,
                id=new_id(),
                created_at=now(),
            )
        )
