"""`/oauth/{provider}`: sent to a provider to agree, and back."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.connections.actions import begin_connecting, record_connection, take_request
from pressroom.core.connections.queries import connection
from pressroom.features.media.folders.actions.sync import resume_lost
from pressroom.features.pins.accounts import SANDBOX
from pressroom.features.pins.boards.rules import ACCOUNTS
from pressroom.features.pins.welcome import welcome
from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid, NotAllowed, NotFound, NotSignedIn, PressroomError, ProviderError
from pressroom.kernel.log import logger
from pressroom.providers.doors import Doors
from pressroom.providers.oauth import OAuthProvider
from pressroom.web.asking import AppDep, DoorsDep, PrincipalDep, SessionDep, principal_of

router = APIRouter(prefix="/oauth", include_in_schema=False)

log = logger(__name__)

DENIED = "access_denied"


@router.get("/{provider}/start")
def start(app: AppDep, doors: DoorsDep, session: SessionDep, principal: PrincipalDep, provider: str) -> Response:
    """Send the browser to a provider, to let Pressroom in; back to the connections where it is not set up."""
    chosen = _provider(doors, provider)
    _check_may_connect(principal)
    try:
        address = begin_connecting(
            session,
            app.vault,
            chosen,
            workspace_id=principal.workspace_id,
            user_id=principal.user_id,
            redirect_uri=redirect_uri(app, provider),
        )
    except ProviderError as failure:
        return RedirectResponse("/connections?" + urlencode({"error": str(failure)}), HTTPStatus.SEE_OTHER)
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


@router.get("/{provider}/callback")
async def callback(
    request: Request,
    app: AppDep,
    doors: DoorsDep,
    provider: str,
    state: Annotated[str, Query(max_length=500)] = "",
    code: Annotated[str, Query(max_length=4000)] = "",
    error: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """Take the provider's answer, and show the connections: the new one, or why there is none."""
    try:
        await run_in_threadpool(_connect, request, app, _provider(doors, provider), state, code, error)
    except NotSignedIn:
        raise
    except PressroomError as failure:
        log.warning("connecting failed", provider=provider, reason=str(failure))
        return RedirectResponse("/connections?" + urlencode({"error": str(failure)}), HTTPStatus.SEE_OTHER)
    return RedirectResponse("/connections", HTTPStatus.SEE_OTHER)


def redirect_uri(app: App, provider: str) -> str:
    """Return where a provider sends people back to."""
    return f"{app.public_url}/oauth/{provider}/callback"


def reconnect_url(provider: str) -> str:
    """Return where a person lets an account in again: at its provider, or where tokens are pasted."""
    return f"/connections#provider-{SANDBOX}" if provider == SANDBOX else f"/oauth/{provider}/start"


def _connect(request: Request, app: App, provider: OAuthProvider, state: str, code: str, error: str) -> None:
    """Use up the request, trade the code for tokens, keep them, and let waiting syncs go on.

    The trade is between two transactions, for it may take long.
    """
    with app.database.transaction() as session:
        principal = principal_of(request, session)
        _check_may_connect(principal)
        workspace_id, verifier = take_request(
            session, app.vault, provider=provider.name, state=state, user_id=principal.user_id
        )
    if error or not code:
        told = "You did not allow it there." if error == DENIED else f"{provider.label} answered: {error or 'nothing'}."
        raise Invalid(f"{provider.label} is not connected. {told} Press Connect to try again.", code="denied")
    tokens, account = provider.exchange(code, redirect_uri=redirect_uri(app, provider.name), verifier=verifier)
    with app.database.transaction() as session:
        connection_id = record_connection(
            session, app.vault, workspace_id=workspace_id, provider=provider.name, tokens=tokens, account=account
        )
        go_on(session, app, workspace_id, connection_id)


def go_on(session: Session, app: App, workspace_id: UUID, connection_id: UUID) -> None:
    """Let what waited for an account go on, and read what it has."""
    resume_lost(session, app.durable, connection_id)
    connected = connection(session, workspace_id, connection_id)
    if connected.provider in ACCOUNTS:
        welcome(session, app.durable, connected)


def _check_may_connect(principal: Principal) -> None:
    """Raise NotAllowed for a token that may only read: this is a GET, for it is a way that browsers go."""
    if not principal.may_write:
        raise NotAllowed("This API token may only read. Connect accounts in a browser.", code="read_only")


def _provider(doors: Doors, name: str) -> OAuthProvider:
    if (found := doors.oauth.get(name)) is None:
        raise NotFound("There is no such provider to connect.")
    return found
