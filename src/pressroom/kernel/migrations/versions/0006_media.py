"""The media library: pictures, what is asked for them, artworks.

Revision ID: 0006
Created: 2026-11-21
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import BIT, HALFVEC
from sqlalchemy.dialects import postgresql

from pressroom.kernel.migrations.writing import announce, choice, search_vector, unless_deleted

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SEARCHED = (
    "description",
    "text_of(tags)",
    "analysis->>'content'",
    "analysis->>'style'",
    "analysis->>'mood'",
    "analysis->>'subjects'",
    "filename",
    "text_of(colour_names)",
)


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    _media_wishes()
    _media_items()
    _media_indexes()
    _artworks()
    announce("media", "media_items", unless_deleted("NEW.status"))
    announce("artwork", "artworks", unless_deleted("'kept'"))


def _media_wishes() -> None:
    op.create_table(
        "media_wishes",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=True),
        sa.Column("keep_location", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_media_wishes_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_media_wishes")),
    )


def _media_items() -> None:
    op.create_table(
        "media_items",
        *_item_origin(),
        *_item_look(),
        *_item_said(),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_media_items_asset_id")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_media_items_created_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["folder_id"], ["media_folders.id"], name=op.f("fk_media_items_folder_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_media_items_revision_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_media_items_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_items")),
    )


def _item_origin() -> list[sa.Column[Any]]:
    return [
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("source", choice("source", "upload", "folder", "google_drive", "generated", "web"), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("status", choice("status", "pending", "processing", "completed", "failed"), nullable=False),
        sa.Column("failed_stage", choice("stage", "seeing", "describing"), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=True),
    ]


def _item_look() -> list[sa.Column[Any]]:
    return [
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("frames", sa.Integer(), nullable=True),
        sa.Column("placeholder", sa.Text(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("camera", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("notes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("fingerprint", BIT(64), nullable=True),
        sa.Column("resembles", sa.Uuid(), nullable=True),
        sa.Column("colours", postgresql.JSONB(), nullable=False),
        sa.Column("colour_names", postgresql.ARRAY(sa.Text()), nullable=False),
    ]


def _item_said() -> list[sa.Column[Any]]:
    return [
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("analysis", postgresql.JSONB(), nullable=False),
        sa.Column("embedding", HALFVEC(512), nullable=True),
        sa.Column("revision_id", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("processed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "shown_at",
            sa.DateTime(timezone=True),
            sa.Computed("coalesce(taken_at, created_at)", persisted=True),
            nullable=False,
        ),
        sa.Column("search", postgresql.TSVECTOR(), search_vector(*SEARCHED), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _media_indexes() -> None:
    there = sa.text("deleted_at IS NULL")
    completed = sa.text("deleted_at IS NULL AND status = 'completed'")
    for name, columns, where in (
        ("added", ["workspace_id", "id"], there),
        ("completed", ["workspace_id", "processed_at"], completed),
        ("shown", ["workspace_id", "shown_at", "id"], there),
        ("status", ["workspace_id", "status", "id"], there),
        ("folder", ["folder_id", "id"], None),
        ("asset_id", ["asset_id"], None),
    ):
        op.create_index(f"ix_media_items_{name}", "media_items", columns, postgresql_where=where)
    for name in ("search", "tags", "colour_names"):
        op.create_index(f"ix_media_items_{name}", "media_items", [name], postgresql_using="gin")
    for name, column, key in (
        ("fingerprint", "fingerprint", "fingerprint"),
        ("meaning", sa.literal_column("(binary_quantize(embedding)::bit(512))").label("coarse"), "coarse"),
    ):
        op.create_index(
            f"ix_media_items_{name}",
            "media_items",
            [column],
            postgresql_using="hnsw",
            postgresql_ops={key: "bit_hamming_ops"},
            postgresql_with={"m": 12, "ef_construction": 48},
        )


def _artworks() -> None:
    op.create_table(
        "artworks",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("media_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("price", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_artworks_created_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media_items.id"], name=op.f("fk_artworks_media_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_artworks_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artworks")),
        sa.UniqueConstraint("media_id", name=op.f("uq_artworks_media_id")),
    )
    op.create_index("ix_artworks_workspace", "artworks", ["workspace_id", "id"], unique=False)
