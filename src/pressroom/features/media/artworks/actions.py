"""Artworks made by a person's choice, changed, let go."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pressroom.features.media.artworks.models import Artwork
from pressroom.features.media.models import Item, Status
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, Invalid

UNDO_LASTS = timedelta(days=1)
LONGEST_TITLE = 120
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "JPY", "AUD", "CAD", "SEK", "DKK", "NOK", "PLN", "CZK")

PRICE = re.compile(r"(?P<whole>\d{1,3}(?:(?P<mark>[.,'])\d{3})(?:(?P=mark)\d{3})*|\d{1,15})(?:[.,](?P<cents>\d{1,2}))?")
"""Three digits after a mark are thousands, for no currency here has a thousandth."""


def make_artwork(session: Session, item: Item, *, user_id: UUID | None) -> Artwork:
    """Offer a picture as an artwork, with what is said of it to begin with; a deleted one comes back.

    Raises Conflict when it is one already, or cannot be seen yet.
    """
    if item.deleted_at is not None or item.width is None or item.status in {Status.PENDING, Status.PROCESSING}:
        raise Conflict("This picture is not ready yet. Wait until it is done, then make it an artwork.", code="busy")
    known = session.scalar(select(Artwork).where(Artwork.media_id == item.id).with_for_update(of=Artwork))
    if known is not None and known.deleted_at is None:
        raise Conflict("This picture is an artwork already.", code="known")
    item.updated_at = now()  # which tells whoever looks at the picture
    if known is not None:
        known.deleted_at = None
        return known
    artwork = Artwork(
        workspace_id=item.workspace_id,
        media_id=item.id,
        created_by=user_id,
        title=_title(item),
        description=item.description or "",
        tags=list(item.tags),
        item=item,
    )
    session.add(artwork)
    session.flush()
    return artwork


def change_artwork(artwork: Artwork, values: dict[str, Any]) -> Artwork:
    """Change what is said of an artwork; raises Invalid for a price without a currency."""
    for name, value in values.items():
        setattr(artwork, name, value)
    if artwork.price is not None and not artwork.currency:
        raise Invalid("A price needs a currency. Choose one, or leave the price out.", code="currency")
    if artwork.price is None:
        artwork.currency = None
    return artwork


def price_in(text: str) -> Decimal | None:
    """Return the price a person typed, as 1200.50, 1,200.50 or 1.200,50; None for nothing. Raises Invalid."""
    tidy = "".join(text.split())
    if not tidy:
        return None
    typed = PRICE.fullmatch(tidy)
    if typed is None:
        raise Invalid(f"“{text}” is not a price. Write it as 1200.00.", code="price")
    whole = re.sub(r"\D", "", typed["whole"])
    price = Decimal(f"{whole}.{typed['cents'] or '0'}").quantize(Decimal("0.01"))
    if price >= Decimal(10) ** 10:
        raise Invalid("A price is between 0 and 9,999,999,999.99.", code="price")
    return price


def delete_artwork(artwork: Artwork) -> None:
    """Take an artwork out of sight; its picture stays, and it can be brought back for a day."""
    artwork.deleted_at = artwork.deleted_at or now()
    artwork.item.updated_at = now()


def undelete_artwork(artwork: Artwork) -> None:
    """Bring a deleted artwork back."""
    artwork.deleted_at = None
    artwork.item.updated_at = now()


def purge_artworks(session: Session) -> int:
    """Drop the artworks deleted over a day ago; return how many."""
    gone = delete(Artwork).where(Artwork.deleted_at < now() - UNDO_LASTS).returning(Artwork.id)
    return len(session.scalars(gone).all())


def _title(item: Item) -> str:
    content = str(item.analysis.get("content") or "").strip()
    title = content or item.filename.rpartition(".")[0] or item.filename
    return (title[:1].upper() + title[1:])[:LONGEST_TITLE]
