"""Pinterest's sign-in: a page of consent, and a token endpoint that checks what it is sent."""

from base64 import b64encode
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from tests.pinterest_http import Json, Refusal

SCOPES = ("boards:read", "boards:write", "pins:read", "pins:write", "user_accounts:read")
GRANT_ENDED = 283


@dataclass(slots=True)
class SignIn:
    """Gives out codes and tokens, and knows which still hold. A refresh token works once."""

    client_id: str = "1499999"
    client_secret: str = "pinterest-secret"  # of a server that holds nothing
    account: str = "ada_makes"
    """Who is signed in at Pinterest, and agrees."""
    scopes: tuple[str, ...] = SCOPES
    lifetime: int = 2_592_000
    denials: int = 0
    codes: dict[str, Json] = field(default_factory=dict)
    access: dict[str, str] = field(default_factory=dict)
    """Whose each access token is."""
    refresh: dict[str, str] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def consent(self, asked: Json) -> str:
        """Return where the browser is sent: the person agrees, unless they were told to deny."""
        if asked.get("response_type") != "code" or asked.get("client_id") != self.client_id:
            raise Refusal(400, "Invalid request: response_type or client_id")
        if set(asked.get("scope", "").split(",")) != set(SCOPES) or not asked.get("state"):
            raise Refusal(400, "Invalid request: scope or state")
        if self.denials:
            self.denials -= 1
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = f"code-{next(self._numbers)}"
        self.codes[code] = {**asked, "account": self.account}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def tokens(self, form: Json, authorization: str) -> Json:
        """Return the answer of the token endpoint; raises Refusal."""
        known = b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if authorization != f"Basic {known}":
            raise Refusal(401, "Authentication failed.")
        if form["grant_type"] == "authorization_code":
            return self._exchange(form)
        account = self.refresh.pop(form["refresh_token"], None)
        if account is None:
            raise Refusal(401, "The authorization grant is invalid", GRANT_ENDED)
        return self._granted(account, "refresh_token")

    def grant(self, account: str | None = None) -> tuple[str, str]:
        """Return an access and a refresh token, without a page of consent."""
        number, whose = next(self._numbers), account or self.account
        access, refresh = f"pina_{number}", f"pinr_{number}"
        self.access[access] = self.refresh[refresh] = whose
        return access, refresh

    def _exchange(self, form: Json) -> Json:
        asked = self.codes.pop(form["code"], None)
        if asked is None or asked["redirect_uri"] != form["redirect_uri"]:
            raise Refusal(400, "The authorization grant is invalid", GRANT_ENDED)
        return self._granted(asked["account"], "authorization_code")

    def _granted(self, account: str, kind: str) -> Json:
        access, refresh = self.grant(account)
        return {
            "response_type": kind,
            "access_token": access,
            "refresh_token": refresh,
            "token_type": "bearer",
            "expires_in": self.lifetime,
            "refresh_token_expires_in": 5_184_000,
            "scope": " ".join(self.scopes),
        }
