"""Users, workspaces and the ways of signing in. Tokens are kept as SHA-256 digests only."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.db import Base, Identified


class Role(StrEnum):
    """What a member may do: an owner also manages members and the workspace."""

    OWNER = "owner"
    MEMBER = "member"


class User(Identified, Base):
    """A person. Without an email and a password they can only come in by a one-time link."""

    __tablename__ = "users"

    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]


class Workspace(Identified, Base):
    """The boundary between tenants."""

    __tablename__ = "workspaces"

    name: Mapped[str]


class Membership(Identified, Base):
    """A user's place in a workspace."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("workspace_id", "user_id"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(default=Role.MEMBER)


class SignIn(Identified, Base):
    """A signed-in browser."""

    __tablename__ = "sign_ins"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    token_digest: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ApiToken(Identified, Base):
    """A key for programs, shown once when made."""

    __tablename__ = "api_tokens"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    scope: Mapped[str] = mapped_column(default="write")
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Invitation(Identified, Base):
    """A link that signs one person in once: the first user, someone invited, or someone locked out."""

    __tablename__ = "invitations"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(default=Role.MEMBER)
    token_digest: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
