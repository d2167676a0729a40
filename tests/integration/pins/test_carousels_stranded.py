"""Further pictures whose runs ended without a word about them are found, among however many there are."""

from typing import Any

import psycopg
from sqlalchemy import event, text

from pressroom.core.runs.stranded import REASON, SETTLED
from pressroom.features.pins.models import PinSlide
from pressroom.features.pins.slides.progress import mend_stranded
from pressroom.kernel.app import App
from tests.caller import Caller
from tests.documents import rows
from tests.library import completed

MANY = 20_000
COPIES = """
INSERT INTO pin_slides (id, created_at, updated_at, workspace_id, pin_id, asset_id, position, source, picture, attempt)
SELECT gen_random_uuid(), created_at, updated_at, workspace_id, pin_id, asset_id, 1 + n, source, '{"width": 1}', 1
FROM pin_slides, generate_series(1, %(many)s) n
"""


def stranded(app: App, caller: Caller, pin_id: str) -> None:
    """Add a picture whose run is cancelled by a process that dies at once."""
    (slide,) = caller.http.post(f"/api/pins/{pin_id}/slides", json={"media_id": completed(app, caller, 2)}).json()[
        "items"
    ]
    app.durable.client.cancel_workflow(slide["run_id"])
    with app.database.transaction() as session:
        session.execute(text("UPDATE pin_slides SET updated_at = now() - :age"), {"age": SETTLED * 2})


def mended(app: App) -> tuple[int, str]:
    """Mend what is stranded; return how many that were, and how the first question was answered."""
    asked: list[tuple[str, Any]] = []

    def note(*call: Any) -> None:  # noqa: ANN401  # as SQLAlchemy calls it
        asked.append((call[2], call[3]))

    with app.database.transaction() as session:
        event.listen(app.database.engine, "before_cursor_execute", note)
        found = mend_stranded(session)
        event.remove(app.database.engine, "before_cursor_execute", note)
        statement, values = asked[0]
        plan = session.connection().exec_driver_sql(f"EXPLAIN {statement}", values).scalars()
        return found, "\n".join(plan)


def test_a_picture_whose_run_was_cancelled_by_who_died_says_so(app: App, admin: Caller, ready: str) -> None:
    stranded(app, admin, ready)
    assert mended(app)[0] == 1
    (slide,) = rows(app, PinSlide)
    assert slide.error == REASON
    assert mended(app)[0] == 0


def test_among_many_pictures_that_have_come_those_that_wait_are_found_by_an_index(
    app: App, admin: Caller, ready: str
) -> None:
    stranded(app, admin, ready)
    with psycopg.connect(app.database_url, autocommit=True) as connection:
        connection.execute(COPIES, {"many": MANY})
        connection.execute("VACUUM ANALYZE pin_slides")
    found, plan = mended(app)
    assert found == 1
    assert "ix_pin_slides_awaited" in plan
