"""Lists and searches stay bounded, however many documents there are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Connection, Engine, Select, event, func, select, text
from sqlalchemy.orm import Session

from pressroom.features.documents import search
from pressroom.features.documents.models import Document
from pressroom.features.documents.queries import Filters as DocumentFilters
from pressroom.features.documents.queries import documents
from pressroom.features.media.queries import Filters as MediaFilters
from pressroom.features.media.queries import items
from pressroom.kernel import fulltext
from pressroom.kernel.app import App
from tests.caller import Caller
from tests.documents import completed

PLANS = text("""
    SELECT coalesce(sum(generic_plans), 0), coalesce(sum(custom_plans), 0) FROM pg_prepared_statements
    WHERE statement LIKE '%websearch_to_tsquery%'
""")
Search = Callable[..., object]

MANY = 4000
RARE = 7
COPIES = """
WITH copies AS (
    INSERT INTO documents (id, created_at, workspace_id, asset_id, filename, status, attempt, pages_read, tags, dates,
                           amounts, display_name, updated_at)
    SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, created_at, workspace_id, asset_id,
           filename, status, 1, 1, '{}', '[]', '[]', 'Paper ' || n, updated_at
    FROM documents, generate_series(1, %(many)s) n RETURNING id
)
INSERT INTO pages (document_id, number, text, source, rotation, seconds)
SELECT id, 1, 'invoice ' || row_number() OVER (ORDER BY id) || CASE WHEN row_number() OVER (ORDER BY id) <= %(rare)s
       THEN ' walrus' ELSE '' END || (SELECT string_agg(' word' || k, '') FROM generate_series(1, 150) k),
       'file', 0, 0.1
FROM copies
"""


@pytest.fixture
def many(admin: Caller, app: App) -> UUID:
    """A workspace of many documents, on whose pages one word is everywhere, and one is rare."""
    admin.add("the first")
    with psycopg.connect(app.database_url, autocommit=True) as connection:
        connection.execute(COPIES, {"many": MANY, "rare": RARE})
        connection.execute("VACUUM ANALYZE documents, pages")
    return admin.workspace_id


def found(app: App, workspace_id: UUID, q: str, limit: int = 50) -> list[str | None]:
    with app.database.transaction() as session:
        return [one.display_name for one in documents(session, workspace_id, DocumentFilters(q), limit=limit).documents]


def test_rare_words_are_found_among_many_documents(app: App, many: UUID) -> None:
    assert set(found(app, many, "walrus")) == {f"Paper {number}" for number in range(1, RARE + 1)}


def test_of_a_word_found_everywhere_the_newest_documents_are_ranked(app: App, many: UUID) -> None:
    with app.database.transaction() as session:
        candidates = search.matching("invoice", [Document.workspace_id == many])
        assert session.scalar(select(func.count()).select_from(candidates)) == search.CANDIDATES
    assert f"Paper {MANY}" in found(app, many, "invoice")


def test_a_long_document_leaves_room_for_the_others(admin: Caller, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    other = completed(app, admin, "a heron")
    completed(app, admin, "\f".join(["a heron"] * 9))
    monkeypatch.setattr(search, "PAGES_RANKED", 4)
    assert other in {one["id"] for one in admin.json("/api/documents", q="heron")["items"]}


@pytest.mark.parametrize("index", ["ix_pages_search", "ix_documents_search"])
def test_rare_words_are_looked_up_in_the_indexes(app: App, many: UUID, index: str) -> None:
    with app.database.transaction() as session:
        assert index in plan(session, many, "walrus")


@pytest.mark.parametrize("search_in", [documents, items])
def test_each_search_is_planned_for_its_own_words(app: App, many: UUID, search_in: Search) -> None:
    filters = DocumentFilters("walrus") if search_in is documents else MediaFilters(q="walrus")
    for _ in range(15):  # the driver prepares what is asked five times, and the server then plans it once for all
        with app.database.transaction() as session:
            search_in(session, many, filters)
    with app.database.transaction() as session:
        once, each = session.execute(PLANS).one()
    assert once == 0
    assert each > 5


def test_words_are_parsed_once_not_for_every_row(app: App, many: UUID) -> None:
    with app.database.transaction() as session:
        assert "websearch_to_tsquery" not in plan(session, many, "walrus")


@pytest.mark.parametrize("q", ["Paper", "walrus"])
def test_the_newest_rows_are_read_only_for_a_word_that_was_found_to_be_common(
    app: App, many: UUID, monkeypatch: pytest.MonkeyPatch, q: str
) -> None:
    monkeypatch.setattr(fulltext, "COMMON", 50)
    with app.database.transaction() as session:
        newest = fulltext.newest_with(
            fulltext.query_of(q), Document.id, Document.search, [Document.workspace_id == many], limit=20
        )
        found = session.scalars(select(newest.c.id)).all()
        told = explained(session, select(newest), "ANALYZE")
    assert len(found) == (20 if q == "Paper" else 0)
    assert found == sorted(found, reverse=True)
    assert "(never executed)" in told  # one of the two ways


def plan(session: Session, workspace_id: UUID, q: str) -> str:
    return explained(session, select(search.matching(q, [Document.workspace_id == workspace_id])))


def explained(session: Session, statement: Select[Any], how: str = "") -> str:
    connection = session.connection()
    words = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    return "\n".join(connection.exec_driver_sql(f"EXPLAIN {how} {words}").scalars())


def test_home_counts_its_documents_once(admin: Caller, app: App) -> None:
    completed(app, admin, "one")
    with statements() as said:
        assert admin.http.get("/").status_code == 200
    assert len([one for one in said if "GROUP BY documents.status" in one]) == 1


@contextmanager
def statements() -> Iterator[list[str]]:
    """Give what the database is asked meanwhile."""
    said: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield said
    event.remove(Engine, "before_cursor_execute", note)
