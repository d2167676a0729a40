"""What pydantic-ai raises, as Pressroom's own errors."""

import re
from typing import Any

from pydantic import ValidationError
from pydantic_ai.exceptions import (
    ContentFilterError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelHTTPError,
    ModelQuotaExceededError,
    ModelRateLimitError,
    ModelRequestTimeout,
    ModelServerError,
    ModelUnavailableError,
    RunTimedOut,
    UnexpectedModelBehavior,
)

from pressroom.kernel.errors import ProviderAuthLost, ProviderBusy, ProviderError, ProviderRefused
from pressroom.kernel.log import logger

log = logger(__name__)

TIMEOUTS = (RunTimedOut, ModelRequestTimeout)
PASSING = (ModelRateLimitError, ModelUnavailableError, ModelServerError, ModelConnectionError)
REQUEST_TIMEOUT = 408
UNREADABLE = (TypeError, AttributeError, LookupError, ValueError)
"""What pydantic-ai lets through where an answer is not of its provider's own shape."""

KEY_LIKE = re.compile(r"\b(?:Bearer\s+)?(?=[\w*-]*\d|[\w-]*\*)[A-Za-z][\w*-]{15,}")
"""Long words with digits or asterisks: keys, whole or masked; ids go with them, which is no loss."""


def failure(error: Exception, model: str, *, secret: str | None = None) -> ProviderError:
    """Return the error to raise for one of pydantic-ai's; its message never holds a key."""
    found = _unreadable(error, model) if isinstance(error, UNREADABLE) else _failure(error, model)
    if secret and secret in str(found):
        found.args = (str(found).replace(secret, "[key]"),)
    return found


def _unreadable(error: Exception, model: str) -> ProviderError:
    log.warning("answer of no known shape", model=model, kind=type(error).__name__)
    return ProviderRefused(
        f"The model {model} answered in a shape that is not its provider's. "
        "Try again; if it stays so, check the model's address."
    )


def _failure(error: Exception, model: str) -> ProviderError:
    match error:
        case RunTimedOut() | ModelRequestTimeout():
            return ProviderBusy(f"The model {model} did not answer in time. Try again, or allow it more time.")
        case ModelAuthenticationError():
            return ProviderAuthLost(f"The key for the model {model} is not accepted. Set a valid one and try again.")
        case ModelAPIError():
            return _of_the_api(error, model)
        case ContentFilterError():
            return ProviderRefused(f"The model {model} refused this content.")
        case UnexpectedModelBehavior():
            return ProviderRefused(f"The model {model} answered nonsense twice: {_why(error)}")
    return ProviderRefused(f"The model {model} cannot be used so: {redacted(str(error))}")


def _of_the_api(error: ModelAPIError, model: str) -> ProviderError:
    if isinstance(error, ModelConnectionError):
        return ProviderBusy(f"The model {model} cannot be reached. Check the network and its address; try again.")
    if isinstance(error, ModelQuotaExceededError):
        return ProviderRefused(f"The account for the model {model} has no credit left. Top it up and try again.")
    if isinstance(error, PASSING) or _is_passing(error):
        return ProviderBusy(f"The model {model} is busy or out of order{_said(error)}", retry_after=error.retry_after)
    return ProviderRefused(f"The model {model} refused the request{_said(error)}")


def _is_passing(error: ModelAPIError) -> bool:
    return isinstance(error, ModelHTTPError) and (
        error.status_code >= 500 or error.status_code == REQUEST_TIMEOUT  # noqa: PLR2004  # HTTP's own
    )


def _said(error: ModelAPIError) -> str:
    status = f" (HTTP {error.status_code})" if isinstance(error, ModelHTTPError) else ""
    message = _message_in(error.body)
    return f"{status}: {redacted(message)}" if message else f"{status}."


def _message_in(body: Any) -> str:  # noqa: ANN401  # whatever a provider sent
    if isinstance(body, dict):
        inner = body.get("error", body.get("message", ""))
        return _message_in(inner)
    return body if isinstance(body, str) else ""


def _why(error: BaseException) -> str:
    """Return what was wrong with the last answer, in the words of its validation."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ValidationError):
            return "; ".join(
                f"{'.'.join(map(str, one['loc'])) or 'answer'}: {one['msg']}" for one in cause.errors()[:3]
            )
        cause = cause.__cause__ or cause.__context__
    return redacted(str(error))


def redacted(text: str, *, limit: int = 300) -> str:
    """Return the text on one line, shortened, with what looks like a key left out."""
    return KEY_LIKE.sub("[…]", " ".join(text.split()))[:limit]
