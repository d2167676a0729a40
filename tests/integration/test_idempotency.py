"""`Idempotency-Key`: the same request twice starts one thing and gets one answer."""

from concurrent.futures import ThreadPoolExecutor

from pressroom.features.documents.models import Document, Stage
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.documents import fail, rows

KEY = {"Idempotency-Key": "abc-1"}


def test_a_request_sent_again_gets_the_first_answer_and_starts_nothing(admin: Caller, app: App) -> None:
    first = admin.upload(("a.txt", b"hello"), params={"force": "true"}, headers=KEY)
    again = admin.upload(("a.txt", b"hello"), params={"force": "true"}, headers=KEY)
    assert again.status_code == first.status_code == 202
    assert again.json() == first.json()
    assert again.headers["location"] == first.headers["location"]
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert len(rows(app, Document)) == 1


def test_the_same_key_for_another_request_is_a_conflict(admin: Caller, app: App) -> None:
    admin.upload(("a.txt", b"hello"), headers=KEY)
    problem_of(admin.upload(("b.txt", b"other"), headers=KEY), 409, "idempotency_key")
    assert len(rows(app, Document)) == 1


def test_the_same_key_for_other_bytes_of_the_same_name_and_size_is_a_conflict(admin: Caller) -> None:
    admin.upload(("a.txt", b"hello"), headers=KEY)
    problem_of(admin.upload(("a.txt", b"jello"), headers=KEY), 409, "idempotency_key")


def test_many_requests_at_once_with_one_key_start_one_thing(admin: Caller, app: App) -> None:
    with ThreadPoolExecutor(6) as threads:
        answers = list(
            threads.map(
                lambda _: admin.upload(("a.txt", b"hello"), params={"force": "true"}, headers=KEY),
                range(6),
            )
        )
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["documents"][0]["id"] for answer in answers}) == 1
    assert sum("idempotent-replayed" not in answer.headers for answer in answers) == 1
    assert len(rows(app, Document)) == 1


def test_a_refused_request_may_be_sent_again_with_its_key(admin: Caller) -> None:
    problem_of(admin.upload(("a.txt", b""), headers=KEY), 422, "empty")
    assert admin.upload(("a.txt", b"now with words"), headers=KEY).status_code == 202


def test_a_key_is_a_workspace_s_own(admin: Caller, stranger: Caller) -> None:
    mine = admin.upload(("a.txt", b"hello"), headers=KEY).json()
    theirs = stranger.upload(("a.txt", b"hello"), headers=KEY).json()
    assert mine["documents"][0]["id"] != theirs["documents"][0]["id"]


def test_reading_again_is_started_once_for_a_key(admin: Caller, app: App) -> None:
    document_id = admin.add("hello")
    fail(app, document_id, Stage.READING)
    first = admin.http.post(f"/api/documents/{document_id}/ocr", headers=KEY)
    again = admin.http.post(f"/api/documents/{document_id}/ocr", headers=KEY)
    assert first.status_code == again.status_code == 202
    assert again.json() == first.json()
    assert admin.document(document_id)["attempt"] == 2


def test_the_same_key_for_another_password_is_a_conflict(admin: Caller, app: App) -> None:
    document_id = admin.add("hello")
    fail(app, document_id, Stage.READING, code="encrypted")
    path = f"/api/documents/{document_id}/ocr"
    assert admin.http.post(path, json={"password": "first"}, headers=KEY).status_code == 202
    problem_of(admin.http.post(path, json={"password": "second"}, headers=KEY), 409, "idempotency_key")


def test_a_run_is_tried_again_once_for_a_key(admin: Caller) -> None:
    document_id = admin.add("hello")
    run_id = admin.document(document_id)["run_id"]
    admin.http.post(f"/api/runs/{run_id}/cancel")
    first = admin.http.post(f"/api/runs/{run_id}/retry", headers=KEY)
    again = admin.http.post(f"/api/runs/{run_id}/retry", headers=KEY)
    assert first.status_code == again.status_code == 202
    assert again.json() == first.json()
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotent-replayed"] == "true"
    assert admin.document(document_id)["attempt"] == 2


def test_an_empty_key_counts_as_none(admin: Caller, app: App) -> None:
    for content in (b"one", b"two"):
        answer = admin.upload(("a.txt", content), headers={"Idempotency-Key": ""})
        assert answer.status_code == 202
        assert "idempotent-replayed" not in answer.headers
    assert len(rows(app, Document)) == 2
