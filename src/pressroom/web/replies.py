"""What an action of a page answers: a toast where a script asked (the page changes by itself), else a way back."""

import json
from http import HTTPStatus
from typing import Literal

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

Tone = Literal["ok", "bad", "info"]


def asked_by_script(request: Request) -> bool:
    """Whether htmx sent this request."""
    return request.headers.get("hx-request") == "true"


def done(request: Request, message: str, *, back: str, undo: str | None = None, tone: Tone = "ok") -> Response:
    """Answer an action: a toast saying `message`, with a way to undo it; without scripts, go to `back`."""
    if not asked_by_script(request):
        return RedirectResponse(back, HTTPStatus.SEE_OTHER)
    toast = {"message": message, "tone": tone} | ({"undo": undo} if undo else {})
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={"HX-Trigger": json.dumps({"toast": toast})})


def go_to(request: Request, path: str) -> Response:
    """Send the browser to another page, whoever asked."""
    if asked_by_script(request):
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": path})
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)
