"""Who is asking, and who belongs where."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Text, bindparam, cast, func, or_, select, update
from sqlalchemy.orm import Session

from pressroom.core.accounts.models import ApiToken, Membership, Role, SignIn, User, Workspace
from pressroom.core.accounts.tokens import digest
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, NotFound

SIGNED_IN = (
    select(SignIn.user_id, SignIn.workspace_id, Membership.role)
    .join(Membership, (Membership.user_id == SignIn.user_id) & (Membership.workspace_id == SignIn.workspace_id))
    .where(SignIn.token_digest == bindparam("digest"), SignIn.expires_at > bindparam("now"))
)
CALLING = (
    select(ApiToken.id, ApiToken.user_id, ApiToken.workspace_id, ApiToken.scope, ApiToken.last_used_at, Membership.role)
    .join(Membership, (Membership.user_id == ApiToken.user_id) & (Membership.workspace_id == ApiToken.workspace_id))
    .where(ApiToken.token_digest == bindparam("digest"), ApiToken.revoked_at.is_(None))
)
"""Who a cookie and who a token stand for; built once, for every request asks one of them."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Someone known, in one workspace."""

    user_id: UUID
    workspace_id: UUID
    role: Role
    may_write: bool


def principal_of_sign_in(session: Session, token: str) -> Principal | None:
    """Return who a browser's cookie stands for, while it lasts and they are a member."""
    row = session.execute(SIGNED_IN, {"digest": digest(token), "now": now()}).first()
    return Principal(row.user_id, row.workspace_id, row.role, may_write=True) if row else None


def principal_of_api_token(session: Session, token: str) -> Principal | None:
    """Return who an API token stands for, unless it is revoked, and note the day it was last used.

    One whose other request notes that now, and may take its time, does not wait for it.
    """
    row = session.execute(CALLING, {"digest": digest(token)}).first()
    if row is None:
        return None
    today = now()
    if row.last_used_at is None or row.last_used_at.date() != today.date():
        free = select(ApiToken.id).where(ApiToken.id == row.id).with_for_update(skip_locked=True)
        session.execute(update(ApiToken).where(ApiToken.id.in_(free)).values(last_used_at=today))
    return Principal(row.user_id, row.workspace_id, row.role, may_write=row.scope == "write")


def api_tokens(session: Session, workspace_id: UUID) -> Sequence[ApiToken]:
    """Return a workspace's living tokens, newest first."""
    return session.scalars(
        select(ApiToken)
        .where(ApiToken.workspace_id == workspace_id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id.desc())
    ).all()


def members(session: Session, workspace_id: UUID) -> Sequence[tuple[User, Role]]:
    """Return a workspace's members, longest-standing first."""
    rows = session.execute(
        select(User, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.workspace_id == workspace_id)
        .order_by(Membership.id)
    )
    return list(rows)


def names(session: Session, user_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return what users are called, also those who left the workspace."""
    return {user.id: user.name for user in session.scalars(select(User).where(User.id.in_(user_ids)))}


def member(session: Session, workspace_id: UUID, user_id: UUID) -> User:
    """Return a member of a workspace; raises NotFound."""
    found = session.scalar(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.workspace_id == workspace_id, User.id == user_id)
    )
    if found is None:
        raise NotFound("This workspace has no such member.")
    return found


def workspace(session: Session, workspace_id: UUID) -> Workspace:
    """Return a workspace."""
    return session.get_one(Workspace, workspace_id)


def anyone_has_a_password(session: Session) -> bool:
    """Tell whether signing in by password is possible at all yet."""
    return session.scalar(select(User.id).where(User.password_hash.is_not(None)).limit(1)) is not None


def is_operator(session: Session, principal: Principal) -> bool:
    """Tell whether someone runs the installation: an owner of its first workspace."""
    if principal.role is not Role.OWNER:
        return False
    return session.scalar(select(Workspace.id).order_by(Workspace.id).limit(1)) == principal.workspace_id


def workspace_called(session: Session, called: str) -> Workspace:
    """Return the workspace with this name or id; raises NotFound, or Conflict when several have the name."""
    found = session.scalars(
        select(Workspace).where((Workspace.name == called) | (cast(Workspace.id, Text) == called.lower()))
    ).all()
    if not found:
        raise NotFound(f"There is no workspace called “{called}”.")
    if len(found) > 1:
        ids = ", ".join(str(one.id) for one in found)
        raise Conflict(f"Several workspaces are called “{called}”. Give one's id: {ids}.")
    return found[0]


def member_called(session: Session, workspace_id: UUID, called: str) -> User:
    """Return the member of a workspace with this email, id or name.

    Raises NotFound, or Conflict when several have the name.
    """
    keys = (User.name, User.email, cast(User.id, Text))
    found = session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.workspace_id == workspace_id, or_(*(func.lower(key) == called.lower() for key in keys)))
    ).all()
    if not found:
        raise NotFound(f"Nobody in this workspace is called “{called}”. `pressroom user list` names them all.")
    if len(found) > 1:
        raise Conflict(f"Several people here are called “{called}”. Give an email or an id: `pressroom user list`.")
    return found[0]
