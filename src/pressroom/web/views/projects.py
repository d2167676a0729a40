"""What the pages of projects and boards are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from pressroom.web.views.shell import Choice, Crumb, Progress, Shell, State, View

NextStep = Literal["scrape", "pins"]
"""What would bring a project on: looking for its articles, making pins of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """A project in the list."""

    id: str
    name: str
    site: str
    """Its blog's address without the scheme."""
    state: State
    progress: Progress | None
    result: str | None
    """What the last look came to, or why it failed, in words."""
    next_step: NextStep | None
    article_count: int
    pin_count: int
    scraped_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something about blogs, articles or pins that somebody has to look at."""

    url: str
    label: str
    reason: str
    """Why, in words; of several, why the newest; empty where that is not known."""
    retry: str | None = None
    """What to send to try it again, where that can help."""


@dataclass(frozen=True, slots=True)
class ProjectRowPartial(View):
    """`GET /projects/{id}/row`."""

    template: ClassVar[str] = "projects/_row.html"
    project: ProjectRow


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkExample:
    """Where a pin would lead with a template, or why it is none."""

    url: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class LinkExamplePartial(View):
    """`GET /projects/example?link_template=&name=&site_url=`."""

    template: ClassVar[str] = "projects/_example.html"
    example: LinkExample


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekDay:
    """A day of the week, and the times of it as typed."""

    name: str
    times: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectForm:
    """What may be set about a project, as it is or as it was typed; `errors` by field."""

    name: str
    site_url: str
    languages: Sequence[Choice]
    tone: str
    keywords: str
    """Parted by commas."""
    boards: Sequence[Choice]
    new_board: str
    connections: Sequence[Choice]
    link_template: str
    example: LinkExample
    pins_per_article: str
    fits: Sequence[Choice]
    closing: str
    zone: str
    week: Sequence[WeekDay]
    is_unfolded: bool
    """Whether more than name and address is shown at once, as something in there is wrong."""
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A board in the list."""

    id: str
    name: str
    description: str
    pin_count: int
    account: str | None
    """Whose it is at Pinterest."""
    is_there: bool
    """Whether it is at Pinterest, where it is renamed and deleted."""
    is_planned: bool
    """Whether it has never been there."""
    sections: Sequence[str]
    state: State | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBoardForm:
    """What was typed for a new board."""

    name: str = ""
    description: str = ""
    is_secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardsPart:
    """The boards, and a form for a new one; `errors` by board's id, or `new`."""

    boards: Sequence[BoardRow]
    new: NewBoardForm
    accounts: Sequence[Choice]
    """Where boards can be made."""
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectsPage(View):
    """`GET /projects`; its forms post to `/projects` and `/boards`."""

    template: ClassVar[str] = "projects/index.html"
    shell: Shell
    projects: Sequence[ProjectRow]
    form: ProjectForm
    boards: BoardsPart


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrapeDetail:
    """A look through a blog as it goes, or as it ended."""

    state: State
    articles: Progress
    fetched: int
    unchanged: int
    skipped: int
    failed: int
    missing: int
    """Articles of any look that failed or were never come to, so that they may be fetched after all."""
    via: str | None
    """How the articles were found, in words: `from its feed`."""
    notes: Sequence[str]
    held_until: datetime | None
    held_reason: str | None
    """Why the site is let rest, in words."""
    failure: str | None
    """Why the whole look failed, in words."""
    started_at: datetime | None
    ended_at: datetime | None
    run: Crumb | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDetail:
    """A project, and the newest look through its blog."""

    id: str
    name: str
    site: str
    external_url: str | None
    """The blog itself; https only."""
    article_count: int
    pin_count: int
    scrape: ScrapeDetail | None
    is_running: bool
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class ScrapePartial(View):
    """`GET /projects/{id}/progress`."""

    template: ClassVar[str] = "projects/_progress.html"
    project: ProjectDetail
