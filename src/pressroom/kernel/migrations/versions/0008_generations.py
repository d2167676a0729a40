"""Photos turned into pictures in a style.

Revision ID: 0008
Created: 2026-11-21
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from pressroom.kernel.migrations.writing import announce, choice, unless_deleted

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "generations",
        *_progress(),
        *_pictures(),
        sa.ForeignKeyConstraint(["original_id"], ["assets.id"], name=op.f("fk_generations_original_id")),
        sa.ForeignKeyConstraint(["result_id"], ["assets.id"], name=op.f("fk_generations_result_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_generations_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_generations_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generations")),
    )
    _indexes()
    announce("generation", "generations", unless_deleted("NEW.status"), owner="user_id")


def _progress() -> list[sa.Column[Any]]:
    return [
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("status", choice("status", "processing", "completed", "failed"), nullable=False),
        sa.Column(
            "step",
            choice("step", "queued", "store_original", "analyse", "generate", "store_result", "finalise"),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _pictures() -> list[sa.Column[Any]]:
    return [
        sa.Column("original_id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=True),
        sa.Column("source", choice("source", "upload", "folder", "google_drive", "generated", "web"), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("style", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=True),
        sa.Column("subject_description", sa.Text(), nullable=True),
        sa.Column("subject_features", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("original_look", postgresql.JSONB(), nullable=False),
        sa.Column("result_look", postgresql.JSONB(), nullable=False),
        sa.Column("analysis", postgresql.JSONB(), nullable=False),
        sa.Column("painting", postgresql.JSONB(), nullable=False),
    ]


def _indexes() -> None:
    op.create_index(op.f("ix_generations_original_id"), "generations", ["original_id"])
    op.create_index(op.f("ix_generations_result_id"), "generations", ["result_id"])
    op.create_index(
        "ix_generations_gallery",
        "generations",
        ["workspace_id", "user_id", "id"],
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_generations_in_progress",
        "generations",
        ["user_id", "workspace_id"],
        postgresql_where=sa.text("status = 'processing'"),
    )
    op.create_index("ix_assets_generated", "assets", ["source_id"], postgresql_where=sa.text("source = 'generated'"))
    op.create_index(
        "ix_generations_deleted", "generations", ["deleted_at"], postgresql_where=sa.text("deleted_at IS NOT NULL")
    )
