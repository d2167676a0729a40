"""Tokens are renewed before they end, each by itself; an account whose provider was out of order comes back alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from dbos import DBOS

from pressroom.core.accounts.actions import create_workspace, first_admin
from pressroom.core.connections.actions import access_token, mark_lost, refresh_token
from pressroom.core.connections.rules import AHEAD
from pressroom.core.connections.workflows import refresh_tokens, revive_connections
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.errors import ProviderAuthLost, ProviderBusy, ProviderRefused
from pressroom.kernel.failure import AUTH_LOST, BUSY
from pressroom.kernel.vault import Vault
from pressroom.providers.oauth import FakeOAuthProvider
from tests.connected import MONTH, connect_pinterest, connection_row
from tests.doors import fake_doors
from tests.media import wait_for
from tests.workflows.conftest import StartWorker

SOON = timedelta(days=6)
DOWN = "Pinterest cannot be reached. Try again."


@pytest.fixture
def provider() -> FakeOAuthProvider:
    """Pinterest's sign-in, whose refresh tokens are good once."""
    return FakeOAuthProvider(name="pinterest", label="Pinterest")


@pytest.fixture
def home(app: App, provider: FakeOAuthProvider, start_worker: StartWorker) -> UUID:
    """The first workspace, with a worker at work."""
    start_worker(doors=fake_doors(pinterest_oauth=provider))
    wait_for(lambda: "refresh_tokens" in {one["schedule_name"] for one in app.durable.client.list_schedules()})
    with app.database.transaction() as session:
        return first_admin(session)[1].id


def night() -> dict[str, Any]:
    """Return what a night's round says."""
    return refresh_tokens(now(), None)


def test_a_night_without_anything_to_do_says_so(home: UUID, app: App) -> None:
    assert night() == {"refreshed": 0, "message": "No tokens need refreshing"}
    connect_pinterest(app, home, lasts=MONTH)
    connect_pinterest(app, home, "for-ever", lasts=None)
    assert night() == {"refreshed": 0, "message": "No tokens need refreshing"}


def test_what_ends_within_seven_days_is_renewed_with_both_tokens_and_its_end(
    home: UUID, app: App, provider: FakeOAuthProvider
) -> None:
    soon, later = connect_pinterest(app, home, lasts=SOON), connect_pinterest(app, home, "later", lasts=MONTH)
    assert night() == {
        "total": 1,
        "refreshed": 1,
        "failed": 0,
        "details": [{"id": str(soon), "success": True}],
    }
    found = connection_row(app, soon)
    assert app.vault.open(found.access_sealed) == "fake-access-1"
    assert found.token_expires_at is not None
    assert (found.active, found.last_error) == (True, None)
    assert app.vault.open(connection_row(app, later).access_sealed) == "access-later"
    assert provider.calls["refresh"] == 1


def test_accounts_of_all_workspaces_are_renewed_and_one_s_failure_stops_none_of_the_others(
    home: UUID, app: App, provider: FakeOAuthProvider
) -> None:
    with app.database.transaction() as session:
        elsewhere = create_workspace(session, "Elsewhere").id
    lost = connect_pinterest(app, home, "lost", lasts=timedelta(days=1), refresh="dead")
    well = connect_pinterest(app, elsewhere, "well", lasts=SOON)
    provider.revoked.add("dead")
    told = night()
    assert (told["total"], told["refreshed"], told["failed"]) == (2, 1, 1)
    first, second = told["details"]
    reason = "Token refresh failed: Pinterest no longer lets this account in. Reconnect it."
    assert first == {"id": str(lost), "success": False, "error": reason}
    assert second == {"id": str(well), "success": True}
    found = connection_row(app, lost)
    assert (found.active, found.last_error, found.error_code) == (False, reason, AUTH_LOST)
    assert night()["refreshed"] == 1  # the fake's tokens last an hour; the lost one is not asked for again
    assert provider.calls["refresh"] == 3


def test_a_provider_that_is_busy_for_a_moment_is_asked_up_to_three_times(
    home: UUID, app: App, provider: FakeOAuthProvider
) -> None:
    connection_id = connect_pinterest(app, home, lasts=SOON)
    provider.failures["refresh"] = [ProviderBusy(DOWN), ProviderBusy(DOWN)]
    assert night()["refreshed"] == 1
    assert provider.calls["refresh"] == 3
    assert connection_row(app, connection_id).active


def test_an_account_whose_provider_was_out_of_order_goes_on_by_itself_once_it_answers(
    home: UUID, app: App, provider: FakeOAuthProvider
) -> None:
    connection_id = connect_pinterest(app, home, lasts=SOON)
    provider.failures["refresh"] = [ProviderBusy(DOWN)] * 6
    reason = f"Token refresh failed: {DOWN}"
    assert night()["details"] == [{"id": str(connection_id), "success": False, "error": reason}]
    found = connection_row(app, connection_id)
    assert (found.active, found.last_error, found.error_code) == (False, reason, BUSY)
    assert revive_connections(now(), None)["failed"] == 1
    assert revive_connections(now(), None)["refreshed"] == 1
    found = connection_row(app, connection_id)
    assert (found.active, found.last_error, found.error_code) == (True, None, None)
    assert access_token(app.database, app.vault, provider, connection_id) == "fake-access-7"
    assert revive_connections(now(), None) == {"refreshed": 0, "message": "No tokens need refreshing"}


def test_an_account_that_was_taken_back_is_not_taken_up_again_by_itself(
    home: UUID, app: App, provider: FakeOAuthProvider
) -> None:
    mark_lost(app.database, connect_pinterest(app, home, lasts=SOON), "Pinterest took it back.")
    assert revive_connections(now(), None)["refreshed"] == 0
    assert provider.calls["refresh"] == 0


def test_an_app_that_the_provider_does_not_know_makes_its_accounts_inactive_with_the_reason(
    home: UUID, app: App, provider: FakeOAuthProvider
) -> None:
    connection_id = connect_pinterest(app, home, lasts=SOON)
    provider.failures["refresh"] = [ProviderRefused("Pinterest does not know this app.")]
    assert night()["failed"] == 1
    assert connection_row(app, connection_id).last_error == "Token refresh failed: Pinterest does not know this app."


def test_an_answer_that_was_lost_is_asked_for_again_with_the_old_token_and_its_refusal_told(
    home: UUID, app: App, provider: FakeOAuthProvider
) -> None:
    connection_id = connect_pinterest(app, home, lasts=SOON)
    provider.failures["refresh"] = [ProviderBusy(DOWN), ProviderAuthLost("The refresh token was used before.")]
    assert night()["failed"] == 1
    found = connection_row(app, connection_id)
    assert found.last_error == "Token refresh failed: The refresh token was used before."
    assert app.vault.open(found.access_sealed) == "access-ada"


def test_of_several_nights_and_uses_at_once_one_asks_the_provider(
    home: UUID, app: App, provider: FakeOAuthProvider
) -> None:
    connection_id = connect_pinterest(app, home, lasts=timedelta(minutes=30))

    def renew(_: int) -> str:
        return refresh_token(app.database, app.vault, provider, connection_id, lasting=timedelta(minutes=45))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(renew, range(16))) == {"fake-access-1"}
    assert provider.calls["refresh"] == 1


def test_a_token_that_the_keys_at_hand_do_not_open_stops_none_of_the_others(
    home: UUID, app: App, provider: FakeOAuthProvider
) -> None:
    sealed_elsewhere = connect_pinterest(app, home, "sealed", lasts=timedelta(days=1))
    stranger = Vault(["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="])
    with app.database.transaction() as session:
        row = session.merge(connection_row(app, sealed_elsewhere))
        row.refresh_sealed = stranger.seal("refresh")
    connect_pinterest(app, home, "well", lasts=SOON)
    told = night()
    assert (told["refreshed"], told["failed"]) == (1, 1)
    assert "cannot be opened" in told["details"][0]["error"]
    assert provider.calls["refresh"] == 1


def test_connections_of_other_providers_are_renewed_when_they_are_used(home: UUID, app: App) -> None:
    connect_pinterest(app, home, provider="google_drive", lasts=timedelta(hours=1))
    connect_pinterest(app, home, provider="pinterest_sandbox", lasts=timedelta(hours=1), refresh=None)
    assert night()["refreshed"] == 0


def test_the_night_is_at_two_and_its_result_is_kept_with_its_run(home: UUID, app: App) -> None:
    connection_id = connect_pinterest(app, home, lasts=SOON)
    schedules = {one["schedule_name"]: one["schedule"] for one in DBOS.list_schedules()}
    assert (schedules["refresh_tokens"], schedules["revive_connections"]) == ("0 2 * * *", "30 * * * *")
    told = DBOS.start_workflow(refresh_tokens, datetime.now(UTC), None).get_result()
    assert told["details"] == [{"id": str(connection_id), "success": True}]
    assert timedelta(days=7) == AHEAD
