"""What stands before every route."""

import httpx
import pytest

from pressroom.features.documents.models import Document
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.documents import rows


@pytest.mark.parametrize(
    "path", ["/healthz", "/api/documents", "/api/nothing", "/docs", "/static/docs.html", "/nothing"]
)
def test_every_answer_carries_the_security_headers(nobody: httpx.Client, path: str) -> None:
    headers = nobody.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in headers


def test_refusals_before_the_routes_carry_them_too(admin: Caller) -> None:
    answer = admin.http.post("/api/documents", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_write_from_another_site_is_refused(admin: Caller, app: App, headers: dict[str, str]) -> None:
    problem_of(admin.upload(("a.txt", b"x"), headers=headers), 403, "cross_site")
    assert rows(app, Document) == []


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_write_from_our_own_pages_is_followed(admin: Caller, site: str) -> None:
    assert admin.upload(("a.txt", b"x"), headers={"Sec-Fetch-Site": site}).status_code == 202


def test_a_write_with_our_own_origin_is_followed(admin: Caller) -> None:
    origin = str(admin.http.base_url).rstrip("/")
    assert admin.upload(("a.txt", b"x"), headers={"Origin": origin}).status_code == 202


def test_a_read_from_another_site_is_no_matter(nobody: httpx.Client) -> None:
    assert nobody.get("/docs", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("length", ["-1", "many", "9" * 30, "1e3", ""])
def test_an_odd_content_length_is_no_server_error(admin: Caller, length: str) -> None:
    request = admin.http.build_request("POST", "/api/documents", content=b"x")
    request.headers["Content-Length"] = length
    try:
        answer = admin.http.send(request)
    except httpx.TransportError:
        return
    assert 400 <= answer.status_code < 500


def test_the_api_describes_itself(nobody: httpx.Client) -> None:
    described = nobody.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert "/api/documents" in described["paths"]
    assert nobody.get("/docs").status_code == 200
