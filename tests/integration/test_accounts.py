"""Users, links, sign-ins and tokens."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pressroom.core.accounts.actions import (
    check_password,
    create_api_token,
    create_link,
    create_user,
    create_workspace,
    first_admin,
    remove_member,
    rename_workspace,
    revoke_api_token,
    set_password,
    sign_in,
    sign_out,
    update_profile,
    use_link,
)
from pressroom.core.accounts.models import ApiToken, Invitation, Membership, Role, SignIn, User
from pressroom.core.accounts.queries import (
    anyone_has_a_password,
    api_tokens,
    members,
    principal_of_api_token,
    principal_of_sign_in,
)
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, Invalid, NotFound, NotSignedIn
from tests.caller import Caller, problem_of

PASSWORD = "correct horse battery"


@pytest.fixture
def session(app: App) -> Iterator[Session]:
    """A session whose work is kept."""
    with app.database.transaction() as session:
        yield session


@pytest.fixture
def workspace_id(session: Session) -> UUID:
    """A workspace without members."""
    return create_workspace(session, "Press").id


@pytest.fixture
def owner(session: Session, workspace_id: UUID) -> User:
    """The workspace's owner."""
    return create_user(session, name="Ada", email="Ada@Example.org ", workspace_id=workspace_id, role=Role.OWNER)


def test_the_first_admin_is_made_once(session: Session) -> None:
    user, workspace = first_admin(session)
    again, same = first_admin(session)
    assert (user.id, workspace.id) == (again.id, same.id)
    assert not anyone_has_a_password(session)


def test_an_email_and_its_password_sign_in(session: Session, owner: User) -> None:
    set_password(session, owner.id, PASSWORD)
    assert check_password(session, email=" ADA@example.org", password=PASSWORD).id == owner.id
    assert anyone_has_a_password(session)
    assert owner.password_hash
    assert owner.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(("email", "password"), [("ada@example.org", "wrong password"), ("eve@example.org", PASSWORD)])
def test_a_wrong_password_and_an_unknown_email_are_told_the_same(
    session: Session, owner: User, email: str, password: str
) -> None:
    set_password(session, owner.id, PASSWORD)
    with pytest.raises(NotSignedIn, match="do not belong together"):
        check_password(session, email=email, password=password)


def test_a_user_without_a_password_cannot_sign_in_by_one(session: Session, owner: User) -> None:
    assert owner.email
    with pytest.raises(NotSignedIn):
        check_password(session, email=owner.email, password="")


def test_a_short_password_is_refused(session: Session, owner: User) -> None:
    with pytest.raises(Invalid, match="at least 10") as caught:
        set_password(session, owner.id, "too short")
    assert caught.value.code == "password_short"


def test_a_new_password_ends_every_sign_in(session: Session, owner: User) -> None:
    token = sign_in(session, owner.id)
    assert principal_of_sign_in(session, token)
    set_password(session, owner.id, PASSWORD)
    assert principal_of_sign_in(session, token) is None


def test_a_sign_in_lasts_until_signed_out_or_too_old(session: Session, owner: User) -> None:
    first, second = sign_in(session, owner.id), sign_in(session, owner.id)
    sign_out(session, first)
    assert principal_of_sign_in(session, first) is None
    assert principal_of_sign_in(session, second)
    session.execute(update(SignIn).values(expires_at=now() - timedelta(seconds=1)))
    assert principal_of_sign_in(session, second) is None


def test_a_link_signs_in_once(session: Session, workspace_id: UUID, owner: User) -> None:
    token = create_link(session, workspace_id=workspace_id, user_id=owner.id)
    assert use_link(session, token).id == owner.id
    with pytest.raises(NotSignedIn, match="has been used"):
        use_link(session, token)


def test_a_link_too_old_signs_nobody_in(session: Session, workspace_id: UUID, owner: User) -> None:
    token = create_link(session, workspace_id=workspace_id, user_id=owner.id)
    session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1)))
    with pytest.raises(NotSignedIn):
        use_link(session, token)


def test_an_invitation_makes_a_member_with_its_role(session: Session, workspace_id: UUID, owner: User) -> None:
    newcomer = use_link(session, create_link(session, workspace_id=workspace_id))
    assert [(user.id, role) for user, role in members(session, workspace_id)] == [
        (owner.id, Role.OWNER),
        (newcomer.id, Role.MEMBER),
    ]


def test_an_email_belongs_to_one_user(session: Session, workspace_id: UUID, owner: User) -> None:
    assert owner.email == "ada@example.org"
    with pytest.raises(Conflict, match=r"ada@example\.org"):
        create_user(session, name="Eve", email="ADA@example.org", workspace_id=workspace_id)
    with pytest.raises(Invalid, match="not an email"):
        create_user(session, name="Eve", email="eve", workspace_id=workspace_id)


def test_a_profile_is_changed(session: Session, owner: User) -> None:
    update_profile(session, owner.id, name="  Ada L. ", email="ada@example.org")
    assert owner.name == "Ada L."
    update_profile(session, owner.id, name=" ", email="")
    assert (owner.name, owner.email) == ("Ada L.", None)


def test_a_token_is_kept_as_a_digest_and_works_until_revoked(session: Session, workspace_id: UUID, owner: User) -> None:
    token = create_api_token(session, workspace_id=workspace_id, user_id=owner.id, name="ci")
    (kept,) = api_tokens(session, workspace_id)
    assert token not in kept.token_digest
    principal = principal_of_api_token(session, token)
    assert principal
    assert (principal.user_id, principal.workspace_id, principal.may_write) == (owner.id, workspace_id, True)
    session.refresh(kept)
    assert kept.last_used_at
    revoke_api_token(session, workspace_id, kept.id)
    assert principal_of_api_token(session, token) is None
    with pytest.raises(NotFound):
        revoke_api_token(session, workspace_id, kept.id)


def test_another_workspace_cannot_revoke_a_token(session: Session, workspace_id: UUID, owner: User) -> None:
    token = create_api_token(session, workspace_id=workspace_id, user_id=owner.id, name="ci")
    kept = session.scalars(select(ApiToken)).one()
    with pytest.raises(NotFound):
        revoke_api_token(session, create_workspace(session, "Other").id, kept.id)
    assert principal_of_api_token(session, token)


def test_the_last_owner_stays(session: Session, workspace_id: UUID, owner: User) -> None:
    create_user(session, name="Bob", workspace_id=workspace_id)
    with pytest.raises(Conflict, match="last owner"):
        remove_member(session, workspace_id, owner.id)


def test_a_removed_member_is_shut_out_everywhere(session: Session, workspace_id: UUID, owner: User) -> None:
    second = create_user(session, name="Bob", workspace_id=workspace_id, role=Role.OWNER)
    token = create_api_token(session, workspace_id=workspace_id, user_id=owner.id, name="ci")
    cookie = sign_in(session, owner.id)
    remove_member(session, workspace_id, owner.id)
    assert principal_of_api_token(session, token) is None
    assert principal_of_sign_in(session, cookie) is None
    with pytest.raises(NotSignedIn, match="no longer a member"):
        sign_in(session, owner.id)
    with pytest.raises(NotFound):
        remove_member(session, workspace_id, owner.id)
    assert session.scalars(select(Membership.user_id)).all() == [second.id]


def test_a_workspace_needs_a_name(session: Session, workspace_id: UUID) -> None:
    rename_workspace(session, workspace_id, " Daily Press ")
    with pytest.raises(Invalid, match="needs a name"):
        rename_workspace(session, workspace_id, " ")


def test_a_token_that_may_only_read_cannot_write(admin: Caller, app: App) -> None:
    with app.database.transaction() as session:
        token = create_api_token(
            session, workspace_id=admin.workspace_id, user_id=admin.user_id, name="reader", scope="read"
        )
    headers = {"Authorization": f"Bearer {token}"}
    assert admin.http.get("/api/documents", headers=headers).status_code == 200
    problem_of(admin.upload(("a.txt", b"x"), headers=headers), 403, "read_only")


def test_a_browser_s_cookie_works_as_a_token_does(admin: Caller, app: App) -> None:
    with app.database.transaction() as session:
        cookie = sign_in(session, admin.user_id)
    headers = {"Authorization": "", "Cookie": f"pressroom={cookie}"}
    assert admin.http.get("/api/documents", headers=headers).status_code == 200
