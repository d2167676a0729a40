"""Users, workspaces, tokens and sign-ins: made and ended."""

from datetime import timedelta
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from pressroom.core.accounts.models import ApiToken, Invitation, Membership, Role, SignIn, User, Workspace
from pressroom.core.accounts.tokens import API_PREFIX, digest, new_token
from pressroom.core.credits.actions import welcome
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, Invalid, NotFound, NotSignedIn

SIGN_IN_LASTS = timedelta(days=30)
LINK_LASTS = timedelta(hours=24)
SHORTEST_PASSWORD = 10
_hasher = PasswordHasher()


def create_workspace(session: Session, name: str) -> Workspace:
    """Make a workspace."""
    workspace = Workspace(name=name)
    session.add(workspace)
    session.flush()
    return workspace


def create_user(
    session: Session,
    *,
    name: str,
    workspace_id: UUID,
    role: Role = Role.MEMBER,
    email: str | None = None,
    starting_credits: int = 0,
) -> User:
    """Make a user who belongs to a workspace, with credits to begin with; raises Conflict when the email is taken."""
    user = User(name=name, email=_free_email(session, email))
    session.add(user)
    session.flush()
    session.add(Membership(workspace_id=workspace_id, user_id=user.id, role=role))
    session.flush()
    welcome(session, workspace_id=workspace_id, user_id=user.id, amount=starting_credits)
    return user


def first_admin(session: Session, *, starting_credits: int = 0) -> tuple[User, Workspace]:
    """Return the owner of the first workspace, making both on a fresh install."""
    found = session.execute(
        select(User, Workspace)
        .join(Membership, Membership.user_id == User.id)
        .join(Workspace, Workspace.id == Membership.workspace_id)
        .where(Membership.role == Role.OWNER)
        .order_by(Membership.id)
        .limit(1)
    ).first()
    if found:
        return found
    workspace = create_workspace(session, "My workspace")
    admin = create_user(
        session, name="Admin", workspace_id=workspace.id, role=Role.OWNER, starting_credits=starting_credits
    )
    return admin, workspace


def update_profile(session: Session, user_id: UUID, *, name: str, email: str | None) -> User:
    """Change a user's name and email; raises Conflict when the email is taken."""
    user = session.get_one(User, user_id)
    user.name = name.strip() or user.name
    if email != user.email:
        user.email = _free_email(session, email)
    return user


def set_password(session: Session, user_id: UUID, password: str) -> None:
    """Give a user a new password and end their sign-ins; raises Invalid when it is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(f"A password needs at least {SHORTEST_PASSWORD} characters.", code="password_short")
    session.get_one(User, user_id).password_hash = _hasher.hash(password)
    session.execute(delete(SignIn).where(SignIn.user_id == user_id))


def change_password(session: Session, user_id: UUID, *, current: str, new: str) -> None:
    """Give a user another password who knows the one before, if there is one; raises Invalid as `set_password`."""
    known = session.get_one(User, user_id).password_hash
    if known and not _matches(known, current):
        raise Invalid("That is not your password now. Type it again, or use a one-time link.", code="password_wrong")
    set_password(session, user_id, new)


def check_password(session: Session, *, email: str, password: str) -> User:
    """Return the user with this email and password; raises NotSignedIn, taking as long for unknown emails."""
    user = session.scalar(select(User).where(User.email == _tidy(email)))
    matches = _matches((user and user.password_hash) or _nobodys_hash(), password)
    if user is None or not matches:
        raise NotSignedIn("That email and password do not belong together. Check both and try again.")
    return user


def sign_in(session: Session, user_id: UUID) -> str:
    """Start a browser's sign-in in the user's first workspace; return the cookie's token."""
    membership = session.scalar(select(Membership).where(Membership.user_id == user_id).order_by(Membership.id))
    if membership is None:
        raise NotSignedIn("You are no longer a member of any workspace. Ask its owner to invite you again.")
    token = new_token()
    session.add(
        SignIn(
            user_id=user_id,
            workspace_id=membership.workspace_id,
            token_digest=digest(token),
            expires_at=now() + SIGN_IN_LASTS,
        )
    )
    return token


def sign_out(session: Session, token: str) -> None:
    """End the sign-in that a cookie's token stands for."""
    session.execute(delete(SignIn).where(SignIn.token_digest == digest(token)))


def create_api_token(session: Session, *, workspace_id: UUID, user_id: UUID, name: str, scope: str = "write") -> str:
    """Make an API token and return it; it cannot be read again. `scope` is `read` or `write`."""
    token = new_token(API_PREFIX)
    session.add(
        ApiToken(
            workspace_id=workspace_id,
            user_id=user_id,
            name=name.strip() or "API token",
            token_digest=digest(token),
            scope=scope,
        )
    )
    session.flush()
    return token


def revoke_api_token(session: Session, workspace_id: UUID, token_id: UUID) -> None:
    """End an API token; raises NotFound when the workspace has none with that id."""
    done = session.execute(
        update(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.workspace_id == workspace_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=now())
        .returning(ApiToken.id)
    ).first()
    if done is None:
        raise NotFound("This workspace has no such API token.")


def create_link(session: Session, *, workspace_id: UUID, user_id: UUID | None = None, role: Role = Role.MEMBER) -> str:
    """Make a link's token that signs in once, within a day: as `user_id`, or as a new member."""
    token = new_token()
    session.add(
        Invitation(
            workspace_id=workspace_id,
            user_id=user_id,
            role=role,
            token_digest=digest(token),
            expires_at=now() + LINK_LASTS,
        )
    )
    session.flush()
    return token


def use_link(session: Session, token: str, *, starting_credits: int = 0) -> User:
    """Take a one-time link and return who it signs in; raises NotSignedIn when it is used up or too old."""
    invitation = session.scalar(
        update(Invitation)
        .where(
            Invitation.token_digest == digest(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now(),
        )
        .values(used_at=now())
        .returning(Invitation)
    )
    if invitation is None:
        raise NotSignedIn(
            "This link has been used or is too old. Ask for a new one, or run `pressroom user link` on the server."
        )
    if invitation.user_id:
        return session.get_one(User, invitation.user_id)
    return create_user(
        session,
        name="New member",
        workspace_id=invitation.workspace_id,
        role=invitation.role,
        starting_credits=starting_credits,
    )


def remove_member(session: Session, workspace_id: UUID, user_id: UUID) -> None:
    """Take a user out of a workspace, with their sign-ins and tokens there; the last owner stays."""
    members = session.scalars(select(Membership).where(Membership.workspace_id == workspace_id).with_for_update())
    by_user = {member.user_id: member for member in members}
    if user_id not in by_user:
        raise NotFound("This workspace has no such member.")
    owners = [member for member in by_user.values() if member.role == Role.OWNER]
    if owners == [by_user[user_id]]:
        raise Conflict("The last owner cannot leave. Make someone else an owner first.")
    session.delete(by_user[user_id])
    session.execute(delete(SignIn).where(SignIn.workspace_id == workspace_id, SignIn.user_id == user_id))
    session.execute(
        update(ApiToken)
        .where(ApiToken.workspace_id == workspace_id, ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=now())
    )


def rename_workspace(session: Session, workspace_id: UUID, name: str) -> None:
    """Give a workspace another name; raises Invalid when it is empty."""
    if not name.strip():
        raise Invalid("A workspace needs a name.", code="name_empty")
    session.get_one(Workspace, workspace_id).name = name.strip()


def _matches(known: str, password: str) -> bool:
    try:
        return _hasher.verify(known, password)
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    """Return the hash of a password nobody has; made when first needed, for it takes as long as it should."""
    return _hasher.hash(new_token())


def _tidy(email: str) -> str:
    return email.strip().lower()


def _free_email(session: Session, email: str | None) -> str | None:
    if not email or not email.strip():
        return None
    tidy = _tidy(email)
    if "@" not in tidy:
        raise Invalid(f"“{email}” is not an email address.", code="email_invalid")
    if session.scalar(select(User.id).where(User.email == tidy)):
        raise Conflict(f"Someone here already uses {tidy}.", code="email_taken")
    return tidy
