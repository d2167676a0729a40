"""Opens the door to a provider's accounts, without its library until it is used."""

from functools import cached_property
from importlib import import_module
from importlib.util import find_spec

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.oauth.fake import FakeOAuthProvider
from pressroom.providers.oauth.pinterest import PINTEREST_SCOPES, PinterestOAuth
from pressroom.providers.oauth.provider import Account, OAuthProvider, Tokens

DEMO_URL = "demo"
"""Stands for a pretended Pinterest where its address would be."""
PINTEREST_DEMO = Account("100000000000000001", "pressroom_demo")


def pinterest_oauth(
    *, client_id: str, client_secret: str, oauth_url: str, api_url: str, timeout_seconds: float = 30
) -> OAuthProvider:
    """Return the door to Pinterest accounts; with `demo` for the API's address, one that grants at once."""
    if api_url == DEMO_URL:
        return FakeOAuthProvider("pinterest", "Pinterest", PINTEREST_DEMO, PINTEREST_SCOPES, rotates=True)
    return PinterestOAuth(
        client_id=client_id,
        client_secret=client_secret,
        oauth_url=oauth_url,
        api_url=api_url,
        timeout_seconds=timeout_seconds,
    )


def google_oauth(
    *, client_id: str, client_secret: str, auth_url: str, token_url: str, api_url: str, timeout_seconds: float = 30
) -> OAuthProvider:
    """Return the door to Google accounts; where it cannot be used, its `check` says why.

    The three addresses are Google's own unless another server stands in. `timeout_seconds` bounds one answer.
    """
    return LazyGoogle(
        client_id=client_id,
        client_secret=client_secret,
        auth_url=auth_url,
        token_url=token_url,
        api_url=api_url,
        timeout_seconds=timeout_seconds,
    )


class LazyGoogle:
    """Google's door, whose library is loaded at the first use and not at the start."""

    name = "google_drive"
    label = "Google Drive"

    def __init__(self, *, client_id: str, client_secret: str, **options: str | float) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        self._options = options

    def check(self) -> None:
        """Raise ProviderRefused, saying what to set or install, when this provider cannot be used."""
        missing = [
            name
            for name, value in (
                ("PRESSROOM_GOOGLE_CLIENT_ID", self._client_id),
                ("PRESSROOM_GOOGLE_CLIENT_SECRET", self._client_secret),
            )
            if not value
        ]
        if missing:
            raise ProviderRefused(
                f"Google Drive is not set up. Make an OAuth client of type “Web application” in Google's console and "
                f"set {' and '.join(missing)}."
            )
        if find_spec("google_auth_oauthlib") is None or find_spec("googleapiclient") is None:
            raise ProviderRefused(
                'Google Drive needs a library that is not installed. Install it with `pip install "pressroom[drive]"`.'
            )

    def authorization_url(self, *, state: str, redirect_uri: str, verifier: str) -> str:
        """Return where to send the person."""
        return self._google.authorization_url(state=state, redirect_uri=redirect_uri, verifier=verifier)

    def exchange(self, code: str, *, redirect_uri: str, verifier: str) -> tuple[Tokens, Account]:
        """Return the tokens a code stands for, and whose account they open."""
        return self._google.exchange(code, redirect_uri=redirect_uri, verifier=verifier)

    def refresh(self, refresh_token: str) -> Tokens:
        """Return new tokens."""
        return self._google.refresh(refresh_token)

    def revoke(self, token: str) -> None:
        """Withdraw the grant behind a token."""
        self._google.revoke(token)

    @cached_property
    def _google(self) -> OAuthProvider:
        self.check()
        google = import_module("pressroom.providers.oauth.google")
        provider: OAuthProvider = google.GoogleOAuth(
            client_id=self._client_id, client_secret=self._client_secret, **self._options
        )
        return provider
