"""What every door to an account promises, held to by the fake and by Google's against a server of our own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from pressroom.kernel.errors import ProviderAuthLost, ProviderBusy, ProviderRefused
from pressroom.providers.oauth import FakeOAuthProvider, OAuthProvider, challenge_of, google_oauth, new_verifier
from tests.drive_server import DriveServer

BACK = "http://127.0.0.1:8000/connections/google_drive/callback"


def google_at(server: DriveServer, *, secret: str | None = None) -> OAuthProvider:
    return google_oauth(
        client_id="drive-client",
        client_secret=secret or server.sign_in.client_secret,
        auth_url=server.auth_url,
        token_url=server.token_url,
        api_url=server.api_url,
        timeout_seconds=5,
    )


@contextmanager
def fake() -> Iterator[OAuthProvider]:
    yield FakeOAuthProvider()


@contextmanager
def google() -> Iterator[OAuthProvider]:
    with DriveServer() as server:
        yield google_at(server)


PROVIDERS: dict[str, Callable[[], AbstractContextManager[OAuthProvider]]] = {"fake": fake, "google": google}


@pytest.fixture(params=PROVIDERS)
def provider(request: pytest.FixtureRequest) -> Iterator[OAuthProvider]:
    """A door to knock at."""
    with PROVIDERS[request.param]() as provider:
        yield provider


@pytest.fixture
def server() -> Iterator[DriveServer]:
    """A Google of the test's own."""
    with DriveServer() as server:
        yield server


def consented(provider: OAuthProvider, verifier: str) -> dict[str, str]:
    """Return what the browser brings back when the person was sent to the page of consent."""
    url = provider.authorization_url(state="the state", redirect_uri=BACK, verifier=verifier)
    if not url.startswith(BACK):
        url = httpx.get(url).headers["Location"]
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_consent_ends_in_tokens_and_says_whose_account_it_is(provider: OAuthProvider) -> None:
    provider.check()
    verifier = new_verifier()
    brought = consented(provider, verifier)
    assert brought["state"] == "the state"
    tokens, account = provider.exchange(brought["code"], redirect_uri=BACK, verifier=verifier)
    assert tokens.access
    assert tokens.refresh
    assert tokens.expires_at is not None
    assert tokens.expires_at.tzinfo is not None
    assert tokens.scopes
    assert account.id
    assert account.name == "ada@example.test"
    assert (provider.name, provider.label) == ("google_drive", "Google Drive")


def test_a_refresh_brings_a_new_access_token_and_keeps_the_refresh_token(provider: OAuthProvider) -> None:
    verifier = new_verifier()
    tokens, _ = provider.exchange(consented(provider, verifier)["code"], redirect_uri=BACK, verifier=verifier)
    assert tokens.refresh
    fresh = provider.refresh(tokens.refresh)
    assert fresh.access != tokens.access
    assert fresh.refresh == tokens.refresh


def test_a_code_is_worthless_without_its_verifier(provider: OAuthProvider) -> None:
    brought = consented(provider, new_verifier())
    with pytest.raises(ProviderRefused):
        provider.exchange(brought["code"], redirect_uri=BACK, verifier=new_verifier())


def test_a_revoked_grant_is_lost_and_may_be_revoked_again(provider: OAuthProvider) -> None:
    verifier = new_verifier()
    tokens, _ = provider.exchange(consented(provider, verifier)["code"], redirect_uri=BACK, verifier=verifier)
    assert tokens.refresh
    provider.revoke(tokens.refresh)
    provider.revoke(tokens.refresh)
    with pytest.raises(ProviderAuthLost):
        provider.refresh(tokens.refresh)


def test_tokens_do_not_show_their_secrets(provider: OAuthProvider) -> None:
    verifier = new_verifier()
    tokens, _ = provider.exchange(consented(provider, verifier)["code"], redirect_uri=BACK, verifier=verifier)
    assert tokens.access not in repr(tokens)
    assert (tokens.refresh or "") not in repr(tokens)


def test_a_challenge_is_that_of_the_standard() -> None:
    assert challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert 43 <= len(new_verifier()) <= 128


def test_a_person_may_say_no(server: DriveServer) -> None:
    server.deny_next()
    assert consented(google_at(server), new_verifier()) == {"error": "access_denied", "state": "the state"}


def test_a_box_not_ticked_is_told(server: DriveServer) -> None:
    server.sign_in.scopes = ("openid",)
    google, verifier = google_at(server), new_verifier()
    with pytest.raises(ProviderRefused, match="tick the box"):
        google.exchange(consented(google, verifier)["code"], redirect_uri=BACK, verifier=verifier)


def test_more_granted_than_asked_is_no_error(server: DriveServer) -> None:
    server.sign_in.scopes = (*server.sign_in.scopes, "openid")
    google, verifier = google_at(server), new_verifier()
    tokens, _ = google.exchange(consented(google, verifier)["code"], redirect_uri=BACK, verifier=verifier)
    assert "openid" in tokens.scopes


def test_a_code_works_once(server: DriveServer) -> None:
    google, verifier = google_at(server), new_verifier()
    code = consented(google, verifier)["code"]
    google.exchange(code, redirect_uri=BACK, verifier=verifier)
    with pytest.raises(ProviderRefused, match="Connect again"):
        google.exchange(code, redirect_uri=BACK, verifier=verifier)


@pytest.mark.parametrize("status", [429, 500, 503, None])
def test_a_sign_in_out_of_order_is_busy_and_costs_no_connection(server: DriveServer, status: int | None) -> None:
    _, refresh = server.sign_in.grant()
    server.fail_next("token", status=status, retry_after="5", times=2)
    with pytest.raises(ProviderBusy) as raised:
        google_at(server).refresh(refresh)
    assert raised.value.retry_after == (5 if status else None)


def test_a_secret_that_is_wrong_is_our_own_fault_and_not_the_account_s(server: DriveServer) -> None:
    _, refresh = server.sign_in.grant()
    with pytest.raises(ProviderRefused, match="PRESSROOM_GOOGLE_CLIENT_SECRET"):
        google_at(server, secret="wrong").refresh(refresh)


def test_a_drive_that_is_not_enabled_for_the_client_is_told(server: DriveServer) -> None:
    google, verifier = google_at(server), new_verifier()
    code = consented(google, verifier)["code"]
    server.fail_next("about", status=403, reason="accessNotConfigured")
    with pytest.raises(ProviderRefused, match="Enable the Google Drive API"):
        google.exchange(code, redirect_uri=BACK, verifier=verifier)


def test_a_sign_in_that_cannot_be_reached_is_busy() -> None:
    nowhere = "http://127.0.0.1:1/token"
    google = google_oauth(client_id="a", client_secret="b", auth_url=nowhere, token_url=nowhere, api_url=nowhere)
    with pytest.raises(ProviderBusy, match="cannot be reached"):
        google.refresh("1//refresh")


def test_a_client_not_set_up_says_which_settings_are_missing() -> None:
    google = google_oauth(client_id="", client_secret="", auth_url="", token_url="", api_url="")
    with pytest.raises(ProviderRefused, match="PRESSROOM_GOOGLE_CLIENT_ID and PRESSROOM_GOOGLE_CLIENT_SECRET"):
        google.check()
    with pytest.raises(ProviderRefused):
        google.authorization_url(state="s", redirect_uri=BACK, verifier=new_verifier())


def test_no_token_is_written_to_any_log(server: DriveServer, caplog: pytest.LogCaptureFixture) -> None:
    google, verifier = google_at(server), new_verifier()
    with caplog.at_level("DEBUG"):
        tokens, _ = google.exchange(consented(google, verifier)["code"], redirect_uri=BACK, verifier=verifier)
        google.refresh(tokens.refresh or "")
    assert tokens.access not in caplog.text
    assert (tokens.refresh or "") not in caplog.text
    assert verifier not in caplog.text
    assert "drive-secret" not in caplog.text
