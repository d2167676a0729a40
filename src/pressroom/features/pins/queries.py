"""Pins found: one, many, by status. Every query takes the workspace."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, array
from sqlalchemy.orm import Session

from pressroom.features.pins.articles.models import ArticlePicture
from pressroom.features.pins.articles.rules import best_first
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.kernel.belonging import belonging
from pressroom.kernel.cursors import id_in, offset_in
from pressroom.kernel.fulltext import newest_with, plan_by_words, query_of

MOST = 200
UNKNOWN = "There is no such pin here."
SEARCHED = 2000
"""The newest pins with the words that are ranked; beyond them the order would change little and cost much."""
TAGS_OF = 5000
"""The newest pins whose tags are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of pins is narrowed to."""

    q: str | None = None
    project_id: UUID | None = None
    article_id: UUID | None = None
    board_id: UUID | None = None
    status: PinStatus | None = None
    tag: str | None = None
    is_scheduled: bool | None = None
    """Whether a time is set."""

    @property
    def is_search(self) -> bool:
        """Whether words are looked for, so that the best match comes first."""
        return bool(self.q and self.q.strip())


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list."""

    pins: Sequence[Pin]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Column:
    """The newest pins in one status, and how many there are."""

    status: PinStatus
    pins: Sequence[Pin]
    number: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture of an article, and whether a pin of that article shows it already."""

    picture: ArticlePicture
    is_used: bool


def pin(session: Session, workspace_id: UUID, pin_id: UUID, *, lock: bool = False) -> Pin:
    """Return one pin, also a deleted one within its day; raises NotFound.

    With `lock`, nobody else changes it until the transaction ends.
    """
    return belonging(session, Pin, workspace_id, pin_id, missing=UNKNOWN, lock=lock)


def pins_of(session: Session, workspace_id: UUID, ids: Collection[UUID], *, lock: bool = False) -> Sequence[Pin]:
    """Return the pins with these ids, oldest first, which is the order everyone locks them in.

    Those that are not there are left out.
    """
    statement = select(Pin).where(Pin.workspace_id == workspace_id, Pin.id.in_(set(ids))).order_by(Pin.id)
    return session.scalars(statement.with_for_update(of=Pin) if lock else statement).all()


def pins(
    session: Session, workspace_id: UUID, filters: Filters, *, limit: int = 50, cursor: str | None = None
) -> Listing:
    """Return a page of pins: last made first, or best match first where words are searched for."""
    limit = max(1, min(limit, MOST))
    conditions = conditions_of(workspace_id, filters)
    if filters.is_search:
        return _found(session, conditions, filters.q or "", limit, cursor)
    statement = select(Pin).where(*conditions)
    if cursor:
        statement = statement.where(Pin.id < id_in(cursor))
    rows = session.scalars(statement.order_by(Pin.id.desc()).limit(limit + 1)).all()
    more = len(rows) > limit
    return Listing(rows[:limit], str(rows[limit - 1].id) if more else None)


def ids_of(session: Session, workspace_id: UUID, filters: Filters, *, limit: int) -> Sequence[UUID]:
    """Return the ids of the newest pins under `filters`: those a bulk change is for."""
    conditions = conditions_of(workspace_id, filters)
    if filters.is_search:
        conditions.append(Pin.search.op("@@")(query_of(filters.q or "")))
    return session.scalars(select(Pin.id).where(*conditions).order_by(Pin.id.desc()).limit(limit)).all()


def neighbours(session: Session, workspace_id: UUID, filters: Filters, pin_id: UUID) -> tuple[UUID | None, UUID | None]:
    """Return the pins before and after one in the list under `filters`; none where words order it."""
    if filters.is_search:
        return None, None
    conditions = conditions_of(workspace_id, filters)
    before = select(Pin.id).where(*conditions, Pin.id > pin_id).order_by(Pin.id).limit(1)
    after = select(Pin.id).where(*conditions, Pin.id < pin_id).order_by(Pin.id.desc()).limit(1)
    return session.scalar(before), session.scalar(after)


def columns(session: Session, workspace_id: UUID, filters: Filters, *, limit: int = 20) -> Sequence[Column]:
    """Return the newest pins of every status, with how many there are of each, for a board by status."""
    numbers = counts(session, workspace_id, filters)
    conditions = _all_conditions(workspace_id, filters)
    return [
        Column(status, _newest(session, select(Pin).where(*conditions, Pin.status == status), limit), numbers[status])
        if numbers[status]
        else Column(status, (), 0)
        for status in PinStatus
    ]


def number(session: Session, workspace_id: UUID, *, most: int) -> int:
    """Return how many pins there are; no more than `most` are counted."""
    some = select(Pin.id).where(Pin.workspace_id == workspace_id, Pin.deleted_at.is_(None)).limit(most)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def counts(session: Session, workspace_id: UUID, filters: Filters | None = None) -> dict[PinStatus, int]:
    """Return how many pins stand in each status; a status that `filters` name is not heeded."""
    rows = session.execute(
        select(Pin.status, func.count())
        .where(*_all_conditions(workspace_id, filters or Filters()))
        .group_by(Pin.status)
    )
    return dict.fromkeys(PinStatus, 0) | {status: number for status, number in rows}  # noqa: C416  # a Row is no pair to dict()


def numbers_of_boards(session: Session, workspace_id: UUID) -> Mapping[UUID, int]:
    """Return how many pins are on each board; a board without any is left out."""
    rows = session.execute(
        select(Pin.board_id, func.count())
        .where(Pin.workspace_id == workspace_id, Pin.board_id.is_not(None), Pin.deleted_at.is_(None))
        .group_by(Pin.board_id)
    )
    return {board_id: number for board_id, number in rows if board_id}


def of_articles(session: Session, workspace_id: UUID, article_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Pin]]:
    """Return the pins of articles, oldest first, by article; an article without pins is left out."""
    found: dict[UUID, list[Pin]] = {}
    rows = session.scalars(
        select(Pin)
        .where(Pin.workspace_id == workspace_id, Pin.article_id.in_(set(article_ids)), Pin.deleted_at.is_(None))
        .order_by(Pin.id)
    )
    for one in rows:
        if one.article_id:
            found.setdefault(one.article_id, []).append(one)
    return found


def candidates(session: Session, workspace_id: UUID, article_ids: Collection[UUID]) -> Mapping[UUID, list[Candidate]]:
    """Return the pictures of articles that a pin may show, best first, by article."""
    pictures = session.scalars(
        select(ArticlePicture).where(
            ArticlePicture.workspace_id == workspace_id, ArticlePicture.article_id.in_(set(article_ids))
        )
    ).all()
    used = session.execute(
        select(Pin.article_id, Pin.picture_url).where(
            Pin.workspace_id == workspace_id, Pin.article_id.in_(set(article_ids)), Pin.deleted_at.is_(None)
        )
    )
    taken = {(row.article_id, row.picture_url) for row in used}
    found: dict[UUID, list[Candidate]] = {}
    for one in best_first(pictures):
        found.setdefault(one.article_id, []).append(Candidate(one, (one.article_id, one.url) in taken))
    return found


def article_picture(session: Session, workspace_id: UUID, picture_id: UUID) -> ArticlePicture:
    """Return one picture of an article; raises NotFound."""
    return belonging(
        session, ArticlePicture, workspace_id, picture_id, missing="There is no such picture of an article here."
    )


def tags(session: Session, workspace_id: UUID, *, limit: int = 40) -> Sequence[tuple[str, int]]:
    """Return the tags used most among the newest pins, with how often."""
    newest = (
        select(Pin.tags)
        .where(Pin.workspace_id == workspace_id, Pin.deleted_at.is_(None))
        .order_by(Pin.id.desc())
        .limit(TAGS_OF)
        .subquery()
    )
    tag = func.unnest(newest.c.tags).label("tag")
    rows = session.execute(select(tag, func.count()).group_by(tag).order_by(func.count().desc(), tag).limit(limit))
    return list(rows)


def names(session: Session, workspace_id: UUID, ids: Collection[str]) -> Mapping[str, str]:
    """Return what pins are called, by id; those of other workspaces are left out."""
    rows = session.execute(
        select(Pin.id, func.coalesce(func.nullif(Pin.title, ""), "Pin without a title").label("name")).where(
            Pin.workspace_id == workspace_id, Pin.id.in_({UUID(one) for one in ids})
        )
    )
    return {str(row.id): row.name for row in rows}


def conditions_of(workspace_id: UUID, filters: Filters) -> list[ColumnElement[bool]]:
    """Return what a pin must meet to be in a list, words left out."""
    conditions = [Pin.workspace_id == workspace_id, Pin.deleted_at.is_(None)]
    for column, wanted in (
        (Pin.project_id, filters.project_id),
        (Pin.article_id, filters.article_id),
        (Pin.board_id, filters.board_id),
        (Pin.status, filters.status),
    ):
        if wanted:
            conditions.append(column == wanted)
    if filters.tag:
        conditions.append(Pin.tags.op("@>")(array([filters.tag]).cast(ARRAY(TEXT))))
    if filters.is_scheduled is not None:
        conditions.append(Pin.scheduled_at.is_not(None) if filters.is_scheduled else Pin.scheduled_at.is_(None))
    return conditions


def _all_conditions(workspace_id: UUID, filters: Filters) -> list[ColumnElement[bool]]:
    """Return what a pin must meet, whatever its status, words included."""
    wanted = Filters(
        project_id=filters.project_id,
        article_id=filters.article_id,
        board_id=filters.board_id,
        tag=filters.tag,
        is_scheduled=filters.is_scheduled,
    )
    conditions = conditions_of(workspace_id, wanted)
    if filters.is_search:
        conditions.append(Pin.search.op("@@")(query_of(filters.q or "")))
    return conditions


def _newest(session: Session, statement: Select[Any], limit: int) -> Sequence[Pin]:
    return session.scalars(statement.order_by(Pin.id.desc()).limit(limit)).all()


def _found(
    session: Session, conditions: Sequence[ColumnElement[bool]], q: str, limit: int, cursor: str | None
) -> Listing:
    offset = offset_in(cursor)
    plan_by_words(session)
    query = query_of(q)
    newest = newest_with(query, Pin.id, Pin.search, conditions, limit=SEARCHED)
    best = (
        select(Pin)
        .join(newest, newest.c.id == Pin.id)
        .order_by(func.ts_rank(newest.c.search, query).desc(), Pin.id.desc())
    )
    rows = session.scalars(best.offset(offset).limit(limit + 1)).all()
    return Listing(rows[:limit], str(offset + limit) if len(rows) > limit else None)
