"""Small copies of the pictures that articles show, so that they can be chosen by sight.

Revision ID: 0014
Created: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("article_pictures", sa.Column("preview_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_article_pictures_preview_id"), "article_pictures", "assets", ["preview_id"], ["id"])
    op.create_index(op.f("ix_article_pictures_preview_id"), "article_pictures", ["preview_id"])
