"""Words searched in PostgreSQL: as written, and by their English and German stems."""

import re

from sqlalchemy import ColumnElement, func, literal
from sqlalchemy.dialects.postgresql import REGCONFIG

CONFIGURATIONS = ("simple", "english", "german")
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


def configuration(name: str) -> ColumnElement[str]:
    """Return a text search configuration, as SQL wants it."""
    return literal(name).cast(REGCONFIG)
