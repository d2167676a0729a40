"""A pin as its page shows it: the preview, what is said of it, how it came about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from pressroom.core.metadata.models import Author, Revision
from pressroom.core.runs.queries import Run
from pressroom.core.spending.rules import in_dollars
from pressroom.features.pins.articles.models import Article
from pressroom.features.pins.models import Field, Pin, PinStatus
from pressroom.features.pins.planning.rules import LEAD
from pressroom.features.pins.rules import BUSY, NAMES, link_of, unschedulable
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Invalid
from pressroom.providers.describe import ALT_TEXT_MOST, DESCRIPTION_MOST, KEYWORDS_MOST, TITLE_MOST
from pressroom.web.pages.differences import Compared, differences
from pressroom.web.pages.pin_asked import board_choices
from pressroom.web.pages.pin_carousel import carousel_of
from pressroom.web.pages.pin_meanwhile import as_it_stands, as_typed
from pressroom.web.pages.pin_rows import failure_of, is_fetching, name_of, picture_of, pin_row, state_of
from pressroom.web.pages.pin_standing import publishing_of
from pressroom.web.pages.provenance import author_of, run_link
from pressroom.web.views.pin import (
    PinAnswer,
    PinArticle,
    PinDetail,
    PinForm,
    PinText,
)
from pressroom.web.views.shell import Crumb

BUILT_IN = "local"
EXCERPT = 420
SHOWN = {Field.TITLE: TITLE_MOST, Field.DESCRIPTION: DESCRIPTION_MOST, Field.ALT_TEXT: ALT_TEXT_MOST}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed into a pin's form and refused, with the reason for each field that has one."""

    texts: Mapping[str, str] = field(default_factory=dict)
    locked: Sequence[str] = ()
    board: str = ""
    link: str = ""
    tags: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known of a pin besides its own row."""

    history: Sequence[Revision]
    compared: Compared | None
    runs: Sequence[Run]
    siblings: Sequence[Pin]
    excerpt: str


def pin_detail(
    session: Session, pin: Pin, around: Around, *, typed: Typed | None = None, schedule_error: str | None = None
) -> PinDetail:
    """Return all that the page says; with `typed`, its form holds that and says what is wrong with it."""
    return PinDetail(
        id=str(pin.id),
        name=name_of(pin),
        picture=picture_of(pin),
        fit=pin.fit.value,
        title=pin.title,
        opening=pin.description.partition("\n")[0],
        site=(urlsplit(link_of(pin) or "").hostname or "").removeprefix("www."),
        state=state_of(pin),
        failure=failure_of(pin),
        waits_for=pin.paused_reason,
        is_deleted=pin.deleted_at is not None,
        is_busy=pin.status in BUSY or (pin.status is PinStatus.DRAFT and is_fetching(pin) and pin.asset_id is None),
        can_retry=pin.status is PinStatus.FAILED,
        can_write=pin.status not in BUSY,
        is_published=pin.status is PinStatus.PUBLISHED,
        form=pin_form(session, pin, typed),
        scheduled_at=pin.scheduled_at,
        schedule_error=schedule_error,
        lacks=_lacks(pin),
        publishing=publishing_of(session, pin, around.runs),
        answers=[_answer(*pair, pin, around.compared) for pair in zip_longest(around.history, around.history[1:])],
        differences=differences(around.compared[0].values, around.compared[1].values) if around.compared else None,
        project=Crumb(f"/projects/{pin.project_id}", pin.project.name),
        article=_article(pin.article, around.excerpt) if pin.article else None,
        siblings=[pin_row(one) for one in around.siblings if one.id != pin.id],
        runs=[run_link(one) for one in around.runs],
        carousel=carousel_of(session, pin),
        created_at=pin.created_at,
    )


def pin_form(session: Session, pin: Pin, typed: Typed | None = None) -> PinForm:
    """Return a pin's form, as the pin stands or as it was typed."""
    errors = typed.errors if typed else {}
    locked = typed.locked if typed else pin.locked

    def text(name: Field) -> PinText:
        value = typed.texts.get(name, "") if typed else as_typed(pin, name)
        most = SHOWN.get(name, KEYWORDS_MOST)
        return PinText(value=value, most=most, is_locked=name in locked, error=errors.get(name))

    return PinForm(
        title=text(Field.TITLE),
        description=text(Field.DESCRIPTION),
        alt_text=text(Field.ALT_TEXT),
        keywords=text(Field.KEYWORDS),
        boards=board_choices(session, pin.workspace_id, typed.board if typed else str(pin.board_id or "")),
        link=typed.link if typed else pin.link or "",
        board_error=errors.get("board"),
        link_error=errors.get("link"),
        made_link=None if pin.link else link_of(pin),
        tags=typed.tags if typed else ", ".join(pin.tags),
        tags_error=errors.get("tags"),
        was=as_it_stands(pin) | {"locked": " ".join(pin.locked)},
        is_refused=typed is not None,
    )


def _lacks(pin: Pin) -> str | None:
    """Return what a pin has to get before it can be planned."""
    at = now()
    refusal = unschedulable(pin, at + LEAD, now=at)
    return str(refusal) if isinstance(refusal, Invalid) else None


def _answer(revision: Revision, before: Revision | None, pin: Pin, compared: Compared | None) -> PinAnswer:
    return PinAnswer(
        id=str(revision.id),
        at=revision.created_at,
        author=author_of(revision),
        cost=_cost(revision),
        title=str(revision.values.get("title", "")),
        description=str(revision.values.get("description", "")),
        feedback=revision.feedback,
        notes=revision.notes,
        changed=_changed(revision, before) if before else "",
        is_current=revision.id == pin.revision_id,
        is_older=compared is not None and revision.id == compared[0].id,
        is_newer=compared is not None and revision.id == compared[1].id,
    )


def _changed(revision: Revision, before: Revision) -> str:
    """Return in words which texts differ from the answer before."""
    told = [NAMES.get(name, name) for name in Field if revision.values.get(name) != before.values.get(name)]
    return "Changed: " + ", ".join(told) if told else "Nothing changed"


def _cost(revision: Revision) -> str:
    if revision.author is Author.PERSON:
        return ""
    if revision.model == BUILT_IN:
        return "free"
    tokens = (revision.input_tokens or 0) + (revision.output_tokens or 0)
    said = in_dollars(Decimal(revision.cost_usd)) if revision.cost_usd is not None else "price not known"
    return said + (f", {tokens:,} tokens" if tokens else "")


def _article(article: Article, excerpt: str) -> PinArticle:
    return PinArticle(
        url=f"/articles/{article.id}",
        title=article.title or article.url,
        excerpt=excerpt[:EXCERPT].rsplit(" ", 1)[0] + "…" if len(excerpt) > EXCERPT else excerpt,
        site=urlsplit(article.url).hostname or article.url,
        external_url=article.url if article.url.startswith("https://") else None,
    )
