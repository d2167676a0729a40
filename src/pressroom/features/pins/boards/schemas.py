"""What crosses the API about boards."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from pressroom.core.metadata.schemas import without_nul
from pressroom.features.pins.boards.actions import LONGEST_DESCRIPTION, LONGEST_NAME
from pressroom.features.pins.boards.models import Board
from pressroom.kernel.clock import Instant

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME), without_nul]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_DESCRIPTION), without_nul]


class NewBoard(BaseModel):
    """A board to be made; no other of the workspace may have its name."""

    name: Name
    description: Description = ""


class BoardEdit(BaseModel):
    """What is to be changed about a board; what is left out stays as it is."""

    name: Name | None = None
    description: Description | None = None


class BoardOut(BaseModel):
    """A board that pins are put on."""

    id: UUID
    name: str
    description: str
    created_at: Instant
    updated_at: Instant
    deleted_at: Instant | None

    @classmethod
    def of(cls, board: Board) -> Self:
        """Return a board as the API shows it."""
        return cls(**{name: getattr(board, name) for name in cls.model_fields})


class BoardList(BaseModel):
    """A workspace's boards, by name."""

    items: list[BoardOut]
    next_cursor: None = None
