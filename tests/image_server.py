"""A server that speaks as much of OpenAI's image edits as a painter needs, and remembers what it was sent."""

import base64
from contextlib import AbstractContextManager
from email.message import Message
from typing import Any

from tests.model_server import ModelServer, answering


class ImageServer(ModelServer):
    """What the server shall answer, and what it was asked."""

    def paints(self, picture: bytes) -> None:
        """Queue a picture; the last answer is repeated."""
        usage = {
            "input_tokens": 400,
            "input_tokens_details": {"image_tokens": 300, "text_tokens": 100},
            "output_tokens": 4000,
            "total_tokens": 4400,
        }
        data = [{"b64_json": base64.b64encode(picture).decode()}]
        self.answer({"created": 1, "data": data, "usage": usage})

    def says(self, text: str) -> None:
        """Queue words instead of a picture."""
        self.answer(text, headers={"Content-Type": "text/plain"})

    def read(self, path: str, headers: Message, body: bytes) -> dict[str, Any]:
        """Return the fields of the form in parts: text as text, files as bytes."""
        mark = b"--" + headers.get_param("boundary", header="content-type").encode()  # type: ignore[union-attr]  # a form has one
        found: dict[str, Any] = {"path": path}
        for part in body.split(mark)[1:-1]:
            head, _, content = part.strip(b"\r\n").partition(b"\r\n\r\n")
            name = head.split(b'name="')[1].split(b'"')[0].decode()
            found[name] = content if b"filename=" in head else content.decode()
        return found


def generating() -> AbstractContextManager[ImageServer]:
    """Run a server on a port of its own."""
    return answering(ImageServer())
