"""`/api/connections`: accounts elsewhere, looked at, read and let go; connecting one by its sign-in needs a browser."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from pressroom.core.connections.actions import disconnect
from pressroom.core.connections.queries import connection as find_connection
from pressroom.core.connections.queries import connections
from pressroom.core.connections.schemas import ConnectionList, ConnectionOut, PastedToken
from pressroom.features.pins.boards.listing import begin_sync
from pressroom.features.pins.boards.schemas import SyncOut
from pressroom.features.pins.welcome import welcome
from pressroom.web.asking import AccountsDep, AppDep, ConnectionDep, DoorsDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once

router = APIRouter(prefix="/api/connections", tags=["connections"])


@router.get("")
def list_connections(session: SessionDep, principal: PrincipalDep) -> ConnectionList:
    """List the connected accounts, oldest first."""
    return ConnectionList(items=[ConnectionOut.of(one) for one in connections(session, principal.workspace_id)])


@router.post("", status_code=HTTPStatus.CREATED)
def connect_sandbox(
    app: AppDep, session: SessionDep, principal: PrincipalDep, accounts: AccountsDep, pasted: PastedToken
) -> ConnectionOut:
    """Connect an account of Pinterest's sandbox by a token; its boards are read behind. Others need a browser."""
    token = pasted.access_token.get_secret_value()
    connection_id = accounts.connect_by_token(session, workspace_id=principal.workspace_id, token=token)
    connected = find_connection(session, principal.workspace_id, connection_id)
    welcome(session, app.durable, connected)
    return ConnectionOut.of(connected)


@router.get("/{connection_id}")
def get_connection(connection: ConnectionDep) -> ConnectionOut:
    """Return one connected account."""
    return ConnectionOut.of(connection)


@router.post("/{connection_id}/boards", status_code=HTTPStatus.ACCEPTED, response_model=SyncOut)
def sync_boards(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    connection: ConnectionDep,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Read a Pinterest account's boards and their sections again; where that is under way, its run is answered."""

    def start() -> Answer:
        run_id = begin_sync(session, app.durable, connection)
        started = SyncOut(run_id=run_id, message=f"Reading the boards of {connection.account}.")
        return HTTPStatus.ACCEPTED, started.model_dump(mode="json"), {"Location": f"/api/runs/{run_id}"}

    return once(app, session, principal, idempotency_key, f"POST boards {connection.id}", start)


@router.delete("/{connection_id}", status_code=HTTPStatus.NO_CONTENT)
def delete_connection(app: AppDep, doors: DoorsDep, session: SessionDep, connection: ConnectionDep) -> None:
    """Let an account go, here and at its provider; folders and boards that came from it wait for it to come back."""
    disconnect(session, app.vault, doors.oauth.get(connection.provider), connection)
