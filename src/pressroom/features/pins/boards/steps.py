"""What reaches Pinterest about boards."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from pressroom.features.pins.accounts import Accounts
from pressroom.features.pins.boards.listing import (
    accounts_to_read,
    begin_sync,
    record_boards,
    record_sections,
    unread,
)
from pressroom.kernel.db import Database
from pressroom.kernel.durable import Durable, Failure, step
from pressroom.kernel.errors import ProviderBusy
from pressroom.kernel.toolbox import Toolbox
from pressroom.providers.pinterest import Pinterest, PinterestRefused, SectionFound

BOARDS_AT_ONCE = 20
"""Boards whose sections one step reads."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with; bound once by the composition root."""

    database: Database
    durable: Durable
    accounts: Accounts


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


@step
def read_boards(connection_id: str) -> dict[str, int] | Failure:
    """Write down all boards of an account; return how many there are, and how many are gone."""
    tools, account = _toolbox(), UUID(connection_id)
    try:
        found = tools.accounts.ask(account, lambda pinterest: list(pinterest.boards()))
    except ProviderBusy as busy:
        return Failure.to_wait_out(busy)
    with tools.database.transaction() as session:
        return record_boards(session, account, found) or {"boards": 0, "gone": 0}


@step
def read_sections(connection_id: str, since: str) -> int | Failure:
    """Write down the sections of some boards of an account; return of how many, none when all are read."""
    tools, account = _toolbox(), UUID(connection_id)
    with tools.database.transaction() as session:
        boards = unread(session, account, datetime.fromisoformat(since), most=BOARDS_AT_ONCE)
    for board in boards:
        try:
            found = tools.accounts.ask(account, partial(_sections, board.pinterest_board_id or ""))
        except ProviderBusy as busy:
            return Failure.to_wait_out(busy)
        with tools.database.transaction() as session:
            record_sections(session, board.id, found)
    return len(boards)


@step
def begin_all() -> int:
    """Have the boards of every active account read; return how many accounts there are."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        accounts = accounts_to_read(session)
        for one in accounts:
            begin_sync(session, tools.durable, one)
        return len(accounts)


def _sections(board_id: str, pinterest: Pinterest) -> list[SectionFound] | None:
    """Return a board's sections; None where it has gone since it was listed."""
    try:
        return list(pinterest.sections(board_id))
    except PinterestRefused as refusal:
        if refusal.code != "board_gone":
            raise
        return None
