"""What crosses the API about pins."""

from datetime import UTC, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pressroom.core.metadata.schemas import Said, Tags, without_nul
from pressroom.features.pins.actions.bulk import Changes, Spread
from pressroom.features.pins.actions.create import MOST_PER_ARTICLE
from pressroom.features.pins.models import Field as PinField
from pressroom.features.pins.models import PictureSource, Pin, PinStage, PinStatus, SavedView
from pressroom.features.pins.projects.models import Fit
from pressroom.features.pins.rules import link_of
from pressroom.kernel.clock import Instant

MOST_AT_ONCE = 1000
MOST_ARTICLES = 200
LONGEST_WEEKS = 7 * 24 * 60
"""Minutes between two pins of a spread, at most."""
LAST_DAY = datetime(2100, 1, 1, tzinfo=UTC)


def _in_one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _foreseeable(at: datetime) -> datetime:
    if at >= LAST_DAY:
        raise PydanticCustomError("too_late", "A pin is planned for this century.")
    return at.astimezone(UTC)


def _each_once(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _of_query(query: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in query.items() if value}


Line = Annotated[str, BeforeValidator(_in_one_line), StringConstraints(max_length=5000), without_nul]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000), without_nul]
Keyword = Annotated[str, BeforeValidator(_in_one_line), StringConstraints(min_length=1, max_length=1000), without_nul]
Keywords = Annotated[list[Keyword], Field(max_length=100), AfterValidator(_each_once)]
Link = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000), without_nul]
At = Annotated[AwareDatetime, AfterValidator(_foreseeable)]
PinIds = Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]
ViewName = Annotated[str, BeforeValidator(_in_one_line), StringConstraints(min_length=1, max_length=60), without_nul]
Query = Annotated[
    dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=500), without_nul]], Field(max_length=20)
]


class PictureChoice(BaseModel):
    """A picture for a pin, one of these: an article's, the library's, or what was generated."""

    article_picture_id: UUID | None = None
    media_id: UUID | None = None
    generation_id: UUID | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if len([one for one in self.__dict__.values() if one is not None]) != 1:
            raise PydanticCustomError("picture", "Name one picture: article_picture_id, media_id or generation_id.")
        return self


class PinEdit(BaseModel):
    """What is to be changed about a pin; what is left out stays as it is. New words make a revision."""

    title: Line | None = Field(default=None, description="At most 100 characters, counted as Pinterest counts.")
    description: Text | None = Field(default=None, description="At most 800 characters.")
    alt_text: Text | None = Field(default=None, description="At most 500 characters.")
    keywords: Keywords | None = Field(default=None, description="At most 10, each at most 60 characters.")
    locked: list[PinField] | None = Field(default=None, description="What is left alone when it is described again.")
    board_id: UUID | None = Field(default=None, description="Null takes it off its board.")
    link: Link | None = Field(default=None, description="Null leads to the article by the project's template.")
    tags: Tags | None = None
    fit: Fit | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The columns that were given; null empties a board and a link, and is nothing for the others."""
        given = self.model_dump(mode="python", exclude_unset=True, include=set(PinEdit.model_fields))
        values = {name: value for name, value in given.items() if value is not None or name in {"board_id", "link"}}
        if "locked" in values:
            values["locked"] = [field.value for field in dict.fromkeys(values["locked"])]
        return values | ({"link": None} if values.get("link") == "" else {})


class NewPin(PinEdit):
    """A pin to be made; what is left out is its project's."""

    project_id: UUID
    article_id: UUID | None = None
    picture: PictureChoice | None = None
    describe: bool = Field(default=False, description="Have it described at once.")


class PinsPerArticle(BaseModel):
    """How many pins to make of each article, and what for."""

    per_article: Annotated[int, Field(ge=1, le=MOST_PER_ARTICLE)] | None = Field(
        default=None, description="Unset: as many as its project wants."
    )
    board_id: UUID | None = None
    describe: bool = False


class PinsOfArticles(PinsPerArticle):
    """Articles to make pins of."""

    article_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_ARTICLES)]


class PinOut(BaseModel):
    """A pin."""

    id: UUID
    project_id: UUID
    article_id: UUID | None
    board_id: UUID | None
    status: PinStatus
    failed_stage: PinStage | None
    error: str | None
    error_code: str | None
    title: str
    description: str
    alt_text: str
    keywords: list[str]
    locked: list[PinField]
    link: str | None = Field(description="Where it leads; a person's own, or the article by the project's template.")
    is_own_link: bool
    tags: list[str]
    fit: Fit
    picture_source: PictureSource | None
    picture_url: str | None
    width: int | None
    height: int | None
    placeholder: str | None
    thumbnail: str | None
    original: str | None
    attempt: int
    run_id: str | None
    revision_id: UUID | None
    scheduled_at: Instant | None
    published_at: Instant | None
    pinterest_pin_id: str | None
    created_at: Instant
    updated_at: Instant
    described_at: Instant | None
    deleted_at: Instant | None

    @classmethod
    def of(cls, pin: Pin) -> Self:
        """Return a pin as the API shows it."""
        version = pin.asset.sha256[:12] if pin.asset else ""
        made = {
            "link": link_of(pin),
            "is_own_link": pin.link is not None,
            **{name: pin.picture.get(name) for name in ("width", "height", "placeholder")},
            "thumbnail": f"/api/pins/{pin.id}/thumbnail?v={version}" if pin.picture else None,
            "original": f"/api/pins/{pin.id}/original" if pin.asset else None,
        }
        return cls(**{name: getattr(pin, name) for name in cls.model_fields if name not in made}, **made)


class PinList(BaseModel):
    """A page of pins."""

    items: list[PinOut]
    next_cursor: str | None


class PinCounts(BaseModel):
    """How many pins stand in each status."""

    counts: dict[PinStatus, int]


class PinColumn(BaseModel):
    """The newest pins in one status, and how many there are."""

    status: PinStatus
    total: int
    items: list[PinOut]


class PinColumns(BaseModel):
    """The pins of every status."""

    items: list[PinColumn]
    next_cursor: None = None


class RefusedArticle(BaseModel):
    """An article that got no pin, and why."""

    article_id: UUID
    detail: str


class MadePins(BaseModel):
    """Pins made of articles; `run_id` is the run that keeps what becomes of those that are being described."""

    pins: list[PinOut]
    refused: list[RefusedArticle]
    run_id: str | None


class PlannedAt(BaseModel):
    """When a pin is to be published."""

    scheduled_at: At


class StartedPin(BaseModel):
    """Work on a pin that goes on behind the answer."""

    id: UUID
    status: PinStatus
    run_id: str


class SeveralPins(BaseModel):
    """Some pins; a thousand at most."""

    pin_ids: PinIds


class SeveralDescribed(SeveralPins):
    """Some pins, and what should be different about what is said of them."""

    feedback: Said | None = None


class TagChange(BaseModel):
    """Tags that are added and taken away."""

    add: Tags = Field(default_factory=list)
    remove: Tags = Field(default_factory=list)


class SpreadOut(BaseModel):
    """Times for many pins, in the order they are named: the first one's, and the minutes to each next."""

    start: At
    every_minutes: Annotated[int, Field(ge=0, le=LONGEST_WEEKS)]


class PinChanges(BaseModel):
    """What is to be changed about some pins; what is left out stays as it is."""

    board_id: UUID | None = None
    fit: Fit | None = None
    tags: TagChange | None = None
    scheduled_at: At | None = Field(default=None, description="One time for all; null takes them off the schedule.")
    spread: SpreadOut | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.model_fields_set:
            raise PydanticCustomError("nothing", "Nothing to change was given.")
        if self.spread and "scheduled_at" in self.model_fields_set:
            raise PydanticCustomError("both", "Give one time for all, or a spread, not both.")
        return self

    @property
    def changes(self) -> Changes:
        """What is asked for."""
        spread = Spread(start=self.scheduled_at, every_minutes=0) if self.scheduled_at else None
        if self.spread:
            spread = Spread(start=self.spread.start, every_minutes=self.spread.every_minutes)
        return Changes(
            board_id=self.board_id,
            fit=self.fit,
            add_tags=self.tags.add if self.tags else (),
            remove_tags=self.tags.remove if self.tags else (),
            spread=spread,
            unschedule="scheduled_at" in self.model_fields_set and self.scheduled_at is None,
        )


class SeveralChanged(SeveralPins):
    """Some pins, and what is to be changed about them."""

    changes: PinChanges


class PinOutcome(BaseModel):
    """What became of one of several."""

    id: UUID
    success: bool
    error: str | None = None


class PinOutcomes(BaseModel):
    """What became of several; one that does not allow it stops none of the others."""

    total: int
    succeeded: int
    failed: int
    results: list[PinOutcome]


class StartedPins(BaseModel):
    """Work on several that goes on behind the answer; the run's output tells what became of each."""

    run_id: str
    total: int


class NewView(BaseModel):
    """A way to look at the table of pins, to be kept under a name."""

    name: ViewName
    query: Annotated[Query, AfterValidator(_of_query)] = Field(
        description="Its filters, as `GET /api/pins` takes them."
    )


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
