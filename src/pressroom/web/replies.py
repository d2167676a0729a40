"""What an action of a page answers: a toast where a script asked (the page changes by itself), else a way back."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Literal

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from pressroom.web.views.shell import Crumb

REASONS_TOLD = 3
Tone = Literal["ok", "bad", "info"]


def asked_by_script(request: Request) -> bool:
    """Whether htmx sent this request."""
    return request.headers.get("hx-request") == "true"


def done(
    request: Request,
    message: str,
    *,
    back: str,
    undo: str | None = None,
    link: Crumb | None = None,
    tone: Tone = "ok",
) -> Response:
    """Answer an action: a toast saying `message`, with a way to undo it or to go on; without scripts, go to `back`."""
    if not asked_by_script(request):
        return RedirectResponse(back, HTTPStatus.SEE_OTHER)
    toast: dict[str, object] = {"message": message, "tone": tone}
    if undo:
        toast["undo"] = undo
    if link:
        toast["link"] = {"url": link.url, "label": link.label}
    return _with_toast(Response(status_code=HTTPStatus.NO_CONTENT), toast)


def done_here(request: Request, message: str, shown: Response, *, back: str) -> Response:
    """Answer an action whose form is to show what stands now: `shown`, and a toast; without scripts, go to `back`."""
    if not asked_by_script(request):
        return RedirectResponse(back, HTTPStatus.SEE_OTHER)
    return _with_toast(shown, {"message": message, "tone": "ok"})


def _with_toast(response: Response, toast: Mapping[str, object]) -> Response:
    response.headers["HX-Trigger"] = json.dumps({"toast": toast})
    return response


def with_refusals(message: str, refusals: Sequence[str]) -> str:
    """Return what was done with several, then each reason why it was not done with some, and with how many."""
    reasons = Counter(refusals).most_common()
    told = [f"{number:,} not: {reason}" for reason, number in reasons[:REASONS_TOLD]]
    if left := sum(number for _, number in reasons[REASONS_TOLD:]):
        told.append(f"{left:,} more not, for other reasons.")
    return " ".join([message, *told])


def go_to(request: Request, path: str) -> Response:
    """Send the browser to another page, whoever asked."""
    if asked_by_script(request):
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": path})
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)
