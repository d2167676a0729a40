"""Pins brought to Pinterest: tries, boards of accounts with sections, further pictures, the times of a week.

Revision ID: 0013
Created: 2026-11-22
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from pressroom.kernel.migrations.writing import announce, choice

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OUTCOMES = ("claimed", "sent", "published", "found", "lost", "limited", "unreached", "refused")
AWAITED = "status IN ('describing', 'publishing') OR (picture_source IS NOT NULL AND picture = '{}')"
SOURCES = ("article", "media", "generation", "upload")


def upgrade() -> None:
    _boards()
    _board_sections()
    _pins()
    _pin_slides()
    _publish_attempts()
    _add_filled("batches", sa.Column("counted_as", sa.Text(), nullable=False, server_default="succeeded"))
    _add_filled("projects", sa.Column("zone", sa.Text(), nullable=False, server_default="UTC"))
    _add_filled("projects", sa.Column("slots", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"))
    _add_filled("connections", sa.Column("rates", postgresql.JSONB(), nullable=False, server_default="{}"))
    op.add_column("connections", sa.Column("error_code", sa.Text(), nullable=True))
    op.add_column("connections", sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True))
    announce("publish_attempt", "publish_attempts", "NEW.outcome")


def _add_filled(table: str, column: "sa.Column[Any]") -> None:
    """Add a column, the rows that are there getting its default, which later ones do not have."""
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)


def _boards() -> None:
    op.add_column("boards", sa.Column("connection_id", sa.Uuid(), nullable=True))
    op.add_column("boards", sa.Column("pinterest_board_id", sa.Text(), nullable=True))
    op.add_column("boards", sa.Column("privacy", sa.Text(), nullable=True))
    op.add_column("boards", sa.Column("pin_count", sa.Integer(), nullable=True))
    op.add_column("boards", sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("boards", sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(
        op.f("fk_boards_connection_id"), "boards", "connections", ["connection_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(op.f("ix_boards_connection_id"), "boards", ["connection_id"])
    op.create_unique_constraint(
        op.f("uq_boards_connection_id_pinterest_board_id"), "boards", ["connection_id", "pinterest_board_id"]
    )
    op.drop_index("uq_boards_name", "boards")
    op.create_index(
        "uq_boards_name",
        "boards",
        ["workspace_id", sa.text("lower(name)")],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL AND connection_id IS NULL AND pinterest_board_id IS NULL"),
    )


def _board_sections() -> None:
    op.create_table(
        "board_sections",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("pinterest_section_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name=op.f("fk_board_sections_board_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_board_sections_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_sections")),
        sa.UniqueConstraint(
            "board_id", "pinterest_section_id", name=op.f("uq_board_sections_board_id_pinterest_section_id")
        ),
    )


def _pins() -> None:
    op.add_column("pins", sa.Column("section_id", sa.Uuid(), nullable=True))
    op.add_column("pins", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("pins", sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(
        op.f("fk_pins_section_id"), "pins", "board_sections", ["section_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(op.f("ix_pins_section_id"), "pins", ["section_id"])
    op.create_index(
        "ix_pins_published",
        "pins",
        ["workspace_id", "published_at", "id"],
        postgresql_where=sa.text("deleted_at IS NULL AND published_at IS NOT NULL"),
    )
    op.create_index("ix_pins_awaited", "pins", ["id"], postgresql_where=sa.text(AWAITED))


def _pin_slides() -> None:
    op.create_table(
        "pin_slides",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("pin_id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", choice("picturesource", *SOURCES), nullable=False),
        sa.Column("picture_url", sa.Text(), nullable=True),
        sa.Column("picture", postgresql.JSONB(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_pin_slides_asset_id")),
        sa.ForeignKeyConstraint(["pin_id"], ["pins.id"], name=op.f("fk_pin_slides_pin_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_pin_slides_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pin_slides")),
        sa.UniqueConstraint(
            "pin_id", "position", name=op.f("uq_pin_slides_pin_id_position"), deferrable=True, initially="DEFERRED"
        ),
    )
    op.create_index(op.f("ix_pin_slides_asset_id"), "pin_slides", ["asset_id"])


def _publish_attempts() -> None:
    op.create_table(
        "publish_attempts",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("pin_id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=True),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("outcome", choice("outcome", *OUTCOMES), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("pinterest_board_id", sa.Text(), nullable=False),
        sa.Column("pinterest_section_id", sa.Text(), nullable=True),
        sa.Column("pinterest_pin_id", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("retry_after", sa.Double(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.id"], name=op.f("fk_publish_attempts_connection_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["pin_id"], ["pins.id"], name=op.f("fk_publish_attempts_pin_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_publish_attempts_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publish_attempts")),
        sa.UniqueConstraint("pin_id", "number", name=op.f("uq_publish_attempts_pin_id_number")),
    )
    _publish_attempts_indexes()


def _publish_attempts_indexes() -> None:
    op.create_index("ix_publish_attempts_connection", "publish_attempts", ["connection_id", "created_at"])
    op.create_index(
        "ix_publish_attempts_unsettled",
        "publish_attempts",
        ["pin_id"],
        unique=True,
        postgresql_where=sa.text("outcome = 'sent'"),
    )
    op.create_index(
        "ix_publish_attempts_pinterest_pin",
        "publish_attempts",
        ["pinterest_pin_id"],
        postgresql_where=sa.text("pinterest_pin_id IS NOT NULL"),
    )
