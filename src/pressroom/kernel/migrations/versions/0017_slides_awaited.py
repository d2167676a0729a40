"""Further pictures of pins that wait for their runs are found by an index.

Revision ID: 0017
Created: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_pin_slides_awaited", "pin_slides", ["id"], postgresql_where=sa.text("picture = '{}' AND error IS NULL")
    )
