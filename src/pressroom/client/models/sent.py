"""What is sent to the server, by keywords.

Written out of the API by `python -m docs.generate`: change the API, not this file.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, Required
from uuid import UUID

from typing_extensions import TypedDict


class EventIn(TypedDict, total=False):
    """Something that happened. Sent again under the same `id`, it is the same event for 24 hours and starts nothing."""

    id: str | None
    name: Required[str]
    data: Mapping[str, Any]
    caused_by: UUID | str | None
    """The event that led to this one, so that a circle of them is noticed."""


class ItemEdit(TypedDict, total=False):
    """A person's own words; what is left out stays as it is."""

    description: str | None
    tags: Sequence[str] | None
    content: str | None
    style: str | None
    mood: str | None
    subjects: Sequence[str] | None


class ListArticles(TypedDict, total=False):
    """List articles, last added first; with `q`, best match first."""

    q: str | None
    """Words of title, description or address."""
    project_id: UUID | str | None
    status: Literal["pending", "processing", "completed", "failed", "skipped"] | None
    limit: int
    cursor: str | None


class ListBoards(TypedDict, total=False):
    """List the boards with their sections, by name; 500 at most."""

    q: str | None
    """Part of a name."""
    connection_id: UUID | str | None
    """The account they are of."""


class ListDocuments(TypedDict, total=False):
    """List documents, newest first; with `q`, best match first and with the places found."""

    q: str | None
    """Words to find; `"in quotes"` a phrase."""
    status: Literal["uploading", "processing", "ocr_complete", "generating_metadata", "completed", "failed"] | None
    tag: str | None
    limit: int
    cursor: str | None


class ListEvents(TypedDict, total=False):
    """List events, newest first, with what each started."""

    name: str | None
    limit: int
    cursor: str | None


class ListGenerations(TypedDict, total=False):
    """List one's own generations, newest first."""

    status: Literal["processing", "completed", "failed"] | None
    style: str | None
    limit: int
    cursor: str | None


class ListLines(TypedDict, total=False):
    """List what a run logged, oldest first; what went wrong has its traceback in `facts.exception`."""

    limit: int
    cursor: str | None


class ListMedia(TypedDict, total=False):
    """List pictures, last added first; with `q`, best match first, by words and by meaning."""

    q: str | None
    """Words to find, as written or by meaning."""
    status: Literal["pending", "processing", "completed", "failed"] | None
    source: Literal["upload", "folder", "google_drive", "generated", "web"] | None
    folder: UUID | str | None
    tag: str | None
    colour: str | None
    """red, orange, … white."""
    since: date | str | None
    """First day, of when it was taken or else added."""
    until: date | str | None
    """Last day."""
    limit: int
    cursor: str | None


class ListPins(TypedDict, total=False):
    """List pins, last made first; with `q`, best match first."""

    q: str | None
    """Words to find; `"in quotes"` a phrase."""
    project_id: UUID | str | None
    article_id: UUID | str | None
    board_id: UUID | str | None
    status: Literal["draft", "describing", "ready", "scheduled", "publishing", "published", "failed"] | None
    tag: str | None
    scheduled: bool | None
    """Whether a time is set."""
    limit: int
    cursor: str | None


class ListRuns(TypedDict, total=False):
    """List runs, newest first."""

    status: str | None
    workflow: str | None
    queue: str | None
    subject_kind: str | None
    subject_id: UUID | str | None
    user_id: UUID | str | None
    """Who asked for them."""
    error: str | None
    """What their error says somewhere, in any case."""
    parent_id: str | None
    """The run that started them."""
    since: datetime | str | None
    """Accepted then or later."""
    until: datetime | str | None
    """Accepted before then."""
    limit: int
    cursor: str | None


class MetadataEdit(TypedDict, total=False):
    """A person's own words; what is left out stays as it is."""

    display_name: str | None
    tags: Sequence[str] | None
    summary: str | None
    language: str | None


class NewBoard(TypedDict, total=False):
    """A board to be made; no other of the workspace, or of its account, may have its name."""

    name: Required[str]
    description: str
    connection_id: UUID | str | None
    """The Pinterest account it is made at; without, it is only planned here."""
    privacy: Literal["PUBLIC", "SECRET"]


class PictureChoice(TypedDict, total=False):
    """A picture for a pin, one of these: an article's, the library's, or what was generated."""

    article_picture_id: UUID | str | None
    media_id: UUID | str | None
    generation_id: UUID | str | None


class NewPin(TypedDict, total=False):
    """A pin to be made; what is left out is its project's."""

    title: str | None
    """At most 100 characters, counted as Pinterest counts."""
    description: str | None
    """At most 800 characters."""
    alt_text: str | None
    """At most 500 characters."""
    keywords: Sequence[str] | None
    """At most 10, each at most 60 characters."""
    locked: Sequence[Literal["title", "description", "alt_text", "keywords"]] | None
    """What is left alone when it is described again."""
    board_id: UUID | str | None
    """Null takes it off its board."""
    section_id: UUID | str | None
    """A section of its board; null for none."""
    link: str | None
    """Null leads to the article by the project's template."""
    tags: Sequence[str] | None
    fit: Literal["crop", "pad"] | None
    project_id: Required[UUID | str]
    article_id: UUID | str | None
    picture: PictureChoice | None
    describe: bool
    """Have it described at once."""


class NewProject(TypedDict, total=False):
    """A blog to be made pins of."""

    name: Required[str]
    site_url: Required[str]
    """The blog's address, or its feed's; `https://` may be left out."""
    language: str | None
    """Of its pins, as BCP 47: `en`, `pt-BR`. Unset: found."""
    tone: str
    keywords: Sequence[str]
    board_id: UUID | str | None
    connection_id: UUID | str | None
    link_template: str
    """Where a pin leads: `{url}` is the article's address, beside it `{slug}`, `{project}` and `{pin}`."""
    pins_per_article: int
    fit: Literal["crop", "pad"]
    closing: str
    """A last line for every description."""
    zone: str
    """Time zone of its times, by IANA name: `Europe/Vienna`."""
    slots: Sequence[str]
    """Times of a week its pins go out at: `mon 09:30`."""


class PinEdit(TypedDict, total=False):
    """What is to be changed about a pin; what is left out stays as it is. New words make a revision."""

    title: str | None
    """At most 100 characters, counted as Pinterest counts."""
    description: str | None
    """At most 800 characters."""
    alt_text: str | None
    """At most 500 characters."""
    keywords: Sequence[str] | None
    """At most 10, each at most 60 characters."""
    locked: Sequence[Literal["title", "description", "alt_text", "keywords"]] | None
    """What is left alone when it is described again."""
    board_id: UUID | str | None
    """Null takes it off its board."""
    section_id: UUID | str | None
    """A section of its board; null for none."""
    link: str | None
    """Null leads to the article by the project's template."""
    tags: Sequence[str] | None
    fit: Literal["crop", "pad"] | None


class ReadAgain(TypedDict, total=False):
    """How to read a document anew."""

    password: str | None
    """Opens an encrypted file."""
