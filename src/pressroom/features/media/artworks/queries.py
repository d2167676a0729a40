"""Artworks found. Every query takes the workspace."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from pressroom.features.media.artworks.models import Artwork
from pressroom.features.media.models import Item
from pressroom.kernel.belonging import belonging
from pressroom.kernel.cursors import id_in
from pressroom.kernel.fulltext import query_of

MOST = 200


@dataclass(frozen=True, slots=True)
class ArtworkListing:
    """A page of artworks, newest first."""

    artworks: Sequence[Artwork]
    next_cursor: str | None


def artwork(session: Session, workspace_id: UUID, artwork_id: UUID, *, lock: bool = False) -> Artwork:
    """Return one artwork, also a deleted one within its day; raises NotFound."""
    return belonging(session, Artwork, workspace_id, artwork_id, missing="There is no such artwork here.", lock=lock)


def artworks(
    session: Session, workspace_id: UUID, *, q: str | None = None, limit: int = 50, cursor: str | None = None
) -> ArtworkListing:
    """Return a page of artworks, newest first; with `q`, those whose title, description, tags or picture hold it."""
    limit = max(1, min(limit, MOST))
    statement = select(Artwork).join(Item, Item.id == Artwork.media_id).where(*_there(workspace_id))
    if q and q.strip():
        told = func.to_tsvector("simple", Artwork.title + " " + Artwork.description + " " + func.text_of(Artwork.tags))
        statement = statement.where(or_(told.op("@@")(query_of(q)), Item.search.op("@@")(query_of(q))))
    if cursor:
        statement = statement.where(Artwork.id < id_in(cursor))
    rows = session.scalars(statement.order_by(Artwork.id.desc()).limit(limit + 1)).all()
    return ArtworkListing(rows[:limit], str(rows[limit - 1].id) if len(rows) > limit else None)


def count(session: Session, workspace_id: UUID) -> int:
    """Return how many artworks a workspace has."""
    there = select(func.count(Artwork.id)).join(Item, Item.id == Artwork.media_id).where(*_there(workspace_id))
    return session.scalar(there) or 0


def artworks_of(session: Session, items: Collection[UUID]) -> Mapping[UUID, Artwork]:
    """Return the artworks that pictures are, by picture."""
    rows = session.scalars(select(Artwork).where(Artwork.media_id.in_(items), Artwork.deleted_at.is_(None)))
    return {one.media_id: one for one in rows}


def _there(workspace_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """Return what an artwork meets that is shown: neither it nor its picture is deleted."""
    return (Artwork.workspace_id == workspace_id, Artwork.deleted_at.is_(None), Item.deleted_at.is_(None))
