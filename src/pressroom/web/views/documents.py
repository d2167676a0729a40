"""What the pages of documents are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from markupsafe import Markup

from pressroom.web.views.generations import GenerationTile
from pressroom.web.views.metadata import Difference, Fact, Provenance, RevisionRow, RunLink
from pressroom.web.views.projects import ProjectRow, Trouble
from pressroom.web.views.shell import Choice, Progress, Shell, State, Usage, View

Kind = Literal["pdf", "image", "text", "word"]
Remedy = Literal["retry", "password", "describe"]
"""What a person can do about a failure: read again, give the password, describe again."""
Segments = Sequence[tuple[str, bool]]
"""Text in pieces, each with whether it is one of the searched words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the searched words stand."""

    page: int
    segments: Segments


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document in a list."""

    id: str
    name: str
    kind: Kind
    has_thumbnail: bool
    page_count: int | None
    tags: Sequence[str]
    summary: str | None
    state: State
    progress: Progress | None
    failure: str | None
    remedy: Remedy | None
    created_at: datetime
    completed_at: datetime | None
    hits: Sequence[Hit] = ()
    query: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRowPartial(View):
    """`GET /documents/{id}/row`."""

    template: ClassVar[str] = "documents/_row.html"
    document: DocumentRow


@dataclass(frozen=True, slots=True)
class Section:
    """Some rows of a longer list, how long that is, and where all of it is."""

    rows: Sequence[DocumentRow]
    total: int
    all_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(View):
    """`GET /`."""

    template: ClassVar[str] = "home.html"
    shell: Shell
    usage: Usage
    max_upload_bytes: int
    generations: Sequence[GenerationTile]
    """One's own that are in progress."""
    blogs: Sequence[ProjectRow]
    """Those that are being looked through."""
    pins_in_progress: int
    pins_publishing: int
    """Pins on their way to Pinterest."""
    pins_waiting: int
    """Those that wait for the month's budget."""
    troubles: Sequence[Trouble]
    """What failed about pins, articles and blogs: how much, why, and where it is listed."""
    in_progress: Section
    needs_you: Section
    completed: Section


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsPage(View):
    """`GET /documents`."""

    template: ClassVar[str] = "documents/index.html"
    shell: Shell
    query: str
    statuses: Sequence[Choice]
    tags: Sequence[Choice]
    documents: Sequence[DocumentRow]
    more_url: str | None
    is_narrowed: bool
    """Whether any filter or search is on, so that an empty list means no match rather than nothing yet."""
    here: str
    """The address of this very list, to fetch it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A page in the list of pages; `is_after_gap` where numbers before it are left out."""

    number: int
    is_current: bool
    is_read: bool
    hits: int = 0
    is_after_gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The page that is open: its picture beside its text, or its text as a sheet of type."""

    number: int
    has_picture: bool
    segments: Segments | None
    """None while it has not been read."""
    prose: Markup | None
    """A text or Markdown file set as HTML, made safe."""
    source: str
    confidence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDetail:
    """All that the panel beside the pages says."""

    id: str
    name: str
    filename: str
    kind_label: str
    size: int
    page_count: int | None
    created_at: datetime
    state: State
    progress: Progress | None
    failure: str | None
    remedy: Remedy | None
    is_deleted: bool
    is_busy: bool
    """Whether work goes on, so that asking for more is refused."""
    has_text: bool
    has_metadata: bool
    summary: str | None
    tags: Sequence[str]
    language: str | None
    """As a code of ISO 639-1."""
    language_name: str | None
    dates: Sequence[Fact]
    amounts: Sequence[Fact]
    provenance: Provenance | None
    revisions: Sequence[RevisionRow]
    differences: Sequence[Difference] | None
    runs: Sequence[RunLink]


@dataclass(frozen=True, slots=True)
class MetadataPartial(View):
    """`GET /documents/{id}/panel`."""

    template: ClassVar[str] = "documents/_metadata.html"
    document: DocumentDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage(View):
    """`GET /documents/{id}`."""

    template: ClassVar[str] = "documents/show.html"
    shell: Shell
    document: DocumentDetail
    page: PageView
    pages: Sequence[PageLink]
    query: str
    here: str
    """The address of this very page of it, to fetch the viewer again."""
