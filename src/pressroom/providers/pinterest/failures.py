"""What an answer of Pinterest that is no success means."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import TypeVar

from pressroom.kernel.errors import OutcomeUnknown, ProviderAuthLost, ProviderBusy, ProviderError
from pressroom.providers.calls import Answer
from pressroom.providers.pinterest.pinterest import Code, Limited, PinterestRefused
from pressroom.providers.pinterest.reading import object_in, request_id_of, text_of
from pressroom.providers.wait import seconds_to_wait

Error = TypeVar("Error", bound=ProviderError)

TRIAL_APP = 29
"""The error code for an app with trial access, which may publish in the sandbox only."""
OUR_END = 2787
"""A fault of Pinterest's own, although it comes as 400."""
MOST_WAIT = 86_400.0
DOUBTFUL = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY})
"""Refusals that do not say that nothing was done."""
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def is_fine(answer: Answer) -> bool:
    """Return whether Pinterest did what was asked."""
    return HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES


def is_doubtful(answer: Answer) -> bool:
    """Return whether an answer leaves open if something was done: neither a success nor a plain refusal."""
    is_refusal = HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR
    return not is_refusal or answer.status in DOUBTFUL or _code(answer) == OUR_END


def failure_of(answer: Answer, *, missing: Code = "refused") -> ProviderError:
    """Return what an answer means; `missing` is what a 404 of Pinterest's own says is not there."""
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return noted(ProviderAuthLost(f"Pinterest no longer lets this account in{_told(answer)} Reconnect it."), answer)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return noted(Limited(f"Pinterest asks to wait{_told(answer)}", retry_after=_wait(answer)), answer)
    if is_doubtful(answer):
        return noted(ProviderBusy(f"Pinterest is out of order{_told(answer)}", retry_after=_wait(answer)), answer)
    return noted(_refusal(answer, missing), answer)


def unknown(answer: Answer, what: str) -> OutcomeUnknown:
    """Return that nobody knows what came of a call."""
    return noted(OutcomeUnknown(f"{what}{_told(answer)}"), answer)


def noted(error: Error, answer: Answer) -> Error:
    """Return an error with what its answer says of itself."""
    error.request_id, error.http_status = request_id_of(answer), answer.status
    return error


def _refusal(answer: Answer, missing: Code) -> PinterestRefused:
    if answer.status == HTTPStatus.FORBIDDEN:
        hint = (
            " An app with trial access publishes in the sandbox only: ask Pinterest for standard access."
            if _code(answer) == TRIAL_APP
            else ""
        )
        return PinterestRefused(f"Pinterest does not allow this{_told(answer)}{hint}", code="forbidden")
    if answer.status == HTTPStatus.NOT_FOUND:
        return PinterestRefused(_gone(answer, missing), code=missing if _is_own(answer, missing) else "refused")
    return PinterestRefused(f"Pinterest refused this{_told(answer)}")


def _gone(answer: Answer, missing: Code) -> str:
    what = {"board_gone": "This board is no longer at Pinterest", "gone": "This pin is no longer at Pinterest"}
    known = what.get(missing) if _is_own(answer, missing) else None
    return f"{known or 'Pinterest did not find what this is about'}{_told(answer)}"


def _is_own(answer: Answer, missing: Code) -> bool:
    """Return whether a 404 is Pinterest's word on the thing itself: not a wrong address's, not a section's."""
    said = object_in(answer)
    if said is None or missing == "refused":
        return False
    return missing != "board_gone" or "section" not in text_of(said, "message").casefold()


def _wait(answer: Answer) -> float | None:
    seconds = seconds_to_wait(answer.headers.get("retry-after"))
    return None if seconds is None else min(seconds, MOST_WAIT)


def _told(answer: Answer) -> str:
    said = object_in(answer)
    if said is None:
        return f" (HTTP {answer.status}, without a reason)."
    return f" (HTTP {answer.status}): {_reason(said)}"


def _reason(said: Mapping[str, object]) -> str:
    reason = CONTROL.sub(" ", text_of(said, "message") or text_of(said, "error_description")).strip()[:300]
    if not reason:
        return "no reason given."
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."


def _code(answer: Answer) -> int | None:
    code = (object_in(answer) or {}).get("code")
    return code if isinstance(code, int) else None
