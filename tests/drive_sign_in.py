"""Google's sign-in: a page of consent, and a token endpoint that checks what it is sent."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import Any
from urllib.parse import urlencode

from tests.drive_query import BadRequest

READ_DRIVE = "https://www.googleapis.com/auth/drive.readonly"

Form = dict[str, str]


@dataclass(slots=True)
class Person:
    """Whose Google account it is."""

    id: str = "04412345678901234567"
    email: str = "ada@example.test"


@dataclass(slots=True)
class SignIn:
    """Gives out codes and tokens, and knows which still hold."""

    client_id: str = "drive-client"
    client_secret: str = "drive-secret"
    person: Person = field(default_factory=Person)
    scopes: tuple[str, ...] = (READ_DRIVE,)
    lifetime: int = 3600
    denials: int = 0
    codes: dict[str, Form] = field(default_factory=dict)
    access: dict[str, Person] = field(default_factory=dict)
    refresh: dict[str, Person] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def consent(self, asked: Form) -> str:
        """Return where the browser is sent: the person agrees, unless they were told to deny."""
        wanted = {"response_type": "code", "client_id": self.client_id, "code_challenge_method": "S256"}
        wanted |= {"access_type": "offline", "prompt": "consent"}
        if wrong := [name for name, value in wanted.items() if asked.get(name) != value]:
            raise BadRequest(f"invalid_request: {', '.join(wrong)}")
        if READ_DRIVE not in asked.get("scope", "").split() or not asked.get("code_challenge"):
            raise BadRequest("invalid_request: scope or code_challenge")
        if self.denials:
            self.denials -= 1
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = f"4/code-{next(self._numbers)}"
        self.codes[code] = asked
        answer = {"state": asked["state"], "code": code, "scope": " ".join(self.scopes)}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def tokens(self, form: Form) -> tuple[int, dict[str, Any]]:
        """Return the status and answer of the token endpoint."""
        if (form.get("client_id"), form.get("client_secret")) != (self.client_id, self.client_secret):
            return 401, {"error": "invalid_client", "error_description": "The OAuth client was not found."}
        match form.get("grant_type"):
            case "authorization_code":
                return self._exchange(form)
            case "refresh_token":
                return self._refresh(form)
        return 400, {"error": "unsupported_grant_type"}

    def grant(self) -> tuple[str, str]:
        """Return an access and a refresh token, without a page of consent."""
        access, refresh = f"ya29.access-{next(self._numbers)}", f"1//refresh-{next(self._numbers)}"
        self.access[access] = self.refresh[refresh] = self.person
        return access, refresh

    def revoke(self, token: str) -> tuple[int, dict[str, Any]]:
        """Return the answer to a revocation; a grant's tokens die together."""
        person = self.access.get(token) or self.refresh.get(token)
        if person is None:
            return 400, {"error": "invalid_token", "error_description": "Token expired or revoked"}
        self.access = {held: one for held, one in self.access.items() if one.id != person.id}
        self.refresh = {held: one for held, one in self.refresh.items() if one.id != person.id}
        return 200, {}

    def _exchange(self, form: Form) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None:
            return 400, {"error": "invalid_grant", "error_description": "Malformed auth code."}
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        if urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant", "error_description": "Invalid code verifier."}
        if form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "redirect_uri_mismatch", "error_description": "Bad Request"}
        access, refresh = self.grant()
        return 200, self._granted(access) | {"refresh_token": refresh}

    def _refresh(self, form: Form) -> tuple[int, dict[str, Any]]:
        person = self.refresh.get(form.get("refresh_token", ""))
        if person is None:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        access = f"ya29.access-{next(self._numbers)}"
        self.access[access] = person
        return 200, self._granted(access)

    def _granted(self, access: str) -> dict[str, Any]:
        return {
            "access_token": access,
            "expires_in": self.lifetime,
            "scope": " ".join(self.scopes),
            "token_type": "Bearer",
        }
