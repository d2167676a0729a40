"""Search by words and by meaning at once: pictures that hold the words, and those whose captions mean the like."""

from collections.abc import Sequence
from uuid import UUID

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import ColumnElement, Double, Integer, Select, Subquery, cast, func, literal, select, text, union_all
from sqlalchemy.dialects.postgresql import BIT
from sqlalchemy.orm import Session

from pressroom.features.media.models import DIMENSIONS, Item
from pressroom.kernel.fulltext import newest_with, query_of
from pressroom.providers.pictures import ALIKE

CANDIDATES = 2000
"""Pictures ranked by words for one search; of more, the newest are taken."""
COARSE, FINE = 200, 100
"""Pictures looked up by the signs of their vectors, and those of them that are kept by the vectors themselves."""
NEAR = 0.3
"""The least cosine similarity at which a caption has to do with what was asked; most others stay below 0.22."""
SMOOTHING = 60
"""Of reciprocal rank fusion (Cormack et al., 2009): how little the very first places outweigh the next."""
SCAN = text(
    "SELECT set_config('hnsw.ef_search', '200', true), set_config('hnsw.iterative_scan', 'relaxed_order', true)"
)


def matching(q: str, meaning: Sequence[float] | None, conditions: Sequence[ColumnElement[bool]]) -> Subquery:
    """Return the pictures under `conditions` that answer `q` or mean the like, as `id` and `score`, best highest."""
    ways = [_by_words(q, conditions)]
    if meaning is not None:
        ways.append(_by_meaning(meaning, conditions))
    ranked = union_all(*(_placed(way) for way in ways)).subquery()
    return select(ranked.c.id, func.sum(ranked.c.score).label("score")).group_by(ranked.c.id).subquery()


def widen(session: Session) -> None:
    """Let searches of this transaction for what is near look on until they have enough that meets their conditions."""
    session.execute(SCAN)


def lookalikes(session: Session, workspace_id: UUID, fingerprint: str, *, but: UUID, limit: int = 12) -> Sequence[Item]:
    """Return the pictures that look nearly the same, most alike first."""
    widen(session)
    distance = Item.fingerprint.op("<~>", return_type=Integer())(cast(fingerprint, BIT(64)))
    nearest = (
        select(Item.id, distance.label("distance"))
        .where(Item.workspace_id == workspace_id, Item.deleted_at.is_(None), Item.id != but)
        .order_by(distance)
        .limit(limit)
        .subquery()
    )
    alike = select(Item).join(nearest, nearest.c.id == Item.id).where(nearest.c.distance <= ALIKE)
    return session.scalars(alike.order_by(nearest.c.distance, Item.id)).all()


def _by_words(q: str, conditions: Sequence[ColumnElement[bool]]) -> Subquery:
    query = query_of(q)
    newest = newest_with(query, Item.id, Item.search, conditions, limit=CANDIDATES)
    return select(newest.c.id, func.ts_rank(newest.c.search, query).label("rank")).subquery()


def _by_meaning(meaning: Sequence[float], conditions: Sequence[ColumnElement[bool]]) -> Subquery:
    wanted = cast(literal(list(meaning), HALFVEC(DIMENSIONS)), HALFVEC(DIMENSIONS))
    signs = cast(func.binary_quantize(Item.embedding), BIT(DIMENSIONS))
    coarse = (
        select(Item.id, Item.embedding)
        .where(*conditions)
        .order_by(signs.op("<~>")(cast(func.binary_quantize(wanted), BIT(DIMENSIONS))))
        .limit(COARSE)
        .subquery()
    )
    distance = coarse.c.embedding.cosine_distance(wanted)
    fine = select(coarse.c.id, distance.label("distance")).order_by(distance).limit(FINE).subquery()
    return select(fine.c.id, (1 - fine.c.distance).label("rank")).where(fine.c.distance <= 1 - NEAR).subquery()


def _placed(way: Subquery) -> Select[UUID, float]:
    place = func.row_number().over(order_by=(way.c.rank.desc(), way.c.id.desc()))
    return select(way.c.id, cast(1.0 / (SMOOTHING + place), Double).label("score"))
