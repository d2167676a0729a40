"""Pinterest's accounts, https://developers.pinterest.com/docs/getting-started/authentication-and-scopes/.

Pinterest offers no PKCE; that who starts a consent is who ends it is told by `state`. A refresh token is replaced each
time it is used.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from pressroom import __version__
from pressroom.kernel.clock import now
from pressroom.kernel.errors import ProviderAuthLost, ProviderBusy, ProviderError, ProviderRefused
from pressroom.providers.calls import Answer, Ask, CallFailed, call
from pressroom.providers.oauth.provider import Account, Tokens
from pressroom.providers.wait import seconds_to_wait

PINTEREST_SCOPES = ("boards:read", "boards:write", "pins:read", "pins:write", "user_accounts:read")
CLIENT_UNKNOWN = 2
"""The token endpoint's error code for a client that is not known; 283 is for a grant that is not."""


class PinterestOAuth:
    """Asks for boards, pins and the account's name; a client secret goes into a header, never into an address."""

    name = "pinterest"
    label = "Pinterest"

    def __init__(
        self, *, client_id: str, client_secret: str, oauth_url: str, api_url: str, timeout_seconds: float = 30
    ) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        self._oauth_url = oauth_url
        self._api_url = api_url.rstrip("/")
        self._timeout = timeout_seconds

    def check(self) -> None:
        """Raise ProviderRefused, saying what to set, when Pinterest cannot be used."""
        named = (
            ("PRESSROOM_PINTEREST_CLIENT_ID", self._client_id),
            ("PRESSROOM_PINTEREST_CLIENT_SECRET", self._client_secret),
        )
        if missing := [name for name, value in named if not value]:
            raise ProviderRefused(
                "Pinterest is not set up. Make an app at https://developers.pinterest.com/apps/ and "
                f"set {' and '.join(missing)}."
            )

    def authorization_url(self, *, state: str, redirect_uri: str, verifier: str) -> str:
        """Return Pinterest's page of consent; `verifier` is not used, for Pinterest takes none."""
        del verifier
        self.check()
        asked = {
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": ",".join(PINTEREST_SCOPES),
            "state": state,
        }
        joiner = "&" if "?" in self._oauth_url else "?"
        return f"{self._oauth_url}{joiner}{urlencode(asked)}"

    def exchange(self, code: str, *, redirect_uri: str, verifier: str) -> tuple[Tokens, Account]:
        """Return the tokens a code stands for, and whose account they open."""
        del verifier
        self.check()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        answer = self._post_form(form | {"continuous_refresh": "true"})
        if not _is_fine(answer):
            raise _refused(answer)
        granted = _tokens(answer, kept=None)
        if missing := [scope for scope in PINTEREST_SCOPES if granted.scopes and scope not in granted.scopes]:
            raise ProviderRefused(f"Pinterest did not grant {', '.join(missing)}. Connect again and allow all of it.")
        return granted, self._account(granted.access)

    def refresh(self, refresh_token: str) -> Tokens:
        """Return new tokens, the refresh token too: the old one is used up."""
        self.check()
        answer = self._post_form({"grant_type": "refresh_token", "refresh_token": refresh_token})
        if not _is_fine(answer):
            raise _lost(answer)
        return _tokens(answer, kept=refresh_token)

    def revoke(self, token: str) -> None:
        """Do nothing: Pinterest has no call for it. People take an app back in their settings there."""

    def _account(self, access: str) -> Account:
        answer = self._asked("GET", "/user_account", {"Authorization": f"Bearer {access}"})
        said = _object(answer)
        if not _is_fine(answer) or said is None:
            raise _refused(answer)
        name, account_id = said.get("username"), said.get("id")
        if not (name or account_id):
            raise ProviderBusy("Pinterest does not say whose account this is. Connect again.")
        return Account(str(account_id or name), str(name or account_id))

    def _post_form(self, form: Mapping[str, str]) -> Answer:
        basic = b64encode(f"{self._client_id}:{self._client_secret}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
        return self._asked("POST", "/oauth/token", headers, urlencode(form).encode())

    def _asked(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Return an answer, unless Pinterest cannot answer now."""
        ours = {"Accept": "application/json", "User-Agent": f"Pressroom/{__version__}", **headers}
        ask = Ask(method=method, url=f"{self._api_url}{path}", headers=ours, body=body)
        try:
            answer = call(ask, seconds=self._timeout)
        except CallFailed as failure:
            raise ProviderBusy(
                f"Pinterest cannot be reached ({failure}). Check the network and try again."
            ) from failure
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ProviderBusy(
                f"Pinterest's sign-in is busy or out of order (HTTP {answer.status}). Try again.",
                retry_after=seconds_to_wait(answer.headers.get("retry-after")),
            )
        return answer


class PinterestSandbox:
    """Pinterest's sandbox, which has no consent: a token is made in its developer console and pasted."""

    name = "pinterest_sandbox"
    label = "Pinterest sandbox"

    def check(self) -> None:
        """Raise ProviderRefused: there is nothing to be sent to."""
        raise _by_pasting()

    def authorization_url(self, *, state: str, redirect_uri: str, verifier: str) -> str:
        """Raise ProviderRefused."""
        del state, redirect_uri, verifier
        raise _by_pasting()

    def exchange(self, code: str, *, redirect_uri: str, verifier: str) -> tuple[Tokens, Account]:
        """Raise ProviderRefused."""
        del code, redirect_uri, verifier
        raise _by_pasting()

    def refresh(self, refresh_token: str) -> Tokens:
        """Raise ProviderAuthLost: such a token ends, and another is pasted."""
        del refresh_token
        raise ProviderAuthLost("A sandbox token cannot be renewed. Paste a new one from Pinterest's developer console.")

    def revoke(self, token: str) -> None:
        """Do nothing: Pinterest has no call for it."""


def _by_pasting() -> ProviderRefused:
    return ProviderRefused("Pinterest's sandbox is connected by pasting an access token of its developer console.")


def _is_fine(answer: Answer) -> bool:
    return answer.status in {HTTPStatus.OK, HTTPStatus.CREATED}


def _tokens(answer: Answer, *, kept: str | None) -> Tokens:
    """Return the tokens of an answer; raises ProviderBusy where it is no such thing."""
    said = _object(answer) or {}
    access, refresh, expires_in = said.get("access_token"), said.get("refresh_token"), said.get("expires_in")
    if not isinstance(access, str) or not access:
        raise ProviderBusy("Pinterest's sign-in answered with something that holds no token. Try again.")
    lasts = timedelta(seconds=expires_in) if isinstance(expires_in, int) and 0 < expires_in < _DECADE else None
    return Tokens(
        access=access,
        refresh=refresh if isinstance(refresh, str) and refresh else kept,
        expires_at=now() + lasts if lasts else None,
        scopes=tuple(str(said.get("scope") or "").replace(",", " ").split()),
    )


_DECADE = 315_360_000


def _refused(answer: Answer) -> ProviderError:
    """Return why a code was not taken."""
    if _is_our_client(answer):
        return ProviderRefused(
            f"Pinterest does not know this app ({_reason(answer)}). "
            "Check PRESSROOM_PINTEREST_CLIENT_ID and PRESSROOM_PINTEREST_CLIENT_SECRET."
        )
    return ProviderRefused(f"Pinterest refused to let the account in ({_reason(answer)}). Connect again.")


def _lost(answer: Answer) -> ProviderError:
    """Return whether a grant has ended; that our own app is unknown is no fault of the account's."""
    if _is_our_client(answer) or answer.status not in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED}:
        return _refused(answer)
    return ProviderAuthLost(f"Pinterest no longer lets this account in ({_reason(answer)}). Reconnect it.")


def _is_our_client(answer: Answer) -> bool:
    said = _object(answer) or {}
    return said.get("error") in {"invalid_client", "unauthorized_client"} or said.get("code") == CLIENT_UNKNOWN


def _reason(answer: Answer) -> str:
    said = _object(answer) or {}
    reason = said.get("message") or said.get("error_description") or said.get("error") or "no reason given"
    words = "".join(one if one.isprintable() else " " for one in str(reason)[:300])
    return f"HTTP {answer.status}: {words}"


def _object(answer: Answer) -> dict[str, Any] | None:
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None
