"""`/settings`: oneself, the workspace, its members and tokens."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts import actions, queries
from pressroom.core.accounts.models import Role, User
from pressroom.core.accounts.queries import Principal
from pressroom.features.media.actions.wishes import wish
from pressroom.features.media.queries import wishes
from pressroom.kernel.app import App
from pressroom.kernel.errors import Rejected
from pressroom.web.asking import AppDep, OwnerDep, PrincipalDep, SessionDep
from pressroom.web.pages.credits import credits_part
from pressroom.web.pages.home import usage
from pressroom.web.pages.page import shell
from pressroom.web.pages.prompt_parts import prompts_part
from pressroom.web.pages.spending import spending_part
from pressroom.web.signing import give_cookie
from pressroom.web.templating import page
from pressroom.web.views import SettingsPage
from pressroom.web.views.accounts import About, MemberRow, PictureWishes, TokenRow

router = APIRouter(prefix="/settings", include_in_schema=False)

FORMS = ("profile", "password", "token", "workspace", "member", "pictures")


@router.get("")
def settings(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    credits_: Annotated[str | None, Query(alias="credits", max_length=60)] = None,
) -> Response:
    """Show the settings; `credits` is where its list of entries goes on."""
    return page(_view(app, session, principal, entries_after=credits_))


@router.post("/profile")
def save_profile(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    name: Annotated[str, Form(max_length=100)],
    email: Annotated[str, Form(max_length=320)] = "",
) -> Response:
    """Change one's name and email."""
    return _saved(
        app,
        session,
        principal,
        "profile",
        lambda: actions.update_profile(session, principal.user_id, name=name, email=email or None),
    )


@router.post("/password")
def save_password(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    password: Annotated[str, Form(max_length=1000)],
    current: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Change one's password, knowing the one before; other browsers are signed out."""
    response = _saved(
        app,
        session,
        principal,
        "password",
        lambda: actions.change_password(session, principal.user_id, current=current, new=password),
    )
    return give_cookie(response, app, session, session.get_one(User, principal.user_id))


@router.post("/workspace")
def rename_workspace(
    app: AppDep, session: SessionDep, principal: OwnerDep, name: Annotated[str, Form(max_length=100)]
) -> Response:
    """Give the workspace another name."""
    return _saved(
        app,
        session,
        principal,
        "workspace",
        lambda: actions.rename_workspace(session, principal.workspace_id, name),
    )


@router.post("/tokens")
def make_token(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    name: Annotated[str, Form(max_length=100)],
    scope: Annotated[str, Form(pattern="^(read|write)$")] = "write",
) -> Response:
    """Make an API token, shown on the page that answers and never again."""
    token = actions.create_api_token(
        session, workspace_id=principal.workspace_id, user_id=principal.user_id, name=name, scope=scope
    )
    return page(_view(app, session, principal, new_token=token))


@router.post("/tokens/{token_id}/revocation")
def revoke_token(app: AppDep, session: SessionDep, principal: PrincipalDep, token_id: UUID) -> Response:
    """End an API token."""
    return _saved(
        app,
        session,
        principal,
        "token",
        lambda: actions.revoke_api_token(session, principal.workspace_id, token_id),
    )


@router.post("/members")
def invite(
    app: AppDep, session: SessionDep, principal: OwnerDep, role: Annotated[Role, Form()] = Role.MEMBER
) -> Response:
    """Make a one-time link that lets someone in, shown on the page that answers."""
    token = actions.create_link(session, workspace_id=principal.workspace_id, role=role)
    return page(_view(app, session, principal, invitation=f"{app.public_url}/sign-in/link?token={token}"))


@router.post("/members/{user_id}/removal")
def remove_member(app: AppDep, session: SessionDep, principal: OwnerDep, user_id: UUID) -> Response:
    """Take someone out of the workspace."""
    return _saved(
        app,
        session,
        principal,
        "member",
        lambda: actions.remove_member(session, principal.workspace_id, user_id),
    )


@router.post("/pictures")
def save_wishes(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    prompt: Annotated[str, Form(max_length=2000)] = "",
    keep_location: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Say what is asked for all pictures of the workspace."""
    return _saved(
        app,
        session,
        principal,
        "pictures",
        lambda: wish(session, principal.workspace_id, prompt=prompt, keep_location=bool(keep_location)),
    )


def _saved(app: App, session: Session, principal: Principal, form: str, save: Callable[[], object]) -> Response:
    """Do what a form asks, and show the settings with what came of it."""
    try:
        with session.begin_nested():
            save()
    except Rejected as refusal:
        return page(_view(app, session, principal, errors={form: str(refusal)}), refusal.status)
    return page(_view(app, session, principal, saved="Saved."))


def _view(
    app: App,
    session: Session,
    principal: Principal,
    *,
    errors: dict[str, str] | None = None,
    saved: str | None = None,
    new_token: str | None = None,
    invitation: str | None = None,
    entries_after: str | None = None,
) -> SettingsPage:
    return SettingsPage(
        shell=shell(session, principal, "settings"),
        errors=dict.fromkeys(FORMS, "") | (errors or {}),
        saved=saved,
        has_password=session.get_one(User, principal.user_id).password_hash is not None,
        tokens=_tokens(session, principal),
        new_token=new_token,
        members=_members(session, principal),
        invitation=invitation,
        is_owner=principal.role is Role.OWNER,
        pictures=_pictures(session, principal),
        credits=credits_part(session, principal, entries_after),
        costs=spending_part(app, session, principal),
        prompts=prompts_part(app, session, principal),
        usage=usage(app, session, principal),
        about=About(
            describe_model=app.describe_model,
            vision_model=app.vision_model,
            paint_model=app.paint_model,
            ocr_languages=app.ocr_languages,
            address=app.public_url,
        ),
    )


def _pictures(session: Session, principal: Principal) -> PictureWishes:
    kept = wishes(session, principal.workspace_id)
    return PictureWishes(prompt=kept.prompt or "", keeps_location=kept.keep_location)


def _tokens(session: Session, principal: Principal) -> list[TokenRow]:
    return [
        TokenRow(
            id=str(one.id),
            name=one.name,
            may_write=one.scope == "write",
            created_at=one.created_at,
            last_used_at=one.last_used_at,
        )
        for one in queries.api_tokens(session, principal.workspace_id)
    ]


def _members(session: Session, principal: Principal) -> list[MemberRow]:
    return [
        MemberRow(
            id=str(user.id),
            name=user.name,
            email=user.email,
            role="owner" if role is Role.OWNER else "member",
            is_you=user.id == principal.user_id,
        )
        for user, role in queries.members(session, principal.workspace_id)
    ]
