"""Coming in: by password, by a one-time link; and leaving."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from pressroom.core.accounts.actions import (
    check_password,
    set_password,
    sign_out,
    update_profile,
    use_link,
)
from pressroom.core.accounts.models import User
from pressroom.kernel.errors import Conflict, Invalid, LimitReached, NotSignedIn
from pressroom.web.asking import COOKIE, AppDep, PrincipalDep, SessionDep
from pressroom.web.attempts import Attempts
from pressroom.web.signing import give_cookie, safe_path, take_cookie
from pressroom.web.templating import page
from pressroom.web.views import FirstRunPage, SignInPage

router = APIRouter(include_in_schema=False)

WELCOME = "/first-run"


@router.get("/sign-in")
def sign_in_form(next: str = "/") -> Response:  # noqa: A002  # the query's name, as people expect it
    """Show the form."""
    return page(SignInPage(email="", way_on=safe_path(next), error=None))


@router.post("/sign-in")
def sign_in(
    request: Request,
    app: AppDep,
    session: SessionDep,
    email: Annotated[str, Form(max_length=320)],
    password: Annotated[str, Form(max_length=1000)],
    next: Annotated[str, Form()] = "/",  # noqa: A002  # as above
) -> Response:
    """Sign in by email and password."""
    attempts: Attempts = request.app.state.attempts
    try:
        attempts.check(request, email)
        user = check_password(session, email=email, password=password)
    except (NotSignedIn, LimitReached) as refusal:
        if isinstance(refusal, NotSignedIn):
            attempts.count_wrong(request, email)
        return page(SignInPage(email=email, way_on=safe_path(next), error=str(refusal)), refusal.status)
    return give_cookie(RedirectResponse(safe_path(next), HTTPStatus.SEE_OTHER), app, session, user)


@router.get("/sign-in/link")
def follow_link(app: AppDep, session: SessionDep, token: str) -> Response:
    """Sign in by a one-time link, and ask who has no password yet for one."""
    try:
        user = use_link(session, token, starting_credits=app.starting_credits)
    except NotSignedIn as refusal:
        return page(SignInPage(email="", way_on="/", error=str(refusal)), HTTPStatus.UNAUTHORIZED)
    way_on = "/" if user.password_hash else WELCOME
    return give_cookie(RedirectResponse(way_on, HTTPStatus.SEE_OTHER), app, session, user)


@router.get(WELCOME)
def welcome(session: SessionDep, principal: PrincipalDep) -> Response:
    """Ask for an email and a password, for next time."""
    user = session.get_one(User, principal.user_id)
    return page(FirstRunPage(name=user.name, email=user.email or "", error=None))


@router.post(WELCOME)
def choose_way_in(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    name: Annotated[str, Form(max_length=100)],
    email: Annotated[str, Form(max_length=320)],
    password: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Keep the email and password to sign in with from now on."""
    user = session.get_one(User, principal.user_id)
    if user.password_hash:
        raise Conflict("You have a password already. Change it in Settings.", code="has_password")
    try:
        with session.begin_nested():
            update_profile(session, user.id, name=name, email=email)
            set_password(session, user.id, password)
    except (Invalid, Conflict) as refusal:
        return page(FirstRunPage(name=name, email=email, error=str(refusal)), refusal.status)
    return give_cookie(RedirectResponse("/", HTTPStatus.SEE_OTHER), app, session, user)


@router.post("/sign-out")
def leave(request: Request, session: SessionDep) -> Response:
    """Sign this browser out."""
    if token := request.cookies.get(COOKIE):
        sign_out(session, token)
    return take_cookie(RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER))
