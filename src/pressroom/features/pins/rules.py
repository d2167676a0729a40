"""Pure decisions about pins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from pressroom.core.metadata.models import Revision
from pressroom.features.pins.articles.models import ArticlePicture
from pressroom.features.pins.models import Field, Pin, PinStage, PinStatus
from pressroom.features.pins.projects.links import leads_to
from pressroom.kernel.errors import Conflict, Invalid, Rejected
from pressroom.providers.describe import (
    ALT_TEXT_MOST,
    DESCRIPTION_MOST,
    KEYWORD_MOST,
    KEYWORDS_MOST,
    PARTED,
    TITLE_MOST,
    UNNAMED,
    Turn,
    counted,
    shortened,
)

BUSY = frozenset({PinStatus.DESCRIBING, PinStatus.PUBLISHING})
MOST = {Field.TITLE: TITLE_MOST, Field.DESCRIPTION: DESCRIPTION_MOST, Field.ALT_TEXT: ALT_TEXT_MOST}
"""Characters of each text, counted as Pinterest counts."""
NAMES = {Field.TITLE: "title", Field.DESCRIPTION: "description", Field.ALT_TEXT: "alt text"}
LINK_MOST = 2048
MOST_TAGS = 30


class Planned(Protocol):
    """What is asked of a pin that is to be scheduled: the row, or some of its columns."""

    @property
    def status(self) -> PinStatus: ...
    @property
    def failed_stage(self) -> PinStage | None: ...
    @property
    def deleted_at(self) -> datetime | None: ...
    @property
    def board_id(self) -> UUID | None: ...
    @property
    def asset_id(self) -> UUID | None: ...
    @property
    def title(self) -> str: ...


def standing(pin: Pin) -> PinStatus:
    """Return how far a pin has come that nothing is being done with and that has not failed.

    One with a time is scheduled as long as it has a picture to publish: given another one, it is again once that came.
    """
    if pin.pinterest_pin_id:
        return PinStatus.PUBLISHED
    if pin.scheduled_at and pin.asset_id:
        return PinStatus.SCHEDULED
    return PinStatus.READY if pin.title and pin.asset_id else PinStatus.DRAFT


def check_may_change(pin: Pin) -> None:
    """Raise Conflict while the pin is being worked on, or when it is deleted."""
    if refusal := hindrance(pin.status, pin.deleted_at):
        raise refusal


def hindrance(status: PinStatus, deleted_at: datetime | None) -> Conflict | None:
    """Return why a pin in this status cannot be changed, if it cannot."""
    if deleted_at is not None:
        return Conflict("This pin is deleted. Bring it back first.", code="deleted")
    if status in BUSY:
        return Conflict("This pin is being worked on. Wait until it is done, or cancel its run.", code="busy")
    return None


def check_may_show(pin: Pin) -> None:
    """Raise Conflict as `check_may_change` does, and for a pin that is published."""
    if refusal := unshowable(pin.status, pin.deleted_at):
        raise refusal


def unshowable(status: PinStatus, deleted_at: datetime | None) -> Conflict | None:
    """Return why what a pin in this status shows cannot be changed, if it cannot."""
    if status is PinStatus.PUBLISHED and deleted_at is None:
        return Conflict(
            "This pin is published, and Pinterest keeps what it shows. Withdraw it first.", code="published"
        )
    return hindrance(status, deleted_at)


def check_may_describe(pin: Pin) -> None:
    """Raise Conflict as `check_may_show` does, or when there is nothing to describe."""
    check_may_show(pin)
    if pin.article_id is None and pin.picture_source is None:
        raise Conflict("This pin has neither an article nor a picture. Choose a picture first.", code="nothing")


def unschedulable(pin: Planned, at: datetime, *, now: datetime) -> Rejected | None:
    """Return why a pin cannot be published at that time, if it cannot."""
    if refusal := hindrance(pin.status, pin.deleted_at):
        return refusal
    if pin.status is PinStatus.PUBLISHED:
        return Conflict("This pin is published already.", code="published")
    if at <= now:
        return Invalid("This time is past. Choose one that is still to come.", code="past")
    return _missing(pin)


def check_limits(values: Mapping[str, Any]) -> None:
    """Raise Invalid (`too_long`, `too_many`) where a text, as Pinterest counts, or the keywords are over a limit."""
    for field, most in MOST.items():
        if (length := counted(values.get(field) or "")) > most:
            raise Invalid(
                f"The {NAMES[field]} may have at most {most} characters; this one has {length}.", code="too_long"
            )
    keywords: Sequence[str] = values.get(Field.KEYWORDS) or ()
    if len(keywords) > KEYWORDS_MOST:
        raise Invalid(f"A pin may have at most {KEYWORDS_MOST} keywords; these are {len(keywords)}.", code="too_many")
    for word in keywords:
        if (length := counted(word)) > KEYWORD_MOST:
            raise Invalid(f"A keyword may have at most {KEYWORD_MOST} characters; one has {length}.", code="too_long")


def check_link(link: str) -> None:
    """Raise Invalid for what is no web address, or is longer than Pinterest takes."""
    if counted(link) > LINK_MOST:
        raise Invalid(
            f"The link may have at most {LINK_MOST} characters; this one has {counted(link)}.", code="too_long"
        )
    try:
        parts = urlsplit(link)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web or any(sign.isspace() for sign in link):
        raise Invalid("The link is no web address. Write it as https://example.org/post.", code="link")


def link_of(pin: Pin) -> str | None:
    """Return where a pin leads; None where it has neither a link of its own nor an article."""
    if pin.link or pin.article is None:
        return pin.link
    return leads_to(pin.project, pin.article.url, pin_id=pin.id)


def values_of(pin: Pin) -> dict[str, Any]:
    """Return what is said about a pin, as a revision holds it."""
    return {
        "title": pin.title,
        "description": pin.description,
        "alt_text": pin.alt_text,
        "keywords": list(pin.keywords),
    }


def with_closing(description: str, closing: str) -> str:
    """Return a description that ends with a closing line, its own words shortened where both are too long."""
    last = shortened(" ".join(closing.split()), DESCRIPTION_MOST)
    if not last or description.rstrip().endswith(last):
        return description
    room = DESCRIPTION_MOST - counted(last) - 1
    begun = shortened(description.rstrip(), room) if room > 0 else ""
    return f"{begun}\n{last}" if begun else last


def prepare_run_id(pin_id: object, attempt: int) -> str:
    """Return the id of the run that gets a pin's picture and looks at it."""
    return f"prepare-pin:{pin_id}:{attempt}"


def describe_run_id(pin_id: object, attempt: int) -> str:
    """Return the id of the run that describes a pin."""
    return f"describe-pin:{pin_id}:{attempt}"


def is_missing_picture(pin: Pin) -> bool:
    """Tell whether a pin has a picture that has not been looked at yet."""
    return pin.picture_source is not None and not pin.picture


def is_to_be_described(pin: Pin) -> bool:
    """Tell whether what failed about a pin was on the way to its description."""
    return pin.failed_stage is PinStage.DESCRIBING or (pin.run_id or "").startswith("describe-pin:")


def with_locked(values: Mapping[str, Any], pin: Pin) -> dict[str, Any]:
    """Return an answer's values, but for those of the pin that are locked."""
    kept = values_of(pin)
    return dict(values) | {name: kept[name] for name in pin.locked if name in kept}


def conversation(history: Sequence[Revision], shown: UUID | None, feedback: str) -> list[Turn]:
    """Return the turns before the next answer: the answers that led to the shown one, and what was said of each.

    It goes back as far as answers are kept, and no further than one that was given without feedback, or by a person.
    """
    kept = {one.id: one for one in history}
    turns: list[Turn] = []
    about, said = shown, feedback
    while about and said and (answer := kept.get(about)):
        turns.append(Turn(answer.values, said))
        about, said = answer.about_id, answer.feedback or ""
    return turns[::-1]


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another pin of the same article: whether it was made before, its title, and what its picture shows."""

    is_older: bool
    title: str
    shows: str


def hints_of_siblings(siblings: Sequence[Sibling]) -> dict[str, str]:
    """Return what a describing model is told of the other pins of an article, so that each says something else."""
    hints = {
        "shown before": PARTED.join(one.shows or UNNAMED for one in siblings if one.is_older),
        "said before": PARTED.join(one.title for one in siblings if one.title),
    }
    return {name: value for name, value in hints.items() if value}


def hints_for(pin: Pin, picture: ArticlePicture | None) -> dict[str, str]:
    """Return what a describing model is told beside the article's text and the picture."""
    project, article = pin.project, pin.article
    hints = {
        "title": (article.title if article else "") or "",
        "summary": (article.description if article else "") or "",
        "language": project.language or (article.language if article else "") or "",
        "tone": project.tone,
        "keywords": ", ".join(project.keywords),
        "url": article.url if article else "",
        "published": article.published_at.date().isoformat() if article and article.published_at else "",
        "nearby": shown_in(picture.alt, picture.caption) if picture else "",
        "closing": " ".join(project.closing.split()),
    }
    fixed = {f"{name.replace('_', ' ')} that stays as it is": _said(values_of(pin)[name]) for name in pin.locked}
    return {name: value for name, value in (hints | fixed).items() if value}


def shown_in(alt: str | None, caption: str | None) -> str:
    """Return what an article says of a picture of its."""
    return " / ".join(filter(None, [alt, caption]))


def filename_in(url: str) -> str:
    """Return the last part of an address as a file's name."""
    return unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])[:200] or "pin"


def _said(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _missing(pin: Planned) -> Invalid | None:
    if pin.board_id is None:
        return Invalid("This pin has no board yet. Choose one, then schedule it.", code="board")
    if pin.asset_id is None or pin.failed_stage is PinStage.PICTURE:
        return Invalid("This pin has no picture yet. Choose one, or wait until it has come.", code="picture")
    if not pin.title:
        return Invalid("This pin has no title yet. Write one, or have it written.", code="title")
    return None
