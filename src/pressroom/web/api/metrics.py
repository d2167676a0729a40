"""`/metrics`, for Prometheus."""

import hmac
from http import HTTPStatus
from ipaddress import ip_address

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import HTTPConnection

from pressroom.kernel.errors import NotAllowed
from pressroom.web.asking import AppDep
from pressroom.web.problems import problem

router = APIRouter(tags=["server"])

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""By these a proxy is known, which may pass on what comes from anywhere."""


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request, app: AppDep) -> Response:
    """Tell figures of runs, queues, workers, requests and the disk, as Prometheus reads them.

    With `PRESSROOM_METRICS_TOKEN` set, to who sends it as bearer token; else to programs on this machine.
    """
    if app.metrics_token:
        if not _has_token(request, app.metrics_token):
            detail = "Send the value of PRESSROOM_METRICS_TOKEN as `Authorization: Bearer …`."
            return problem(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"})
    elif not _is_from_here(request):
        raise NotAllowed(
            "Figures are told on this machine only. Set PRESSROOM_METRICS_TOKEN to read them from elsewhere.",
            code="not_local",
        )
    return Response(generate_latest(request.app.state.registry), media_type=CONTENT_TYPE_LATEST)


def _has_token(request: HTTPConnection, token: str) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())


def _is_from_here(request: HTTPConnection) -> bool:
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    return _is_loopback(request.client.host) and _is_loopback(request.url.hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
