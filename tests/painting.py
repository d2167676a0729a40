"""Photos to paint, drawn on the spot; and a server that speaks as much of OpenAI's image edits as a painter needs."""

import base64
import io
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from pressroom.providers.paint import Subject, SubjectType

BALL = Subject(type=SubjectType.OTHER, description="a red ball with a blue stripe", features=("red", "a blue stripe"))
RED = (188, 62, 48)
"""The colour of the ball, sRGB."""


def ball(*, size: tuple[int, int] = (480, 360), colour: tuple[int, int, int] = RED) -> Image.Image:
    """Return a photo, as it were, of a ball on a lawn: round, shaded, striped, with noise."""
    width, height = size
    image = Image.new("RGB", size, (136, 160, 120))
    draw = ImageDraw.Draw(image)
    reach = min(size) * 0.32
    draw.ellipse((width / 2 - reach, height / 2 - reach, width / 2 + reach, height / 2 + reach), fill=colour)
    draw.rectangle(
        (width / 2 - reach * 0.9, height / 2 - reach / 8, width / 2 + reach * 0.9, height / 2 + reach / 8),
        fill=(40, 60, 150),
    )
    grain = np.random.default_rng(1).normal(0, 4, (height, width, 1))
    noisy = np.clip(np.asarray(image.filter(ImageFilter.GaussianBlur(1)), dtype=float) + grain, 0, 255)
    return Image.fromarray(noisy.astype(np.uint8))


def meadow(size: tuple[int, int] = (480, 320)) -> Image.Image:
    """Return a landscape without a subject: sky above, grass below, noise all over."""
    width, height = size
    rows = np.linspace(0, 1, height)[:, None, None]
    sky, grass = np.array([150, 190, 230.0]), np.array([90, 140, 60.0])
    image = np.where(rows < 0.5, sky + 60 * rows, grass * (1.3 - 0.5 * rows)) * np.ones((1, width, 1))
    noise = np.random.default_rng(2).normal(0, 9, (height, width, 1))
    return Image.fromarray(np.clip(image + noise, 0, 255).astype(np.uint8))


def encoded(image: Image.Image, kind: str = "PNG") -> bytes:
    """Return the image as a file of this kind."""
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


@dataclass
class ImageServer:
    """What the server shall answer, and what it was asked."""

    url: str = ""
    answers: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def paints(self, picture: bytes) -> None:
        """Queue a picture; the last answer is repeated."""
        usage = {
            "input_tokens": 400,
            "input_tokens_details": {"image_tokens": 300, "text_tokens": 100},
            "output_tokens": 4000,
            "total_tokens": 4400,
        }
        data = [{"b64_json": base64.b64encode(picture).decode()}]
        self.answers.append({"status": 200, "headers": {}, "body": {"created": 1, "data": data, "usage": usage}})

    def says(self, text: str) -> None:
        """Queue words instead of a picture."""
        self.answers.append({"status": 200, "headers": {"Content-Type": "text/plain"}, "body": text})

    def fails(self, status: int, message: str, *, headers: dict[str, str] | None = None, code: str = "") -> None:
        """Queue an error."""
        body = {"error": {"message": message, "type": "error", "code": code or None}}
        self.answers.append({"status": status, "headers": headers or {}, "body": body})


def _handler_of(server: ImageServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.requests.append({"path": self.path, **_fields(self.headers, body)})
            server.keys.append(self.headers["Authorization"])
            time.sleep(server.seconds)
            answer = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
            with suppress(ConnectionError):  # a client that timed out is gone
                self.answer(answer)

        def answer(self, answer: dict[str, Any]) -> None:
            body = answer["body"]
            content = (body if isinstance(body, str) else json.dumps(body)).encode()
            self.send_response(answer["status"])
            for name, value in {"Content-Type": "application/json", **answer["headers"]}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
            del format, args

    return Handler


def _fields(headers: Message, body: bytes) -> dict[str, Any]:
    """Return the fields of a form in parts: text as text, files as bytes."""
    mark = b"--" + headers.get_param("boundary", header="content-type").encode()  # type: ignore[union-attr]  # a form has one
    found: dict[str, Any] = {}
    for part in body.split(mark)[1:-1]:
        head, _, content = part.strip(b"\r\n").partition(b"\r\n\r\n")
        name = head.split(b'name="')[1].split(b'"')[0].decode()
        found[name] = content if b"filename=" in head else content.decode()
    return found


@contextmanager
def generating() -> Iterator[ImageServer]:
    """Run a server on a port of its own."""
    images = ImageServer()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(images))
    images.url = f"http://127.0.0.1:{httpd.server_port}/v1"
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    yield images
    httpd.shutdown()
    thread.join()
    httpd.server_close()
