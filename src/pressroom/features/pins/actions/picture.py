"""A pin's picture: chosen among an article's, the library's, what was generated and what is uploaded."""

from dataclasses import dataclass
from typing import BinaryIO, Self
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.assets.intake import Kept, record_kept
from pressroom.core.assets.intake import keep_file as keep
from pressroom.core.assets.models import Source
from pressroom.features.pins.actions.again import describe_again, prepare
from pressroom.features.pins.articles.models import ArticlePicture
from pressroom.features.pins.models import PictureSource, Pin, PinStage
from pressroom.features.pins.rules import check_may_show, is_to_be_described, standing
from pressroom.kernel.app import App
from pressroom.kernel.durable import Durable
from pressroom.providers.pictures import sniff_picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """A picture for a pin: a stored file, or the address of one that its run fetches."""

    source: PictureSource
    asset_id: UUID | None = None
    url: str | None = None

    @classmethod
    def of_article(cls, picture: ArticlePicture) -> Self:
        """Return a picture of an article, to be fetched."""
        return cls(source=PictureSource.ARTICLE, url=picture.url)


def keep_upload(app: App, file: BinaryIO, *, filename: str) -> Kept:
    """Judge and store a file that may be a picture; raises what `assets.intake.keep_file` raises."""
    return keep(app.storage, file, filename=filename, sniff=sniff_picture, max_bytes=app.limits.max_upload_bytes)


def picked_upload(session: Session, app: App, kept: Kept, *, workspace_id: UUID) -> Picked:
    """Return an uploaded picture; its bytes stay locked until the transaction ends."""
    asset = record_kept(session, app.storage, kept, workspace_id=workspace_id, source=Source.UPLOAD)
    return Picked(source=PictureSource.UPLOAD, asset_id=asset.id)


def choose_picture(session: Session, durable: Durable, pin: Pin, picked: Picked) -> str:
    """Give a pin another picture and start getting it ready; return the run's id.

    A pin that was to be described, and failed for its picture, is described with this one. Raises Conflict while it
    is being worked on, or published.
    """
    check_may_show(pin)
    take_picture(pin, picked)
    if pin.failed_stage is PinStage.PICTURE and is_to_be_described(pin):
        return describe_again(session, durable, pin)
    return prepare(session, durable, pin)


def take_picture(pin: Pin, picked: Picked) -> None:
    """Say which picture a pin shows; it has not been looked at yet."""
    pin.picture_source, pin.picture_url, pin.asset_id = picked.source, picked.url, picked.asset_id
    pin.picture = {}
    if pin.failed_stage is None:
        pin.status = standing(pin)
