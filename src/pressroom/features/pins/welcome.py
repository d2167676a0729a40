"""What is done with an account at Pinterest once it is connected."""

from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.features.pins.boards.listing import begin_sync
from pressroom.features.pins.projects.actions import give_back
from pressroom.kernel.durable import Durable


def welcome(session: Session, durable: Durable, connected: Connection) -> None:
    """Let the projects have an account back that had it before it was disconnected, and have its boards read."""
    give_back(session, connected)
    begin_sync(session, durable, connected)
