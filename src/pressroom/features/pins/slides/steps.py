"""What reaches outside a further picture's row: fetching it, looking at it. Safe to repeat."""

from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.assets.intake import keep_file, record_kept
from pressroom.core.assets.models import Source
from pressroom.features.pins.models import Pin, PinSlide
from pressroom.features.pins.rules import filename_in
from pressroom.features.pins.slides.progress import record_file, record_look
from pressroom.features.pins.steps import Tools, look_at, toolbox
from pressroom.kernel.durable import step
from pressroom.kernel.errors import NotFound
from pressroom.providers.pictures import sniff_picture


@step
def fetch_slide(slide_id: str) -> dict[str, Any]:
    """Fetch a further picture of an article where it is not stored yet, and look at it where nobody has."""
    tools = toolbox()
    slide = _slide(tools, UUID(slide_id))
    if slide.asset_id is None and slide.picture_url:
        _fetch(tools, slide, slide.picture_url)
    return {"looked": _look(tools, slide.id)}


def _fetch(tools: Tools, slide: PinSlide, url: str) -> None:
    with tools.database.transaction() as session:
        if known := _fetched(session, slide, url):
            record_file(session, slide.id, known)
            return
    with TemporaryFile() as file:
        tools.articles.fetch_picture(url, file)
        kept = keep_file(tools.storage, file, filename=filename_in(url), sniff=sniff_picture, max_bytes=tools.max_bytes)
        with tools.database.transaction() as session:
            asset = record_kept(
                session, tools.storage, kept, workspace_id=slide.workspace_id, source=Source.WEB, source_id=url
            )
            record_file(session, slide.id, asset.id)


def _fetched(session: Session, slide: PinSlide, url: str) -> UUID | None:
    """Return the file that a pin of the same article has of this picture already."""
    article_id = select(Pin.article_id).where(Pin.id == slide.pin_id).scalar_subquery()
    return session.scalar(
        select(Pin.asset_id)
        .where(Pin.article_id == article_id, Pin.picture_url == url, Pin.asset_id.is_not(None))
        .limit(1)
    )


def _look(tools: Tools, slide_id: UUID) -> bool:
    slide = _slide(tools, slide_id)
    if slide.picture or slide.asset is None:
        return False
    look = look_at(tools, slide.asset)
    with tools.database.transaction() as session:
        record_look(session, slide_id, slide.asset.id, look)
    return True


def _slide(tools: Tools, slide_id: UUID) -> PinSlide:
    with tools.database.transaction() as session:
        found = session.get(PinSlide, slide_id)
    if found is None:
        raise NotFound("This picture was taken out of its pin.")
    return found
