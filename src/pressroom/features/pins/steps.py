"""What reaches outside a pin's rows: fetching its picture, looking at it, describing. Each is safe to repeat."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from pressroom.core.assets.actions import delete_objects
from pressroom.core.assets.intake import keep_file, record_kept
from pressroom.core.assets.models import Asset, Source
from pressroom.core.metadata.models import Revision
from pressroom.core.metadata.queries import revisions
from pressroom.core.prompts.queries import prompted
from pressroom.core.spending.asking import Question, ask_once
from pressroom.features.pins.actions.progress import record_look, record_picture
from pressroom.features.pins.articles.models import Article, ArticlePicture
from pressroom.features.pins.models import KIND, Pin
from pressroom.features.pins.rules import (
    Sibling,
    conversation,
    filename_in,
    hints_for,
    hints_of_siblings,
    shown_in,
    with_closing,
)
from pressroom.kernel.db import Database
from pressroom.kernel.durable import step
from pressroom.kernel.errors import Conflict, Invalid, NotFound
from pressroom.kernel.storage import Storage, thumbnail_key
from pressroom.kernel.toolbox import Toolbox
from pressroom.providers.articles import ArticleReader
from pressroom.providers.describe import PIN, Describer, Evidence, PinDescription
from pressroom.providers.pictures import PictureReader, Size, sniff_picture

SEEN_BY_MODELS = Size.MEDIUM
"""The thumbnail that models are shown: enough for what a pin says, and a tenth of the cost."""

MOST_SIBLINGS = 12
"""Other pins of an article that a model is told of."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a model is to be shown of a pin; the picture is read where no transaction is held."""

    evidence: Evidence
    """All but the picture."""
    key: str | None
    """Where the picture is stored."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with; bound once by the composition root."""

    database: Database
    storage: Storage
    articles: ArticleReader
    reader: PictureReader
    describer: Describer
    max_bytes: int
    known: Callable[[Session, UUID, UUID], str] = lambda *_: ""
    """What other parts know of a stored picture of a workspace, in English."""


toolbox = Toolbox[Tools]()
bind = toolbox.bind


@step
def fetch_picture(pin_id: str) -> dict[str, Any]:
    """Fetch the picture of an article where it is not stored yet, and look at it where nobody has."""
    tools = toolbox()
    with tools.database.transaction() as session:
        pin = _wanted(session, UUID(pin_id))
    if pin.asset_id is None and pin.picture_url:
        _fetch(tools, pin, pin.picture_url)
    return {"looked": _look(tools, UUID(pin_id))}


@step
def write_pin(pin_id: str, feedback: str | None) -> dict[str, Any]:
    """Ask the describing model for title, description, alt text and keywords, in a conversation where there is one."""
    tools = toolbox()
    question, closing = _asked(tools, UUID(pin_id), feedback)
    answer = ask_once(tools.database, tools.describer, question)
    values = answer["values"]
    return answer | {"values": values | {"description": with_closing(values["description"], closing)}}


@step
def delete_pin_files(digests: list[str]) -> int:
    """Delete stored files, but for those that were taken in again meanwhile; deleting one that is gone is no error."""
    return delete_objects(toolbox().database, toolbox().storage, digests)


def shown_of(session: Session, pin: Pin) -> Shown:
    """Return what a model is to be shown of a pin; raises Invalid where there is neither an article nor a picture."""
    text = _text(session, pin)
    if not text and pin.asset is None:
        raise Invalid("There is neither an article nor a picture to describe this pin from.", code="nothing")
    evidence = Evidence(
        filename=filename_in(pin.article.url if pin.article else ""),
        pages=(text,) if text else (),
        hints=hints_for(pin, _picture(session, pin)) | hints_of_siblings(_siblings(session, pin)),
    )
    return Shown(evidence, thumbnail_key(pin.asset.sha256, SEEN_BY_MODELS) if pin.asset else None)


def evidence_of(storage: Storage, shown: Shown) -> Evidence:
    """Return what a model is shown, with the picture."""
    return replace(shown.evidence, images=(storage.get(shown.key),)) if shown.key else shown.evidence


def _fetch(tools: Tools, pin: Pin, url: str) -> None:
    with tools.database.transaction() as session:
        if known := _fetched(session, pin, url):
            record_picture(session, pin.id, known, url)
            return
    with TemporaryFile() as file:
        tools.articles.fetch_picture(url, file)
        kept = keep_file(tools.storage, file, filename=filename_in(url), sniff=sniff_picture, max_bytes=tools.max_bytes)
        with tools.database.transaction() as session:
            asset = record_kept(
                session, tools.storage, kept, workspace_id=pin.workspace_id, source=Source.WEB, source_id=url
            )
            record_picture(session, pin.id, asset.id, url)


def _fetched(session: Session, pin: Pin, url: str) -> UUID | None:
    """Return the file that another pin of the article has of this picture already."""
    return session.scalar(
        select(Pin.asset_id)
        .where(Pin.article_id == pin.article_id, Pin.picture_url == url, Pin.asset_id.is_not(None))
        .limit(1)
    )


def _look(tools: Tools, pin_id: UUID) -> bool:
    with tools.database.transaction() as session:
        pin = session.get_one(Pin, pin_id)
        if pin.picture or pin.asset is None:
            return False
        asset, seen = pin.asset, _seen(session, pin)
        if seen:
            record_look(session, pin_id, asset.id, seen)
            return False
    look = look_at(tools, asset)
    with tools.database.transaction() as session:
        record_look(session, pin_id, asset.id, look)
    return True


def _seen(session: Session, pin: Pin) -> dict[str, Any] | None:
    """Return what was seen of the same file for another pin."""
    return session.scalar(
        select(Pin.picture)
        .where(Pin.asset_id == pin.asset_id, Pin.id != pin.id, Pin.picture["width"].is_not(None))
        .limit(1)
    )


def look_at(tools: Tools, asset: Asset) -> dict[str, Any]:
    """Return what is to be seen of a stored picture, as a pin has it, its thumbnails stored."""
    developed = tools.reader.develop(tools.storage.path(asset.storage_key), asset.mime)
    for size, picture in developed.thumbnails.items():
        tools.storage.put(thumbnail_key(asset.sha256, size), picture)
    placeholder = "data:image/webp;base64," + b64encode(developed.placeholder).decode()
    return {
        "width": developed.width,
        "height": developed.height,
        "placeholder": placeholder if developed.placeholder else None,
    }


def _asked(tools: Tools, pin_id: UUID, feedback: str | None) -> tuple[Question[PinDescription], str]:
    """Return what is asked about a pin, and the line that every description of its project ends with."""
    with tools.database.transaction() as session:
        pin = _wanted(session, pin_id)
        profile = prompted(session, pin.workspace_id, PIN)
        shown = _with_known(tools, session, pin, shown_of(session, pin))
        history: Sequence[Revision] = revisions(session, pin.workspace_id, (KIND, pin.id)) if feedback else []
    question = Question(
        workspace_id=pin.workspace_id,
        subject=(KIND, pin.id),
        profile=profile,
        evidence=evidence_of(tools.storage, shown),
        turns=conversation(history, pin.revision_id, feedback or ""),
    )
    return question, pin.project.closing


def _with_known(tools: Tools, session: Session, pin: Pin, shown: Shown) -> Shown:
    """Return what is shown of a pin, with what is known of its picture elsewhere."""
    known = tools.known(session, pin.workspace_id, pin.asset_id) if pin.asset_id else ""
    if not known:
        return shown
    evidence = replace(shown.evidence, hints={**shown.evidence.hints, "picture": known})
    return replace(shown, evidence=evidence)


def _wanted(session: Session, pin_id: UUID) -> Pin:
    """Return a pin; raises Conflict where it was deleted meanwhile, NotFound where it is gone for good."""
    pin = session.get(Pin, pin_id)
    if pin is None:
        raise NotFound("This pin is gone for good.")
    if pin.deleted_at is not None:
        raise Conflict("This pin was deleted before it was done. Bring it back, then try again.", code="deleted")
    return pin


def _text(session: Session, pin: Pin) -> str:
    if pin.article_id is None:
        return ""
    article = session.get_one(Article, pin.article_id, options=[undefer(Article.text)], populate_existing=True)
    return article.text or article.description or ""


def _picture(session: Session, pin: Pin) -> ArticlePicture | None:
    return session.scalar(
        select(ArticlePicture).where(ArticlePicture.article_id == pin.article_id, ArticlePicture.url == pin.picture_url)
    )


def _siblings(session: Session, pin: Pin) -> Sequence[Sibling]:
    """Return the other pins of an article, oldest first."""
    if pin.article_id is None:
        return []
    shown = (ArticlePicture.article_id == Pin.article_id) & (ArticlePicture.url == Pin.picture_url)
    rows = session.execute(
        select(Pin.id, Pin.title, ArticlePicture.alt, ArticlePicture.caption)
        .outerjoin(ArticlePicture, shown)
        .where(Pin.article_id == pin.article_id, Pin.id != pin.id, Pin.deleted_at.is_(None))
        .order_by(Pin.id)
        .limit(MOST_SIBLINGS)
    )
    return [Sibling(row.id < pin.id, row.title, shown_in(row.alt, row.caption)) for row in rows]
