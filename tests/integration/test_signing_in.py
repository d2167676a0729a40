"""Coming in through the pages: by password, by a one-time link; and leaving."""

from collections.abc import Iterator

import httpx
import pytest

from pressroom.core.accounts.actions import create_link, first_admin, set_password, update_profile
from pressroom.core.accounts.models import User
from pressroom.kernel.app import App
from tests.clients import TRUSTED
from tests.serving import ThreadedServer

EMAIL, PASSWORD = "ada@example.org", "correct horse battery"


@pytest.fixture
def browser(server: ThreadedServer) -> Iterator[httpx.Client]:
    """A client that keeps cookies and asks for pages."""
    with httpx.Client(base_url=server.url, headers={"Accept": "text/html"}, timeout=30, verify=TRUSTED) as client:
        yield client


@pytest.fixture
def ada(app: App) -> User:
    """The first admin, with an email and a password."""
    with app.database.transaction() as session:
        user, _ = first_admin(session)
        update_profile(session, user.id, name="Ada", email=EMAIL)
        set_password(session, user.id, PASSWORD)
    return user


def link(app: App) -> str:
    """Make the first admin's one-time link."""
    with app.database.transaction() as session:
        user, workspace = first_admin(session)
        return create_link(session, workspace_id=workspace.id, user_id=user.id)


def sign_in(browser: httpx.Client, password: str, way_on: str = "/") -> httpx.Response:
    return browser.post("/sign-in", data={"email": EMAIL, "password": password, "next": way_on})


def test_a_password_opens_the_pages_and_signing_out_closes_them(browser: httpx.Client, ada: User) -> None:
    assert ada
    answer = sign_in(browser, PASSWORD, "/documents")
    assert (answer.status_code, answer.headers["location"]) == (303, "/documents")
    assert browser.get("/").status_code == 200
    kept = browser.cookies["pressroom"]
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert browser.get("/").status_code == 303
    browser.cookies.set("pressroom", kept)
    assert browser.get("/").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: httpx.Client, ada: User) -> None:
    assert ada
    cookie = sign_in(browser, PASSWORD).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie  # this server is reached without TLS


def test_a_wrong_password_says_so_and_keeps_the_email(browser: httpx.Client, ada: User) -> None:
    assert ada
    answer = sign_in(browser, "wrong password")
    assert answer.status_code == 401
    assert "do not belong together" in answer.text
    assert EMAIL in answer.text
    assert "set-cookie" not in answer.headers


def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait(browser: httpx.Client, ada: User) -> None:
    assert ada
    for _ in range(10):
        assert sign_in(browser, "wrong wrong wrong").status_code == 401
    answer = sign_in(browser, PASSWORD)
    assert answer.status_code == 429
    assert "Wait a while" in answer.text


@pytest.mark.parametrize("way_on", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_on_leads_nowhere_else(browser: httpx.Client, ada: User, way_on: str) -> None:
    assert ada
    assert sign_in(browser, PASSWORD, way_on).headers["location"] == "/"


def test_a_link_opens_the_pages_once_and_asks_for_a_password(browser: httpx.Client, app: App) -> None:
    token = link(app)
    answer = browser.get("/sign-in/link", params={"token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/first-run")
    chosen = {"name": "Ada", "email": EMAIL, "password": PASSWORD}
    assert browser.post("/first-run", data=chosen).status_code == 303
    assert browser.get("/").status_code == 200
    browser.cookies.clear()
    again = browser.get("/sign-in/link", params={"token": token})
    assert again.status_code == 401
    assert "has been used" in again.text
    assert sign_in(browser, PASSWORD).status_code == 303


def test_a_password_too_short_is_told_in_the_form(browser: httpx.Client, app: App) -> None:
    browser.get("/sign-in/link", params={"token": link(app)})
    answer = browser.post("/first-run", data={"name": "Ada", "email": EMAIL, "password": "short"})
    assert answer.status_code == 422
    assert "at least 10 characters" in answer.text


def test_who_has_a_password_cannot_be_given_another_by_the_first_form(browser: httpx.Client, ada: User) -> None:
    assert ada
    sign_in(browser, PASSWORD)
    answer = browser.post("/first-run", data={"name": "Eve", "email": "eve@example.org", "password": "a new password"})
    assert answer.status_code == 409


@pytest.mark.parametrize("path", ["/", "/documents", "/runs", "/settings"])
def test_a_page_asked_for_too_early_is_come_back_to(browser: httpx.Client, ada: User, path: str) -> None:
    assert ada
    turned_away = browser.get(path)
    assert turned_away.headers["location"] == f"/sign-in?next={path}"
    assert sign_in(browser, PASSWORD, path).headers["location"] == path
    assert browser.get(path).status_code == 200
