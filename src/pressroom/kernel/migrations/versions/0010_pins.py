"""Pins, and views of their table.

Revision ID: 0010
Created: 2026-11-22
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from pressroom.kernel.migrations.writing import announce, choice, search_vector, unless_deleted

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _pins()
    _saved_views()
    announce("pin", "pins", unless_deleted("NEW.status"))


def _pins() -> None:
    op.create_table(
        "pins",
        *_pins_choices(),
        *_pins_progress(),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_pins_article_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_pins_asset_id")),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_pins_board_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_pins_created_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_pins_project_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_pins_revision_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_pins_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pins")),
    )
    op.create_index("ix_pins_added", "pins", ["workspace_id", "id"], postgresql_where=sa.text("deleted_at IS NULL"))
    op.create_index("ix_pins_article", "pins", ["article_id", "id"], postgresql_where=sa.text("deleted_at IS NULL"))
    op.create_index(op.f("ix_pins_asset_id"), "pins", ["asset_id"])
    op.create_index("ix_pins_board", "pins", ["board_id", "id"], postgresql_where=sa.text("deleted_at IS NULL"))
    op.create_index(
        "ix_pins_due",
        "pins",
        ["scheduled_at", "id"],
        postgresql_where=sa.text("deleted_at IS NULL AND status = 'scheduled'"),
    )
    op.create_index(
        "ix_pins_planned",
        "pins",
        ["workspace_id", "scheduled_at", "id"],
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index("ix_pins_project", "pins", ["project_id", "id"], postgresql_where=sa.text("deleted_at IS NULL"))
    op.create_index("ix_pins_search", "pins", ["search"], postgresql_using="gin")
    op.create_index(
        "ix_pins_status", "pins", ["workspace_id", "status", "id"], postgresql_where=sa.text("deleted_at IS NULL")
    )
    op.create_index("ix_pins_tags", "pins", ["tags"], postgresql_using="gin")


def _pins_choices() -> list[sa.Column[Any]]:
    return [
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=True),
        sa.Column("board_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("asset_id", sa.Uuid(), nullable=True),
        sa.Column("picture_source", choice("picturesource", "article", "media", "generation", "upload"), nullable=True),
        sa.Column("picture_url", sa.Text(), nullable=True),
        sa.Column("picture", postgresql.JSONB(), nullable=False),
        sa.Column("fit", choice("fit", "crop", "pad"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("alt_text", sa.Text(), nullable=False),
        sa.Column("keywords", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("locked", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
    ]


def _pins_progress() -> list[sa.Column[Any]]:
    return [
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "status",
            choice("pinstatus", "draft", "describing", "ready", "scheduled", "publishing", "published", "failed"),
            nullable=False,
        ),
        sa.Column("failed_stage", choice("pinstage", "picture", "describing", "publishing"), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("revision_id", sa.Uuid(), nullable=True),
        sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pinterest_pin_id", sa.Text(), nullable=True),
        sa.Column("described_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            search_vector("title", "description", "alt_text", "text_of(keywords)", "text_of(tags)"),
            nullable=True,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _saved_views() -> None:
    op.create_table(
        "saved_views",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_saved_views_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_saved_views_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("workspace_id", "user_id", "name", name=op.f("uq_saved_views_workspace_id_user_id_name")),
    )
