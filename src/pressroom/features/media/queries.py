"""Pictures found: one, many, by words and meaning. Every query takes the workspace."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, array
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Source
from pressroom.features.media import search
from pressroom.features.media.models import Item, Status, Wishes
from pressroom.kernel.belonging import belonging
from pressroom.kernel.cursors import id_in, offset_in
from pressroom.kernel.fulltext import plan_by_words

MOST = 200
TAGS_OF = 5000
"""The newest pictures whose tags are counted: to count all of a million takes seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; `since` and `until` are days, both included, of when a picture was taken or added.

    `meaning` is `q` as a point, where it is to be found by meaning, too.
    """

    q: str | None = None
    meaning: Sequence[float] | None = None
    status: Status | None = None
    source: Source | None = None
    folder_id: UUID | None = None
    tag: str | None = None
    colour: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_search(self) -> bool:
        """Whether words are looked for, so that the best match comes first."""
        return bool(self.q and self.q.strip())


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list."""

    items: Sequence[Item]
    next_cursor: str | None


def item(session: Session, workspace_id: UUID, item_id: UUID, *, lock: bool = False) -> Item:
    """Return one picture, also a deleted one within its day; raises NotFound.

    With `lock`, nobody else changes it until the transaction ends.
    """
    return belonging(session, Item, workspace_id, item_id, missing="There is no such picture here.", lock=lock)


def items_of(session: Session, workspace_id: UUID, ids: Collection[UUID]) -> Sequence[Item]:
    """Return the pictures with these ids, oldest first; those that are not there are left out."""
    return session.scalars(
        select(Item).where(Item.workspace_id == workspace_id, Item.id.in_(ids)).order_by(Item.id)
    ).all()


def items(
    session: Session, workspace_id: UUID, filters: Filters, *, limit: int = 50, cursor: str | None = None
) -> Listing:
    """Return a page of pictures: last added first, or best match first where words are searched for."""
    limit = max(1, min(limit, MOST))
    conditions = conditions_of(workspace_id, filters)
    if filters.is_search:
        return _found(session, conditions, filters, limit, cursor)
    statement = select(Item).where(*conditions)
    if cursor:
        statement = statement.where(Item.id < id_in(cursor))
    rows = session.scalars(statement.order_by(Item.id.desc()).limit(limit + 1)).all()
    more = len(rows) > limit
    return Listing(rows[:limit], str(rows[limit - 1].id) if more else None)


def neighbours(
    session: Session, workspace_id: UUID, filters: Filters, item_id: UUID
) -> tuple[UUID | None, UUID | None]:
    """Return the pictures before and after one in the list under `filters`; none where words order it."""
    if filters.is_search:
        return None, None
    conditions = conditions_of(workspace_id, filters)
    before = select(Item.id).where(*conditions, Item.id > item_id).order_by(Item.id).limit(1)
    after = select(Item.id).where(*conditions, Item.id < item_id).order_by(Item.id.desc()).limit(1)
    return session.scalar(before), session.scalar(after)


def names(session: Session, workspace_id: UUID, ids: Collection[str]) -> Mapping[str, str]:
    """Return what pictures' files are called, by id; those of other workspaces are left out."""
    rows = session.execute(
        select(Item.id, Item.filename).where(Item.workspace_id == workspace_id, Item.id.in_({UUID(one) for one in ids}))
    )
    return {str(row.id): row.filename for row in rows}


def number(session: Session, workspace_id: UUID, *, most: int) -> int:
    """Return how many pictures there are; no more than `most` are counted."""
    some = select(Item.id).where(Item.workspace_id == workspace_id, Item.deleted_at.is_(None)).limit(most)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def counts(session: Session, workspace_id: UUID) -> dict[Status, int]:
    """Return how many pictures stand in each status."""
    rows = session.execute(
        select(Item.status, func.count())
        .where(Item.workspace_id == workspace_id, Item.deleted_at.is_(None))
        .group_by(Item.status)
    )
    return {status: number for status, number in rows}  # noqa: C416  # a Row is no pair to dict()


def recently_completed(session: Session, workspace_id: UUID, *, limit: int = 10) -> Sequence[Item]:
    """Return the pictures that were completed last."""
    return session.scalars(
        select(Item)
        .where(*conditions_of(workspace_id, Filters(status=Status.COMPLETED)))
        .order_by(Item.processed_at.desc(), Item.id.desc())
        .limit(limit)
    ).all()


def tags(session: Session, workspace_id: UUID, *, limit: int = 40) -> Sequence[tuple[str, int]]:
    """Return the tags used most among the newest pictures, with how often."""
    newest = (
        select(Item.tags)
        .where(Item.workspace_id == workspace_id, Item.deleted_at.is_(None))
        .order_by(Item.id.desc())
        .limit(TAGS_OF)
        .subquery()
    )
    tag = func.unnest(newest.c.tags).label("tag")
    rows = session.execute(select(tag, func.count()).group_by(tag).order_by(func.count().desc(), tag).limit(limit))
    return list(rows)


def wishes(session: Session, workspace_id: UUID) -> Wishes:
    """Return what a workspace asks for its pictures; nothing where it never said."""
    return session.get(Wishes, workspace_id) or Wishes(workspace_id=workspace_id, prompt=None, keep_location=False)


def conditions_of(workspace_id: UUID, filters: Filters) -> list[ColumnElement[bool]]:
    """Return what a picture must meet to be in a list, words and meaning left out."""
    conditions = [Item.workspace_id == workspace_id, Item.deleted_at.is_(None)]
    for column, wanted in ((Item.status, filters.status), (Item.source, filters.source)):
        if wanted:
            conditions.append(column == wanted)
    if filters.folder_id:
        conditions.append(Item.folder_id == filters.folder_id)
    for several, one in ((Item.tags, filters.tag), (Item.colour_names, filters.colour)):
        if one:
            conditions.append(several.op("@>")(array([one]).cast(ARRAY(TEXT))))
    if filters.since:
        conditions.append(Item.shown_at >= _midnight(filters.since))
    if filters.until:
        conditions.append(Item.shown_at < _midnight(filters.until) + timedelta(days=1))
    return conditions


def _found(
    session: Session, conditions: Sequence[ColumnElement[bool]], filters: Filters, limit: int, cursor: str | None
) -> Listing:
    offset = offset_in(cursor)
    plan_by_words(session)
    if filters.meaning is not None:
        search.widen(session)
    found = search.matching(filters.q or "", filters.meaning, conditions)
    best = select(Item).join(found, found.c.id == Item.id).order_by(found.c.score.desc(), Item.id.desc())
    rows = session.scalars(best.offset(offset).limit(limit + 1)).all()
    return Listing(rows[:limit], str(offset + limit) if len(rows) > limit else None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
