"""What every door to somebody's account elsewhere promises."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What lets Pressroom in: never logged, never in a run; its `repr` hides the secrets."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    expires_at: datetime | None
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account it is: the provider's stable id, and what a person calls it (an e-mail address)."""

    id: str
    name: str


class OAuthProvider(Protocol):
    """Asks a person for consent, and keeps what was granted fresh."""

    @property
    def name(self) -> str:
        """The provider's name in rows and addresses: `google_drive`."""
        ...

    @property
    def label(self) -> str:
        """The provider's name for people: `Google Drive`."""
        ...

    def check(self) -> None:
        """Raise ProviderRefused, saying what to set or install, when this provider cannot be used."""
        ...

    def authorization_url(self, *, state: str, redirect_uri: str, verifier: str) -> str:
        """Return where to send the person: authorization code, offline access, PKCE (S256) from `verifier`.

        `state` comes back with the code. `verifier` is 43 to 128 characters of RFC 7636's alphabet, kept secret.
        """
        ...

    def exchange(self, code: str, *, redirect_uri: str, verifier: str) -> tuple[Tokens, Account]:
        """Return the tokens a code stands for, and whose account they open.

        Raises ProviderRefused when the code, the verifier or the client is not accepted or too little was granted;
        ProviderBusy when the provider cannot answer now (the code may be spent: start again).
        """
        ...

    def refresh(self, refresh_token: str) -> Tokens:
        """Return new tokens; the old refresh token stays in them where no new one came.

        Raises ProviderAuthLost when the grant was withdrawn or has ended, ProviderBusy for a fault that passes.
        """
        ...

    def revoke(self, token: str) -> None:
        """Withdraw the grant behind a token; one that is dead already is no error. Raises ProviderBusy."""
        ...
