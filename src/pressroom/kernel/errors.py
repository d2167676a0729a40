"""What can go wrong, as one tree.

PressroomError
├─ Rejected            what was asked cannot be done; the asker can mend it
│  ├─ NotFound             404
│  ├─ Conflict             409
│  ├─ Invalid              422
│  │  └─ TooLarge          413
│  │  └─ UnsupportedType   415
│  ├─ NotSignedIn          401
│  ├─ NotAllowed           403
│  ├─ OutOfCredits         402
│  └─ LimitReached         429
└─ ProviderError       something outside failed
   ├─ ProviderBusy         try again, perhaps after `retry_after` seconds
   ├─ ProviderRefused      final: the same call will be refused again
   ├─ ProviderAuthLost     the connection is no longer allowed in; ask for reconnection
   └─ OutcomeUnknown       the answer was lost; reconcile, never retry blindly

A message says what happened, why, and what to do next.
"""

from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import ClassVar


class PressroomError(Exception):
    """Anything Pressroom itself raises; `str()` of it is fit for a person to read."""


class Rejected(PressroomError):
    """What was asked cannot be done as asked."""

    status: ClassVar[HTTPStatus] = HTTPStatus.BAD_REQUEST

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        """A stable name of the reason, for callers that act on it (`encrypted`, `too_many_pages`)."""


class NotFound(Rejected):
    """It is not there, or not there for this workspace."""

    status = HTTPStatus.NOT_FOUND


class Conflict(Rejected):
    """It is not in a state that allows this."""

    status = HTTPStatus.CONFLICT


class Invalid(Rejected):
    """The input cannot be used."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooLarge(Invalid):
    """The input is over a size limit."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class UnsupportedType(Invalid):
    """The input is of a kind that is not taken."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class NotSignedIn(Rejected):
    """Nobody is signed in, or the token is not known."""

    status = HTTPStatus.UNAUTHORIZED


class NotAllowed(Rejected):
    """Whoever asks may not do this."""

    status = HTTPStatus.FORBIDDEN


class OutOfCredits(Rejected):
    """No credit is left for this."""

    status = HTTPStatus.PAYMENT_REQUIRED


class LimitReached(Rejected):
    """A limit on number or rate is reached."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, message: str, *, code: str | None = None, retry_after: int | None = None) -> None:
        super().__init__(message, code=code)
        self.retry_after = retry_after
        """Seconds after which asking again makes sense, where they are known."""


@dataclass(frozen=True, slots=True)
class Billed:
    """What a provider charges for a call that came to nothing; a cost is None where the price is not known."""

    input_tokens: int
    output_tokens: int
    cost_usd: Decimal | None
    seconds: float


class ProviderError(PressroomError):
    """Something outside (an engine, a model, a service) failed."""

    billed: Billed | None = None
    """What the call cost all the same, where the provider told."""
    request_id: str | None = None
    """What the provider calls the request, where it told: its support asks for it."""
    http_status: int | None = None
    """What it answered with, where it answered."""


class ProviderBusy(ProviderError):
    """Try again: a time-out, a rate limit, a passing fault."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds the provider asked us to wait, if it did."""


class ProviderRefused(ProviderError):
    """Final: the same call will be refused again."""


class ProviderAuthLost(ProviderError):
    """The connection's tokens no longer work; a person has to reconnect."""


class OutcomeUnknown(ProviderError):
    """The call may or may not have had its effect."""
