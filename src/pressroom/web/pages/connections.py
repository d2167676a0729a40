"""`/connections`: accounts elsewhere, connected, broken, let go."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from pressroom.core.connections.actions import disconnect
from pressroom.core.connections.models import Connection
from pressroom.core.connections.queries import connections
from pressroom.features.media.folders.queries import folders
from pressroom.kernel.app import App
from pressroom.kernel.errors import ProviderError
from pressroom.providers.doors import Doors
from pressroom.providers.oauth import OAuthProvider
from pressroom.web.asking import AppDep, ConnectionDep, DoorsDep, PrincipalDep, SessionDep
from pressroom.web.pages.connecting import redirect_uri
from pressroom.web.pages.page import shell
from pressroom.web.replies import go_to
from pressroom.web.templating import page as drawn
from pressroom.web.views import ConnectionRowPartial, ConnectionsPage
from pressroom.web.views.connections import ConnectionRow, ProviderCard
from pressroom.web.views.shell import State

router = APIRouter(prefix="/connections", include_in_schema=False)

PURPOSES = {
    "google_drive": "Folders of pictures, looked through by themselves. Pressroom reads them and changes nothing."
}


@router.get("")
def list_connections(
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    error: Annotated[str | None, Query(max_length=1000)] = None,
) -> Response:
    """Show what can be connected, and what is."""
    used = _used(session, principal.workspace_id)
    found = connections(session, principal.workspace_id)
    rows = {name: [_row(one, used) for one in found if one.provider == name] for name in doors.oauth}
    return drawn(
        ConnectionsPage(
            shell=shell(session, principal, "connections"),
            providers=[_card(app, provider, rows[name]) for name, provider in doors.oauth.items()],
            error=error,
        )
    )


@router.get("/{connection_id}/row")
def row(session: SessionDep, principal: PrincipalDep, connection: ConnectionDep) -> Response:
    """Show a connection's row, alone."""
    return drawn(ConnectionRowPartial(_row(connection, _used(session, principal.workspace_id))))


@router.post("/{connection_id}/disconnection")
def let_go(request: Request, app: AppDep, doors: DoorsDep, session: SessionDep, connection: ConnectionDep) -> Response:
    """Let an account go, here and at its provider."""
    disconnect(session, app.vault, doors.oauth[connection.provider], connection)
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


def _card(app: App, provider: OAuthProvider, rows: list[ConnectionRow]) -> ProviderCard:
    return ProviderCard(
        name=provider.name,
        label=provider.label,
        purpose=PURPOSES.get(provider.name, ""),
        missing=missing_for(provider),
        callback_url=redirect_uri(app, provider.name),
        connections=rows,
    )


def _row(connection: Connection, used: Mapping[UUID | None, int]) -> ConnectionRow:
    return ConnectionRow(
        id=str(connection.id),
        provider=connection.provider,
        account=connection.account,
        state=State("ok", "Active") if connection.active else State("bad", "Needs reconnecting"),
        is_active=connection.active,
        error=connection.last_error,
        expires_at=connection.token_expires_at,
        renews=connection.refresh_sealed is not None,
        folder_count=used.get(connection.id, 0),
        created_at=connection.created_at,
    )


def _used(session: Session, workspace_id: UUID) -> Mapping[UUID | None, int]:
    return Counter(one.connection_id for one in folders(session, workspace_id))


def accounts_of(doors: Doors, session: Session, workspace_id: UUID) -> Mapping[UUID, Connection]:
    """Return the connections whose folders can be asked for, by id."""
    return {one.id: one for one in connections(session, workspace_id) if one.provider in doors.oauth}
