"""A password that was offered is named as what it is: sealed, and sealed anew when keys change.

Revision ID: 0021
Created: 2026-11-22
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("documents", "password_offered", new_column_name="password_offered_sealed")
