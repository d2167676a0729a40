"""What reaches outside a pin's rows: fetching its picture, looking at it, describing. Each is safe to repeat."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
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
from pressroom.core.spending.actions import Call
from pressroom.core.spending.asking import ask_once
from pressroom.features.pins.actions.progress import record_look, record_picture
from pressroom.features.pins.articles.models import Article, ArticlePicture
from pressroom.features.pins.models import KIND, Pin
from pressroom.features.pins.rules import conversation, filename_in, hints_for, with_closing
from pressroom.kernel.db import Database
from pressroom.kernel.durable import current_run_id, step
from pressroom.kernel.errors import Invalid
from pressroom.kernel.storage import Storage, thumbnail_key
from pressroom.providers.articles import ArticleReader
from pressroom.providers.describe import PIN, Describer, Evidence, PinDescription, Profile, Turn
from pressroom.providers.pictures import PictureReader, Size, sniff_picture

SEEN_BY_MODELS = Size.MEDIUM
"""The thumbnail that models are shown: enough for what a pin says, and a tenth of the cost."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with; bound once by the composition root."""

    database: Database
    storage: Storage
    articles: ArticleReader
    reader: PictureReader
    describer: Describer
    max_bytes: int


_tools: list[Tools] = []


def bind(tools: Tools) -> None:
    """Give the steps of this process their tools."""
    _tools[:] = [tools]


@dataclass(frozen=True, slots=True)
class _Asked:
    workspace_id: UUID
    profile: Profile[PinDescription]
    evidence: Evidence
    turns: Sequence[Turn]
    closing: str


@step
def fetch_picture(pin_id: str) -> dict[str, Any]:
    """Fetch the picture of an article where it is not stored yet, and look at it where nobody has."""
    tools = _tools[0]
    with tools.database.transaction() as session:
        pin = session.get_one(Pin, UUID(pin_id))
    if pin.asset_id is None and pin.picture_url:
        _fetch(tools, pin, pin.picture_url)
    return {"looked": _look(tools, UUID(pin_id))}


@step
def write_pin(pin_id: str, feedback: str | None) -> dict[str, Any]:
    """Ask the describing model for title, description, alt text and keywords, in a conversation where there is one."""
    tools = _tools[0]
    asked = _asked(tools, UUID(pin_id), feedback)
    call = Call(
        workspace_id=asked.workspace_id,
        run_id=current_run_id() or "",
        purpose="describe",
        profile=PIN.name,
        subject_kind=KIND,
        subject_id=UUID(pin_id),
        model=tools.describer.model,
    )
    answer = ask_once(
        tools.database,
        call,
        asked.profile,
        lambda: tools.describer.describe(asked.profile, asked.evidence, turns=asked.turns),
    )
    values = answer["values"]
    return answer | {"values": values | {"description": with_closing(values["description"], asked.closing)}}


@step
def delete_pin_files(digests: list[str]) -> int:
    """Delete stored files, but for those that were taken in again meanwhile; deleting one that is gone is no error."""
    return delete_objects(_tools[0].database, _tools[0].storage, digests)


def evidence_of(session: Session, storage: Storage, pin: Pin) -> Evidence:
    """Return what a model is shown of a pin; raises Invalid where there is neither an article nor a picture."""
    text = _text(session, pin)
    images = (storage.get(thumbnail_key(pin.asset.sha256, SEEN_BY_MODELS)),) if pin.asset else ()
    if not text and not images:
        raise Invalid("There is neither an article nor a picture to describe this pin from.", code="nothing")
    return Evidence(
        filename=filename_in(pin.article.url if pin.article else ""),
        pages=(text,) if text else (),
        images=images,
        hints=hints_for(pin, _shown(session, pin)),
    )


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
    look = _develop(tools, asset)
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


def _develop(tools: Tools, asset: Asset) -> dict[str, Any]:
    developed = tools.reader.develop(tools.storage.path(asset.storage_key), asset.mime)
    for size, picture in developed.thumbnails.items():
        tools.storage.put(thumbnail_key(asset.sha256, size), picture)
    placeholder = "data:image/webp;base64," + b64encode(developed.placeholder).decode()
    return {
        "width": developed.width,
        "height": developed.height,
        "placeholder": placeholder if developed.placeholder else None,
    }


def _asked(tools: Tools, pin_id: UUID, feedback: str | None) -> _Asked:
    with tools.database.transaction() as session:
        pin = session.get_one(Pin, pin_id)
        profile = prompted(session, pin.workspace_id, PIN)
        evidence = evidence_of(session, tools.storage, pin)
        history: Sequence[Revision] = revisions(session, pin.workspace_id, (KIND, pin.id)) if feedback else []
    turns = conversation(history, pin.revision_id, feedback or "")
    return _Asked(pin.workspace_id, profile, evidence, turns, pin.project.closing)


def _text(session: Session, pin: Pin) -> str:
    if pin.article_id is None:
        return ""
    article = session.get_one(Article, pin.article_id, options=[undefer(Article.text)], populate_existing=True)
    return article.text or article.description or ""


def _shown(session: Session, pin: Pin) -> ArticlePicture | None:
    return session.scalar(
        select(ArticlePicture).where(ArticlePicture.article_id == pin.article_id, ArticlePicture.url == pin.picture_url)
    )
