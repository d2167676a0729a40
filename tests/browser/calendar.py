"""What a browser's test of the calendar needs: a blog with an account, and pins that lack nothing but a time."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.accounts.actions import first_admin
from pressroom.core.connections.models import Connection
from pressroom.features.media.models import Item
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.models import PictureSource, Pin, PinStatus
from pressroom.features.pins.projects.actions import Options, create_project
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database, connect
from pressroom.kernel.ids import new_id
from pressroom.kernel.postgres import EmbeddedPostgres
from tests.browser.conftest import Site

TITLES = (
    "Leek soup in twenty minutes",
    "Plum cake with almond crumble",
    "Bread that needs no kneading, only time",
    "Pickled radishes",
)


def planned_blog(site: Site, *, name: str = "Kitchen Notes", slots: tuple[str, ...] = ()) -> str:
    """Add a blog with an account at Pinterest, a board, and four pins that are ready; return the project's id."""
    postgres = EmbeddedPostgres(site.folder / "postgres")
    database = Database(connect(postgres.url, application_name="tests"))
    with database.transaction() as session:
        _, workspace = first_admin(session)
        account, board = _account_with_board(session, workspace.id, name)
        options = Options(
            name=name,
            site_url=f"https://{name.lower().replace(' ', '-')}.example/",
            board_id=board.id,
            connection_id=account.id,
            zone="Europe/Vienna",
            slots=list(slots),
        )
        project = create_project(session, workspace_id=workspace.id, user_id=None, options=options)
        pictures = session.scalars(select(Item).order_by(Item.id)).all()
        session.add_all(
            _pin(project.id, board.id, title, workspace.id, pictures[number % len(pictures)])
            for number, title in enumerate(TITLES)
        )
        made = str(project.id)
    database.close()
    postgres.release()
    return made


def _account_with_board(session: Session, workspace_id: UUID, name: str) -> tuple[Connection, Board]:
    account = Connection(
        id=new_id(),
        workspace_id=workspace_id,
        provider="pinterest",
        account_id=name,
        account=name.lower().replace(" ", "_"),
        access_sealed="sealed",
        refresh_sealed="sealed",
    )
    session.add(account)
    session.flush()
    board = Board(
        id=new_id(),
        workspace_id=workspace_id,
        name=f"Recipes of {name}",
        connection_id=account.id,
        pinterest_board_id=f"board of {name}",
    )
    session.add(board)
    session.flush()
    return account, board


def _pin(project_id: UUID, board_id: UUID, title: str, workspace_id: UUID, picture: Item) -> Pin:
    return Pin(
        id=new_id(),
        workspace_id=workspace_id,
        project_id=project_id,
        board_id=board_id,
        asset_id=picture.asset_id,
        picture_source=PictureSource.MEDIA,
        picture={"width": 1000, "height": 1500},
        title=title,
        status=PinStatus.READY,
        described_at=now(),
    )
