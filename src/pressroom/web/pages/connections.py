"""`/connections`: accounts elsewhere, connected, broken, let go."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.connections.actions import disconnect
from pressroom.core.connections.models import Connection
from pressroom.core.connections.queries import connections
from pressroom.features.media.folders.queries import folders
from pressroom.features.pins.accounts import SANDBOX
from pressroom.features.pins.boards.listing import begin_sync
from pressroom.features.pins.boards.queries import board_counts
from pressroom.features.pins.boards.rules import ACCOUNTS
from pressroom.kernel.app import App
from pressroom.kernel.errors import ProviderError, Rejected
from pressroom.providers.doors import Doors
from pressroom.providers.oauth import OAuthProvider
from pressroom.web.asking import AccountsDep, AppDep, ConnectionDep, DoorsDep, PrincipalDep, SessionDep
from pressroom.web.pages.connecting import go_on, reconnect_url, redirect_uri
from pressroom.web.pages.page import shell
from pressroom.web.replies import done, go_to
from pressroom.web.templating import page as drawn
from pressroom.web.views import ConnectionRowPartial, ConnectionsPage
from pressroom.web.views.connections import ConnectionRow, ProviderCard
from pressroom.web.views.shell import Crumb, State

router = APIRouter(prefix="/connections", include_in_schema=False)

PURPOSES = {
    "google_drive": "Folders of pictures, looked through by themselves. Pressroom reads them and changes nothing.",
    "pinterest": "Boards that pins are published on. Each project publishes with one account.",
    SANDBOX: "Pinterest's place for trying things out: what is published there, only you see.",
}


@dataclass(frozen=True, slots=True)
class Uses:
    """How many folders and boards come from each connection."""

    folders: Mapping[UUID | None, int]
    boards: Mapping[UUID, int]


@router.get("")
def list_connections(
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    error: Annotated[str | None, Query(max_length=1000)] = None,
) -> Response:
    """Show what can be connected, and what is."""
    return _page(app, doors, session, principal, error=error)


@router.post("/sandbox")
def connect_sandbox(  # one parameter for each dependency
    request: Request,
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    accounts: AccountsDep,
    access_token: Annotated[str, Form(max_length=5000)] = "",
) -> Response:
    """Connect an account of Pinterest's sandbox by a token; what is wrong with it is told in its form."""
    try:
        connected = accounts.connect_by_token(session, workspace_id=principal.workspace_id, token=access_token)
    except (Rejected, ProviderError) as refusal:
        return _page(app, doors, session, principal, token_error=str(refusal))
    go_on(session, app, principal.workspace_id, connected)
    return go_to(request, "/connections")


@router.post("/{connection_id}/boards")
def read_boards(request: Request, app: AppDep, session: SessionDep, connection: ConnectionDep) -> Response:
    """Read a Pinterest account's boards again; its row says when that is done."""
    run_id = begin_sync(session, app.durable, connection)
    link = Crumb(f"/runs/{run_id}", "See its run")
    return done(request, f"Reading the boards of {connection.account}.", back="/connections", link=link, tone="info")


@router.get("/{connection_id}/row")
def row(session: SessionDep, principal: PrincipalDep, connection: ConnectionDep) -> Response:
    """Show a connection's row, alone."""
    return drawn(ConnectionRowPartial(_row(connection, _uses(session, principal.workspace_id))))


@router.post("/{connection_id}/disconnection")
def let_go(request: Request, app: AppDep, doors: DoorsDep, session: SessionDep, connection: ConnectionDep) -> Response:
    """Let an account go, here and at its provider."""
    disconnect(session, app.vault, doors.oauth.get(connection.provider), connection)
    return go_to(request, "/connections")


def trouble_with(connection: Connection | None) -> str | None:
    """Return why a folder's connection cannot be used until someone signs in again."""
    if connection is None:
        return "The account it came from is no longer connected. Connect it again."
    return None if connection.active else connection.last_error or "It has to be connected again."


def missing_for(provider: OAuthProvider) -> list[str]:
    """Return what is missing before a provider can be used: its settings, or what it says itself."""
    try:
        provider.check()
    except ProviderError as error:
        named = [word.strip(".,") for word in str(error).split() if word.startswith("PRESSROOM_")]
        return named or [str(error)]
    return []


def _page(
    app: App,
    doors: Doors,
    session: Session,
    principal: Principal,
    *,
    error: str | None = None,
    token_error: str | None = None,
) -> Response:
    uses = _uses(session, principal.workspace_id)
    found = connections(session, principal.workspace_id)
    rows = {name: [_row(one, uses) for one in found if one.provider == name] for name in doors.oauth}
    return drawn(
        ConnectionsPage(
            shell=shell(session, principal, "connections"),
            providers=[_card(app, provider, rows[name]) for name, provider in doors.oauth.items()],
            error=error,
            token_error=token_error,
        )
    )


def _card(app: App, provider: OAuthProvider, rows: list[ConnectionRow]) -> ProviderCard:
    is_pasted = provider.name == SANDBOX
    return ProviderCard(
        name=provider.name,
        label=provider.label,
        purpose=PURPOSES.get(provider.name, ""),
        missing=() if is_pasted else missing_for(provider),
        callback_url=redirect_uri(app, provider.name),
        is_pasted=is_pasted,
        connections=rows,
    )


def _row(connection: Connection, uses: Uses) -> ConnectionRow:
    return ConnectionRow(
        id=str(connection.id),
        account=connection.account,
        state=State("ok", "Active") if connection.active else State("bad", "Needs reconnecting"),
        is_active=connection.active,
        error=connection.last_error,
        expires_at=connection.token_expires_at,
        renews=connection.refresh_sealed is not None,
        folder_count=uses.folders.get(connection.id, 0),
        created_at=connection.created_at,
        reconnect_url=reconnect_url(connection.provider),
        has_boards=connection.provider in ACCOUNTS,
        board_count=uses.boards.get(connection.id, 0),
        read_at=connection.synced_at,
    )


def _uses(session: Session, workspace_id: UUID) -> Uses:
    of_folders = Counter(one.connection_id for one in folders(session, workspace_id))
    return Uses(folders=of_folders, boards=board_counts(session, workspace_id))


def accounts_of(doors: Doors, session: Session, workspace_id: UUID) -> Mapping[UUID, Connection]:
    """Return the connections whose folders can be asked for, by id."""
    return {one.id: one for one in connections(session, workspace_id) if one.provider in doors.oauth}
