"""Files sent to the API: taken in at once, or refused with a reason; never half of either."""

import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from pressroom.features.documents.actions.progress import count_pages
from pressroom.features.documents.models import Document
from pressroom.kernel.app import App, Limits
from tests.caller import Caller, admin_of, problem_of
from tests.documents import rows
from tests.installation import LIMITS, installed
from tests.serving import served

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def test_a_file_is_taken_in_and_answered_at_once(admin: Caller) -> None:
    answer = admin.upload(("Letter.txt", b"Dear friend"))
    assert answer.status_code == 202
    (document,) = answer.json()["documents"]
    assert answer.headers["location"] == f"/api/documents/{document['id']}"
    assert document["status"] == "processing"
    assert document["filename"] == "Letter.txt"
    assert document["duplicate_of"] is None
    assert document["run_id"] == f"process-document:{document['id']}:1"


def test_several_files_are_taken_in_together(admin: Caller) -> None:
    answer = admin.upload(("a.txt", b"first"), ("b.md", b"# second"), ("c.pdf", PDF))
    assert [one["filename"] for one in answer.json()["documents"]] == ["a.txt", "b.md", "c.pdf"]
    assert answer.json()["refused"] == []


def test_one_bad_file_is_named_and_the_others_are_taken(admin: Caller) -> None:
    answer = admin.upload(("good.txt", b"fine"), ("empty.txt", b""), ("also good.txt", b"fine too"))
    assert answer.status_code == 202
    assert [one["filename"] for one in answer.json()["documents"]] == ["good.txt", "also good.txt"]
    (refused,) = answer.json()["refused"]
    assert refused["filename"] == "empty.txt"
    assert refused["detail"]


def test_an_empty_file_is_refused(admin: Caller) -> None:
    problem_of(admin.upload(("empty.pdf", b"")), 422, "empty")


def test_a_request_without_files_is_refused(admin: Caller) -> None:
    body = problem_of(admin.http.post("/api/documents"), 422, "validation")
    assert body["errors"][0]["pointer"] == "body/files"


def test_a_zip_named_pdf_is_judged_by_its_content(admin: Caller) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "hello")
    body = problem_of(admin.upload(("trick.pdf", packed.getvalue())), 415, "unsupported")
    assert "trick.pdf" in body["detail"]


def test_a_wrong_extension_does_no_harm(admin: Caller, app: App) -> None:
    document_id = admin.upload(("letter.jpg", PDF)).json()["documents"][0]["id"]
    original = admin.http.get(f"/api/documents/{document_id}/original")
    assert original.headers["content-type"] == "application/pdf"
    assert len(rows(app, Document)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.txt",
        "/srv/evil.txt",
        "C:\\evil\\x.txt",
        "n" * 300 + ".txt",
        "\u202egpj.exe.txt",
        "a\x00b.txt",
    ],
)
def test_a_harmful_name_becomes_a_harmless_one(admin: Caller, name: str) -> None:
    answer = admin.upload((name, b"harmless"))
    assert answer.status_code == 202, answer.text
    kept = answer.json()["documents"][0]["filename"]
    assert len(kept.encode()) <= 255
    assert kept.endswith(".txt")
    assert not set(kept) & {"/", "\\", "\u202e", "\0"}


def test_the_same_bytes_again_are_the_document_that_is_here(admin: Caller, app: App) -> None:
    first = admin.add("the very same", "one.txt")
    (again,) = admin.upload(("two.txt", b"the very same")).json()["documents"]
    assert again["id"] == first
    assert again["duplicate_of"] == first
    assert len(rows(app, Document)) == 1


def test_the_same_bytes_twice_in_one_upload_are_one_document(admin: Caller, app: App) -> None:
    one, two = admin.upload(("one.txt", b"twins"), ("two.txt", b"twins")).json()["documents"]
    assert two["duplicate_of"] == one["id"]
    assert len(rows(app, Document)) == 1


def test_the_same_files_sent_at_once_in_opposite_order_are_all_taken_and_answered_in_their_order(
    admin: Caller, app: App
) -> None:
    rounds = 4
    with ThreadPoolExecutor(2) as threads:
        for turn in range(rounds):
            files = [(f"{number}.txt", f"{turn} {number}".encode()) for number in range(20)]
            orders = (files, files[::-1])
            for order, answer in zip(orders, threads.map(lambda order: admin.upload(*order), orders), strict=True):
                assert answer.status_code == 202, answer.text
                assert [one["filename"] for one in answer.json()["documents"]] == [name for name, _ in order]
    assert len(rows(app, Document)) == rounds * 20


def test_forced_the_same_bytes_are_another_document_over_one_stored_file(admin: Caller, app: App) -> None:
    first = admin.add("the very same")
    (again,) = admin.upload(("two.txt", b"the very same"), params={"force": "true"}).json()["documents"]
    assert again["id"] != first
    assert again["duplicate_of"] is None
    one, two = rows(app, Document)
    assert one.asset_id == two.asset_id


def test_the_same_bytes_after_a_deletion_are_a_new_document(admin: Caller) -> None:
    first = admin.add("gone and back")
    admin.http.delete(f"/api/documents/{first}")
    assert admin.add("gone and back") != first


def test_the_same_bytes_in_two_workspaces_are_two_documents(admin: Caller, stranger: Caller) -> None:
    assert admin.add("shared by chance") != stranger.add("shared by chance")


def test_a_file_over_the_limit_is_refused_before_it_is_sent_whole(admin: Caller, app: App) -> None:
    body = problem_of(admin.upload(("big.txt", b"x" * 4_000_000)), 413, "too_large")
    assert "2 MB" in body["detail"]
    assert rows(app, Document) == []


def test_a_file_over_the_limit_of_unknown_length_is_refused(admin: Caller, app: App) -> None:
    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="big.txt"\r\n\r\n'
        for _ in range(40):
            yield b"x" * 100_000
        yield b"\r\n--x--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = admin.http.post("/api/documents", content=body(), headers=headers)
    assert "content-length" not in answer.request.headers
    problem_of(answer, 413, "too_large")
    assert rows(app, Document) == []


def test_a_file_just_over_the_limit_is_refused_by_its_own_size(admin: Caller) -> None:
    body = problem_of(admin.upload(("big.txt", b"x" * 2_000_001)), 413, "too_large")
    assert "big.txt" in body["detail"]


def test_a_form_that_breaks_off_is_a_problem_not_a_crash(admin: Caller) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = admin.http.post("/api/documents", content=b"--x\r\nContent-Dispo", headers=headers)
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.fixture
def frugal(database_url: str, tmp_path: Path) -> Iterator[tuple[App, Caller]]:
    """An installation whose workspaces may have three pages a month."""
    limits = Limits(LIMITS.max_upload_bytes, LIMITS.max_pages, monthly_pages=3)
    with installed(database_url, tmp_path, limits) as app, served(app) as server, admin_of(app, server.url) as caller:
        yield app, caller


def test_once_the_month_is_used_up_nothing_is_taken_and_nothing_half_done(frugal: tuple[App, Caller]) -> None:
    app, caller = frugal
    document_id = caller.add("one\ftwo\fthree")
    count(app, document_id, 3)
    assert caller.json("/api/usage") == {"pages": 3, "limit": 3}
    body = problem_of(caller.upload(("more.txt", b"more"), ("and more.txt", b"and more")), 429, "monthly_pages")
    assert "3 pages are used up" in body["detail"]
    assert len(rows(app, Document)) == 1


def test_a_file_that_is_here_is_found_also_once_the_month_is_used_up(frugal: tuple[App, Caller]) -> None:
    app, caller = frugal
    document_id = caller.add("one\ftwo\fthree")
    count(app, document_id, 3)
    (again,) = caller.upload(("again.txt", b"one\x0ctwo\x0cthree")).json()["documents"]
    assert again["duplicate_of"] == document_id
    forced = caller.upload(("again.txt", b"one\x0ctwo\x0cthree"), params={"force": "true"})
    problem_of(forced, 429, "monthly_pages")
    assert len(rows(app, Document)) == 1


def count(app: App, document_id: str, pages: int) -> None:
    with app.database.transaction() as session:
        assert count_pages(session, document_id, pages, app.limits.monthly_pages) is None


def test_an_upload_with_an_unknown_token_is_refused(nobody: httpx.Client) -> None:
    answer = nobody.post(
        "/api/documents", files={"files": ("a.txt", b"x")}, headers={"Authorization": "Bearer prs_nonsense"}
    )
    problem_of(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"
