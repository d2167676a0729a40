"""Google's accounts, through Google's own library. The only module that knows it."""

import logging
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from google_auth_oauthlib.flow import Flow  # type: ignore[import-untyped]  # the library ships no types
from oauthlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]  # as above
from requests_oauthlib import OAuth2Session  # type: ignore[import-untyped]  # as above

from pressroom.kernel.errors import ProviderAuthLost, ProviderBusy, ProviderError, ProviderRefused
from pressroom.providers.oauth.provider import Account, Tokens
from pressroom.providers.wait import seconds_to_wait

READ_DRIVE = "https://www.googleapis.com/auth/drive.readonly"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
RATE_LIMITED = 429
SERVER_ERROR = 500
PASSING = {"temporarily_unavailable", "server_error", "internal_failure", "missing_token"}
"""What oauthlib calls faults that pass; `missing_token` is an answer that is no answer, as a hotel's sign-in page."""
OUR_CLIENT = {"invalid_client", "unauthorized_client", "deleted_client", "disabled_client"}

for _name in ("oauthlib", "requests_oauthlib"):  # they write tokens into their debug log
    logging.getLogger(_name).setLevel(logging.INFO)


class GoogleOAuth:
    """Asks for reading Drive and nothing else; whose account it is, Drive tells.

    The addresses may be those of another server standing in, without TLS only on this machine.
    """

    name = "google_drive"
    label = "Google Drive"

    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        auth_url: str,
        token_url: str,
        api_url: str,
        timeout_seconds: float = 30,
    ) -> None:
        self._client = {
            "client_id": client_id,
            "client_secret": client_secret,
            "auth_uri": auth_url,
            "token_uri": token_url,
        }
        self._api_url = api_url
        self._timeout = timeout_seconds
        if all(urlsplit(url).scheme == "http" and urlsplit(url).hostname in LOOPBACK for url in (auth_url, token_url)):
            os.environ.setdefault("OAUTHLIB_INSECURE_TRANSPORT", "1")

    def check(self) -> None:
        """Return: with its library loaded and a client of its own, it can be used."""

    def authorization_url(self, *, state: str, redirect_uri: str, verifier: str) -> str:
        """Return Google's page of consent, which is shown each time, so that a refresh token comes each time."""
        with self._flow(scopes=[READ_DRIVE], redirect_uri=redirect_uri, verifier=verifier) as flow:
            url, _ = flow.authorization_url(
                state=state, access_type="offline", prompt="consent", include_granted_scopes="true"
            )
        return str(url)

    def exchange(self, code: str, *, redirect_uri: str, verifier: str) -> tuple[Tokens, Account]:
        """Return the tokens a code stands for, and whose Drive they open."""
        with self._flow(redirect_uri=redirect_uri, verifier=verifier) as flow, _told(_refused):
            granted = _tokens(flow.fetch_token(code=code, timeout=self._timeout, include_client_id=True))
        if granted.scopes and READ_DRIVE not in granted.scopes:
            raise ProviderRefused("Reading Drive was not allowed. Connect again and tick the box that allows it.")
        return granted, self._account(granted.access)

    def refresh(self, refresh_token: str) -> Tokens:
        """Return new tokens, with the old refresh token where Google sent no new one."""
        with self._flow() as flow, _told(_lost):
            return _tokens(
                flow.oauth2session.refresh_token(
                    self._client["token_uri"],
                    refresh_token=refresh_token,
                    client_id=self._client["client_id"],
                    client_secret=self._client["client_secret"],
                    timeout=self._timeout,
                )
            )

    def revoke(self, token: str) -> None:
        """Withdraw the grant; Google answers 400 to a token that is dead already."""
        url = urljoin(self._client["token_uri"], "revoke")
        with _told(_refused):
            _check_passing(requests.post(url, data={"token": token}, timeout=self._timeout))

    def _account(self, access: str) -> Account:
        """Return whose Drive it is. Raises ProviderRefused where the Drive API is not enabled for our client."""
        with _told(_refused):
            answer = _check_passing(
                requests.get(
                    f"{self._api_url.rstrip('/')}/drive/v3/about",
                    params={"fields": "user(permissionId,emailAddress,displayName)"},
                    headers={"Authorization": f"Bearer {access}"},
                    timeout=self._timeout,
                )
            )
        if not answer.ok:
            raise ProviderRefused(
                f"Google let the account in, but not to Drive (HTTP {answer.status_code}): {_said(answer)} "
                "Enable the Google Drive API for the client in Google's console and connect again."
            )
        user = answer.json()["user"]
        return Account(
            user["permissionId"], user.get("emailAddress") or user.get("displayName") or user["permissionId"]
        )

    @contextmanager
    def _flow(
        self, *, scopes: list[str] | None = None, redirect_uri: str | None = None, verifier: str | None = None
    ) -> Iterator[Any]:
        """Yield a flow; without scopes but where they are asked for, as oauthlib takes others granted for an error."""
        flow = Flow.from_client_config(
            {"web": self._client},
            scopes,
            redirect_uri=redirect_uri,
            code_verifier=verifier,
            autogenerate_code_verifier=False,
        )
        session: OAuth2Session = flow.oauth2session
        session.register_compliance_hook("access_token_response", _check_passing)
        session.register_compliance_hook("refresh_token_response", _check_passing)
        with closing(session):
            yield flow


def _check_passing(answer: requests.Response) -> requests.Response:
    """Return the answer, unless Google cannot answer now."""
    if answer.status_code == RATE_LIMITED or answer.status_code >= SERVER_ERROR:
        raise ProviderBusy(
            f"Google's sign-in is busy or out of order (HTTP {answer.status_code}). Try again.",
            retry_after=seconds_to_wait(answer.headers.get("Retry-After")),
        )
    return answer


@contextmanager
def _told(failure: Any) -> Iterator[None]:  # noqa: ANN401  # a function from oauthlib's untyped error
    """Raise our own errors for those of the libraries; none of them holds a secret."""
    try:
        yield
    except OAuth2Error as error:
        raise failure(error) from None
    except requests.RequestException as error:
        raise ProviderBusy(
            f"Google cannot be reached ({type(error).__name__}). Check the network and try again."
        ) from None


def _refused(error: OAuth2Error) -> ProviderError:
    """Return why a code was not taken."""
    if error.error in PASSING:
        return ProviderBusy(f"Google's sign-in is out of order ({error.error}). Try again.")
    if error.error in OUR_CLIENT:
        return ProviderRefused(
            f"Google does not know this client ({error.error}). "
            "Check PRESSROOM_GOOGLE_CLIENT_ID and PRESSROOM_GOOGLE_CLIENT_SECRET."
        )
    reason = f"{error.error}: {error.description}" if error.description else error.error
    return ProviderRefused(f"Google refused to let the account in ({reason}). Connect again.")


def _lost(error: OAuth2Error) -> ProviderError:
    """Return whether a grant has ended; that our own client is unknown is no fault of the account's."""
    if error.error == "invalid_grant":
        return ProviderAuthLost("Google no longer lets this account in (invalid_grant). Reconnect it.")
    return _refused(error)


def _tokens(granted: dict[str, Any]) -> Tokens:
    expires_at = granted.get("expires_at")
    scope = granted.get("scope") or ()
    return Tokens(
        access=granted["access_token"],
        refresh=granted.get("refresh_token"),
        expires_at=datetime.fromtimestamp(expires_at, UTC) if expires_at else None,
        scopes=tuple(scope.split() if isinstance(scope, str) else scope),
    )


def _said(answer: requests.Response) -> str:
    try:
        return str(answer.json()["error"]["message"])[:300]
    except (ValueError, KeyError, TypeError):
        return "It did not say why."
