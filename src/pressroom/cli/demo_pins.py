"""Sample pins at a pretended Pinterest: an account connected, some pins published, the others planned."""

import os
from collections.abc import Sequence
from threading import Event
from time import monotonic
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pressroom.cli.composer import Composer
from pressroom.cli.desk import Desk
from pressroom.cli.terminal import clock, print_table
from pressroom.core.connections.actions import record_connection
from pressroom.core.connections.queries import connection
from pressroom.features.media.models import Item
from pressroom.features.pins.actions.create import Wanted, create_pin
from pressroom.features.pins.actions.picture import Picked
from pressroom.features.pins.boards.listing import begin_sync, record_boards
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.models import PictureSource, Pin, PinStatus
from pressroom.features.pins.planning.actions import plan_next
from pressroom.features.pins.projects.actions import Options, create_project
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.publishing.actions.publish import publish_several
from pressroom.features.pins.queries import pins_of
from pressroom.kernel.settings import PREFIX
from pressroom.providers.describe import ALT_TEXT_MOST, DESCRIPTION_MOST, TITLE_MOST, shortened
from pressroom.providers.doors import Doors
from pressroom.providers.oauth import DEMO_URL, new_verifier

PROJECT = "Sample pins"
SITE = "https://blog.example.com/"
SLOTS = ["mon 09:00", "wed 17:30", "sat 10:00"]
PUBLISHED_AT_ONCE = 2
BUSY = frozenset({PinStatus.DRAFT, PinStatus.DESCRIBING, PinStatus.PUBLISHING})
LOOK_EVERY_SECONDS, MOST_SECONDS = 0.2, 60.0


def pretend_pinterest(composer: Composer) -> None:
    """Let a pretended Pinterest stand in where none is set up, for this process and the workers it starts."""
    settings = composer.settings
    if settings.pinterest_client_id or "pinterest_api_url" in settings.model_fields_set:
        return
    os.environ[f"{PREFIX}PINTEREST_API_URL"] = DEMO_URL
    composer.settings = settings.model_copy(update={"pinterest_api_url": DEMO_URL})


def publish_samples(place: Desk, composer: Composer, items: Sequence[Item], *, stop: Event) -> Sequence[Pin]:
    """Make pins of pictures, publish some and plan the others; return them as they are then.

    Those of an earlier demonstration are returned as they are. Where Pinterest is not a pretended one, nothing is
    done, and nothing returned.
    """
    if composer.settings.pinterest_api_url != DEMO_URL or not items:
        return []
    with place.app.database.transaction() as session:
        ids = list(session.scalars(_samples(place)))
    if ids:
        return _pins(place, ids)
    account = _connected(place, composer.doors)
    with place.app.database.transaction() as session:
        project = _project(session, place, account)
        ids = [_pin(session, place, project, one) for one in items]
    _wait(place, ids, stop)
    with place.app.database.transaction() as session:
        publish_several(session, place.app.durable, place.workspace_id, ids[:PUBLISHED_AT_ONCE])
        plan_next(session, place.workspace_id, ids[PUBLISHED_AT_ONCE:])
    return _wait(place, ids, stop)


def print_pins(pins: Sequence[Pin]) -> None:
    """Print a table of pins: what became of each, and when."""
    rows = [(one.title, one.status.value, clock(one.published_at or one.scheduled_at), one.error or "") for one in pins]
    print_table(("Pin, at a pretended Pinterest", "Status", "When", "Error"), rows, nothing="There are no pins.")


def _samples(place: Desk) -> Select[UUID]:
    return (
        select(Pin.id)
        .join(Project, Pin.project_id == Project.id)
        .where(Pin.workspace_id == place.workspace_id, Project.name == PROJECT, Pin.deleted_at.is_(None))
        .order_by(Pin.id)
    )


def _connected(place: Desk, doors: Doors) -> UUID:
    """Let the pretended account in, and read its boards; return the connection's id."""
    provider, verifier, back = doors.oauth["pinterest"], new_verifier(), place.app.public_url
    agreed = provider.authorization_url(state="demo", redirect_uri=back, verifier=verifier)
    code = parse_qs(urlsplit(agreed).query)["code"][0]
    tokens, account = provider.exchange(code, redirect_uri=back, verifier=verifier)
    boards = list(doors.pinterest(provider.name, token=lambda: tokens.access).boards())
    with place.app.database.transaction() as session:
        connected = record_connection(
            session,
            place.app.vault,
            workspace_id=place.workspace_id,
            provider=provider.name,
            tokens=tokens,
            account=account,
        )
        record_boards(session, connected, boards)
        begin_sync(session, place.app.durable, connection(session, place.workspace_id, connected))
    return connected


def _project(session: Session, place: Desk, account: UUID) -> Project:
    board = session.scalars(select(Board).where(Board.connection_id == account).order_by(Board.id)).first()
    options = Options(
        name=PROJECT, site_url=SITE, connection_id=account, board_id=board.id if board else None, slots=SLOTS
    )
    return create_project(session, workspace_id=place.workspace_id, user_id=place.user_id, options=options)


def _pin(session: Session, place: Desk, project: Project, item: Item) -> UUID:
    said = item.description or item.filename
    shown = str(item.analysis.get("content") or said)
    values = {
        "title": shortened(shown[:1].upper() + shown[1:], TITLE_MOST),
        "description": shortened(said, DESCRIPTION_MOST),
        "alt_text": shortened(said, ALT_TEXT_MOST),
        "link": f"{SITE}{item.filename.rpartition('.')[0]}",
    }
    picked = Picked(source=PictureSource.MEDIA, asset_id=item.asset_id)
    wanted = Wanted(picture=picked, values=values)
    return create_pin(session, place.app.durable, project, wanted, user_id=place.user_id).id


def _wait(place: Desk, ids: Sequence[UUID], stop: Event) -> Sequence[Pin]:
    """Return the pins when nothing is at work on them any more, or it took too long."""
    until = monotonic() + MOST_SECONDS
    while any(one.status in BUSY for one in _pins(place, ids)) and monotonic() < until:
        if stop.wait(LOOK_EVERY_SECONDS):
            break
    return _pins(place, ids)


def _pins(place: Desk, ids: Sequence[UUID]) -> Sequence[Pin]:
    with place.app.database.transaction() as session:
        return pins_of(session, place.workspace_id, ids)
