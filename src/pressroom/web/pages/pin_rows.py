"""Pins as rows of the table and cards of the board."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from pressroom.features.pins.models import Pin, PinStage, PinStatus
from pressroom.features.pins.publishing.queries import waiting_reasons
from pressroom.features.pins.rules import BUSY
from pressroom.providers.pictures import LONG_SIDES
from pressroom.web.pages.pin_standing import url_of
from pressroom.web.views.media import Picture, Thumbnail
from pressroom.web.views.pins import (
    PinRow,
)
from pressroom.web.views.shell import PAUSED, Choice, Crumb, State

UNTITLED = "Pin without a title"
ALT = 160
STATES = {
    PinStatus.DRAFT: State("idle", "Draft"),
    PinStatus.DESCRIBING: State("run", "Writing"),
    PinStatus.READY: State("ready", "Ready"),
    PinStatus.SCHEDULED: State("planned", "Scheduled"),
    PinStatus.PUBLISHING: State("run", "Publishing"),
    PinStatus.PUBLISHED: State("ok", "Published"),
}
FAILURES = {
    PinStage.PICTURE: State("bad", "No picture"),
    PinStage.DESCRIBING: State("bad", "Not written"),
    PinStage.PUBLISHING: State("bad", "Not published"),
}
WAITS = State("warn", "Waits")
GONE = State("warn", "Gone at Pinterest")
FETCHING = State("run", "Getting the picture")


def pin_rows(session: Session, pins: Sequence[Pin]) -> list[PinRow]:
    """Return pins as rows or cards, with what they wait for on their way to Pinterest."""
    waiting = waiting_reasons(session, pins)
    return [pin_row(one, waiting.get(one.id)) for one in pins]


def pin_row(pin: Pin, waits_for: str | None = None) -> PinRow:
    """Return a pin as a row or a card."""
    return PinRow(
        id=str(pin.id),
        name=name_of(pin),
        picture=picture_of(pin),
        fit=pin.fit.value,
        title=pin.title,
        description=pin.description,
        board=Choice(value=str(pin.board.id), label=pin.board.name, is_chosen=True) if pin.board else None,
        project=Crumb(f"/projects/{pin.project_id}", pin.project.name),
        article=article_of(pin),
        tags=pin.tags,
        state=WAITS if waits_for and pin.status is PinStatus.SCHEDULED else state_of(pin),
        failure=failure_of(pin),
        waits_for=waits_for,
        published_url=url_of(pin),
        scheduled_at=pin.scheduled_at,
        locked=pin.locked,
        is_busy=pin.status in BUSY,
        is_published=pin.status is PinStatus.PUBLISHED,
        can_retry=pin.status is PinStatus.FAILED,
    )


def name_of(pin: Pin) -> str:
    """Return what a pin is called."""
    return pin.title or UNTITLED


def article_of(pin: Pin) -> Crumb | None:
    """Return a link to the article a pin leads to."""
    return Crumb(f"/articles/{pin.article.id}", pin.article.title or pin.article.url) if pin.article else None


def state_of(pin: Pin) -> State:
    """Return where a pin stands, in words."""
    if pin.paused_reason:
        return PAUSED
    if pin.status is PinStatus.FAILED:
        return FAILURES.get(pin.failed_stage or PinStage.DESCRIBING, FAILURES[PinStage.DESCRIBING])
    if pin.status is PinStatus.PUBLISHED and pin.gone_at:
        return GONE
    if pin.status is PinStatus.DRAFT and is_fetching(pin):
        return FETCHING
    return STATES[pin.status]


def failure_of(pin: Pin) -> str | None:
    """Return why it failed."""
    return (pin.error or "It failed.") if pin.status is PinStatus.FAILED else None


def is_fetching(pin: Pin) -> bool:
    """Tell whether a pin's picture is on its way."""
    return pin.picture_source is not None and not pin.picture.get("width")


def picture_of(pin: Pin) -> Picture:
    """Return what shows a pin's picture: its thumbnails, smallest first, none while it has not been seen."""
    width, height = pin.picture.get("width"), pin.picture.get("height")
    alt = (pin.alt_text or name_of(pin))[:ALT]
    if pin.asset is None or not (width and height):
        return Picture(alt=alt, width=None, height=None, thumbnails=())
    longer, version = max(width, height), pin.asset.sha256[:12]
    thumbnails = [
        Thumbnail(f"/api/pins/{pin.id}/thumbnail?size={size}&v={version}", round(min(side, longer) * width / longer))
        for size, side in LONG_SIDES.items()
    ]
    return Picture(
        alt=alt, width=width, height=height, thumbnails=thumbnails, placeholder=pin.picture.get("placeholder") or ""
    )
