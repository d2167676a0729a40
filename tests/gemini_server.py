"""A server that speaks as much of Google's Gemini API as a describer needs, and remembers what it was sent."""

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from tests.model_server import ModelServer, answering

USAGE = {"promptTokenCount": 1000, "candidatesTokenCount": 100, "totalTokenCount": 1100}


@dataclass
class GeminiServer(ModelServer):
    """What the server shall say, and what it was asked."""

    paths: list[str] = field(default_factory=list)
    own_keys: list[str] = field(default_factory=list)
    """The keys it was asked with: this API has a header of its own for them."""

    @property
    def address(self) -> str:
        """The address a client is told: it adds the version itself."""
        return self.url.removesuffix("/v1")

    def says(self, text: str, *, finish_reason: str = "STOP") -> None:
        """Queue an answer; the last one is repeated."""
        content = {"role": "model", "parts": [{"text": text}]}
        candidate = {"content": content, "finishReason": finish_reason, "index": 0}
        self.answer({"candidates": [candidate], "usageMetadata": USAGE, "modelVersion": "gemini-2.5-flash"})

    def blocks(self, reason: str = "PROHIBITED_CONTENT") -> None:
        """Queue a refusal to look at what was sent."""
        self.answer({"promptFeedback": {"blockReason": reason}, "usageMetadata": USAGE})

    def fails(self, status: int, message: str, *, headers: dict[str, str] | None = None, code: str = "") -> None:
        """Queue an error, in Google's words."""
        self.answer({"error": {"code": status, "message": message, "status": code}}, status=status, headers=headers)

    def read(self, path: str, headers: Message, body: bytes) -> dict[str, Any]:
        """Return what is remembered of a request."""
        self.paths.append(path)
        self.own_keys.append(headers["x-goog-api-key"])
        asked: dict[str, Any] = json.loads(body)
        return asked


def gemini() -> AbstractContextManager[GeminiServer]:
    """Run a server on a port of its own."""
    return answering(GeminiServer())
