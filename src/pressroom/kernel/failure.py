"""Expected failures as values, and the one exception that ends a run."""

from dataclasses import dataclass
from typing import Self

from pressroom.kernel.errors import PressroomError, ProviderAuthLost, ProviderBusy

BUSY, AUTH_LOST = "busy", "auth_lost"
"""Codes of failures that lie outside: they say nothing about the thing that was worked on."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An expected failure, as a beat's result: why, the reason's stable name, seconds the provider asked to wait."""

    reason: str
    code: str | None = None
    retry_after: float | None = None

    @classmethod
    def of(cls, error: PressroomError) -> Self:
        """Return `error` as a value."""
        match error:
            case ProviderBusy():
                return cls(str(error), getattr(error, "code", BUSY), error.retry_after)
            case ProviderAuthLost():
                return cls(str(error), AUTH_LOST)
            case _:
                return cls(str(error), getattr(error, "code", None))

    @classmethod
    def to_wait_out(cls, busy: ProviderBusy) -> Self:
        """Return a busy provider as a value where it says for how long: the story waits then; else raise it."""
        if busy.retry_after is None:
            raise busy
        return cls.of(busy)


class RunFailed(PressroomError):
    """Ends a run as failed, with the reason a person should read."""
