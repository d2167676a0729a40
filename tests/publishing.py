"""Publishing driven by its actions, as the web drives it, to a pretended Pinterest."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from dbos import EnqueueOptions, WorkflowHandle
from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.connections.actions import record_connection
from pressroom.core.connections.models import Connection
from pressroom.core.runs.queries import Run
from pressroom.features.pins.accounts import Accounts
from pressroom.features.pins.actions.again import try_again
from pressroom.features.pins.actions.picture import keep_upload, picked_upload
from pressroom.features.pins.boards.models import Board, BoardSection
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.publishing import steps
from pressroom.features.pins.publishing.actions.publish import publish_now, withdraw
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.features.pins.publishing.pictures import PictureTools
from pressroom.features.pins.publishing.queries import attempts
from pressroom.features.pins.publishing.rules import Waits
from pressroom.features.pins.queries import pin as find_pin
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.durable import ROUNDS
from pressroom.kernel.ids import new_id
from pressroom.providers.doors import Doors
from pressroom.providers.oauth import Account, Tokens
from pressroom.providers.pictures import FakePictureReader
from pressroom.providers.pinterest import FakePinterest
from tests.connected import connect_pinterest
from tests.media import wait_for
from tests.pictures import one_of_a_kind
from tests.pins import Pinboard, pinboard_of
from tests.pinterest_server import PinterestServer

SECONDS = 30.0
PICTURE = one_of_a_kind("soup")
QUICK = Waits(limited=(0.1, 0.1, 0.1), looking=(0.1,) * 6, otherwise=(0.1, 0.1, 0.1))


@dataclass(slots=True)
class Publisher:
    """A workspace's account at Pinterest, a project that publishes with it, and its pins."""

    board: Pinboard
    pinterest: FakePinterest
    """What is pretended; empty where a server stands in for it."""
    connection_id: UUID
    project_id: UUID
    board_id: UUID
    pinterest_board_id: str
    made: list[UUID] = field(default_factory=list)

    @property
    def app(self) -> App:
        """The installation."""
        return self.board.app

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session that is committed at its end."""
        with self.app.database.transaction() as session:
            yield session

    def pin(self, title: str = "Leek soup", *, content: bytes = PICTURE, **values: Any) -> UUID:  # noqa: ANN401  # columns of all kinds
        """Make a pin that is ready to be published; return its id."""
        kept = keep_upload(self.app, io.BytesIO(content), filename="soup.png")
        with self.session() as session:
            picture = picked_upload(session, self.app, kept, workspace_id=self.board.workspace_id)
            pin = Pin(
                workspace_id=self.board.workspace_id,
                **{
                    "project_id": self.project_id,
                    "board_id": self.board_id,
                    "asset_id": picture.asset_id,
                    "picture_source": picture.source,
                    "picture": {"width": 1000, "height": 1500, "placeholder": None},
                    "title": title,
                    "description": f"All about {title}.",
                    "alt_text": "A bowl of soup.",
                    "link": f"https://blog.example/{title.replace(' ', '-')}",
                    "status": PinStatus.READY,
                }
                | values,
            )
            session.add(pin)
            session.flush()
            self.made.append(pin.id)
            return pin.id

    def section(self, name: str) -> tuple[UUID, str]:
        """Add a section to the board; return its id, and that at Pinterest."""
        there = self.pinterest.add_section(self.pinterest_board_id, name)
        with self.session() as session:
            row = BoardSection(
                workspace_id=self.board.workspace_id, board_id=self.board_id, pinterest_section_id=there, name=name
            )
            session.add(row)
            session.flush()
            return row.id, there

    def due(self, title: str = "Leek soup", *, ago: timedelta = timedelta(minutes=1), **values: Any) -> UUID:  # noqa: ANN401  # as above
        """Make a pin whose time has come; return its id."""
        return self.pin(title, scheduled_at=now() - ago, status=PinStatus.SCHEDULED, **values)

    def publish(self, pin_id: UUID) -> str:
        """Start publishing a pin; return the run's id."""
        with self.session() as session:
            return publish_now(session, self.app.durable, self._locked(session, pin_id))

    def published(self, pin_id: UUID) -> Pin:
        """Publish a pin and wait for its end."""
        self.publish(pin_id)
        return self.done(pin_id)

    def withdraw(self, pin_id: UUID) -> str:
        """Start withdrawing a pin; return the run's id."""
        with self.session() as session:
            return withdraw(session, self.app.durable, self._locked(session, pin_id))

    def retry(self, pin_id: UUID) -> str:
        """Press the one button of a pin that failed; return the run's id."""
        with self.session() as session:
            return try_again(session, self.app.durable, self._locked(session, pin_id))

    def row(self, pin_id: UUID) -> Pin:
        """Return a pin as it stands."""
        return self.board.pin(pin_id)

    def done(self, pin_id: UUID, seconds: float = SECONDS) -> Pin:
        """Wait until a pin is not being published any more and its run is over; return it."""
        wait_for(lambda: self.row(pin_id).status is not PinStatus.PUBLISHING, seconds)
        self.board.blogs.over(self.row(pin_id).run_id)
        return self.row(pin_id)

    def run(self, pin_id: UUID) -> Run:
        """Return a pin's run, once it is over."""
        return self.board.blogs.over(self.row(pin_id).run_id)

    def attempt(self, pin_id: UUID, run_id: str) -> PublishAttempt:
        """Return a claim of a pin, as its run would make it."""
        pin = self.row(pin_id)
        return PublishAttempt(
            workspace_id=pin.workspace_id,
            pin_id=pin_id,
            connection_id=self.connection_id,
            account="ada",
            number=1,
            run_id=run_id,
            title=pin.title,
            link=pin.link,
            pinterest_board_id=self.pinterest_board_id,
        )

    def attempts(self, pin_id: UUID) -> Sequence[PublishAttempt]:
        """Return a pin's tries, oldest first."""
        with self.session() as session:
            return attempts(session, self.board.workspace_id, pin_id)[::-1]

    def outcomes(self, pin_id: UUID) -> list[Outcome]:
        """Return what became of a pin's tries, oldest first."""
        return [one.outcome for one in self.attempts(pin_id)]

    def there(self, title: str | None = None) -> list[str]:
        """Return the titles of all pins at Pinterest, oldest first, or only those of one title."""
        return [row["title"] for row in self.pinterest.pins() if title in {None, row["title"]}]

    def connection(self) -> Connection:
        """Return the account's connection as it stands."""
        with self.session() as session:
            return session.get_one(Connection, self.connection_id)

    def change(self, row: type[Connection | Project | Board | Pin], row_id: UUID, **values: Any) -> None:  # noqa: ANN401  # as above
        """Change a row behind everybody's back."""
        with self.session() as session:
            found = session.get_one(row, row_id)
            for name, value in values.items():
                setattr(found, name, value)

    def _locked(self, session: Session, pin_id: UUID) -> Pin:
        return find_pin(session, self.board.workspace_id, pin_id, lock=True)


def publisher_of(app: App, pinterest: FakePinterest, *, name: str = "ada") -> Publisher:
    """Connect an account with one board, and make a project that publishes with it."""
    board = pinboard_of(app)
    connection_id = connect_pinterest(app, board.workspace_id, name)
    return _publisher(board, pinterest, connection_id, pinterest.add_board(f"Recipes of {name}"), name)


def publisher_at(app: App, server: PinterestServer, *, name: str = "ada") -> Publisher:
    """Connect an account of a server that stands in for Pinterest, and make a project that publishes with it."""
    board = pinboard_of(app)
    access, refresh = server.grant(name)
    tokens = Tokens(access=access, refresh=refresh, expires_at=now() + timedelta(days=30), scopes=())
    with app.database.transaction() as session:
        connection_id = record_connection(
            session,
            app.vault,
            workspace_id=board.workspace_id,
            provider="pinterest",
            tokens=tokens,
            account=Account(f"id-of-{name}", name),
        )
    return _publisher(board, FakePinterest(), connection_id, server.add_board(f"Recipes of {name}", account=name), name)


def _publisher(
    board: Pinboard, pinterest: FakePinterest, connection_id: UUID, pinterest_board_id: str, name: str
) -> Publisher:
    project_id, app = board.blogs.project(), board.app
    with app.database.transaction() as session:
        row = Board(
            workspace_id=board.workspace_id,
            name=f"Recipes of {name}",
            connection_id=connection_id,
            pinterest_board_id=pinterest_board_id,
        )
        session.add(row)
        session.get_one(Project, project_id).connection_id = connection_id
        session.flush()
        board_id = row.id
    return Publisher(board, pinterest, connection_id, project_id, board_id, pinterest_board_id)


def bind_publishing(app: App, doors: Doors, *, spacing: float = 0.0, settle: float = 0.1, waits: Waits = QUICK) -> None:
    """Give the steps of publishing their tools."""
    steps.bind(
        steps.Tools(
            app.database,
            app.durable,
            Accounts(app.database, app.vault, doors),
            PictureTools(app.database, app.storage, FakePictureReader(), app.vault, "http://127.0.0.1:8288"),
            spacing_seconds=spacing,
            settle_seconds=settle,
            waits=waits,
            checks_apart_seconds=0.0,
        )
    )


def when_sent(publisher: Publisher) -> list[datetime]:
    """Return when each call went out, in order."""
    with publisher.session() as session:
        sent = session.scalars(select(PublishAttempt.sent_at).order_by(PublishAttempt.sent_at)).all()
    return [one for one in sent if one]


def told(app: App, story: str) -> Any:  # noqa: ANN401  # a run's result
    """Have a story of the schedule told at once; return its result."""
    options: EnqueueOptions = {"workflow_name": story, "queue_name": ROUNDS, "workflow_id": f"{story}-{new_id()}"}
    handle: WorkflowHandle[Any] = app.durable.client.enqueue(options, now().isoformat(), None)
    return handle.get_result()
