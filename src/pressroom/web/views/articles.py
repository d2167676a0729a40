"""What the pages of articles, and of a project with its articles, are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pressroom.web.views.media import Thumbnail
from pressroom.web.views.metadata import RunLink
from pressroom.web.views.projects import ProjectDetail, ProjectForm
from pressroom.web.views.shell import Choice, Crumb, Shell, State, View


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article in a list."""

    id: str
    name: str
    """Its title; its address while that is not known."""
    project: Crumb | None
    """None where all are of one."""
    published_at: datetime | None
    words: int
    language_name: str | None
    picture_count: int
    largest: tuple[int, int] | None
    """Width and height of the picture of which the largest pin can be made, in pixels."""
    thumbnail: Thumbnail | None
    """Of a picture that is here already, or a small copy of it; those of other sites are not shown from there."""
    state: State
    failure: str | None
    note: str | None
    """What a person should know about how it was read."""
    can_retry: bool
    can_make: bool
    pin_count: int
    at: datetime
    """When it was fetched, or else added."""


@dataclass(frozen=True, slots=True)
class ArticleRowPartial(View):
    """`GET /articles/{id}/row`."""

    template: ClassVar[str] = "articles/_row.html"
    article: ArticleRow


@dataclass(frozen=True, slots=True, kw_only=True)
class AddingForm:
    """The form for one article by its address, as it was typed."""

    projects: Sequence[Choice]
    url: str
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesPage(View):
    """`GET /articles`."""

    template: ClassVar[str] = "articles/index.html"
    shell: Shell
    query: str
    statuses: Sequence[Choice]
    projects: Sequence[Choice]
    articles: Sequence[ArticleRow]
    adding: AddingForm
    more_url: str | None
    is_narrowed: bool
    here: str
    """The address of this very list, to fetch it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage(View):
    """`GET /projects/{id}`; its form posts to `/projects/{id}/settings`."""

    template: ClassVar[str] = "projects/show.html"
    shell: Shell
    project: ProjectDetail
    form: ProjectForm
    articles: Sequence[ArticleRow]
    adding: AddingForm
    here: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatePicture:
    """A picture an article shows, which a pin may be made of."""

    id: str
    name: str
    """What it shows as the page says it, or the file's name."""
    caption: str
    width: int | None
    height: int | None
    note: str | None
    """Why it may make a poor pin, in words."""
    thumbnail: Thumbnail | None
    is_chosen: bool
    pins: Sequence[Crumb]
    """Those made of it already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePin:
    """A pin of an article, in a few words."""

    id: str
    url: str
    name: str
    board: str | None
    state: State
    failure: str | None
    thumbnail: Thumbnail | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDetail:
    """All that is known of one article, but for its text."""

    id: str
    name: str
    project: Crumb
    address: str
    """Where it stands, in full."""
    external_url: str | None
    """The same as a link; https only."""
    state: State
    failure: str | None
    notes: Sequence[str]
    description: str | None
    author: str | None
    published_at: datetime | None
    language: str | None
    """As a code of ISO 639-1."""
    language_name: str | None
    words: int
    fetched_at: datetime | None
    is_busy: bool
    is_deleted: bool
    can_make: bool
    can_retry: bool
    """Whether trying to fetch it again may help."""
    pictures: Sequence[CandidatePicture]
    pictures_in_all: int
    pins: Sequence[ArticlePin]
    pin_count: int
    once: str
    """What tells this form from others: sent twice, it makes its pins once."""
    runs: Sequence[RunLink]


@dataclass(frozen=True, slots=True)
class ArticlePanelPartial(View):
    """`GET /articles/{id}/panel`."""

    template: ClassVar[str] = "articles/_panel.html"
    article: ArticleDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage(View):
    """`GET /articles/{id}`; its form posts the chosen pictures to `/articles/{id}/pins`."""

    template: ClassVar[str] = "articles/show.html"
    shell: Shell
    article: ArticleDetail
    paragraphs: Sequence[str] | None
    """Its text; None while it was never fetched."""
    is_cut: bool
    """Whether there is more of it than is shown."""
