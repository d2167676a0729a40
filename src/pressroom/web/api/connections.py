"""`/api/connections`: accounts elsewhere, looked at and let go; connecting one needs a browser."""

from http import HTTPStatus

from fastapi import APIRouter

from pressroom.core.connections.actions import disconnect
from pressroom.core.connections.queries import connections
from pressroom.core.connections.schemas import ConnectionList, ConnectionOut
from pressroom.web.asking import AppDep, ConnectionDep, DoorsDep, PrincipalDep, SessionDep

router = APIRouter(prefix="/api/connections", tags=["connections"])


@router.get("")
def list_connections(session: SessionDep, principal: PrincipalDep) -> ConnectionList:
    """List the connected accounts, oldest first."""
    return ConnectionList(items=[ConnectionOut.of(one) for one in connections(session, principal.workspace_id)])


@router.get("/{connection_id}")
def get_connection(connection: ConnectionDep) -> ConnectionOut:
    """Return one connected account."""
    return ConnectionOut.of(connection)


@router.delete("/{connection_id}", status_code=HTTPStatus.NO_CONTENT)
def delete_connection(app: AppDep, doors: DoorsDep, session: SessionDep, connection: ConnectionDep) -> None:
    """Let an account go, here and at its provider; folders that came from it stay and wait for another."""
    disconnect(session, app.vault, doors.oauth[connection.provider], connection)
