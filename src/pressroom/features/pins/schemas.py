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

from pressroom.core.metadata.schemas import Tags, without_nul
from pressroom.features.pins.actions.create import MOST_PER_ARTICLE, Made
from pressroom.features.pins.models import Field as PinField
from pressroom.features.pins.models import PictureSource, Pin, PinStage, PinStatus
from pressroom.features.pins.projects.models import Fit
from pressroom.features.pins.rules import link_of
from pressroom.kernel.clock import Instant

MOST_ARTICLES = 200
MAY_BE_EMPTY = {"board_id", "section_id", "link"}
LAST_DAY = datetime(2100, 1, 1, tzinfo=UTC)


def in_one_line(value: object) -> object:
    """Return a text with its white space tidied, and anything else as it is."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _foreseeable(at: datetime) -> datetime:
    if at >= LAST_DAY:
        raise PydanticCustomError("too_late", "A pin is planned for this century.")
    return at.astimezone(UTC)


def _each_once(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))


Line = Annotated[str, BeforeValidator(in_one_line), StringConstraints(max_length=5000), without_nul]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000), without_nul]
Keyword = Annotated[str, BeforeValidator(in_one_line), StringConstraints(min_length=1, max_length=1000), without_nul]
Keywords = Annotated[list[Keyword], Field(max_length=100), AfterValidator(_each_once)]
Link = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000), without_nul]
At = Annotated[AwareDatetime, AfterValidator(_foreseeable)]


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
    section_id: UUID | None = Field(default=None, description="A section of its board; null for none.")
    link: Link | None = Field(default=None, description="Null leads to the article by the project's template.")
    tags: Tags | None = None
    fit: Fit | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The columns that were given; null empties board, section and link, and is nothing for the others."""
        given = self.model_dump(mode="python", exclude_unset=True, include=set(PinEdit.model_fields))
        values = {name: value for name, value in given.items() if value is not None or name in MAY_BE_EMPTY}
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
    section_id: UUID | None
    status: PinStatus
    failed_stage: PinStage | None
    error: str | None
    error_code: str | None
    paused_reason: str | None = Field(description="Why its run waits, which goes on by itself; else null.")
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
    seen_at: Instant | None = Field(description="When the published pin was last found at Pinterest.")
    gone_at: Instant | None = Field(description="When it was found to be gone there, though nobody withdrew it here.")
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

    @classmethod
    def of(cls, made: Made) -> Self:
        """Return the pins that were made of articles, as the API shows them."""
        return cls(
            pins=[PinOut.of(one) for one in made.pins],
            refused=[RefusedArticle(article_id=one.article_id, detail=one.reason) for one in made.refused],
            run_id=made.batch.run_id if made.batch else None,
        )


class PlannedAt(BaseModel):
    """When a pin is to be published."""

    scheduled_at: At


class StartedPin(BaseModel):
    """Work on a pin that goes on behind the answer."""

    id: UUID
    status: PinStatus
    run_id: str
