"""What a person changes about one pin: its words, which make a revision, and the rest, which does not."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.metadata.actions import Given, record_revision, revision_of
from pressroom.core.metadata.models import Author, Revision
from pressroom.features.pins.boards.models import Board, BoardSection
from pressroom.features.pins.models import KIND, Field, Pin, PinStage, PinStatus
from pressroom.features.pins.rules import (
    check_limits,
    check_link,
    check_may_change,
    check_may_show,
    standing,
    values_of,
)
from pressroom.kernel.errors import Conflict, NotFound

WORDS = tuple(field.value for field in Field)
OTHERS = ("board_id", "section_id", "link", "tags", "fit", "locked")
PUBLIC = {*WORDS, *OTHERS} - {"keywords", "tags", "locked"}
"""What Pinterest shows."""


def edit_pin(session: Session, pin: Pin, changes: Mapping[str, Any], *, user_id: UUID) -> Revision | None:
    """Change what is given, and return the revision that a person's new words make, if there are any.

    Raises Conflict while it is being worked on, and for what Pinterest shows of one that is published, Invalid for what
    is over a limit (it names the field, the limit and the number) or would leave a scheduled pin without title or
    board, and NotFound for a board or section that is not there.
    """
    check_may_change(pin)
    if any(name in PUBLIC and getattr(pin, name) != changes[name] for name in changes):
        check_may_show(pin)
    check_board(session, pin.workspace_id, changes.get("board_id"))
    if changes.get("link"):
        check_link(changes["link"])
    board_id = changes.get("board_id", pin.board_id)
    if board_id != pin.board_id:
        changes = {"section_id": None} | dict(changes)
    check_section(session, board_id, changes.get("section_id"))
    for name in OTHERS:
        if name in changes:
            setattr(pin, name, changes[name])
    words = {name: changes[name] for name in WORDS if name in changes}
    revision = _said(session, pin, words, user_id) if any(getattr(pin, name) != words[name] for name in words) else None
    _check_plan(pin)
    return revision


def restore_revision(session: Session, pin: Pin, revision_id: UUID) -> Pin:
    """Show an earlier revision again; raises NotFound when it is not kept, Conflict as `check_may_show` does."""
    check_may_show(pin)
    settle(pin, revision_of(session, pin.workspace_id, (KIND, pin.id), revision_id))
    _check_plan(pin)
    return pin


def take_values(pin: Pin, revision: Revision) -> None:
    """Show a revision's values as the pin's; raises Invalid where one is over a limit."""
    values = revision.values
    check_limits(values)
    pin.title, pin.description, pin.alt_text = values["title"], values["description"], values["alt_text"]
    pin.keywords = list(values["keywords"])
    pin.revision_id = revision.id


def settle(pin: Pin, revision: Revision) -> None:
    """Show a revision, and let go what was in the way of a description."""
    take_values(pin, revision)
    if pin.failed_stage is PinStage.DESCRIBING:
        pin.failed_stage = pin.error = pin.error_code = None
    if pin.failed_stage is None:
        pin.status = standing(pin)


def check_board(session: Session, workspace_id: UUID, board_id: UUID | None) -> None:
    """Raise NotFound for a board that is not there, or is deleted."""
    there = select(Board.id).where(Board.id == board_id, Board.workspace_id == workspace_id, Board.deleted_at.is_(None))
    if board_id and session.scalar(there) is None:
        raise NotFound("There is no such board here.")


def check_section(session: Session, board_id: UUID | None, section_id: UUID | None) -> None:
    """Raise NotFound for a section that is none of that board's."""
    there = select(BoardSection.id).where(BoardSection.id == section_id, BoardSection.board_id == board_id)
    if section_id and session.scalar(there) is None:
        raise NotFound("There is no such section of this pin's board.")


def _said(session: Session, pin: Pin, words: Mapping[str, Any], user_id: UUID) -> Revision:
    values = values_of(pin) | dict(words)
    check_limits(values)
    given = Given(values=values, author=Author.PERSON, user_id=user_id)
    revision = record_revision(session, pin.workspace_id, (KIND, pin.id), given)
    settle(pin, revision)
    return revision


def _check_plan(pin: Pin) -> None:
    if pin.scheduled_at and pin.status is not PinStatus.PUBLISHED and not (pin.title and pin.board_id):
        raise Conflict(
            "This pin is scheduled, so it needs a title and a board. Take it off the schedule first.", code="scheduled"
        )
