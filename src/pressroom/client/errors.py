"""What a client raises.

PressroomError          what was asked was refused; `status`, `code`, `title`, `detail` and `errors` say why
└─ NotReached           no answer came: the server is not there, or took too long; `status` is 0
"""

from collections.abc import Sequence
from typing import Any


class PressroomError(Exception):
    """The server refused; `code` is a stable name of the reason, where it has one, and `detail` is for people."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        *,
        code: str | None = None,
        errors: Sequence[dict[str, Any]] = (),
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{detail} ({status} {title})" if status else detail)
        self.status = status
        self.title = title
        self.detail = detail
        self.code = code
        self.errors = errors
        """Fields that are to blame, where it told: `pointer` and `detail` of each."""
        self.retry_after = retry_after
        """Seconds after which asking again makes sense, where it told."""


class NotReached(PressroomError):
    """No answer came; where it `was_sent`, nobody knows whether what was asked has been done."""

    def __init__(self, detail: str, *, was_sent: bool) -> None:
        super().__init__(0, "Not reached", detail)
        self.was_sent = was_sent
