"""What the server answers with.

Written out of the API by `python -m docs.generate`: change the API, not this file.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from pressroom.client.models.shape import Shape


class EventAccepted(Shape):
    """An event that is safe, and the runs it started; `refusals` say why a workflow that listens did not start.

    Where `is_known`, it had been sent before: this is what it started then.
    """

    event_id: UUID
    run_ids: list[str]
    refusals: list[str]
    is_known: bool


class EventKind(Shape):
    """A name of events: which workflows begin with one, and the JSON schema of its data where they have one."""

    name: str
    is_told_by_us: bool
    """Pressroom tells it itself; it cannot be sent."""
    workflows: list[str]
    data_schema: dict[str, Any] | None


class EventKinds(Shape):
    """What can be sent, and what webhooks can ask for."""

    items: list[EventKind]
    next_cursor: None = None


class StartOut(Shape):
    """A workflow that listens: its run, or why it did not start."""

    workflow: str
    run_id: str | None
    refusal: str | None


class EventOut(Shape):
    """An event. `source` says where it came from, `depth` how many events led to it."""

    id: UUID
    external_id: str | None
    name: str
    data: dict[str, Any]
    source: Literal["api", "person", "fact"]
    depth: int
    created_at: datetime
    starts: list[StartOut]


class EventList(Shape):
    """A page of events, newest first."""

    items: list[EventOut]
    next_cursor: str | None


class EventsAccepted(Shape):
    """Several events that are safe, in the order they were sent."""

    events: list[EventAccepted]


class FloorStartedRun(Shape):
    """The run that was started."""

    run_id: str


class GenerationsPictureOut(Shape):
    """A picture in the sizes it is shown; `width` and `height` are the file's own, in pixels."""

    url: str
    thumbnail: str
    width: int
    height: int
    placeholder: str


class GenerationOut(Shape):
    """A generation as the API shows it."""

    id: UUID
    status: Literal["processing", "completed", "failed"]
    """`completed` and `failed` are ends: stop asking there. While `processing`, ask again after `Retry-After` seconds;
    after five minutes without an end, stop, and look at its run."""
    step: Literal["queued", "store_original", "analyse", "generate", "store_result", "finalise"]
    """The step it is at, or failed at."""
    style: str
    filename: str
    original_url: str
    result_url: str | None
    original: GenerationsPictureOut | None
    """None until the photo was looked at."""
    result: GenerationsPictureOut | None
    """None until the picture is delivered."""
    subject_type: str | None
    subject_description: str | None
    subject_features: list[str]
    error: str | None
    error_code: str | None
    paused_reason: str | None
    """Why its run waits, which goes on by itself; else null."""
    notes: list[str]
    model: str | None
    cost_usd: str | None
    attempt: int
    run_id: str
    created_at: datetime
    started_at: datetime
    finished_at: datetime | None
    seconds: float | None
    deleted_at: datetime | None


class GenerationList(Shape):
    """A page of generations, newest first."""

    items: list[GenerationOut]
    next_cursor: str | None


class Analysis(Shape):
    """What the describing model said of a picture."""

    description: str | None
    tags: list[str]
    content: str | None = None
    style: str | None = None
    colors: list[str] = Field(default_factory=list)
    subjects: list[str] = Field(default_factory=list)
    mood: str | None = None


class ColourOut(Shape):
    """One of a picture's main colours; `share` is 0 to 1."""

    name: str
    basic: str
    hex: str
    share: float


class ItemOut(Shape):
    """A picture."""

    id: UUID
    status: Literal["pending", "processing", "completed", "failed"]
    failed_stage: Literal["seeing", "describing"] | None
    error: str | None
    error_code: str | None
    paused_reason: str | None
    """Why its run waits, which goes on by itself; else null."""
    source: Literal["upload", "folder", "google_drive", "generated", "web"]
    source_id: str | None
    source_url: str | None
    folder_id: UUID | None
    filename: str
    mime_type: str
    size: int
    width: int | None
    height: int | None
    frames: int | None
    storage_key: str
    url: str
    thumbnail: str | None
    placeholder: str | None
    description: str | None
    tags: list[str]
    analysis: Analysis
    colours: list[ColourOut]
    metadata: dict[str, Any]
    """What the camera noted: taken_at, camera, location; and notes."""
    attempt: int
    run_id: str | None
    revision_id: UUID | None
    created_at: datetime
    updated_at: datetime
    processed_at: datetime | None
    deleted_at: datetime | None


class ItemList(Shape):
    """A page of pictures."""

    items: list[ItemOut]
    next_cursor: str | None


class LineOut(Shape):
    """A line that a run logged."""

    at: datetime
    level: str
    message: str
    facts: dict[str, Any]


class LineList(Shape):
    """Lines of a run, oldest first."""

    items: list[LineOut]
    next_cursor: str | None
