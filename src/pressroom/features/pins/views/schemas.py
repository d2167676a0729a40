"""What crosses the API about views of the table of pins."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

from pressroom.core.metadata.schemas import without_nul
from pressroom.features.pins.models import SavedView
from pressroom.features.pins.schemas import in_one_line
from pressroom.kernel.clock import Instant


def _said(query: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in query.items() if value}


ViewName = Annotated[str, BeforeValidator(in_one_line), StringConstraints(min_length=1, max_length=60), without_nul]
Query = Annotated[
    dict[
        Annotated[str, StringConstraints(max_length=40), without_nul],
        Annotated[str, StringConstraints(max_length=500), without_nul],
    ],
    Field(max_length=20),
    AfterValidator(_said),
]


class NewView(BaseModel):
    """A way to look at the table of pins, to be kept under a name."""

    name: ViewName
    query: Query = Field(description="Its filters, as `GET /api/pins` takes them.")


class ViewOut(BaseModel):
    """A way to look at the table of pins that you keep."""

    id: UUID
    name: str
    query: dict[str, Any]
    created_at: Instant

    @classmethod
    def of(cls, view: SavedView) -> Self:
        """Return a kept view as the API shows it."""
        return cls(id=view.id, name=view.name, query=view.query, created_at=view.created_at)


class ViewList(BaseModel):
    """The views you keep, by name."""

    items: list[ViewOut]
    next_cursor: None = None
