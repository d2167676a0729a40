"""Who is asking, and with what: the dependencies every route takes."""

from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from typing import Annotated
from uuid import UUID

from anyio import CancelScope, to_thread
from fastapi import Depends, Path, Request
from sqlalchemy.orm import Session

from pressroom.core.accounts.models import Role
from pressroom.core.accounts.queries import Principal, principal_of_api_token, principal_of_sign_in
from pressroom.core.connections import queries as connections
from pressroom.core.connections.models import Connection
from pressroom.features.documents import queries as documents
from pressroom.features.documents.models import Document
from pressroom.features.generations import queries as generations
from pressroom.features.generations.models import Generation
from pressroom.features.media import queries as media
from pressroom.features.media.artworks import queries as artworks
from pressroom.features.media.artworks.models import Artwork
from pressroom.features.media.folders import queries as folders
from pressroom.features.media.models import Folder, Item
from pressroom.features.pins import queries as pins
from pressroom.features.pins.articles import queries as articles
from pressroom.features.pins.articles.models import Article
from pressroom.features.pins.boards import queries as boards
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.models import Pin
from pressroom.features.pins.projects import queries as projects
from pressroom.features.pins.projects.models import Project
from pressroom.kernel.app import App
from pressroom.kernel.errors import NotAllowed, NotSignedIn
from pressroom.providers.doors import Doors

COOKIE = "pressroom"
PLACES = 16
READING = frozenset({"GET", "HEAD", "OPTIONS"})


async def app_of(request: Request) -> App:
    """Return the installation this server serves."""
    app: App = request.app.state.app
    return app


AppDep = Annotated[App, Depends(app_of)]


async def doors_of(request: Request) -> Doors:
    """Return the ways out of the installation."""
    doors: Doors = request.app.state.doors
    return doors


DoorsDep = Annotated[Doors, Depends(doors_of)]


async def session_of(request: Request, app: AppDep) -> AsyncIterator[Session]:
    """Give the request's session; it commits before the answer is sent, and is undone by an error.

    A request waits for a place here first. Places are fewer than the server has threads, and the pool has two
    connections for each, so no request that holds a connection waits for a thread that waits for a connection.
    """
    async with request.app.state.places:
        transaction = app.database.transaction()
        session = transaction.__enter__()  # asks the database nothing yet, unlike its end, which needs a thread
        try:
            yield session
        except BaseException as error:
            await _end(transaction, error)
            raise
        await _end(transaction, None)


async def _end(transaction: AbstractContextManager[Session], error: BaseException | None) -> None:
    how = (type(error), error, error.__traceback__) if error else (None, None, None)
    with CancelScope(shield=True):  # a client that went away must not leave the transaction open
        await to_thread.run_sync(transaction.__exit__, *how)


SessionDep = Annotated[Session, Depends(session_of, scope="function")]


def principal_of(request: Request, session: SessionDep) -> Principal:
    """Return who is asking, by bearer token or cookie; raises NotSignedIn or NotAllowed."""
    found = _by_token(request, session) or _by_cookie(request, session)
    if found is None:
        raise NotSignedIn("Sign in first, or send an API token as `Authorization: Bearer …`.")
    if not found.may_write and request.method not in READING:
        raise NotAllowed("This API token may only read. Make one that may write, in Settings.", code="read_only")
    return found


PrincipalDep = Annotated[Principal, Depends(principal_of, scope="function")]


def owner_of(principal: PrincipalDep) -> Principal:
    """Return who is asking, if they own the workspace; raises NotAllowed."""
    if principal.role is not Role.OWNER:
        raise NotAllowed("Only an owner of this workspace may do that.", code="owner_only")
    return principal


OwnerDep = Annotated[Principal, Depends(owner_of, scope="function")]


def document_of(
    request: Request, document_id: Annotated[UUID, Path()], session: SessionDep, principal: PrincipalDep
) -> Document:
    """Return the document a path names, in the asker's workspace; raises NotFound.

    For an action it is locked, so that two actions on one document take turns.
    """
    lock = request.method not in READING
    return documents.document(session, principal.workspace_id, document_id, lock=lock)


DocumentDep = Annotated[Document, Depends(document_of, scope="function")]


def item_of(request: Request, item_id: Annotated[UUID, Path()], session: SessionDep, principal: PrincipalDep) -> Item:
    """Return the picture a path names, in the asker's workspace, locked for an action; raises NotFound."""
    return media.item(session, principal.workspace_id, item_id, lock=request.method not in READING)


def generation_of(
    request: Request, generation_id: Annotated[UUID, Path()], session: SessionDep, principal: PrincipalDep
) -> Generation:
    """Return the asker's own generation a path names, locked for an action; raises NotFound for anyone else's.

    Not for what spends a credit, which locks the account first.
    """
    lock = request.method not in READING
    return generations.generation(session, principal.workspace_id, principal.user_id, generation_id, lock=lock)


def folder_of(
    request: Request, folder_id: Annotated[UUID, Path()], session: SessionDep, principal: PrincipalDep
) -> Folder:
    """Return the folder a path names, in the asker's workspace, locked for an action; raises NotFound."""
    return folders.folder(session, principal.workspace_id, folder_id, lock=request.method not in READING)


def artwork_of(
    request: Request, artwork_id: Annotated[UUID, Path()], session: SessionDep, principal: PrincipalDep
) -> Artwork:
    """Return the artwork a path names, in the asker's workspace, locked for an action; raises NotFound."""
    return artworks.artwork(session, principal.workspace_id, artwork_id, lock=request.method not in READING)


def connection_of(
    request: Request, connection_id: Annotated[UUID, Path()], session: SessionDep, principal: PrincipalDep
) -> Connection:
    """Return the connection a path names, in the asker's workspace, locked for an action; raises NotFound."""
    return connections.connection(session, principal.workspace_id, connection_id, lock=request.method not in READING)


def project_of(
    request: Request, project_id: Annotated[UUID, Path()], session: SessionDep, principal: PrincipalDep
) -> Project:
    """Return the project a path names, in the asker's workspace, locked for an action; raises NotFound."""
    return projects.project(session, principal.workspace_id, project_id, lock=request.method not in READING)


def board_of(
    request: Request, board_id: Annotated[UUID, Path()], session: SessionDep, principal: PrincipalDep
) -> Board:
    """Return the board a path names, in the asker's workspace, locked for an action; raises NotFound."""
    return boards.board(session, principal.workspace_id, board_id, lock=request.method not in READING)


def article_of(
    request: Request, article_id: Annotated[UUID, Path()], session: SessionDep, principal: PrincipalDep
) -> Article:
    """Return the article a path names, in the asker's workspace, locked for an action; raises NotFound."""
    return articles.article(session, principal.workspace_id, article_id, lock=request.method not in READING)


def pin_of(request: Request, pin_id: Annotated[UUID, Path()], session: SessionDep, principal: PrincipalDep) -> Pin:
    """Return the pin a path names, in the asker's workspace, locked for an action; raises NotFound."""
    return pins.pin(session, principal.workspace_id, pin_id, lock=request.method not in READING)


ItemDep = Annotated[Item, Depends(item_of, scope="function")]
GenerationDep = Annotated[Generation, Depends(generation_of, scope="function")]
FolderDep = Annotated[Folder, Depends(folder_of, scope="function")]
ArtworkDep = Annotated[Artwork, Depends(artwork_of, scope="function")]
ProjectDep = Annotated[Project, Depends(project_of, scope="function")]
BoardDep = Annotated[Board, Depends(board_of, scope="function")]
ArticleDep = Annotated[Article, Depends(article_of, scope="function")]
PinDep = Annotated[Pin, Depends(pin_of, scope="function")]
ConnectionDep = Annotated[Connection, Depends(connection_of, scope="function")]


def _by_token(request: Request, session: Session) -> Principal | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return principal_of_api_token(session, token.strip()) if scheme.lower() == "bearer" else None


def _by_cookie(request: Request, session: Session) -> Principal | None:
    token = request.cookies.get(COOKIE)
    return principal_of_sign_in(session, token) if token else None
