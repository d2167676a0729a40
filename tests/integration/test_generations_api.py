"""Photos handed in, looked at, tried again and deleted over HTTP; everyone sees their own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select, update

from pressroom.core.assets.models import Asset
from pressroom.core.credits.models import CreditEntry
from pressroom.core.runs.stranded import SETTLED
from pressroom.features.generations.actions.progress import mend_stranded
from pressroom.features.generations.models import KIND, Generation
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.providers.pictures import PNG, WEBP
from tests.caller import Caller, problem_of
from tests.clients import TRUSTED
from tests.documents import rows
from tests.gallery import begun, colleague_of, complete, fail, submitted
from tests.generations import spend
from tests.library import picture
from tests.pictures import TINY_HEIC, encoded, flag
from tests.serving import ThreadedServer

SIXTH = "You have 5 generations in progress. Please wait for one to complete."
UNKNOWN = "019a0000-0000-7000-8000-000000000000"
KEY = {"Idempotency-Key": "gen-1"}


@pytest.fixture
def colleague(app: App, admin: Caller, server: ThreadedServer) -> Iterator[Caller]:
    """Another member of the same workspace."""
    with colleague_of(app, admin, server.url) as colleague:
        yield colleague


def test_a_photo_is_taken_in_and_answered_at_once(admin: Caller) -> None:
    answer = submitted(admin)
    assert answer.status_code == 202
    told = answer.json()
    assert told["success"] is True
    assert answer.headers["location"] == f"/api/generations/{told['generation_id']}"
    shown = admin.json(f"/api/generations/{told['generation_id']}")
    assert (shown["status"], shown["step"], shown["style"]) == ("processing", "queued", "plushie")
    assert (shown["filename"], shown["result_url"], shown["error"]) == ("Mia.png", None, None)
    assert admin.json(f"/api/runs/{told['run_id']}")["status"] == "queued"


def test_who_asks_again_and_again_is_told_when_until_it_has_ended(admin: Caller, app: App) -> None:
    generation_id = begun(admin)
    assert admin.http.get(f"/api/generations/{generation_id}").headers["retry-after"] == "3"
    complete(app, generation_id)
    assert "retry-after" not in admin.http.get(f"/api/generations/{generation_id}").headers


def test_six_at_once_are_five_and_a_refusal(admin: Caller, app: App) -> None:
    together = Barrier(6)

    def press(number: int) -> httpx.Response:
        with httpx.Client(
            base_url=admin.http.base_url, headers=admin.http.headers, timeout=30, verify=TRUSTED
        ) as client:
            together.wait()
            return client.post("/api/generations", files={"file": (f"{number}.png", picture(number))})

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(press, range(6)))
    assert sorted(one.status_code for one in answers) == [202] * 5 + [429]
    refused = problem_of(next(one for one in answers if one.status_code == 429), 429, "generations_in_progress")
    assert refused["detail"] == SIXTH
    assert next(one for one in answers if one.status_code == 429).headers["retry-after"] == "3"
    assert len(rows(app, Generation)) == len(rows(app, Asset)) == 5
    assert admin.json("/api/credits") == {"balance": 20, "in_use": 5, "available": 15}


def test_two_clicks_with_one_credit_left_are_one_generation(admin: Caller, app: App) -> None:
    spend(app, admin, 19)
    together = Barrier(2)

    def press(number: int) -> httpx.Response:
        with httpx.Client(
            base_url=admin.http.base_url, headers=admin.http.headers, timeout=30, verify=TRUSTED
        ) as client:
            together.wait()
            return client.post("/api/generations", files={"file": (f"{number}.png", picture(number))})

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(press, range(2)))
    assert sorted(one.status_code for one in answers) == [202, 402]
    refused = next(one for one in answers if one.status_code == 402)
    assert "in use" in problem_of(refused, 402, "credits_in_use")["detail"]


def test_without_credits_nothing_is_taken_in(admin: Caller, app: App) -> None:
    spend(app, admin, 20)
    problem_of(submitted(admin), 402, "no_credits")
    assert rows(app, Asset) == []


def test_sent_again_with_the_same_key_is_one_generation(admin: Caller, app: App) -> None:
    first, again = submitted(admin, headers=KEY), submitted(admin, headers=KEY)
    assert (first.json(), again.headers["idempotent-replayed"]) == (again.json(), "true")
    assert len(rows(app, Generation)) == 1
    problem_of(submitted(admin, "other", headers=KEY), 409, "idempotency_key")


def test_a_colleague_with_the_same_key_gets_their_own(admin: Caller, app: App, colleague: Caller) -> None:
    mine, theirs = submitted(admin, headers=KEY), submitted(colleague, headers=KEY)
    assert mine.json()["generation_id"] != theirs.json()["generation_id"]
    assert "idempotent-replayed" not in theirs.headers
    fail(app, mine.json()["generation_id"])
    retry = f"/api/generations/{mine.json()['generation_id']}/retry"
    again = {"Idempotency-Key": "again"}
    assert admin.http.post(retry, headers=again).status_code == 202
    problem_of(colleague.http.post(retry, headers=again), 404)


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("notes.txt", b"words, no picture", 415, "unsupported"),
        ("paper.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj", 415, "unsupported"),
        ("empty.png", b"", 422, "empty"),
        ("big.png", picture() + b"x" * 2_000_001, 413, "too_large"),
    ],
)
def test_what_is_no_photo_is_refused_before_anything_is_reserved(  # noqa: PLR0917  # pytest passes by name
    admin: Caller, app: App, name: str, content: bytes, status: int, code: str
) -> None:
    problem_of(admin.http.post("/api/generations", files={"file": (name, content)}), status, code)
    assert rows(app, Generation) == []
    assert admin.json("/api/credits")["in_use"] == 0


@pytest.mark.parametrize(
    ("name", "content"), [("phone.heic", TINY_HEIC), ("cmyk.jpg", encoded(flag(mode="CMYK"), "JPEG"))]
)
def test_photos_of_all_kinds_are_taken_in(admin: Caller, name: str, content: bytes) -> None:
    assert admin.http.post("/api/generations", files={"file": (name, content)}).status_code == 202


def test_an_unknown_style_is_refused_naming_those_there_are(admin: Caller) -> None:
    refused = problem_of(submitted(admin, data={"style": "bronze"}), 422, "unknown_style")
    assert "plushie" in refused["detail"]
    assert next(one["key"] for one in admin.json("/api/styles")["items"]) == "plushie"


def test_a_list_is_of_ones_own_newest_first_and_goes_on(admin: Caller, app: App, colleague: Caller) -> None:
    mine = [begun(admin, number) for number in range(3)]
    begun(colleague, "theirs")
    fail(app, mine[0])
    first = admin.json("/api/generations", limit=2)
    rest = admin.json("/api/generations", limit=2, cursor=first["next_cursor"])
    assert [one["id"] for one in (*first["items"], *rest["items"])] == mine[::-1]
    assert rest["next_cursor"] is None
    assert [one["id"] for one in admin.json("/api/generations", status="failed")["items"]] == [mine[0]]
    assert admin.json("/api/generations", style="clay")["items"] == []


def test_a_colleague_sees_nothing_of_it_and_can_do_nothing_with_it(admin: Caller, app: App, colleague: Caller) -> None:
    generation_id = begun(admin)
    run_id = admin.json(f"/api/generations/{generation_id}")["run_id"]
    fail(app, generation_id)
    for method, path in (
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/retry"),
        ("POST", "/restore"),
        ("POST", "/media"),
        ("GET", "/original"),
        ("GET", "/result"),
        ("GET", "/original/thumbnail"),
    ):
        problem_of(colleague.http.request(method, f"/api/generations/{generation_id}{path}"), 404)
    for method, path in (("GET", ""), ("GET", "/steps"), ("POST", "/cancel"), ("POST", "/retry")):
        problem_of(colleague.http.request(method, f"/api/runs/{run_id}{path}"), 404)
    assert run_id in {one["id"] for one in admin.json("/api/runs")["items"]}
    assert colleague.json("/api/runs", limit=1) == {"items": [], "next_cursor": None, "looked_back_to": None}
    assert admin.json(f"/api/generations/{generation_id}")["status"] == "failed"
    problem_of(admin.http.get(f"/api/generations/{UNKNOWN}"), 404)


def test_a_failed_one_is_tried_again_in_another_style_with_the_same_checks(admin: Caller, app: App) -> None:
    generation_id = begun(admin)
    problem_of(admin.http.post(f"/api/generations/{generation_id}/retry"), 409, "busy")
    fail(app, generation_id)
    problem_of(
        admin.http.post(f"/api/generations/{generation_id}/retry", json={"style": "bronze"}), 422, "unknown_style"
    )
    for number in range(5):
        begun(admin, f"other {number}")
    problem_of(admin.http.post(f"/api/generations/{generation_id}/retry"), 429, "generations_in_progress")
    for one in admin.json("/api/generations", status="processing")["items"]:
        fail(app, one["id"])
    answer = admin.http.post(f"/api/generations/{generation_id}/retry", json={"style": "clay"})
    assert answer.status_code == 202
    assert answer.json()["run_id"] == f"generate-picture:{generation_id}:2"
    shown = admin.json(f"/api/generations/{generation_id}")
    assert (shown["status"], shown["style"], shown["attempt"], shown["error"]) == ("processing", "clay", 2, None)
    complete(app, generation_id)
    problem_of(admin.http.post(f"/api/generations/{generation_id}/retry"), 409, "completed")


def test_the_result_is_downloaded_shown_and_used_in_the_library(admin: Caller, app: App) -> None:
    generation_id = begun(admin)
    problem_of(admin.http.get(f"/api/generations/{generation_id}/result"), 404)
    complete(app, generation_id)
    shown = admin.json(f"/api/generations/{generation_id}")
    kept = admin.http.get(shown["result_url"], params={"download": True})
    assert kept.headers["content-type"] == PNG
    assert "Mia-plushie.png" in kept.headers["content-disposition"]
    assert admin.http.get(shown["original_url"]).content == picture(0)
    for which in ("original", "result"):
        thumbnail = admin.http.get(shown[which]["thumbnail"])
        assert (thumbnail.status_code, thumbnail.headers["content-type"]) == (200, WEBP)
        assert "immutable" in thumbnail.headers["cache-control"]
    item = admin.http.post(f"/api/generations/{generation_id}/media").json()
    assert admin.picture(item["id"])["source"] == "generated"
    again = admin.http.post(f"/api/generations/{generation_id}/media").json()
    assert again["duplicate_of"] == item["id"]


def test_a_picture_of_the_library_is_made_into_one(admin: Caller, app: App) -> None:
    item_id = admin.add_picture(picture("mine"), "dog.png")
    answer = admin.http.post(f"/api/media/{item_id}/generations", json={"style": "felt"})
    assert answer.status_code == 202
    shown = admin.json(f"/api/generations/{answer.json()['generation_id']}")
    assert (shown["filename"], shown["style"], shown["status"]) == ("dog.png", "felt", "processing")
    assert len(rows(app, Asset)) == 1
    problem_of(admin.http.post(f"/api/media/{UNKNOWN}/generations", json={}), 404)
    admin.http.delete(f"/api/media/{item_id}")
    problem_of(admin.http.post(f"/api/media/{item_id}/generations", json={}), 409, "deleted")


def test_a_deleted_one_is_brought_back_and_one_in_progress_is_not_deleted(admin: Caller, app: App) -> None:
    generation_id = begun(admin)
    problem_of(admin.http.delete(f"/api/generations/{generation_id}"), 409, "busy")
    complete(app, generation_id)
    assert admin.http.delete(f"/api/generations/{generation_id}").status_code == 204
    assert admin.json("/api/generations")["items"] == []
    assert admin.http.post(f"/api/generations/{generation_id}/restore").json()["deleted_at"] is None
    assert len(admin.json("/api/generations")["items"]) == 1


def test_one_whose_run_ended_without_a_word_is_given_up_once_it_has_settled(admin: Caller, app: App) -> None:
    generation_id = begun(admin)
    app.durable.client.cancel_workflow(admin.json(f"/api/generations/{generation_id}")["run_id"])
    with app.database.transaction() as session:
        assert mend_stranded(session) == 0  # it may yet be told by whoever ended it
        long_ago = update(Generation).values(updated_at=now() - SETTLED * 2)
        session.execute(long_ago.where(Generation.id == UUID(generation_id)))
        assert mend_stranded(session) == 1
    shown = admin.json(f"/api/generations/{generation_id}")
    assert (shown["status"], shown["error"]) == ("failed", "Its run ended before it was done.")
    assert admin.json("/api/credits")["available"] == 20


def test_the_run_of_one_that_is_gone_for_good_is_not_tried_again(admin: Caller, app: App) -> None:
    generation_id = begun(admin)
    run_id = admin.json(f"/api/generations/{generation_id}")["run_id"]
    admin.http.post(f"/api/runs/{run_id}/cancel")
    with app.database.transaction() as session:
        session.delete(session.get_one(Generation, UUID(generation_id)))
    problem_of(admin.http.post(f"/api/runs/{run_id}/retry"), 404)


def test_cancelling_its_run_gives_the_credit_back(admin: Caller, app: App) -> None:
    generation_id = begun(admin)
    run_id = admin.json(f"/api/generations/{generation_id}")["run_id"]
    assert admin.http.post(f"/api/runs/{run_id}/cancel").json()["status"] == "cancelled"
    assert admin.json("/api/credits") == {"balance": 20, "in_use": 0, "available": 20}
    shown = admin.json(f"/api/generations/{generation_id}")
    assert (shown["status"], shown["error"]) == ("failed", "Its run was cancelled.")
    with app.database.transaction() as session:
        assert session.scalar(select(func.count()).where(CreditEntry.subject_kind == KIND)) == 0
