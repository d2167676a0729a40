"""Events sent together: each starts what it would have started by itself, whatever becomes of the others."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import event as happening
from sqlalchemy import text

from pressroom.kernel.app import App
from pressroom.kernel.ids import new_id
from tests.caller import Caller, problem_of
from tests.documents import completed

READ = "document/uploaded"
IN_THE_WAY = """
CREATE FUNCTION in_the_way() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$;
CREATE TRIGGER in_the_way BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION in_the_way();
"""
MOST_EACH = 5
"""The engine's two for a run, and what its subject takes; the rest is asked once for all."""


def sent(caller: Caller, events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Send several events; return what is answered for each."""
    answer = caller.http.post("/api/events", json={"events": events})
    assert answer.status_code == 202, answer.text
    told: list[dict[str, Any]] = answer.json()["events"]
    return told


def reading(document_id: str, **more: str) -> dict[str, Any]:
    return {"name": READ, "data": {"document_id": document_id, "again": True}, **more}


def test_one_that_can_start_nothing_keeps_none_of_the_others_from_starting(admin: Caller, app: App) -> None:
    ids = [completed(app, admin, "The treaty"), str(new_id()), completed(app, admin, "The annex")]
    told = sent(admin, [reading(one) for one in ids])
    assert [len(one["run_ids"]) for one in told] == [1, 0, 1]
    assert "no such document" in told[1]["refusals"][0].lower()
    for one, document_id in zip(told, ids, strict=True):
        assert admin.json(f"/api/events/{one['event_id']}")["data"]["document_id"] == document_id
    for one in (told[0], told[2]):
        assert admin.json(f"/api/runs/{one['run_ids'][0]}")["workflow"] == "process_document"
    assert told[0]["run_ids"] != told[2]["run_ids"]


def test_an_event_that_is_there_twice_among_several_is_taken_once(admin: Caller, app: App) -> None:
    document_id = completed(app, admin, "The treaty")
    first, other, again = sent(
        admin, [reading(document_id, id="a"), reading(document_id), reading(document_id, id="a")]
    )
    assert again == {**first, "is_known": True}
    assert len({one["event_id"] for one in (first, other)}) == 2
    (known,) = sent(admin, [reading(document_id, id="a")])
    assert known == again
    another = {"name": READ, "data": {"document_id": document_id}, "id": "a"}
    problem_of(admin.http.post("/api/events", json={"events": [reading(document_id), another]}), 409, "event_id")


def test_senders_of_the_same_events_in_another_order_do_not_wait_in_a_circle(admin: Caller, app: App) -> None:
    document_id = completed(app, admin, "The treaty")
    events = [reading(document_id, id=f"e{number}") for number in range(20)]
    with ThreadPoolExecutor(8) as several:
        told = list(several.map(lambda turn: sent(admin, events if turn % 2 else events[::-1]), range(8)))
    assert len({one["event_id"] for answer in told for one in answer}) == len(events)
    assert sum(not one["is_known"] for answer in told for one in answer) == len(events)


def test_senders_of_events_about_the_same_things_in_another_order_do_not_wait_in_a_circle(
    admin: Caller, app: App
) -> None:
    ids = [completed(app, admin, f"Treaty {number}") for number in range(12)]
    with ThreadPoolExecutor(8) as several:
        told = list(several.map(lambda turn: sent(admin, list(map(reading, ids if turn % 2 else ids[::-1]))), range(8)))
    for turn, answer in enumerate(told):
        about = [admin.json(f"/api/events/{one['event_id']}")["data"]["document_id"] for one in answer]
        assert about == (ids if turn % 2 else ids[::-1])
        assert all(one["run_ids"] for one in answer)


def test_one_that_had_to_give_way_to_another_is_asked_to_try_again(admin: Caller, app: App) -> None:
    document_id = completed(app, admin, "The treaty")
    with app.database.transaction() as session:
        session.execute(text(IN_THE_WAY))
    answer = admin.http.post("/api/events", json=reading(document_id))
    assert "Try again" in problem_of(answer, 503, "busy")["detail"]
    assert answer.headers["Retry-After"] == "5"
    with app.database.transaction() as session:
        session.execute(text("DROP TRIGGER in_the_way ON events"))
    assert sent(admin, [reading(document_id)])[0]["run_ids"]


def test_more_events_cost_the_database_little_more(admin: Caller, app: App) -> None:
    documents = [completed(app, admin, f"Treaty {number}") for number in range(12)]

    def statements(several: Sequence[str]) -> int:
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            asked.append(statement)

        happening.listen(app.database.engine, "before_cursor_execute", note)
        sent(admin, [{"name": "document/metadata.requested", "data": {"document_id": one}} for one in several])
        happening.remove(app.database.engine, "before_cursor_execute", note)
        return len(asked)

    few, more = statements(documents[:2]), statements(documents[2:])
    assert (more - few) / 8 <= MOST_EACH
