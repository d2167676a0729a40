"""The ledger of credits."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.db import Base, Identified

WELCOME = "welcome"
"""Kind of subject of the grant that everyone gets once in a workspace; its subject is the user."""


class Kind(StrEnum):
    """Why a balance changed: credits were given, something was paid for, or a payment was given back."""

    GRANT = "grant"
    CHARGE = "charge"
    REFUND = "refund"


class CreditEntry(Identified, Base):
    """A change of the balance of one user in one workspace; the database refuses to change or delete it.

    It goes only with its user or workspace. A subject is charged once and refunded once. `reason` is shown to people;
    `granted_by` is the owner who granted or refunded, unless they are gone.
    """

    __tablename__ = "credit_entries"
    __table_args__ = (
        CheckConstraint("CASE kind WHEN 'charge' THEN amount < 0 ELSE amount > 0 END", name="amount"),
        CheckConstraint("(subject_kind IS NULL) = (subject_id IS NULL)", name="subject"),
        CheckConstraint("kind = 'grant' OR subject_id IS NOT NULL", name="paid_for"),
        Index("ix_credit_entries_account", "workspace_id", "user_id", "id", postgresql_include=["amount"]),
        Index("ix_credit_entries_workspace", "workspace_id", "id"),
        Index(
            "uq_credit_entries_subject",
            "kind",
            "subject_kind",
            "subject_id",
            unique=True,
            postgresql_where=text("kind <> 'grant'"),
        ),
        Index(
            "uq_credit_entries_welcome",
            "workspace_id",
            "user_id",
            unique=True,
            postgresql_where=text(f"subject_kind = '{WELCOME}'"),
        ),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    amount: Mapped[int]
    kind: Mapped[Kind]
    reason: Mapped[str]
    subject_kind: Mapped[str | None]
    subject_id: Mapped[UUID | None]
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
