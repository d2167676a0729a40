"""One article in full: what is known of it, its text to read, the pictures it shows and the pins made of them."""

from collections.abc import Sequence

from pressroom.core.runs.queries import Run
from pressroom.features.pins.articles.models import Article, ArticlePicture
from pressroom.features.pins.articles.rules import UNKNOWN_WIDTH, is_busy, pin_width
from pressroom.features.pins.models import Pin
from pressroom.features.pins.queries import Candidate
from pressroom.kernel.ids import new_id
from pressroom.web.languages import LANGUAGES
from pressroom.web.pages.article_rows import (
    STATES,
    can_make,
    can_retry,
    failure_of,
    first_thumbnail,
    name_of,
    preview_of,
)
from pressroom.web.pages.pin_rows import failure_of as failure_of_pin
from pressroom.web.pages.pin_rows import name_of as name_of_pin
from pressroom.web.pages.pin_rows import state_of
from pressroom.web.pages.provenance import run_link
from pressroom.web.views.articles import ArticleDetail, ArticlePin, CandidatePicture
from pressroom.web.views.shell import Crumb

PICTURES_SHOWN = 60
PINS_SHOWN = 12
CHARACTERS_SHOWN = 60_000


def article_detail(
    article: Article, pictures: Sequence[Candidate], pins: Sequence[Pin], runs: Sequence[Run]
) -> ArticleDetail:
    """Return all that is known of an article; `pictures` come best first, `pins` oldest first."""
    address = article.url or article.address
    return ArticleDetail(
        id=str(article.id),
        name=name_of(article),
        project=Crumb(f"/projects/{article.project_id}", article.project.name),
        address=address,
        external_url=address if address.startswith("https://") else None,
        state=STATES[article.status],
        failure=failure_of(article),
        notes=[article.error, *article.notes] if article.error and not failure_of(article) else article.notes,
        description=article.description,
        author=article.author,
        published_at=article.published_at,
        language=article.language,
        language_name=LANGUAGES.get(article.language or "", article.language),
        words=article.words,
        fetched_at=article.fetched_at,
        is_busy=is_busy(article),
        is_deleted=article.deleted_at is not None,
        can_make=can_make(article),
        can_retry=can_retry(article),
        pictures=_candidates(article, pictures, pins),
        pictures_in_all=len(pictures),
        pins=[_pin(one) for one in reversed(pins[-PINS_SHOWN:])],
        pin_count=len(pins),
        once=str(new_id()),
        runs=[run_link(run) for run in runs],
    )


def paragraphs_of(text: str) -> tuple[list[str], bool]:
    """Return a text in paragraphs, as far as a page shows it, and whether there is more of it."""
    shown = text[:CHARACTERS_SHOWN]
    return [one for part in shown.split("\n\n") if (one := part.strip())], len(text) > len(shown)


def _candidates(article: Article, pictures: Sequence[Candidate], pins: Sequence[Pin]) -> list[CandidatePicture]:
    free = [one.picture.id for one in pictures if not one.is_used]
    chosen = set(free[: article.project.pins_per_article])
    shown = []
    for one in pictures[:PICTURES_SHOWN]:
        made = [pin for pin in pins if pin.picture_url == one.picture.url]
        shown.append(_candidate(one.picture, made, is_chosen=one.picture.id in chosen))
    return shown


def _candidate(picture: ArticlePicture, made: Sequence[Pin], *, is_chosen: bool) -> CandidatePicture:
    return CandidatePicture(
        id=str(picture.id),
        name=picture.alt or picture.url.rpartition("/")[2] or picture.url,
        caption="" if picture.caption == picture.alt else picture.caption,
        width=picture.width,
        height=picture.height,
        note=_note(picture),
        thumbnail=first_thumbnail(made) or preview_of(picture),
        is_chosen=is_chosen,
        pins=[Crumb(f"/pins/{pin.id}", pin.title or "its pin") for pin in made],
    )


def _note(picture: ArticlePicture) -> str | None:
    if not (picture.width and picture.height):
        return None
    if pin_width(picture.width, picture.height) < UNKNOWN_WIDTH:
        return "small for a pin"
    return "wider than high, so its sides are cut" if picture.width > picture.height else None


def _pin(pin: Pin) -> ArticlePin:
    return ArticlePin(
        id=str(pin.id),
        url=f"/pins/{pin.id}",
        name=name_of_pin(pin),
        board=pin.board.name if pin.board and pin.board.deleted_at is None else None,
        state=state_of(pin),
        failure=failure_of_pin(pin),
        thumbnail=first_thumbnail([pin]),
    )
