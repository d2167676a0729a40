"""What crosses the API about boards."""

from collections.abc import Sequence
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from pressroom.core.metadata.schemas import without_nul
from pressroom.features.pins.boards.models import Board, BoardSection
from pressroom.features.pins.boards.rules import LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_NAME_THERE, Privacy
from pressroom.kernel.clock import Instant

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME), without_nul]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_DESCRIPTION), without_nul]


class NewBoard(BaseModel):
    """A board to be made; no other of the workspace, or of its account, may have its name."""

    name: Name
    description: Description = ""
    connection_id: UUID | None = Field(
        default=None, description="The Pinterest account it is made at; without, it is only planned here."
    )
    privacy: Privacy = "PUBLIC"


class BoardAccount(BaseModel):
    """The Pinterest account that a planned board is made at."""

    connection_id: UUID
    privacy: Privacy = "PUBLIC"


class NewSection(BaseModel):
    """A section to be made of a board at Pinterest."""

    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME_THERE), without_nul
    ]


class BoardEdit(BaseModel):
    """What is to be changed about a board; what is left out stays as it is."""

    name: Name | None = None
    description: Description | None = None


class SectionOut(BaseModel):
    """A section of a board at Pinterest."""

    id: UUID
    name: str
    pinterest_section_id: str

    @classmethod
    def of(cls, section: BoardSection) -> Self:
        """Return a section as the API shows it."""
        return cls(**{name: getattr(section, name) for name in cls.model_fields})


class BoardOut(BaseModel):
    """A board that pins are put on: at Pinterest where it has a `connection_id`, else only planned.

    `gone_at` is when it was found to be no longer there; `pin_count` is what Pinterest counts.
    """

    id: UUID
    name: str
    description: str
    connection_id: UUID | None
    pinterest_board_id: str | None
    privacy: str | None
    pin_count: int | None
    sections: list[SectionOut] = []
    synced_at: Instant | None
    gone_at: Instant | None
    created_at: Instant
    updated_at: Instant
    deleted_at: Instant | None

    @classmethod
    def of(cls, board: Board, sections: Sequence[BoardSection] = ()) -> Self:
        """Return a board as the API shows it."""
        told = {name: getattr(board, name) for name in cls.model_fields if name != "sections"}
        return cls(**told, sections=[SectionOut.of(one) for one in sections])


class BoardList(BaseModel):
    """A workspace's boards, by name."""

    items: list[BoardOut]
    next_cursor: None = None


class SyncOut(BaseModel):
    """An account's boards are being read; the run says when that is done."""

    run_id: str
    message: str
