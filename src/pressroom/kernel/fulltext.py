"""Words searched in PostgreSQL: as written, and by their English and German stems."""

import re

from sqlalchemy import ColumnElement, func, literal, text
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.orm import Session

CONFIGURATIONS = ("simple", "english", "german")
CUSTOM_PLAN = text("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)")
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


def plan_by_words(session: Session) -> None:
    """Let the searches of this transaction be planned for their own words, not once for all.

    For a rare word its index is quickest, for a word found everywhere the newest rows are.
    """
    session.execute(CUSTOM_PLAN)


def configuration(name: str) -> ColumnElement[str]:
    """Return a text search configuration, as SQL wants it."""
    return literal(name).cast(REGCONFIG)
