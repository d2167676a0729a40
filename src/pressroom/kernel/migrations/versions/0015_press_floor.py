"""The press floor: what an owner changed about queues and schedules, lines logged by runs, workers that drain.

Revision ID: 0015
Created: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from pressroom.kernel.migrations.writing import choice

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workers", sa.Column("version", sa.Text(), nullable=False, server_default=""))
    op.alter_column("workers", "version", server_default=None)
    op.add_column("workers", sa.Column("draining_since", sa.DateTime(timezone=True), nullable=True))
    _run_logs()
    _settings()


def _run_logs() -> None:
    op.create_table(
        "run_logs",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_logs")),
    )
    op.create_index("ix_run_logs_run", "run_logs", ["run_id", "id"])


def _settings() -> None:
    op.create_table(
        "queue_settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("worker_concurrency", sa.Integer(), nullable=True),
        sa.Column("partition_concurrency", sa.Integer(), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_queue_settings")),
    )
    op.create_table(
        "schedule_settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("cron", sa.Text(), nullable=True),
        sa.Column("missed", choice("missed", "skip", "catch_up"), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_schedule_settings")),
    )
