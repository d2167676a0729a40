"""A provider that grants at once, and fails as it is told; for tests and demonstrations."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from urllib.parse import urlencode

from pressroom.kernel.errors import ProviderAuthLost, ProviderError, ProviderRefused
from pressroom.providers.oauth.pkce import challenge_of
from pressroom.providers.oauth.provider import Account, Tokens

LIFETIME = timedelta(hours=1)


@dataclass(slots=True)
class FakeOAuthProvider:
    """Sends the person straight back with the code `fake-code`; `failures` are raised once each, by method."""

    name: str = "google_drive"
    label: str = "Google Drive"
    account: Account = field(default_factory=lambda: Account("fake-account", "ada@example.test"))
    scopes: tuple[str, ...] = ("read",)
    failures: dict[str, list[ProviderError]] = field(default_factory=dict)
    """What the next calls of `check`, `exchange`, `refresh` and `revoke` raise, first one first."""
    calls: Counter[str] = field(default_factory=Counter)
    revoked: set[str] = field(default_factory=set)
    rotates: bool = False
    """Whether a refresh token works once and is replaced."""
    _challenge: str | None = None

    def check(self) -> None:
        """Raise what was scripted."""
        self._called("check")

    def authorization_url(self, *, state: str, redirect_uri: str, verifier: str) -> str:
        """Return the redirect address itself, with a code: the person agrees at once."""
        self._challenge = challenge_of(verifier)
        return f"{redirect_uri}?{urlencode({'code': 'fake-code', 'state': state})}"

    def exchange(self, code: str, *, redirect_uri: str, verifier: str) -> tuple[Tokens, Account]:  # noqa: ARG002  # the Protocol's signature
        """Return tokens for the code `fake-code` and the verifier the address was made with."""
        self._called("exchange")
        if code != "fake-code" or challenge_of(verifier) != self._challenge:
            raise ProviderRefused(f"{self.label} does not accept this code. Connect again.")
        return self._tokens("fake-refresh"), self.account

    def refresh(self, refresh_token: str) -> Tokens:
        """Return another access token each time, unless the grant was revoked."""
        self._called("refresh")
        if refresh_token in self.revoked:
            raise ProviderAuthLost(f"{self.label} no longer lets this account in. Reconnect it.")
        if not self.rotates:
            return self._tokens(refresh_token)
        self.revoked.add(refresh_token)
        return self._tokens(f"fake-refresh-{token_urlsafe(8)}")

    def revoke(self, token: str) -> None:
        """Remember the token as dead."""
        self._called("revoke")
        self.revoked.add(token)

    def _tokens(self, refresh: str) -> Tokens:
        access = f"fake-access-{self.calls['exchange'] + self.calls['refresh']}"
        return Tokens(access=access, refresh=refresh, expires_at=datetime.now(UTC) + LIFETIME, scopes=self.scopes)

    def _called(self, method: str) -> None:
        self.calls[method] += 1
        if waiting := self.failures.get(method):
            raise waiting.pop(0)
