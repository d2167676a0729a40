"""What of a pin's pictures goes to Pinterest: JPEGs of two to three, as bytes or as addresses to fetch them from."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from pressroom.core.assets.models import Asset
from pressroom.features.pins.models import Pin, PinSlide
from pressroom.features.pins.projects.models import Fit
from pressroom.features.pins.publishing.addresses import Shaped, is_public, signed_path
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.errors import Invalid, NotFound
from pressroom.kernel.storage import Storage
from pressroom.kernel.vault import Vault
from pressroom.providers.pictures import PictureReader
from pressroom.providers.pinterest import PictureToSend


@dataclass(frozen=True, slots=True)
class PictureTools:
    """What brings pictures to the shape of a pin, and says where they are."""

    database: Database
    storage: Storage
    reader: PictureReader
    vault: Vault
    public_url: str


def pictures_to_send(tools: PictureTools, pin: Pin) -> Sequence[PictureToSend]:
    """Return a pin's pictures as Pinterest takes them, its own first; safe to repeat, and quick the second time.

    Not inside a transaction: it decodes where that has not been done. Addresses are good for an hour; there are some
    only where the server has a public one. Raises Invalid (`picture`) where a picture is missing or has not come, and
    what the reader raises for one that cannot be decoded.
    """
    shaped = make_pictures(tools, pin)
    if is_public(tools.public_url):
        return [PictureToSend(content_type="image/jpeg", url=_address(tools, one)) for one in shaped]
    return [PictureToSend(content_type="image/jpeg", data=tools.storage.get(one.key)) for one in shaped]


def make_pictures(tools: PictureTools, pin: Pin) -> Sequence[Shaped]:
    """Bring a pin's pictures to its shape and store them, unless that has been done; raises as `pictures_to_send`."""
    made = []
    for asset in _assets(tools, pin.id):
        shaped = Shaped(asset.sha256, pin.fit)
        if not _is_there(tools.storage, shaped):
            path = tools.storage.path(asset.storage_key)
            tools.storage.put(shaped.key, tools.reader.pin_picture(path, asset.mime, pad=pin.fit is Fit.PAD))
        made.append(shaped)
    return made


def _assets(tools: PictureTools, pin_id: UUID) -> Sequence[Asset]:
    with tools.database.transaction() as session:
        pin = session.get_one(Pin, pin_id)
        slides = session.scalars(select(PinSlide).where(PinSlide.pin_id == pin_id).order_by(PinSlide.position)).all()
        assets = [pin.asset, *(one.asset for one in slides)]
    if assets[0] is None:
        raise Invalid("Pin must have an image", code="picture")
    if missing := [number for number, one in enumerate(assets, 1) if one is None]:
        raise Invalid(
            f"Picture {missing[0]} of this carousel has not come. Try it again, or take it out.", code="picture"
        )
    return [one for one in assets if one]


def _is_there(storage: Storage, shaped: Shaped) -> bool:
    try:
        return storage.path(shaped.key).stat().st_size > 0
    except NotFound:
        return False


def _address(tools: PictureTools, shaped: Shaped) -> str:
    return tools.public_url + signed_path(tools.vault, shaped, at=now())
