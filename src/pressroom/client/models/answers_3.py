"""What the server answers with.

Written out of the API by `python -m docs.generate`: change the API, not this file.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pressroom.client.models.answers_2 import ItemOut
from pressroom.client.models.shape import Shape


class MediaStatus(Shape):
    """How many pictures stand in each status, and those completed last."""

    counts: dict[str, int]
    recently_completed: list[ItemOut]


class PinOut(Shape):
    """A pin."""

    id: UUID
    project_id: UUID
    article_id: UUID | None
    board_id: UUID | None
    section_id: UUID | None
    status: Literal["draft", "describing", "ready", "scheduled", "publishing", "published", "failed"]
    failed_stage: Literal["picture", "describing", "publishing"] | None
    error: str | None
    error_code: str | None
    paused_reason: str | None
    """Why its run waits, which goes on by itself; else null."""
    title: str
    description: str
    alt_text: str
    keywords: list[str]
    locked: list[Literal["title", "description", "alt_text", "keywords"]]
    link: str | None
    """Where it leads; a person's own, or the article by the project's template."""
    is_own_link: bool
    tags: list[str]
    fit: Literal["crop", "pad"]
    picture_source: Literal["article", "media", "generation", "upload"] | None
    picture_url: str | None
    width: int | None
    height: int | None
    placeholder: str | None
    thumbnail: str | None
    original: str | None
    attempt: int
    run_id: str | None
    revision_id: UUID | None
    scheduled_at: datetime | None
    published_at: datetime | None
    pinterest_pin_id: str | None
    seen_at: datetime | None
    """When the published pin was last found at Pinterest."""
    gone_at: datetime | None
    """When it was found to be gone there, though nobody withdrew it here."""
    created_at: datetime
    updated_at: datetime
    described_at: datetime | None
    deleted_at: datetime | None


class PinList(Shape):
    """A page of pins."""

    items: list[PinOut]
    next_cursor: str | None


class ProjectCounts(Shape):
    """How many articles and pins there are, by status; a status without any is left out."""

    articles: dict[str, int]
    pins: dict[str, int]


class ScrapeProgress(Shape):
    """How far the newest scrape is: the articles it saw, by what became of them."""

    total: int
    done: int
    succeeded: int
    failed: int
    skipped: int
    unchanged: int
    """Articles that were here and are as they were."""
    waiting: int
    under_way: int


class ProjectOut(Shape):
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
    fit: Literal["crop", "pad"]
    closing: str
    zone: str
    slots: list[str]
    status: Literal["idle", "scraping", "waiting", "failed"]
    error: str | None
    error_code: str | None
    waits_until: datetime | None
    run_id: str | None
    last_result: dict[str, Any] | None
    last_scraped_at: datetime | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    counts: ProjectCounts | None = None
    progress: ScrapeProgress | None = None


class ProjectList(Shape):
    """A workspace's projects, by name."""

    items: list[ProjectOut]
    next_cursor: None = None


class PublicationState(Shape):
    """Where a pin stands on its way to Pinterest."""

    status: Literal["draft", "describing", "ready", "scheduled", "publishing", "published", "failed"]
    scheduled_at: datetime | None
    published_at: datetime | None
    pinterest_pin_id: str | None
    pinterest_url: str | None
    obstacles: list[str]
    """Why it could not be published as it is; empty where nothing is missing."""
    waiting_reason: str | None
    """What it waits for; null where it just waits for its turn."""
    error: str | None
    error_code: str | None
    seen_at: datetime | None
    """When it was last found at Pinterest."""
    gone_at: datetime | None
    """When it was found to be gone there, though nobody withdrew it here."""
    attempts: int
    """How often it was tried; `/api/pins/{id}/attempts` lists the tries."""


class RetriedRun(Shape):
    """The run that was started in place of a failed one."""

    run_id: str


class RevisionOut(Shape):
    """One answer about a subject."""

    id: UUID
    values: dict[str, Any]
    author: Literal["model", "person"]
    feedback: str | None
    model: str | None
    run_id: str | None
    confidence: float | None
    notes: list[str]
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: float | None
    seconds: float | None
    prompt_version: int | None
    """Which of the workspace's own prompts; null for the shipped one."""
    created_at: datetime


class RevisionList(Shape):
    """A subject's revisions, newest first."""

    items: list[RevisionOut]
    next_cursor: None = None


class CostOut(Shape):
    """What some answers of models cost; `unpriced_calls` have no known price and are not in `cost_usd`.

    `cost_usd` is null where no price of any is known. What runs on this server costs 0.
    """

    calls: int
    unpriced_calls: int
    cost_usd: float | None
    input_tokens: int
    output_tokens: int


class RunOut(Shape):
    """A run. `status` is one of queued, running, paused, succeeded, failed, cancelled.

    One that is paused waits for what `paused_reason` says, and goes on by itself.
    """

    id: str
    workflow: str
    status: str
    subject_kind: str
    subject_id: str
    queue: str | None
    attempts: int
    worker: str | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    input: Any
    output: Any
    error: str | None
    paused_reason: str | None
    waits_for: str | None = None
    """Why nobody takes it, where a person has to do something."""
    cost: CostOut | None = None
    """What models cost in it; null where it asked none."""


class RunList(Shape):
    """A page of runs, newest first.

    Where what is asked for is rare it may have fewer than the limit, or none, and go on with `next_cursor`
    nevertheless: `looked_back_to` says how far it has looked.
    """

    items: list[RunOut]
    next_cursor: str | None
    looked_back_to: datetime | None = None


class SpendingOut(Shape):
    """What models cost this month, in UTC, and the most they may; `paused_runs` wait for a higher budget, or the next.

    `monthly_budget_usd` is null where there is no limit, `left_usd` with it.
    """

    month_began_at: datetime
    renews_at: datetime
    spent: CostOut
    monthly_budget_usd: float | None
    left_usd: float | None
    paused_runs: int


class StartedGeneration(Shape):
    """A photo that was taken in; what becomes of it goes on behind the answer."""

    success: bool = True
    generation_id: UUID
    status: Literal["processing", "completed", "failed"]
    run_id: str


class StartedPin(Shape):
    """Work on a pin that goes on behind the answer."""

    id: UUID
    status: Literal["draft", "describing", "ready", "scheduled", "publishing", "published", "failed"]
    run_id: str
