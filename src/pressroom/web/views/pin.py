"""What templates say of one pin: its form, its panel and page, and the form that makes pins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pressroom.web.views.media import Picture
from pressroom.web.views.metadata import Difference, RunLink
from pressroom.web.views.pin_carousel import PinCarousel
from pressroom.web.views.pins import Fitting, PinRow
from pressroom.web.views.publishing import PinPublishing
from pressroom.web.views.shell import Choice, Crumb, Shell, State, View


@dataclass(frozen=True, slots=True, kw_only=True)
class PinText:
    """One of the texts of a pin, as the form holds it: perhaps typed and refused."""

    value: str
    most: int
    """Characters it may have, counted as Pinterest counts; of keywords, how many there may be."""
    is_locked: bool
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinForm:
    """All that a person can say about a pin."""

    title: PinText
    description: PinText
    alt_text: PinText
    keywords: PinText
    boards: Sequence[Choice]
    board_error: str | None
    link: str
    link_error: str | None
    made_link: str | None
    """Where the project's template leads, for a pin without a link of its own."""
    tags: str
    tags_error: str | None
    was: Mapping[str, str]
    """What every field of the pin says while the form is made, by name."""
    is_refused: bool
    """Whether it holds what was typed and not saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinFormPartial(View):
    """What `POST /pins/{id}` answers a script where something was refused."""

    template: ClassVar[str] = "pins/_form.html"
    form: PinForm
    url: str
    is_closed: bool
    """Whether nothing of it can be changed now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinAnswer:
    """One of the newest three answers, and what it cost."""

    id: str
    at: datetime
    author: str
    cost: str
    """`free`, `$0.0004`; empty for what a person wrote."""
    title: str
    description: str
    feedback: str | None
    notes: Sequence[str]
    changed: str
    """Which texts differ from the answer before, in words; empty where that one is not kept."""
    is_current: bool
    is_older: bool
    is_newer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PinArticle:
    """The article a pin leads to."""

    url: str
    title: str
    excerpt: str
    site: str
    external_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinDetail:
    """All that the page of a pin says."""

    id: str
    name: str
    picture: Picture
    fit: Fitting
    title: str
    opening: str
    """The description's first line."""
    site: str
    """The host it leads to."""
    state: State
    failure: str | None
    waits_for: str | None
    """What its run was set aside for, in words."""
    is_deleted: bool
    is_busy: bool
    can_retry: bool
    can_write: bool
    is_published: bool
    form: PinForm
    scheduled_at: datetime | None
    schedule_error: str | None
    lacks: str | None
    """What it has to get before it can be planned, in words."""
    publishing: PinPublishing
    answers: Sequence[PinAnswer]
    differences: Sequence[Difference] | None
    project: Crumb
    article: PinArticle | None
    siblings: Sequence[PinRow]
    runs: Sequence[RunLink]
    carousel: PinCarousel
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PinStagePartial(View):
    """`GET /pins/{id}/stage`."""

    template: ClassVar[str] = "pins/_stage.html"
    pin: PinDetail


@dataclass(frozen=True, slots=True)
class PinPanelPartial(View):
    """`GET /pins/{id}/panel`."""

    template: ClassVar[str] = "pins/_panel.html"
    pin: PinDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class PinPage(View):
    """`GET /pins/{id}`."""

    template: ClassVar[str] = "pins/show.html"
    shell: Shell
    pin: PinDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureOffer:
    """A picture that a pin can be made of: `value` says which, as the form sends it."""

    value: str
    label: str
    detail: str
    picture: Picture | None
    """None where it has not been fetched yet."""
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PinMaking:
    """The form that makes pins: what is chosen, and what can be."""

    projects: Sequence[Choice]
    articles: Sequence[Choice]
    boards: Sequence[Choice]
    query: str
    """What the library is searched for."""
    of_article: Sequence[PictureOffer]
    of_library: Sequence[PictureOffer]
    of_generations: Sequence[PictureOffer]
    is_written: bool
    """Whether the pins are to be written as soon as they are made."""
    error: str | None
    max_upload_bytes: int
    once: str
    """What tells this form from others: sent twice, it makes its pins once."""
    made: int = 0
    """Pins that were made though some files were refused."""
    made_url: str = ""
    refused: Sequence[str] = ()
    """Why those files were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinNewPage(View):
    """`GET /pins/new`; prefilled by article, project, media and generation."""

    template: ClassVar[str] = "pins/new.html"
    shell: Shell
    making: PinMaking
