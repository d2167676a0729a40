"""What a signed-in person's programs do meanwhile: files added, and events sent, by API."""

from typing import Any

from playwright.sync_api import APIRequestContext, FilePayload

READ_MILLISECONDS = 60_000
"""However slow the machine, a short text is read and described within this."""


def asked(request: APIRequestContext, path: str, *, status: int = 200) -> Any:  # noqa: ANN401  # whatever is answered
    """Return what an address answers, which has to be of a status."""
    answer = request.get(path)
    assert answer.status == status, answer.text()
    return answer.json()


def sent(request: APIRequestContext, path: str, data: object = None, *, status: int = 202) -> Any:  # noqa: ANN401  # whatever is answered
    """Send JSON; return what is answered, which has to be of a status."""
    answer = request.post(path, data=data)
    assert answer.status == status, answer.text()
    return answer.json() if answer.body() else None


def note(request: APIRequestContext, name: str, content: bytes | None = None) -> str:
    """Add a document; return its id."""
    text = content or f"Minutes about the {name}. The {name} is well.".encode()
    mime = "application/pdf" if text.startswith(b"%PDF") else "text/plain"
    suffix = "pdf" if content else "txt"
    file = FilePayload(name=f"{name}.{suffix}", mimeType=mime, buffer=text)
    answer = request.post("/api/documents", multipart={"files": file})
    assert answer.status == 202, answer.text()
    return str(answer.json()["documents"][0]["id"])
