"""What crosses the API about projects."""

from dataclasses import replace
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from pressroom.core.metadata.schemas import without_nul
from pressroom.features.pins.projects.actions import (
    LONGEST_CLOSING,
    LONGEST_KEYWORD,
    LONGEST_NAME,
    LONGEST_TONE,
    MOST_KEYWORDS,
    MOST_PINS,
    Options,
)
from pressroom.features.pins.projects.models import PLAIN_LINK, Fit, Project, ScrapeStatus
from pressroom.features.pins.projects.queries import Counts
from pressroom.features.pins.projects.rules import LONGEST_ADDRESS
from pressroom.features.pins.projects.slots import LONGEST_SLOT, MOST_SLOTS
from pressroom.kernel.clock import Instant

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME), without_nul]
Address = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_ADDRESS), without_nul
]
Language = Annotated[str, StringConstraints(strip_whitespace=True, max_length=35), without_nul]
Tone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TONE), without_nul]
Closing = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_CLOSING), without_nul]
Keyword = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_KEYWORD), without_nul]
Keywords = Annotated[list[Keyword], Field(max_length=MOST_KEYWORDS)]
PinsPerArticle = Annotated[int, Field(ge=1, le=MOST_PINS)]
Zone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60), without_nul]
Slot = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_SLOT), without_nul]
Slots = Annotated[list[Slot], Field(max_length=MOST_SLOTS)]
LINK = "Where a pin leads: `{url}` is the article's address, beside it `{slug}`, `{project}` and `{pin}`."


class NewProject(BaseModel):
    """A blog to be made pins of."""

    name: Name
    site_url: Address = Field(description="The blog's address, or its feed's; `https://` may be left out.")
    language: Language | None = Field(default=None, description="Of its pins, as BCP 47: `en`, `pt-BR`. Unset: found.")
    tone: Tone = ""
    keywords: Keywords = Field(default_factory=list)
    board_id: UUID | None = None
    connection_id: UUID | None = None
    link_template: Address = Field(default=PLAIN_LINK, description=LINK)
    pins_per_article: PinsPerArticle = 1
    fit: Fit = Fit.CROP
    closing: Closing = Field(default="", description="A last line for every description.")
    zone: Zone = Field(default="UTC", description="Time zone of its times, by IANA name: `Europe/Vienna`.")
    slots: Slots = Field(default_factory=list, description="Times of a week its pins go out at: `mon 09:30`.")

    @property
    def options(self) -> Options:
        """What was chosen."""
        return Options(**self.model_dump())


class ProjectEdit(BaseModel):
    """What is to be changed about a project; what is left out stays as it is."""

    name: Name | None = None
    site_url: Address | None = None
    language: Language | None = None
    tone: Tone | None = None
    keywords: Keywords | None = None
    board_id: UUID | None = None
    connection_id: UUID | None = None
    link_template: Address | None = None
    pins_per_article: PinsPerArticle | None = None
    fit: Fit | None = None
    closing: Closing | None = None
    zone: Zone | None = None
    slots: Slots | None = None

    def options(self, project: Project) -> Options:
        """Return what was chosen for a project, with these changes; a null unsets what may be unset."""
        unset = {"language", "board_id", "connection_id"}
        given = self.model_dump(exclude_unset=True)
        changes = {name: value for name, value in given.items() if value is not None or name in unset}
        return replace(Options.of(project), **changes)


class ProjectCounts(BaseModel):
    """How many articles and pins there are, by status; a status without any is left out."""

    articles: dict[str, int]
    pins: dict[str, int]


class ScrapeProgress(BaseModel):
    """How far the newest scrape is: the articles it saw, by what became of them."""

    total: int
    done: int
    succeeded: int
    failed: int
    skipped: int
    unchanged: int = Field(description="Articles that were here and are as they were.")
    waiting: int
    under_way: int


class ProjectOut(BaseModel):
    """A blog, what its pins have in common, and how its last look-through went."""

    id: UUID
    name: str
    site_url: str
    language: str | None
    tone: str
    keywords: list[str]
    board_id: UUID | None
    connection_id: UUID | None
    link_template: str
    pins_per_article: int
    fit: Fit
    closing: str
    zone: str
    slots: list[str]
    status: ScrapeStatus
    error: str | None
    error_code: str | None
    waits_until: Instant | None
    run_id: str | None
    last_result: dict[str, Any] | None
    last_scraped_at: Instant | None
    created_at: Instant
    updated_at: Instant
    deleted_at: Instant | None
    counts: ProjectCounts | None = None
    progress: ScrapeProgress | None = None

    @classmethod
    def of(cls, project: Project, counts: Counts | None = None, progress: ScrapeProgress | None = None) -> Self:
        """Return a project as the API shows it."""
        values = {name: getattr(project, name) for name in cls.model_fields if name not in {"counts", "progress"}}
        counted = counts or Counts()
        told = ProjectCounts(articles=dict(counted.articles), pins=dict(counted.pins))
        return cls(**values, counts=told, progress=progress)


class ProjectList(BaseModel):
    """A workspace's projects, by name."""

    items: list[ProjectOut]
    next_cursor: None = None


class StartedScrape(BaseModel):
    """A look through a blog that goes on behind the answer."""

    message: str
    run_id: str
    project_id: UUID


class FetchedAgain(BaseModel):
    """How many articles are fetched that failed or were not come to, and the run that does."""

    articles: int
    run_id: str | None
