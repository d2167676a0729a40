"""Events over the API: accepted once with all they start, refused where nobody listens, listed and sent again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from pressroom.core.events.models import Event
from pressroom.core.events.rules import MOST_DEPTH
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.ids import new_id
from tests.caller import Caller, problem_of
from tests.documents import completed
from tests.gallery import colleague_of
from tests.library import completed as picture
from tests.library import connect
from tests.serving import ThreadedServer

UPLOADED = "document/uploaded"


def sent(caller: Caller, name: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """Send an event; return what is answered."""
    answer = caller.http.post("/api/events", json={"name": name, "data": data, **more})
    assert answer.status_code == 202, answer.text
    body: dict[str, Any] = answer.json()
    return body


def number_of_events(app: App) -> int:
    with app.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(Event)) or 0


def test_an_event_starts_what_listens_and_says_so(admin: Caller, app: App) -> None:
    document_id = completed(app, admin, "The treaty")
    told = sent(admin, "document/metadata.requested", {"documentId": document_id, "feedback": "shorter"})
    (run_id,) = told["run_ids"]
    assert admin.json(f"/api/runs/{run_id}")["workflow"] == "describe_document"
    shown = admin.json(f"/api/events/{told['event_id']}")
    assert shown["starts"] == [{"workflow": "describe_document", "run_id": run_id, "refusal": None}]
    assert (shown["name"], shown["source"], shown["depth"]) == ("document/metadata.requested", "api", 0)
    assert shown["data"] == {"documentId": document_id, "feedback": "shorter"}


def test_events_of_other_systems_send_work_as_they_are(admin: Caller, app: App) -> None:
    media_id = picture(app, admin, "A cake", {})
    connection_id = connect(app, admin, "ada@example.test")
    several: list[tuple[str, dict[str, Any], str]] = [
        ("plushie/generate.requested", {"mediaId": media_id, "style": "plushie"}, "generate_picture"),
        ("google.images.process", {"connectionId": connection_id, "folderId": "remote", "user": "u"}, "sync_folder"),
        (UPLOADED, {"documentId": completed(app, admin, "The treaty"), "again": True}, "process_document"),
    ]
    for name, data, workflow in several:
        told = sent(admin, name, data)
        assert told["refusals"] == [], name
        assert admin.json(f"/api/runs/{told['run_ids'][0]}")["workflow"] == workflow


def test_an_event_with_the_same_id_is_taken_once_a_day(admin: Caller, app: App) -> None:
    data = {"document_id": completed(app, admin, "The treaty"), "again": True}
    first = sent(admin, UPLOADED, data, id="order-7")
    again = sent(admin, UPLOADED, data, id="order-7")
    assert again == {**first, "is_known": True}
    assert number_of_events(app) == 1
    other = admin.http.post("/api/events", json={"id": "order-7", "name": UPLOADED, "data": {**data, "again": False}})
    problem_of(other, 409, "event_id")
    with app.database.transaction() as session:
        session.execute(update(Event).values(created_at=now() - timedelta(hours=25)))
    later = sent(admin, UPLOADED, data, id="order-7")
    assert later["event_id"] != first["event_id"]
    assert not later["is_known"]


def test_many_senders_of_one_event_start_it_once(admin: Caller, app: App) -> None:
    data = {"document_id": completed(app, admin, "The treaty"), "again": True}
    with ThreadPoolExecutor(8) as several:
        told = list(several.map(lambda _: sent(admin, UPLOADED, data, id="once"), range(16)))
    assert len({one["event_id"] for one in told}) == 1
    assert len({run for one in told for run in one["run_ids"]}) == 1
    assert sum(not one["is_known"] for one in told) == 1


def test_several_events_are_accepted_together_or_not_at_all(admin: Caller, app: App) -> None:
    ids = [completed(app, admin, f"Treaty {number}") for number in range(3)]
    several = [{"id": f"e{3 - n}", "name": UPLOADED, "data": {"document_id": one}} for n, one in enumerate(ids)]
    told = admin.http.post("/api/events", json={"events": several}).json()["events"]
    shown = [admin.json(f"/api/events/{one['event_id']}")["data"]["document_id"] for one in told]
    assert shown == ids
    refused = admin.http.post("/api/events", json={"events": [*several, {"name": "no/such", "data": {}}]})
    problem_of(refused, 422, "unknown_event")
    assert number_of_events(app) == 3


def test_a_name_nobody_listens_to_is_refused_with_the_closest_first(admin: Caller, app: App) -> None:
    refused = problem_of(admin.http.post("/api/events", json={"name": "document/uplaoded"}), 422, "unknown_event")
    assert "There are: document/uploaded, " in refused["detail"]
    own = problem_of(admin.http.post("/api/events", json={"name": "document.completed"}), 422, "own_event")
    assert "Pressroom itself" in own["detail"]
    assert number_of_events(app) == 0


def test_data_that_cannot_be_read_is_refused_and_names_the_field(admin: Caller, app: App) -> None:
    for data, field in (
        ({}, "document_id"),
        ({"document_id": "seven"}, "document_id"),
        ({"documentId": 7}, "documentId"),
    ):
        answer = admin.http.post("/api/events", json={"name": UPLOADED, "data": data})
        assert field in problem_of(answer, 422, "event_data")["detail"]
    nul = admin.http.post("/api/events", json={"name": UPLOADED, "data": {"deep": [{"x": "a\0b"}]}})
    problem_of(nul, 422, "validation")
    assert number_of_events(app) == 0


def test_what_no_json_can_keep_is_refused_and_names_the_field(admin: Caller, app: App) -> None:
    for written in (r'"\ud800"', "NaN", "Infinity", "1e999", r'"a\u0000b"'):
        body = f'{{"name": "{UPLOADED}", "data": {{"lines": [{{"text": {written}}}]}}}}'
        answer = admin.http.post("/api/events", content=body, headers={"Content-Type": "application/json"})
        assert "lines.0.text: " in problem_of(answer, 422, "validation")["detail"], written
    key = admin.http.post(
        "/api/events",
        content=rf'{{"name": "{UPLOADED}", "data": {{"\udfff": {{"\ud800": 1}}}}}}',
        headers={"Content-Type": "application/json"},
    )
    assert "half a character" in problem_of(key, 422, "validation")["detail"]
    assert number_of_events(app) == 0


def test_an_event_that_can_start_nothing_is_kept_and_says_why(admin: Caller) -> None:
    told = sent(admin, UPLOADED, {"document_id": str(new_id())})
    assert told["run_ids"] == []
    assert "no such document" in told["refusals"][0].lower()
    assert admin.json(f"/api/events/{told['event_id']}")["starts"][0]["refusal"] == told["refusals"][0]


def test_a_payload_that_is_too_large_is_refused(admin: Caller, app: App) -> None:
    large = admin.http.post("/api/events", json={"name": UPLOADED, "data": {"text": "x" * 300_000}})
    problem_of(large, 413, "too_large")
    huge = admin.http.post("/api/events", content=b"x" * 10_000_000, headers={"Content-Type": "application/json"})
    assert "256 kB" in problem_of(huge, 413, "too_large")["detail"]
    unsaid = admin.http.post("/api/events", content=(b"x" * 100_000 for _ in range(100)))
    problem_of(unsaid, 413, "too_large")
    assert number_of_events(app) == 0


def test_events_that_lead_to_one_another_stop_in_the_end(admin: Caller, app: App) -> None:
    data = {"document_id": completed(app, admin, "The treaty"), "again": True}
    last = sent(admin, "document/metadata.requested", {"document_id": data["document_id"]})
    for _ in range(MOST_DEPTH - 1):
        last = sent(admin, UPLOADED, data, caused_by=last["event_id"])
        assert last["run_ids"]
    last = sent(admin, UPLOADED, data, caused_by=last["event_id"])
    assert last["run_ids"] == []
    assert "for ever" in last["refusals"][0]
    answer = admin.http.post("/api/events", json={"name": UPLOADED, "data": data, "caused_by": str(new_id())})
    problem_of(answer, 404)


def test_an_event_is_sent_again_as_a_new_one(admin: Caller, app: App) -> None:
    first = sent(admin, UPLOADED, {"document_id": completed(app, admin, "The treaty")}, id="mine")
    answer = admin.http.post(f"/api/events/{first['event_id']}/resend")
    assert answer.status_code == 202
    again = admin.json(answer.headers["location"])
    assert again["id"] != first["event_id"]
    assert (again["source"], again["external_id"]) == ("person", None)


def test_events_are_listed_newest_first_a_page_at_a_time(admin: Caller, app: App) -> None:
    data = {"document_id": completed(app, admin, "The treaty")}
    ids = [sent(admin, UPLOADED, data)["event_id"] for _ in range(3)]
    page = admin.json("/api/events", limit=2)
    assert [one["id"] for one in page["items"]] == ids[:0:-1]
    rest = admin.json("/api/events", limit=2, cursor=page["next_cursor"])
    assert [one["id"] for one in rest["items"]] == ids[:1]
    assert rest["next_cursor"] is None
    assert admin.json("/api/events", name="pin/metadata.requested")["items"] == []


def test_the_names_of_events_tell_what_they_start(admin: Caller) -> None:
    names = {one["name"]: one for one in admin.json("/api/events/names")["items"]}
    assert names[UPLOADED]["workflows"] == ["process_document"]
    assert "document_id" in names[UPLOADED]["data_schema"]["properties"]
    assert names["document.completed"]["is_told_by_us"]
    assert {"google.images.process", "plushie/generate.requested", "pin/metadata.requested"} <= names.keys()


def test_an_event_about_one_person_s_work_is_theirs_alone(admin: Caller, app: App, server: ThreadedServer) -> None:
    data = {"media_id": picture(app, admin, "A cake", {})}
    event_id = sent(admin, "plushie/generate.requested", data, id="mine")["event_id"]
    with colleague_of(app, admin, server.url) as colleague:
        assert colleague.http.get(f"/api/events/{event_id}").status_code == 404
        assert colleague.json("/api/events")["items"] == []
        answer = colleague.http.post(
            "/api/events", json={"id": "mine", "name": "plushie/generate.requested", "data": data}
        )
        problem_of(answer, 409, "event_id")
