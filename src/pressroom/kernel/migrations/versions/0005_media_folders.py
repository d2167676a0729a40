"""Folders that pictures come from, and what was found in them.

Revision ID: 0005
Created: 2026-11-21
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from pressroom.kernel.migrations.writing import announce, choice

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _media_folders()
    _folder_files()
    announce("folder", "media_folders", "NEW.status")


def _media_folders() -> None:
    op.create_table(
        "media_folders",
        *_folder_choices(),
        *_folder_progress(),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.id"], name=op.f("fk_media_folders_connection_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_media_folders_created_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_media_folders_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_folders")),
        sa.UniqueConstraint(
            "workspace_id", "kind", "remote_id", name=op.f("uq_media_folders_workspace_id_kind_remote_id")
        ),
    )
    op.create_index(op.f("ix_media_folders_connection_id"), "media_folders", ["connection_id"], unique=False)


def _folder_choices() -> list[sa.Column[Any]]:
    return [
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("connection_id", sa.Uuid(), nullable=True),
        sa.Column("kind", choice("folderkind", "google_drive", "folder"), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("drive_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("include_subfolders", sa.Boolean(), nullable=False),
        sa.Column("keep_location", sa.Boolean(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=True),
        sa.Column("every", choice("every", "never", "minute", "quarter", "hour", "day"), nullable=False),
    ]


def _folder_progress() -> list[sa.Column[Any]]:
    return [
        sa.Column("status", choice("folderstatus", "idle", "syncing", "waiting", "failed"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("waits_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("position", postgresql.JSONB(), nullable=True),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("listing", sa.Integer(), nullable=False),
        sa.Column("in_listing", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_result", postgresql.JSONB(), nullable=True),
        sa.Column("last_synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _folder_files() -> None:
    op.create_table(
        "folder_files",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("md5", sa.Text(), nullable=True),
        sa.Column("modified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column(
            "status", choice("filestatus", "found", "queued", "stored", "failed", "skipped", "gone"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("delays", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("media_id", sa.Uuid(), nullable=True),
        sa.Column("seen_in", sa.Integer(), nullable=False),
        sa.Column("handled_in", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["folder_id"], ["media_folders.id"], name=op.f("fk_folder_files_folder_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_folder_files_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folder_files")),
        sa.UniqueConstraint("folder_id", "source_id", name=op.f("uq_folder_files_folder_id_source_id")),
    )
    op.create_index("ix_folder_files_handled", "folder_files", ["folder_id", "handled_in"], unique=False)
    op.create_index("ix_folder_files_seen", "folder_files", ["folder_id", "seen_in"], unique=False)
    op.create_index("ix_folder_files_status", "folder_files", ["folder_id", "status", "id"], unique=False)
