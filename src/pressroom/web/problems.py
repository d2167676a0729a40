"""Errors as people and programs get them: RFC 9457 problem+json under `/api`, a page elsewhere."""

import json
from collections.abc import Mapping, Sequence
from errno import ENOSPC
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from pressroom.kernel.errors import LimitReached, NotSignedIn, ProviderAuthLost, ProviderBusy, ProviderError, Rejected
from pressroom.kernel.failure import AUTH_LOST
from pressroom.kernel.log import logger, noted_fact
from pressroom.kernel.storage import StorageFull
from pressroom.web.refusals import in_words
from pressroom.web.replies import asked_by_script
from pressroom.web.templating import page
from pressroom.web.views import ErrorPage
from pressroom.web.views.shell import Crumb

log = logger(__name__)

PROBLEM = "application/problem+json"
RETRY_SECONDS = "5"
IN_EACH_OTHERS_WAY = frozenset({"40001", "40P01", "55P03"})
"""What PostgreSQL ends for somebody else's sake: a failed serialisation, a deadlock, a lock that took too long."""
AT_ONCE = (
    "The same things were being changed by others at that moment, so nothing was done. Try again in a few seconds."
)
NO_PAGE = "There is no page at this address. It may have been deleted, or the address has a slip in it."
TITLES = {
    HTTPStatus.NOT_FOUND: "Nothing here",
    HTTPStatus.UNPROCESSABLE_ENTITY: "This could not be used",
    HTTPStatus.CONFLICT: "Not as things stand",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not right now",
}
"""What a page of an error is headed with, where the standard's own words say nothing to people."""


def problem(
    status: HTTPStatus,
    detail: str,
    *,
    code: str | None = None,
    errors: Sequence[dict[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> JSONResponse:
    """Return an RFC 9457 answer; `type` names the reason where it has a stable name, `more` are members of its own."""
    body: dict[str, Any] = {
        "type": f"urn:pressroom:{code}" if code else "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        **(more or {}),
    }
    if errors:
        body["errors"] = list(errors)
    return JSONResponse(body, status, headers=headers, media_type=PROBLEM)


def add_error_handlers(web: FastAPI) -> None:
    """Answer every error of ours, of validation and of the database in its form; nothing known ends as a 500."""
    web.add_exception_handler(Rejected, _rejected)
    web.add_exception_handler(RequestValidationError, _invalid)
    web.add_exception_handler(HTTPException, _http)
    web.add_exception_handler(StorageFull, _storage_full)
    web.add_exception_handler(ProviderBusy, _busy)
    web.add_exception_handler(ProviderError, _refused_outside)
    for unusable in (DataError, OverflowError):
        web.add_exception_handler(unusable, _unusable)
    for gone in (OperationalError, PoolTimeout, DBAPIError):
        web.add_exception_handler(gone, _database_gone)
    web.add_exception_handler(Exception, _unforeseen)


def _answer(
    request: Request,
    status: HTTPStatus,
    detail: str,
    *,
    code: str | None = None,
    errors: Sequence[dict[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    if asked_by_script(request):
        toast = json.dumps({"toast": {"message": detail, "tone": "bad"}})
        return problem(status, detail, code=code, errors=errors, headers={"HX-Trigger": toast, **(headers or {})})
    if _is_of_api(request) or "text/html" not in request.headers.get("accept", "*/*"):
        return problem(status, detail, code=code, errors=errors, headers=headers)
    view = ErrorPage(
        status=status.value, title=TITLES.get(status, status.phrase), detail=detail, way_on=Crumb("/", "Go to Home")
    )
    return page(view, status.value, headers)


def _is_of_api(request: Request) -> bool:
    return request.url.path.startswith("/api")


def _rejected(request: Request, error: Exception) -> Response:
    assert isinstance(error, Rejected)  # noqa: S101  # what the handler is registered for
    if isinstance(error, NotSignedIn):
        if not request.url.path.startswith("/api") and request.method == "GET":
            return RedirectResponse(f"/sign-in?next={request.url.path}", HTTPStatus.SEE_OTHER)
        return _answer(request, error.status, str(error), headers={"WWW-Authenticate": "Bearer"})
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, LimitReached) and error.retry_after else None
    return _answer(request, error.status, str(error), code=error.code, headers=headers)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # as above
    found = error.errors()
    is_for_people = bool(found) and not _is_of_api(request)
    if is_for_people and all(one["loc"][0] == "path" for one in found):
        return _answer(request, HTTPStatus.NOT_FOUND, NO_PAGE)
    errors = [{"pointer": "/".join(str(part) for part in one["loc"]), "detail": one["msg"]} for one in found]
    first = f"{errors[0]['pointer']}: {errors[0]['detail']}" if errors else "The request could not be understood."
    said = in_words(found[0]) if is_for_people else first
    return _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, said, code="validation", errors=errors)


def _unusable(request: Request, _error: Exception) -> Response:
    return _answer(
        request,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "A value that was sent cannot be used: a character no text may hold, or a number out of range.",
        code="unusable",
    )


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # as above
    if isinstance(error.__cause__, OSError) and error.__cause__.errno == ENOSPC:
        return _storage_full(request, StorageFull("The server's disk is full, so nothing was stored. Free some space."))
    headers = dict(error.headers) if error.headers else None
    code = getattr(error, "code", None)
    status = HTTPStatus(error.status_code)
    is_unknown = status is HTTPStatus.NOT_FOUND and error.detail == status.phrase and not _is_of_api(request)
    return _answer(request, status, NO_PAGE if is_unknown else error.detail, code=code, headers=headers)


def _storage_full(request: Request, error: Exception) -> Response:
    log.error("storage is full", path=request.url.path)
    return _answer(request, HTTPStatus.INSUFFICIENT_STORAGE, str(error), code="storage_full")


def _busy(request: Request, error: Exception) -> Response:
    log.warning("something outside is busy", path=request.url.path, reason=str(error))
    headers = {"Retry-After": RETRY_SECONDS}
    return _answer(request, HTTPStatus.SERVICE_UNAVAILABLE, str(error), code="busy", headers=headers)


def _refused_outside(request: Request, error: Exception) -> Response:
    log.warning("something outside refused", path=request.url.path, reason=str(error))
    if isinstance(error, ProviderAuthLost):
        return _answer(request, HTTPStatus.CONFLICT, str(error), code=AUTH_LOST)
    return _answer(request, HTTPStatus.BAD_GATEWAY, str(error), code="refused_outside")


def _database_gone(request: Request, error: Exception) -> Response:
    if isinstance(error, DBAPIError) and not isinstance(error, OperationalError) and not error.connection_invalidated:
        return _unforeseen(request, error)
    if isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", None) in IN_EACH_OTHERS_WAY:
        log.warning("requests were in each other's way", path=request.url.path)
        headers = {"Retry-After": RETRY_SECONDS}
        return _answer(request, HTTPStatus.SERVICE_UNAVAILABLE, AT_ONCE, code="busy", headers=headers)
    log.error("database does not answer", path=request.url.path, reason=str(error).splitlines()[0])
    return _answer(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The database does not answer right now. Nothing was lost; try again in a few seconds.",
        code="database_unavailable",
        headers={"Retry-After": RETRY_SECONDS},
    )


def _unforeseen(request: Request, error: Exception) -> Response:
    log.error("request failed", path=request.url.path, method=request.method, exc_info=error)
    return _answer(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        f"Something unexpected went wrong here. It is in the server's log as request {noted_fact('request_id')}; "
        "trying again may help.",
    )
