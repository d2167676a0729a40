"""Accounts elsewhere: connected by one answer, kept fresh, let go."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from sqlalchemy import update

from pressroom.core.accounts.actions import create_user, create_workspace, first_admin
from pressroom.core.accounts.models import Role
from pressroom.core.connections.actions import (
    access_token,
    begin_connecting,
    disconnect,
    mark_lost,
    record_connection,
    refresh_token,
    take_request,
)
from pressroom.core.connections.models import Connection, ConnectionRequest
from pressroom.core.connections.queries import connection, connections, lost
from pressroom.core.connections.rules import FRESH_FOR
from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid, NotFound, ProviderAuthLost, ProviderBusy, ProviderRefused
from pressroom.kernel.vault import Vault
from pressroom.providers.oauth import Account, FakeOAuthProvider, Tokens
from tests.documents import rows

BACK = "http://127.0.0.1:8288/oauth/google_drive/callback"
HOUR = timedelta(hours=1)
ADA = Account("ada", "ada@example.test")


@pytest.fixture
def provider() -> FakeOAuthProvider:
    """The provider."""
    return FakeOAuthProvider()


@pytest.fixture
def people(app: App) -> tuple[UUID, UUID]:
    """The first workspace and its owner."""
    with app.database.transaction() as session:
        user, workspace = first_admin(session)
        return workspace.id, user.id


def begin(app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]) -> str:
    """Set out for the provider; return the state that comes back."""
    with app.database.transaction() as session:
        address = begin_connecting(
            session, app.vault, provider, workspace_id=people[0], user_id=people[1], redirect_uri=BACK
        )
    return parse_qs(urlsplit(address).query)["state"][0]


def take(app: App, state: str, user_id: UUID, provider: str = "google_drive") -> tuple[UUID, str]:
    """Come back from the provider."""
    with app.database.transaction() as session:
        return take_request(session, app.vault, provider=provider, state=state, user_id=user_id)


def connect(
    app: App, workspace_id: UUID, *, access: str = "access", refresh: str | None = "refresh", lasts: timedelta = HOUR
) -> UUID:
    """Keep an account's tokens."""
    tokens = Tokens(access=access, refresh=refresh, expires_at=datetime.now(UTC) + lasts, scopes=("read",))
    with app.database.transaction() as session:
        return record_connection(
            session, app.vault, workspace_id=workspace_id, provider="google_drive", tokens=tokens, account=ADA
        )


def state_of(app: App, connection_id: UUID) -> Connection:
    with app.database.transaction() as session:
        return session.get_one(Connection, connection_id)


def test_who_comes_back_with_the_state_is_let_in_once(
    app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]
) -> None:
    state = begin(app, provider, people)
    workspace_id, verifier = take(app, state, people[1])
    assert workspace_id == people[0]
    tokens, account = provider.exchange("fake-code", redirect_uri=BACK, verifier=verifier)
    assert (tokens.access, account.name) == ("fake-access-1", "ada@example.test")
    with pytest.raises(Invalid, match="used up"):
        take(app, state, people[1])


def test_another_person_s_state_another_provider_s_and_a_made_up_one_are_refused(
    app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]
) -> None:
    with app.database.transaction() as session:
        stranger = create_user(session, name="Eve", workspace_id=people[0], role=Role.MEMBER).id
    state = begin(app, provider, people)
    for wrong in ((state, stranger, "google_drive"), (state, people[1], "pinterest"), ("x", people[1], "google_drive")):
        with pytest.raises(Invalid):
            take(app, *wrong)
    assert take(app, state, people[1])


def test_a_state_that_is_too_old_is_refused_and_swept(
    app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]
) -> None:
    state = begin(app, provider, people)
    with app.database.transaction() as session:
        session.execute(update(ConnectionRequest).values(expires_at=datetime.now(UTC) - HOUR))
    with pytest.raises(Invalid):
        take(app, state, people[1])
    begin(app, provider, people)
    assert len(rows(app, ConnectionRequest)) == 1


def test_a_provider_that_is_not_set_up_leaves_no_request(
    app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]
) -> None:
    provider.failures = {"check": [ProviderRefused("Set PRESSROOM_GOOGLE_CLIENT_ID.")]}
    with pytest.raises(ProviderRefused):
        begin(app, provider, people)
    assert rows(app, ConnectionRequest) == []


def test_neither_state_verifier_nor_tokens_are_kept_in_the_clear(
    app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]
) -> None:
    state = begin(app, provider, people)
    (request,) = rows(app, ConnectionRequest)
    assert state not in str(vars(request))
    found = state_of(app, connect(app, people[0], access="very-secret", refresh="more-secret"))
    assert "secret" not in str(vars(found))
    assert app.vault.open(found.access_sealed) == "very-secret"


def test_an_account_connected_again_is_the_same_connection_with_the_new_tokens(
    app: App, people: tuple[UUID, UUID]
) -> None:
    first = connect(app, people[0])
    mark_lost(app.database, first, "It was taken back.")
    assert connect(app, people[0], access="newer", refresh=None) == first
    found = state_of(app, first)
    assert (found.active, found.last_error) == (True, None)
    assert app.vault.open(found.access_sealed) == "newer"
    assert app.vault.open(found.refresh_sealed or "") == "refresh"


def test_the_same_account_in_two_workspaces_is_two_connections(app: App, people: tuple[UUID, UUID]) -> None:
    with app.database.transaction() as session:
        other = create_workspace(session, "Elsewhere").id
    mine, theirs = connect(app, people[0]), connect(app, other)
    assert mine != theirs
    with app.database.transaction() as session:
        assert [one.id for one in connections(session, people[0])] == [mine]
        assert connections(session, people[0], provider="pinterest") == []
        with pytest.raises(NotFound):
            connection(session, people[0], theirs)


def test_a_token_that_lasts_is_given_as_it_is(app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]) -> None:
    connection_id = connect(app, people[0])
    assert access_token(app.database, app.vault, provider, connection_id) == "access"
    assert provider.calls["refresh"] == 0


def test_a_token_about_to_expire_is_renewed_before_it_does(
    app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]
) -> None:
    connection_id = connect(app, people[0], lasts=FRESH_FOR - timedelta(seconds=5))
    assert access_token(app.database, app.vault, provider, connection_id) == "fake-access-1"
    found = state_of(app, connection_id)
    assert found.token_expires_at is not None
    assert found.token_expires_at > datetime.now(UTC) + FRESH_FOR
    assert app.vault.open(found.refresh_sealed or "") == "refresh"


def test_of_many_that_ask_for_an_expired_token_one_renews_it(
    app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]
) -> None:
    connection_id = connect(app, people[0], lasts=-HOUR)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(access_token, app.database, app.vault, provider, connection_id) for _ in range(16)]
        assert {one.result(20) for one in asked} == {"fake-access-1"}
    assert provider.calls["refresh"] == 1


def test_of_many_whose_token_was_refused_one_renews_it(
    app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]
) -> None:
    connection_id = connect(app, people[0])
    with ThreadPoolExecutor(8) as pool:
        asked = [
            pool.submit(refresh_token, app.database, app.vault, provider, connection_id, refused="access")
            for _ in range(16)
        ]
        assert {one.result(20) for one in asked} == {"fake-access-1"}
    assert provider.calls["refresh"] == 1


def test_a_grant_taken_back_makes_the_connection_inactive_with_its_reason(
    app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]
) -> None:
    connection_id = connect(app, people[0], lasts=-HOUR)
    provider.revoked.add("refresh")
    with pytest.raises(ProviderAuthLost):
        access_token(app.database, app.vault, provider, connection_id)
    found = state_of(app, connection_id)
    assert (found.active, found.last_error) == (
        False,
        "Token refresh failed: Google Drive no longer lets this account in. Reconnect it.",
    )
    with pytest.raises(ProviderAuthLost, match="Reconnect it"):
        access_token(app.database, app.vault, provider, connection_id)
    assert provider.calls["refresh"] == 1
    with app.database.transaction() as session:
        assert [one.id for one in lost(session, people[0])] == [connection_id]


def test_a_provider_that_is_busy_costs_no_connection(
    app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]
) -> None:
    connection_id = connect(app, people[0], lasts=-HOUR)
    provider.failures = {"refresh": [ProviderBusy("Google's sign-in is busy. Try again.")]}
    with pytest.raises(ProviderBusy):
        access_token(app.database, app.vault, provider, connection_id)
    assert state_of(app, connection_id).active
    assert access_token(app.database, app.vault, provider, connection_id) == "fake-access-2"


def test_a_token_without_a_way_to_renew_it_is_lost_when_it_ends(
    app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]
) -> None:
    connection_id = connect(app, people[0], refresh=None, lasts=-HOUR)
    with pytest.raises(ProviderAuthLost, match="no way to renew"):
        access_token(app.database, app.vault, provider, connection_id)
    assert not state_of(app, connection_id).active


def test_who_disconnects_is_forgotten_and_the_provider_told(
    app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID]
) -> None:
    connection_id = connect(app, people[0])
    with app.database.transaction() as session:
        disconnect(session, app.vault, provider, connection(session, people[0], connection_id, lock=True))
    assert rows(app, Connection) == []
    assert provider.revoked == {"refresh"}
    with pytest.raises(ProviderAuthLost, match="no longer connected"):
        access_token(app.database, app.vault, provider, connection_id)


@pytest.mark.parametrize("is_readable", [True, False])
def test_nothing_keeps_anybody_from_leaving(
    app: App, provider: FakeOAuthProvider, people: tuple[UUID, UUID], *, is_readable: bool
) -> None:
    connection_id = connect(app, people[0])
    provider.failures = {"revoke": [ProviderBusy("Google cannot be reached.")]}
    vault = app.vault if is_readable else Vault(["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="])
    with app.database.transaction() as session:
        disconnect(session, vault, provider, connection(session, people[0], connection_id))
    assert rows(app, Connection) == []
