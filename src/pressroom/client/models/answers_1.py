"""What the server answers with.

Written out of the API by `python -m docs.generate`: change the API, not this file.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from pressroom.client.models.shape import Shape


class AcceptedItem(Shape):
    """A file that was taken in, or the picture it already is."""

    id: UUID
    status: Literal["pending", "processing", "completed", "failed"]
    filename: str
    run_id: str | None
    duplicate_of: UUID | None = None
    """Set where these very bytes were here already."""


class RefusedFile(Shape):
    """A file that was not taken in, and why."""

    filename: str
    detail: str
    code: str | None


class AcceptedPictures(Shape):
    """What became of each file of an upload."""

    media: list[AcceptedItem]
    refused: list[RefusedFile] = Field(default_factory=list)


class AcceptedDocument(Shape):
    """A file that was taken in, or the document it already is."""

    id: UUID
    status: Literal["uploading", "processing", "ocr_complete", "generating_metadata", "completed", "failed"]
    filename: str
    run_id: str | None
    duplicate_of: UUID | None = None
    """Set where these very bytes were here already."""


class AcceptedUpload(Shape):
    """What became of each file of an upload."""

    documents: list[AcceptedDocument]
    refused: list[RefusedFile] = Field(default_factory=list)


class ArticleOut(Shape):
    """A post of a blog."""

    id: UUID
    project_id: UUID
    url: str
    address: str
    """Where it was found; `url` is what it calls itself."""
    title: str | None
    description: str | None
    words: int
    language: str | None
    author: str | None
    published_at: datetime | None
    notes: list[str]
    status: Literal["pending", "processing", "completed", "failed", "skipped"]
    error: str | None
    error_code: str | None
    run_id: str | None
    fetched_at: datetime | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class ArticleList(Shape):
    """A page of articles."""

    items: list[ArticleOut]
    next_cursor: str | None


class SectionOut(Shape):
    """A section of a board at Pinterest."""

    id: UUID
    name: str
    pinterest_section_id: str


class BoardOut(Shape):
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
    sections: list[SectionOut] = Field(default_factory=list)
    synced_at: datetime | None
    gone_at: datetime | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class BoardList(Shape):
    """A workspace's boards, by name."""

    items: list[BoardOut]
    next_cursor: None = None


class ConnectionOut(Shape):
    """An account at a provider. An inactive one waits for a person to reconnect it; `last_error` says why.

    `synced_at` is when its boards were last read.
    """

    id: UUID
    provider: str
    account: str
    active: bool
    scopes: list[str]
    token_expires_at: datetime | None
    last_error: str | None
    synced_at: datetime | None
    created_at: datetime


class ConnectionList(Shape):
    """A workspace's connections, oldest first."""

    items: list[ConnectionOut]
    next_cursor: None = None


class CreditsOut(Shape):
    """What someone may spend: `available` is the balance, less one for each thing in progress."""

    balance: int
    in_use: int
    available: int


class HighlightOut(Shape):
    """A place where the words were found; `marks` are start and end offsets into `text`."""

    page: int
    text: str
    marks: list[tuple[int, int]]


class DocumentOut(Shape):
    """A document."""

    id: UUID
    status: Literal["uploading", "processing", "ocr_complete", "generating_metadata", "completed", "failed"]
    failed_stage: Literal["reading", "describing"] | None
    error: str | None
    error_code: str | None
    paused_reason: str | None
    """Why its run waits, which goes on by itself; else null."""
    filename: str
    display_name: str | None
    tags: list[str]
    summary: str | None
    language: str | None
    dates: list[dict[str, Any]]
    amounts: list[dict[str, Any]]
    page_count: int | None
    pages_read: int
    attempt: int
    run_id: str | None
    revision_id: UUID | None
    created_at: datetime
    completed_at: datetime | None
    deleted_at: datetime | None
    highlights: list[HighlightOut] | None = None
    """Only where `q` is given."""


class DocumentList(Shape):
    """A page of documents."""

    items: list[DocumentOut]
    next_cursor: str | None


class DocumentsStartedRun(Shape):
    """Work that goes on behind the answer."""

    id: UUID
    status: Literal["uploading", "processing", "ocr_complete", "generating_metadata", "completed", "failed"]
    run_id: str
