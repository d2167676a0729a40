"""How often a password may be tried."""

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from pressroom.kernel.errors import LimitReached

MOST, MINUTES = 10, 15
LIMIT = RateLimitItemPerMinute(MOST, MINUTES)


class Attempts:
    """Counts the passwords that were wrong, by email and by where they came from, in this process's memory."""

    def __init__(self) -> None:
        self._wrong = MovingWindowRateLimiter(MemoryStorage())

    def check(self, request: Request, email: str) -> None:
        """Raise LimitReached after ten wrong passwords in a quarter of an hour."""
        if not self._wrong.test(LIMIT, *_who(request, email)):
            raise LimitReached(
                f"That were {MOST} wrong passwords in {MINUTES} minutes. Wait a while, or have `pressroom user link` "
                "make a link that signs in once.",
                code="too_many_attempts",
            )

    def count_wrong(self, request: Request, email: str) -> None:
        """Count a wrong password."""
        self._wrong.hit(LIMIT, *_who(request, email))


def _who(request: Request, email: str) -> tuple[str, str]:
    return email.strip().lower(), request.client.host if request.client else ""
