"""Boards of Pinterest accounts over the API and on their pages; a sandbox account connected by its token."""

from collections.abc import Iterator
from uuid import UUID

import httpx
import pytest

from pressroom.core.accounts.actions import sign_in
from pressroom.core.connections.models import Connection
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.welcome import welcome
from pressroom.kernel.app import App
from pressroom.providers.doors import Doors
from pressroom.providers.oauth import FakeOAuthProvider, PinterestSandbox
from pressroom.providers.pinterest import FakePinterest
from tests.caller import Caller, admin_of, problem_of
from tests.connected import connect_pinterest, connection_row
from tests.documents import rows
from tests.doors import fake_doors
from tests.library import change
from tests.serving import served

TOKEN = "pina_sandbox-token"  # of a pretended Pinterest


@pytest.fixture
def pinterest() -> FakePinterest:
    """A pretended Pinterest with a board."""
    place = FakePinterest()
    place.add_board("Soups")
    return place


@pytest.fixture
def doors(pinterest: FakePinterest) -> Doors:
    """The ways out, the sandbox among them."""
    doors = fake_doors(pinterest=pinterest)
    return Doors(
        oauth={**doors.oauth, "pinterest_sandbox": PinterestSandbox()},
        source=doors.source,
        embedder=doors.embedder,
        pictures=doors.pictures,
        articles=doors.articles,
        pinterest=pinterest,
        webhooks=doors.webhooks,
    )


@pytest.fixture
def owner(app: App, doors: Doors) -> Iterator[Caller]:
    """The owner of the first workspace, by API."""
    with served(app, doors) as server, admin_of(app, server.url) as caller:
        yield caller


@pytest.fixture
def browser(app: App, owner: Caller) -> Iterator[httpx.Client]:
    """The owner's browser, signed in."""
    with app.database.transaction() as session:
        cookie = sign_in(session, owner.user_id)
    headers = {"Accept": "text/html"}
    with httpx.Client(
        base_url=owner.http.base_url, cookies={"pressroom": cookie}, headers=headers, timeout=30
    ) as client:
        yield client


@pytest.fixture
def account(app: App, owner: Caller) -> str:
    """An account, connected."""
    return str(connect_pinterest(app, owner.workspace_id))


def test_a_board_is_made_at_an_account_with_sections_and_found_by_it(owner: Caller, account: str) -> None:
    made = owner.http.post("/api/boards", json={"name": "Breads", "connection_id": account, "privacy": "SECRET"})
    assert made.status_code == 201, made.text
    board = made.json()
    assert (board["connection_id"], board["privacy"], board["pin_count"]) == (account, "SECRET", 0)
    assert board["pinterest_board_id"]
    section = owner.http.post(f"/api/boards/{board['id']}/sections", json={"name": "Rye"})
    assert section.status_code == 201, section.text
    owner.http.post("/api/boards", json={"name": "Planned breads"})
    (found,) = owner.json("/api/boards", connection_id=account, q="bread")["items"]
    assert [one["name"] for one in found["sections"]] == ["Rye"]
    assert len(owner.json("/api/boards", q="bread")["items"]) == 2
    problem_of(owner.http.post("/api/boards", json={"name": "breads", "connection_id": account}), 409, "known")
    problem_of(owner.http.patch(f"/api/boards/{board['id']}", json={"name": "Rolls"}), 409, "at_pinterest")
    problem_of(owner.http.delete(f"/api/boards/{board['id']}"), 409, "at_pinterest")


def test_a_planned_board_is_brought_to_an_account(owner: Caller, account: str, pinterest: FakePinterest) -> None:
    planned = owner.http.post("/api/boards", json={"name": "soups"}).json()
    problem_of(owner.http.post(f"/api/boards/{planned['id']}/sections", json={"name": "Leek"}), 409, "planned")
    brought = owner.http.put(f"/api/boards/{planned['id']}/account", json={"connection_id": account})
    assert brought.status_code == 200, brought.text
    (there,) = pinterest.shelf.all("boards")
    assert (brought.json()["id"], brought.json()["pinterest_board_id"]) == (planned["id"], there["id"])


def test_reading_an_account_s_boards_is_one_run_however_often_it_is_asked_for(owner: Caller, account: str) -> None:
    first, second = (owner.http.post(f"/api/connections/{account}/boards") for _ in range(2))
    assert first.status_code == second.status_code == 202
    assert first.json()["run_id"] == second.json()["run_id"]
    assert first.headers["Location"] == f"/api/runs/{first.json()['run_id']}"
    assert owner.json(first.headers["Location"])["subject_kind"] == "connection"


def test_a_run_that_reads_boards_leads_to_its_account(
    owner: Caller, browser: httpx.Client, account: str, app: App
) -> None:
    run_id = owner.http.post(f"/api/connections/{account}/boards").json()["run_id"]
    for path in ("/runs", "/runs?workflow=sync_boards"):
        shown = browser.get(path).text
        assert "read boards" in shown
        assert "ada</p>" in shown
    link = f'<a href="/connections#connection-{account}">ada</a>'
    assert link in browser.get(f"/runs/{run_id}").text
    with app.database.transaction() as session:
        session.delete(session.get_one(Connection, UUID(account)))
    assert "a disconnected account" in browser.get(f"/runs/{run_id}").text


def test_a_project_has_its_account_back_when_that_is_connected_again(owner: Caller, account: str, app: App) -> None:
    blog = {"name": "Soups", "site_url": "https://soups.example/"}
    kept, left = (owner.http.post("/api/projects", json=blog | {"connection_id": account}).json() for _ in range(2))
    owner.http.patch(f"/api/projects/{left['id']}", json={"connection_id": None})
    assert owner.http.delete(f"/api/connections/{account}").status_code == 204
    assert owner.json(f"/api/projects/{kept['id']}")["connection_id"] is None
    again = str(connect_pinterest(app, owner.workspace_id))
    with app.database.transaction() as session:
        welcome(session, app.durable, session.get_one(Connection, UUID(again)))
    assert owner.json(f"/api/projects/{kept['id']}")["connection_id"] == again != account
    assert owner.json(f"/api/projects/{left['id']}")["connection_id"] is None


def test_an_account_that_is_lost_neither_reads_nor_makes_boards(owner: Caller, account: str, app: App) -> None:
    change(app, Connection, account, active=False, last_error="Token refresh failed: taken back.")
    problem_of(owner.http.post(f"/api/connections/{account}/boards"), 409, "auth_lost")
    problem_of(owner.http.post("/api/boards", json={"name": "Breads", "connection_id": account}), 409, "auth_lost")
    assert rows(app, Board) == []


def test_another_workspace_s_account_makes_no_boards(owner: Caller, account: str, app: App, stranger: Caller) -> None:
    problem_of(stranger.http.post("/api/boards", json={"name": "Mine", "connection_id": account}), 404)
    problem_of(stranger.http.post(f"/api/connections/{account}/boards"), 404)
    assert (rows(app, Board), owner.json("/api/boards")["items"]) == ([], [])


def test_a_sandbox_account_is_connected_by_its_token_which_is_shown_nowhere(
    owner: Caller, app: App, pinterest: FakePinterest
) -> None:
    answer = owner.http.post("/api/connections", json={"access_token": f" {TOKEN}\n"})
    assert answer.status_code == 201, answer.text
    assert (answer.json()["provider"], answer.json()["account"]) == ("pinterest_sandbox", pinterest.account.name)
    (kept,) = rows(app, Connection)
    assert app.vault.open(kept.access_sealed) == TOKEN
    assert TOKEN not in answer.text + owner.http.get("/api/connections").text + owner.http.get("/api/runs").text
    assert owner.json("/api/runs")["items"][0]["subject_id"] == str(kept.id)
    again = owner.http.post("/api/connections", json={"access_token": "pina_newer"})
    assert again.json()["id"] == answer.json()["id"]
    assert owner.http.delete(f"/api/connections/{kept.id}").status_code == 204


def test_a_token_that_the_sandbox_does_not_take_connects_nothing(
    owner: Caller, app: App, pinterest: FakePinterest
) -> None:
    pinterest.refused_tokens.add(TOKEN)
    problem_of(owner.http.post("/api/connections", json={"access_token": TOKEN}), 422, "access_token")
    for wrong in ("", "pina_tökén", "\x07"):
        problem_of(owner.http.post("/api/connections", json={"access_token": wrong}), 422, "access_token")
    other = {"access_token": "x", "provider": "pinterest"}
    assert owner.http.post("/api/connections", json=other).status_code == 422
    assert rows(app, Connection) == []


def test_a_lost_account_connected_again_is_the_same_and_its_boards_are_read(
    owner: Caller, browser: httpx.Client, app: App, doors: Doors
) -> None:
    provider = doors.oauth["pinterest"]
    assert isinstance(provider, FakeOAuthProvider)
    for _ in range(2):
        back = browser.get("/oauth/pinterest/start").headers["location"]
        assert browser.get(back.removeprefix("http://127.0.0.1:8288")).headers["location"] == "/connections"
        (kept,) = rows(app, Connection)
        change(app, Connection, kept.id, active=False, last_error="Token refresh failed: gone.", error_code="auth_lost")
    back = browser.get("/oauth/pinterest/start").headers["location"]
    browser.get(back.removeprefix("http://127.0.0.1:8288"))
    assert connection_row(app, kept.id).active
    assert {one["subject_id"] for one in owner.json("/api/runs")["items"]} == {str(kept.id)}


def test_the_page_of_connections_reads_boards_and_takes_sandbox_tokens(
    browser: httpx.Client, app: App, account: str, pinterest: FakePinterest
) -> None:
    shown = browser.get("/connections").text
    assert "boards not read yet" in shown
    assert "Pinterest sandbox" in shown
    assert browser.post(f"/connections/{account}/boards").headers["location"] == "/connections"
    assert browser.post("/connections/sandbox", data={"access_token": TOKEN}).headers["location"] == "/connections"
    assert {one.provider for one in rows(app, Connection)} == {"pinterest", "pinterest_sandbox"}
    pinterest.refused_tokens.add("bad")
    refused = browser.post("/connections/sandbox", data={"access_token": "bad"})
    assert "does not take this token" in refused.text
    assert 'bad"' not in refused.text


def test_every_page_says_that_an_account_has_to_be_connected_again(
    browser: httpx.Client, app: App, account: str
) -> None:
    assert "needs you to sign in again" not in browser.get("/pins").text
    change(app, Connection, account, active=False, last_error="Token refresh failed: taken back.")
    for path in ("/", "/pins", "/projects", "/media"):
        shown = browser.get(path).text
        assert "ada needs you to sign in again." in shown
        assert "Token refresh failed: taken back. Its work waits until then" in shown
    shown = browser.get("/connections").text
    assert "Token refresh failed: taken back." in shown
    assert "/oauth/pinterest/start" in shown


def test_boards_are_made_and_brought_to_an_account_on_the_page_of_projects(
    browser: httpx.Client, app: App, account: str, pinterest: FakePinterest
) -> None:
    made = browser.post("/boards", data={"name": "Breads", "account": account, "secret": "yes"})
    assert made.headers["location"] == "/projects#boards"
    browser.post("/boards", data={"name": "Soups"})
    planned = next(one for one in rows(app, Board) if one.name == "Soups")
    assert browser.get("/projects").text.count("only planned</p>") == 1
    assert browser.post(f"/boards/{planned.id}/account", data={"account": account}).status_code == 303
    assert browser.post(f"/boards/{planned.id}/sections", data={"name": "Leek"}).status_code == 303
    page = browser.get("/projects").text
    assert "at ada · Leek" in page
    assert "Secret" in page
    assert {one.connection_id for one in rows(app, Board)} == {UUID(account)}
    again = browser.post("/boards", data={"name": "breads", "account": account})
    assert "has a board called" in again.text
    assert "Choose the account" in browser.post("/boards", data={"name": "X", "account": "nothing"}).text
    assert len(pinterest.shelf.all("boards")) == 2
