"""Accounts elsewhere: connected through a browser, listed without their tokens, let go."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from pressroom.core.accounts.actions import create_api_token, create_user
from pressroom.core.accounts.actions import sign_in as sign_in_as
from pressroom.core.connections.models import Connection, ConnectionRequest
from pressroom.features.media.models import Folder, FolderStatus
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.errors import ProviderBusy, ProviderRefused
from pressroom.kernel.failure import AUTH_LOST
from pressroom.providers.oauth import FakeOAuthProvider
from tests.caller import Caller, admin_of, problem_of
from tests.clients import TRUSTED
from tests.documents import rows
from tests.doors import fake_doors
from tests.library import ACCESS, REFRESH, change, connect, watch
from tests.serving import served

UNKNOWN = "019a0000-0000-7000-8000-000000000000"
START = "/oauth/google_drive/start"
CALLBACK = "/oauth/google_drive/callback"


@pytest.fixture
def provider() -> FakeOAuthProvider:
    """What stands for Google's sign-in."""
    return FakeOAuthProvider()


@pytest.fixture
def owner(app: App, provider: FakeOAuthProvider) -> Iterator[Caller]:
    """The owner of the first workspace, by API."""
    with served(app, fake_doors(oauth=provider)) as server, admin_of(app, server.url) as caller:
        yield caller


@pytest.fixture
def browser(app: App, owner: Caller) -> Iterator[httpx.Client]:
    """The owner's browser, signed in."""
    with app.database.transaction() as session:
        cookie = sign_in_as(session, owner.user_id)
    with _browser(owner, cookie) as client:
        yield client


@pytest.fixture
def other_browser(app: App, owner: Caller) -> Iterator[httpx.Client]:
    """The browser of another member of the same workspace."""
    with app.database.transaction() as session:
        user = create_user(session, name="Grace", workspace_id=owner.workspace_id)
        cookie = sign_in_as(session, user.id)
    with _browser(owner, cookie) as client:
        yield client


def _browser(owner: Caller, cookie: str) -> httpx.Client:
    headers = {"Accept": "text/html"}
    return httpx.Client(
        base_url=owner.http.base_url, cookies={"pressroom": cookie}, headers=headers, timeout=30, verify=TRUSTED
    )


def agreed(browser: httpx.Client) -> dict[str, str]:
    """Press Connect and agree there; return what comes back with the browser."""
    answer = browser.get(START)
    assert answer.status_code == 303, answer.text
    where = urlsplit(answer.headers["location"])
    assert f"{where.scheme}://{where.netloc}{where.path}" == f"http://127.0.0.1:8288{CALLBACK}"
    return {name: value for name, (value,) in parse_qs(where.query).items()}


def error_of(answer: httpx.Response) -> str:
    """Return what the page of connections is to say went wrong."""
    assert answer.status_code == 303, answer.text
    where = urlsplit(answer.headers["location"])
    assert where.path == "/connections"
    return parse_qs(where.query)["error"][0]


def test_an_account_is_connected_and_listed_without_its_tokens(owner: Caller, browser: httpx.Client, app: App) -> None:
    answer = browser.get(CALLBACK, params=agreed(browser))
    assert (answer.status_code, answer.headers["location"]) == (303, "/connections")
    listed = owner.http.get("/api/connections")
    (found,) = listed.json()["items"]
    assert set(found) >= {"id", "provider", "account", "active", "token_expires_at", "last_error"}
    assert (found["provider"], found["account"], found["active"]) == ("google_drive", "ada@example.test", True)
    assert found["token_expires_at"].endswith("Z")
    assert owner.json(f"/api/connections/{found['id']}") == found
    for page in (listed, browser.get("/connections"), owner.http.get(f"/api/connections/{found['id']}")):
        assert "fake-access" not in page.text
        assert "fake-refresh" not in page.text
    (kept,) = rows(app, Connection)
    assert "fake" not in kept.access_sealed + kept.refresh_sealed
    assert app.vault.open(kept.access_sealed) == "fake-access-1"


def test_no_answer_of_any_kind_holds_a_token(owner: Caller, browser: httpx.Client, app: App) -> None:
    connection_id = connect(app, owner)
    folder_id = watch(app, owner, connection_id=connection_id)
    owner.http.post(f"/api/media/folders/{folder_id}/sync")
    run_id = owner.json(f"/api/media/folders/{folder_id}")["run_id"]
    (kept,) = rows(app, Connection)
    secrets = [ACCESS, REFRESH, kept.access_sealed, kept.refresh_sealed]
    seen = [
        owner.http.get(path)
        for path in (
            "/api/connections",
            f"/api/connections/{connection_id}",
            "/api/media/folders",
            f"/api/media/folders/{folder_id}",
            f"/api/drive/folders?connection_id={connection_id}",
            "/api/runs",
            f"/api/runs/{run_id}",
            f"/api/runs/{run_id}/steps",
        )
    ]
    seen += [browser.get(path) for path in ("/connections", "/media/folders", f"/media/folders/{folder_id}", "/runs")]
    assert {one.status_code for one in seen} == {200}
    assert not [(one.url, secret) for one in seen for secret in secrets if secret in one.text]


def test_the_same_account_again_is_the_same_connection_with_fresh_tokens(
    owner: Caller, browser: httpx.Client, app: App
) -> None:
    for _ in range(2):
        assert browser.get(CALLBACK, params=agreed(browser)).headers["location"] == "/connections"
    assert len(owner.json("/api/connections")["items"]) == 1
    (kept,) = rows(app, Connection)
    assert app.vault.open(kept.access_sealed) == "fake-access-2"


def test_several_accounts_are_connected_side_by_side(owner: Caller, app: App) -> None:
    ids = [connect(app, owner, "ada@example.test"), connect(app, owner, "grace@example.test")]
    assert [one["id"] for one in owner.json("/api/connections")["items"]] == ids


def test_a_way_back_of_another_person_is_refused(browser: httpx.Client, other_browser: httpx.Client, app: App) -> None:
    back = agreed(browser)
    assert "used up or too old" in error_of(other_browser.get(CALLBACK, params=back))
    assert rows(app, Connection) == []
    assert browser.get(CALLBACK, params=back).headers["location"] == "/connections"  # and is not used up by it


def test_a_way_back_used_twice_is_refused(browser: httpx.Client, provider: FakeOAuthProvider) -> None:
    back = agreed(browser)
    browser.get(CALLBACK, params=back)
    assert "used up or too old" in error_of(browser.get(CALLBACK, params=back))
    assert provider.calls["exchange"] == 1


def test_a_way_back_that_is_too_old_is_refused(browser: httpx.Client, app: App) -> None:
    back = agreed(browser)
    (asked,) = rows(app, ConnectionRequest)
    change(app, ConnectionRequest, asked.id, expires_at=now() - timedelta(seconds=1))
    assert "used up or too old" in error_of(browser.get(CALLBACK, params=back))
    assert rows(app, Connection) == []


@pytest.mark.parametrize("back", [{}, {"state": "made-up", "code": "fake-code"}, {"code": "fake-code"}])
def test_a_way_back_nobody_asked_for_is_refused(browser: httpx.Client, app: App, back: dict[str, str]) -> None:
    assert "Press Connect again" in error_of(browser.get(CALLBACK, params=back))
    assert rows(app, Connection) == []


def test_who_does_not_agree_is_told_so(browser: httpx.Client, app: App) -> None:
    back = agreed(browser)
    told = error_of(browser.get(CALLBACK, params={"state": back["state"], "error": "access_denied"}))
    assert "You did not allow it" in told
    assert rows(app, Connection) == []
    assert "used up" in error_of(browser.get(CALLBACK, params=back))


def test_what_the_provider_says_went_wrong_is_passed_on(browser: httpx.Client, provider: FakeOAuthProvider) -> None:
    provider.failures["exchange"] = [ProviderRefused("Google Drive does not accept this code. Connect again.")]
    assert "does not accept" in error_of(browser.get(CALLBACK, params=agreed(browser)))
    back = agreed(browser)
    assert "server_error" in error_of(browser.get(CALLBACK, params={"state": back["state"], "error": "server_error"}))


def test_a_provider_that_is_not_set_up_says_what_to_set(browser: httpx.Client, provider: FakeOAuthProvider) -> None:
    provider.failures["check"] = [ProviderRefused("Google Drive is not set up. Set PRESSROOM_GOOGLE_CLIENT_ID.")]
    assert "PRESSROOM_GOOGLE_CLIENT_ID" in error_of(browser.get(START))


@pytest.mark.parametrize("path", [START, CALLBACK])
def test_nobody_is_shown_the_door(owner: Caller, path: str, app: App) -> None:
    answer = httpx.get(f"{owner.http.base_url}{path}", params={"state": "x", "code": "y"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=/oauth/google_drive/")
    assert rows(app, ConnectionRequest) == []


def test_a_provider_there_is_none_of_is_not_found(browser: httpx.Client) -> None:
    assert browser.get("/oauth/dropbox/start").status_code == 404
    assert "no such provider" in error_of(browser.get("/oauth/dropbox/callback"))


def test_a_token_that_may_only_read_connects_and_disconnects_nothing(
    owner: Caller, browser: httpx.Client, app: App
) -> None:
    back = agreed(browser)
    connection_id = connect(app, owner)
    with app.database.transaction() as session:
        token = create_api_token(
            session, workspace_id=owner.workspace_id, user_id=owner.user_id, name="screen", scope="read"
        )
    with httpx.Client(base_url=owner.http.base_url, headers={"Authorization": f"Bearer {token}"}) as reader:
        problem_of(reader.get(START), 403, "read_only")
        assert "only read" in error_of(reader.get(CALLBACK, params=back))
        problem_of(reader.delete(f"/api/connections/{connection_id}"), 403, "read_only")
        assert reader.get("/api/connections").status_code == 200
    assert [str(one.id) for one in rows(app, Connection)] == [connection_id]


def test_an_account_let_go_is_gone_here_and_at_its_provider(
    owner: Caller, app: App, provider: FakeOAuthProvider
) -> None:
    connection_id = connect(app, owner)
    folder_id = watch(app, owner, connection_id=connection_id)
    assert owner.http.delete(f"/api/connections/{connection_id}").status_code == 204
    assert provider.revoked == {REFRESH}
    assert owner.json("/api/connections")["items"] == []
    assert owner.json(f"/api/media/folders/{folder_id}")["connection_id"] is None
    problem_of(owner.http.delete(f"/api/connections/{connection_id}"), 404)


def test_a_provider_that_does_not_answer_keeps_nobody_from_leaving(
    owner: Caller, app: App, provider: FakeOAuthProvider
) -> None:
    provider.failures["revoke"] = [ProviderBusy("Google does not answer.")]
    assert owner.http.delete(f"/api/connections/{connect(app, owner)}").status_code == 204
    assert rows(app, Connection) == []


def test_a_lost_account_connected_again_lets_its_syncs_go_on(owner: Caller, browser: httpx.Client, app: App) -> None:
    browser.get(CALLBACK, params=agreed(browser))
    (kept,) = rows(app, Connection)
    folder_id = watch(app, owner, connection_id=str(kept.id))
    change(app, Connection, kept.id, active=False, last_error="Google took it back.")
    change(app, Folder, folder_id, status=FolderStatus.FAILED, error_code=AUTH_LOST, error="Google took it back.")
    (lost,) = owner.json("/api/connections")["items"]
    assert (lost["active"], lost["last_error"]) == (False, "Google took it back.")
    browser.get(CALLBACK, params=agreed(browser))
    (back,) = owner.json("/api/connections")["items"]
    assert (back["id"], back["active"], back["last_error"]) == (lost["id"], True, None)
    assert owner.json(f"/api/media/folders/{folder_id}")["status"] == "syncing"


def test_an_unknown_account_is_not_found(owner: Caller) -> None:
    problem_of(owner.http.get(f"/api/connections/{UNKNOWN}"), 404)
