"""Calls to Pinterest's API: addresses, headers, and what it means when no answer comes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from pressroom import __version__
from pressroom.kernel.errors import ProviderAuthLost
from pressroom.providers.calls import Answer, Ask, NotSent, call
from pressroom.providers.pinterest.pinterest import Unreached


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """Where Pinterest answers, and for how long an answer is waited for."""

    api_url: str
    timeout_seconds: float

    def ask(
        self,
        method: str,
        path: str,
        token: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Return the answer, whatever its status. Raises Unreached, AnswerLost, and ProviderAuthLost for no token."""
        if not (token.isascii() and token.isprintable() and token.split() == [token]):
            raise ProviderAuthLost("What is kept as the account's access token cannot be one. Reconnect the account.")
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            "User-Agent": f"Pressroom/{__version__}",
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        url = self.api_url.rstrip("/") + path + (f"?{urlencode(query)}" if query else "")
        content = b"" if body is None else json.dumps(body).encode()
        try:
            return call(Ask(method=method, url=url, headers=headers, body=content), seconds=self.timeout_seconds)
        except NotSent as failure:
            raise Unreached(f"Pinterest cannot be reached: {failure}. Nothing was sent.") from failure
