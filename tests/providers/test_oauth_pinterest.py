"""Pinterest's sign-in at a server that judges what it is sent, and the pretended one that stands in for it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from pressroom.kernel.errors import ProviderAuthLost, ProviderBusy, ProviderError, ProviderRefused
from pressroom.providers.oauth import (
    PINTEREST_SCOPES,
    OAuthProvider,
    PinterestSandbox,
    Tokens,
    new_verifier,
    pinterest_oauth,
)
from tests.pinterest_http import Answer, as_json
from tests.pinterest_server import (
    Fault,
    PinterestServer,
    answered,
    broken,
    half_answer,
    limited,
    patience,
    reset,
    slow,
    web_page,
)

BACK = "http://127.0.0.1:8000/oauth/pinterest/callback"


def pinterest_at(server: PinterestServer, *, secret: str | None = None, timeout_seconds: float = 20) -> OAuthProvider:
    return pinterest_oauth(
        client_id=server.sign_in.client_id,
        client_secret=secret or server.sign_in.client_secret,
        oauth_url=server.oauth_url,
        api_url=server.api_url,
        timeout_seconds=timeout_seconds,
    )


@contextmanager
def pretended() -> Iterator[OAuthProvider]:
    yield pinterest_oauth(client_id="", client_secret="", oauth_url="", api_url="demo")


@contextmanager
def real() -> Iterator[OAuthProvider]:
    with PinterestServer() as server:
        yield pinterest_at(server)
        assert server.breaches == []


PROVIDERS: dict[str, Callable[[], AbstractContextManager[OAuthProvider]]] = {"pretended": pretended, "real": real}


@pytest.fixture(params=PROVIDERS)
def provider(request: pytest.FixtureRequest) -> Iterator[OAuthProvider]:
    """A door to knock at."""
    with PROVIDERS[request.param]() as provider:
        yield provider


@pytest.fixture
def server() -> Iterator[PinterestServer]:
    """A Pinterest of the test's own."""
    with PinterestServer() as server:
        yield server
        assert server.breaches == []


def consented(provider: OAuthProvider, verifier: str) -> dict[str, str]:
    """Return what the browser brings back when the person was sent to the page of consent."""
    url = provider.authorization_url(state="the state", redirect_uri=BACK, verifier=verifier)
    if not url.startswith(BACK):
        url = httpx.get(url).headers["Location"]
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def connected(provider: OAuthProvider) -> Tokens:
    verifier = new_verifier()
    return provider.exchange(consented(provider, verifier)["code"], redirect_uri=BACK, verifier=verifier)[0]


def test_consent_ends_in_tokens_with_all_that_was_asked_for(provider: OAuthProvider) -> None:
    provider.check()
    verifier = new_verifier()
    brought = consented(provider, verifier)
    assert brought["state"] == "the state"
    tokens, account = provider.exchange(brought["code"], redirect_uri=BACK, verifier=verifier)
    assert tokens.access
    assert tokens.refresh
    assert tokens.expires_at is not None
    assert tokens.expires_at > datetime.now(UTC)
    assert set(tokens.scopes) == set(PINTEREST_SCOPES)
    assert account.id.isdigit()
    assert account.name
    assert (provider.name, provider.label) == ("pinterest", "Pinterest")


def test_a_refresh_brings_another_refresh_token_and_uses_up_the_old(provider: OAuthProvider) -> None:
    tokens = connected(provider)
    fresh = provider.refresh(tokens.refresh or "")
    assert fresh.access != tokens.access
    assert fresh.refresh != tokens.refresh
    assert provider.refresh(fresh.refresh or "").access
    with pytest.raises(ProviderAuthLost, match="Reconnect it"):
        provider.refresh(tokens.refresh or "")


def test_tokens_do_not_show_their_secrets(provider: OAuthProvider) -> None:
    tokens = connected(provider)
    assert tokens.access not in repr(tokens)
    assert (tokens.refresh or "") not in repr(tokens)


def test_letting_go_asks_nothing_of_pinterest(server: PinterestServer) -> None:
    pinterest_at(server).revoke("pinr_1")
    assert server.requests == []


def test_a_code_works_once_and_only_for_the_address_it_was_sent_to(server: PinterestServer) -> None:
    pinterest, verifier = pinterest_at(server), new_verifier()
    code = consented(pinterest, verifier)["code"]
    with pytest.raises(ProviderRefused, match="Connect again"):
        pinterest.exchange(code, redirect_uri=f"{BACK}/other", verifier=verifier)
    code = consented(pinterest, verifier)["code"]
    pinterest.exchange(code, redirect_uri=BACK, verifier=verifier)
    with pytest.raises(ProviderRefused, match="Connect again"):
        pinterest.exchange(code, redirect_uri=BACK, verifier=verifier)


def test_less_granted_than_needed_is_refused(server: PinterestServer) -> None:
    server.sign_in.scopes = ("boards:read", "pins:read", "user_accounts:read")
    with pytest.raises(ProviderRefused, match=r"boards:write, pins:write\. Connect again"):
        connected(pinterest_at(server))


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (limited("5"), 5),
        (limited(), None),
        (broken(500), None),
        (broken(503), None),
        (reset(is_done=False), None),
        (slow(2, is_done=False), None),
        (web_page(200), None),
        (Fault(answer=as_json(200, {"access_token": None})), None),
        (Fault(answer=Answer(200, b"\xff", {})), None),
    ],
)
def test_a_sign_in_out_of_order_is_busy_and_costs_no_connection(
    server: PinterestServer, fault: Fault, waits: float | None
) -> None:
    _, refresh = server.grant()
    server.fail_next("token", fault)
    with pytest.raises(ProviderBusy) as raised:
        pinterest_at(server, timeout_seconds=patience(fault)).refresh(refresh)
    assert raised.value.retry_after == waits
    assert pinterest_at(server).refresh(refresh).refresh != refresh


@pytest.mark.parametrize("fault", [reset(is_done=True), half_answer(), slow(2, is_done=True)])
def test_a_refresh_that_was_answered_and_lost_has_used_up_the_token_and_the_next_one_says_to_reconnect(
    server: PinterestServer, fault: Fault
) -> None:
    _, refresh = server.grant()
    server.fail_next("token", fault)
    with pytest.raises(ProviderBusy):
        pinterest_at(server, timeout_seconds=patience(fault)).refresh(refresh)
    with pytest.raises(ProviderAuthLost, match="Reconnect it"):
        pinterest_at(server).refresh(refresh)


def test_an_answer_without_a_new_refresh_token_keeps_the_old(server: PinterestServer) -> None:
    _, refresh = server.grant()
    server.fail_next("token", Fault(answer=as_json(200, {"access_token": "pina_x", "expires_in": "soon"})))
    tokens = pinterest_at(server).refresh(refresh)
    assert (tokens.refresh, tokens.expires_at, tokens.scopes) == (refresh, None, ())


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (answered(401, "Authentication failed.", code=2), ProviderRefused, "PRESSROOM_PINTEREST_CLIENT_SECRET"),
        (Fault(answer=as_json(401, {"error": "invalid_client"})), ProviderRefused, "invalid_client"),
        (answered(401, "The authorization grant is invalid", code=283), ProviderAuthLost, "grant is invalid"),
        (answered(400, "Invalid\x00 refresh token", code=1), ProviderAuthLost, "Invalid  refresh token"),
        (answered(403, "Not now"), ProviderRefused, "Not now"),
    ],
)
def test_a_grant_that_ended_is_told_from_an_app_that_is_not_known(
    server: PinterestServer, fault: Fault, error: type[ProviderError], words: str
) -> None:
    _, refresh = server.grant()
    server.fail_next("token", fault)
    with pytest.raises(error, match=words):
        pinterest_at(server).refresh(refresh)


def test_a_secret_that_is_wrong_is_our_own_fault_and_not_the_account_s(server: PinterestServer) -> None:
    _, refresh = server.grant()
    with pytest.raises(ProviderRefused, match="PRESSROOM_PINTEREST_CLIENT_SECRET"):
        pinterest_at(server, secret="wrong").refresh(refresh)
    assert pinterest_at(server).refresh(refresh).access


def test_an_account_that_is_not_told_is_no_connection(server: PinterestServer) -> None:
    server.fail_next("account", Fault(answer=as_json(200, {})))
    with pytest.raises(ProviderBusy, match="whose account"):
        connected(pinterest_at(server))


def test_an_app_not_set_up_says_which_settings_are_missing() -> None:
    pinterest = pinterest_oauth(client_id="", client_secret="", oauth_url="https://a.test/", api_url="https://b.test/")
    with pytest.raises(ProviderRefused, match="PRESSROOM_PINTEREST_CLIENT_ID and PRESSROOM_PINTEREST_CLIENT_SECRET"):
        pinterest.check()
    with pytest.raises(ProviderRefused):
        pinterest.authorization_url(state="s", redirect_uri=BACK, verifier=new_verifier())


def test_no_secret_is_in_the_address_of_consent_nor_in_any_log(
    server: PinterestServer, caplog: pytest.LogCaptureFixture
) -> None:
    pinterest, verifier = pinterest_at(server), new_verifier()
    with caplog.at_level("DEBUG"):
        url = pinterest.authorization_url(state="s", redirect_uri=BACK, verifier=verifier)
        tokens = connected(pinterest)
        fresh = pinterest.refresh(tokens.refresh or "")
    for secret in (tokens.access, tokens.refresh or "", fresh.access, server.sign_in.client_secret, verifier):
        assert secret not in caplog.text + url


def test_the_sandbox_is_let_in_by_a_pasted_token_only() -> None:
    sandbox: OAuthProvider = PinterestSandbox()
    with pytest.raises(ProviderRefused, match="pasting an access token"):
        sandbox.check()
    with pytest.raises(ProviderAuthLost, match="Paste a new one"):
        sandbox.refresh("anything")
    sandbox.revoke("anything")
