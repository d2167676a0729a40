"""An account that is used, reconnected or found lost while its token is being renewed."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import text

from pressroom.core.accounts.actions import first_admin
from pressroom.core.connections.actions import mark_lost, record_failure, refresh_token
from pressroom.core.connections.passes import Pass
from pressroom.features.pins.boards.models import Board
from pressroom.kernel.app import App
from pressroom.kernel.errors import ProviderAuthLost
from pressroom.kernel.failure import AUTH_LOST, BUSY
from pressroom.providers.oauth import FakeOAuthProvider, Tokens
from tests.connected import connect_pinterest, connection_row
from tests.documents import rows
from tests.media import wait_for

ENDED = timedelta(hours=-1)
LONG = 20


class SlowSignIn(FakeOAuthProvider):
    """Pinterest's sign-in, which answers a refresh once it may."""

    def __init__(self) -> None:
        super().__init__(name="pinterest", label="Pinterest")
        self.asked, self.may_answer = Event(), Event()

    def refresh(self, refresh_token: str) -> Tokens:
        """Answer as the fake does, when it may."""
        self.asked.set()
        assert self.may_answer.wait(LONG)
        return super().refresh(refresh_token)


@pytest.fixture
def provider() -> Iterator[SlowSignIn]:
    """The provider, which answers at the latest when the test is over."""
    slow = SlowSignIn()
    yield slow
    slow.may_answer.set()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads for what goes on beside."""
    with ThreadPoolExecutor(4) as threads:
        yield threads


@pytest.fixture
def home(app: App) -> UUID:
    """The first workspace."""
    with app.database.transaction() as session:
        return first_admin(session)[1].id


@pytest.fixture
def account(app: App, home: UUID) -> UUID:
    """An account whose token has ended."""
    return connect_pinterest(app, home, lasts=ENDED)


def waits_for_a_lock(app: App) -> bool:
    """Tell whether somebody waits for a row."""
    with app.database.transaction() as session:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return bool(session.scalar(text(asked)))


@dataclass(frozen=True, slots=True)
class Renewal:
    """A token that is being renewed: the provider was asked, and has not answered yet."""

    provider: SlowSignIn
    token: Future[str]
    beside: ThreadPoolExecutor

    def ended(self) -> str:
        """Let the provider answer; return the new token."""
        self.provider.may_answer.set()
        return self.token.result(LONG)


@pytest.fixture
def renewal(app: App, provider: SlowSignIn, account: UUID, pool: ThreadPoolExecutor) -> Renewal:
    """The account's token, being renewed."""
    renewing = pool.submit(refresh_token, app.database, app.vault, provider, account)
    assert provider.asked.wait(LONG)
    return Renewal(provider, renewing, pool)


def test_what_refers_to_an_account_is_written_while_its_token_is_renewed(
    app: App, home: UUID, account: UUID, renewal: Renewal
) -> None:
    def write() -> None:
        with app.database.transaction() as session:
            session.add(Board(workspace_id=home, name="Soups", connection_id=account, pinterest_board_id="1"))

    renewal.beside.submit(write).result(5)
    assert not renewal.token.done()
    assert renewal.ended() == "fake-access-1"
    assert len(rows(app, Board)) == 1


def test_an_account_that_is_reconnected_while_its_old_grant_turns_out_to_have_ended_stays_connected(
    app: App, home: UUID, account: UUID, renewal: Renewal
) -> None:
    renewal.provider.revoked.add("refresh")
    reconnecting = renewal.beside.submit(connect_pinterest, app, home, refresh="newer")
    wait_for(lambda: waits_for_a_lock(app))
    with pytest.raises(ProviderAuthLost):
        renewal.ended()
    assert reconnecting.result(LONG) == account
    found = connection_row(app, account)
    assert (found.active, found.last_error, found.error_code) == (True, None, None)


def test_an_account_that_is_reconnected_before_a_night_s_failure_is_written_down_stays_connected(
    app: App, home: UUID, account: UUID
) -> None:
    connect_pinterest(app, home)
    for code in (BUSY, AUTH_LOST):
        with app.database.transaction() as session:
            record_failure(session, str(account), "Token refresh failed: it was too late.", code)
        assert connection_row(app, account).active


def test_a_token_refused_after_the_account_was_reconnected_takes_nothing_from_it(app: App, home: UUID) -> None:
    account = connect_pinterest(app, home)
    let_in = Pass(app.database, app.vault, FakeOAuthProvider(), account)

    def question() -> None:
        if let_in.token() == "fake-access-1":
            connect_pinterest(app, home)
        raise ProviderAuthLost("This token is not taken.")

    with pytest.raises(ProviderAuthLost):
        let_in.ask(question)
    assert connection_row(app, account).active


def test_an_account_whose_provider_was_out_of_order_is_not_given_up_for_what_is_refused_meanwhile(
    app: App, account: UUID
) -> None:
    with app.database.transaction() as session:
        record_failure(session, str(account), "Token refresh failed: sign-in is busy.", BUSY)
    mark_lost(app.database, account, "The account ada has to be connected again.")
    found = connection_row(app, account)
    assert (found.error_code, found.last_error) == (BUSY, "Token refresh failed: sign-in is busy.")
