"""The cookie a signed-in browser carries."""

from fastapi.responses import Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.actions import SIGN_IN_LASTS, sign_in
from pressroom.core.accounts.models import User
from pressroom.kernel.app import App
from pressroom.web.asking import COOKIE


def give_cookie(response: Response, app: App, session: Session, user: User) -> Response:
    """Sign the browser in that gets this response."""
    response.set_cookie(
        COOKIE,
        sign_in(session, user.id),
        max_age=int(SIGN_IN_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=app.is_secure,
    )
    return response


def take_cookie(response: Response) -> Response:
    """Sign the browser out that gets this response."""
    response.delete_cookie(COOKIE)
    return response


def safe_path(path: str | None) -> str:
    """Return a path of this site to go on to; anything else becomes the home page."""
    is_ours = path is not None and path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if path and is_ours else "/"
