"""Words searched in PostgreSQL: as written, and by their English and German stems."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, literal_column, select, text, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

CONFIGURATIONS = ("simple", "english", "german")
CUSTOM_PLAN = text("""
    SELECT set_config('plan_cache_mode', 'force_custom_plan', true),
           set_config('max_parallel_workers_per_gather', '0', true)
""")
COMMON = 5000
"""Rows with a word from which on the database knows how common it is, and may read the newest rows for it."""
LAST_WORD = re.compile(r"\W*(\w+)\W*")


def vector_of(*texts: str) -> str:
    """Return the SQL of a search vector over some texts, themselves SQL; those that are NULL count as empty."""
    joined = " || ' ' || ".join(f"coalesce({text}, '')" for text in texts)
    return " || ".join(f"to_tsvector('{name}'::regconfig, {joined})" for name in CONFIGURATIONS)


def query_of(q: str) -> ColumnElement[str]:
    """Return the query that a person's words stand for; a lone word may be unfinished."""
    parts = [func.websearch_to_tsquery(configuration(name), q) for name in CONFIGURATIONS]
    if last := LAST_WORD.fullmatch(q):
        parts.append(func.to_tsquery(configuration("simple"), f"{last.group(1)}:*"))
    combined: ColumnElement[str] = parts[0]
    for part in parts[1:]:
        combined = combined.op("||")(part)
    return combined


def newest_with(
    query: ColumnElement[str],
    key: InstrumentedAttribute[Any],
    vector: InstrumentedAttribute[Any],
    conditions: Sequence[ColumnElement[bool]],
    *,
    limit: int,
) -> Subquery:
    """Return the newest rows under `conditions` whose `vector` answers `query`, as `id` and `search`.

    The database takes a word it knows nothing of for one in every thirtieth row, and would read a million rows for
    the two thousand it expects. So a word's rows are looked up first; only those of common words are left to it.
    """
    matching = select(key.label("id"), vector.label("search")).where(*conditions, vector.op("@@")(query))
    looked_up = matching.limit(COMMON).cte().prefix_with("MATERIALIZED")
    is_common = select(func.count()).select_from(looked_up).scalar_subquery() >= COMMON
    rare = select(looked_up).where(~is_common).order_by(looked_up.c.id.desc()).limit(limit).subquery()
    common = matching.where(is_common).order_by(key.desc()).limit(limit).subquery()
    return union_all(select(rare), select(common)).subquery()


def plan_by_words(session: Session) -> None:
    """Let the searches of this transaction be planned for their own words, not once for all.

    For a rare word its index is quickest, for a word found everywhere the newest rows are. Other processes are not
    asked to help, for to start them takes longer than most searches.
    """
    session.execute(CUSTOM_PLAN)


def configuration(name: str) -> ColumnElement[str]:
    """Return a text search configuration as a constant: with a parameter, words would be parsed anew for every row."""
    if name not in CONFIGURATIONS:
        raise ValueError(name)
    return literal_column(f"'{name}'::regconfig")
