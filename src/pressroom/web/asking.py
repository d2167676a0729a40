"""Who is asking, and with what: the dependencies every route takes."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

from anyio import CancelScope, to_thread
from fastapi import Depends, Path, Request
from sqlalchemy.orm import Session

from pressroom.core.accounts.models import Role
from pressroom.core.accounts.queries import Principal, is_operator, principal_of_api_token, principal_of_sign_in
from pressroom.core.connections import queries as connections
from pressroom.core.connections.models import Connection
from pressroom.core.webhooks import queries as webhooks
from pressroom.core.webhooks.models import Webhook
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
from pressroom.features.pins.accounts import Accounts
from pressroom.features.pins.articles import queries as articles
from pressroom.features.pins.articles.models import Article
from pressroom.features.pins.boards import queries as boards
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.models import Pin
from pressroom.features.pins.projects import queries as projects
from pressroom.features.pins.projects.models import Project
from pressroom.kernel.app import App
from pressroom.kernel.db import ASKED_BY
from pressroom.kernel.errors import NotAllowed, NotSignedIn
from pressroom.providers.doors import Doors

COOKIE = "pressroom"
PLACES = 16
READING = frozenset({"GET", "HEAD", "OPTIONS"})

Thing_co = TypeVar("Thing_co", covariant=True)


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


async def accounts_of(app: AppDep, doors: DoorsDep) -> Accounts:
    """Return what opens accounts at Pinterest."""
    return Accounts(app.database, app.vault, doors)


AccountsDep = Annotated[Accounts, Depends(accounts_of)]


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
    session.info[ASKED_BY] = str(found.user_id)
    return found


PrincipalDep = Annotated[Principal, Depends(principal_of, scope="function")]


def owner_of(principal: PrincipalDep) -> Principal:
    """Return who is asking, if they own the workspace; raises NotAllowed."""
    if principal.role is not Role.OWNER:
        raise NotAllowed("Only an owner of this workspace may do that.", code="owner_only")
    return principal


OwnerDep = Annotated[Principal, Depends(owner_of, scope="function")]


def operator_of(session: SessionDep, principal: PrincipalDep) -> Principal:
    """Return who is asking, if they run the whole installation; raises NotAllowed."""
    if not is_operator(session, principal):
        raise NotAllowed(
            "This is about the whole installation: only an owner of its first workspace may do that.",
            code="operator_only",
        )
    return principal


OperatorDep = Annotated[Principal, Depends(operator_of, scope="function")]


class Find(Protocol[Thing_co]):
    """Finds one thing of a workspace by its id; raises NotFound."""

    def __call__(self, session: Session, workspace_id: UUID, thing_id: UUID, /, *, lock: bool) -> Thing_co:
        """Return it, with `lock` so that nobody else changes it until the transaction ends."""


def named(parameter: str, find: Find[Thing_co]) -> Callable[..., Thing_co]:
    """Return a dependency: what a parameter of the path names, in the asker's workspace; it raises NotFound.

    For an action it is locked, so that two actions on one thing take turns.
    """

    def thing_of(
        request: Request,
        thing_id: Annotated[UUID, Path(alias=parameter)],
        session: SessionDep,
        principal: PrincipalDep,
    ) -> Thing_co:
        return find(session, principal.workspace_id, thing_id, lock=request.method not in READING)

    return thing_of


def generation_of(
    request: Request, generation_id: Annotated[UUID, Path()], session: SessionDep, principal: PrincipalDep
) -> Generation:
    """Return the asker's own generation a path names, locked for an action; raises NotFound for anyone else's.

    Not for what spends a credit, which locks the account first.
    """
    lock = request.method not in READING
    return generations.generation(session, principal.workspace_id, principal.user_id, generation_id, lock=lock)


def webhook_of(
    request: Request, webhook_id: Annotated[UUID, Path()], session: SessionDep, principal: OwnerDep
) -> Webhook:
    """Return the webhook a path names, to an owner of its workspace; locked for an action."""
    lock = request.method not in READING
    return webhooks.webhook(session, principal.workspace_id, webhook_id, lock=lock)


DocumentDep = Annotated[Document, Depends(named("document_id", documents.document), scope="function")]
ItemDep = Annotated[Item, Depends(named("item_id", media.item), scope="function")]
GenerationDep = Annotated[Generation, Depends(generation_of, scope="function")]
FolderDep = Annotated[Folder, Depends(named("folder_id", folders.folder), scope="function")]
ArtworkDep = Annotated[Artwork, Depends(named("artwork_id", artworks.artwork), scope="function")]
ProjectDep = Annotated[Project, Depends(named("project_id", projects.project), scope="function")]
BoardDep = Annotated[Board, Depends(named("board_id", boards.board), scope="function")]
ArticleDep = Annotated[Article, Depends(named("article_id", articles.article), scope="function")]
PinDep = Annotated[Pin, Depends(named("pin_id", pins.pin), scope="function")]
WebhookDep = Annotated[Webhook, Depends(webhook_of, scope="function")]
ConnectionDep = Annotated[Connection, Depends(named("connection_id", connections.connection), scope="function")]


def _by_token(request: Request, session: Session) -> Principal | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return principal_of_api_token(session, token.strip()) if scheme.lower() == "bearer" else None


def _by_cookie(request: Request, session: Session) -> Principal | None:
    token = request.cookies.get(COOKIE)
    return principal_of_sign_in(session, token) if token else None
