"""A describer that cannot be used, so that reading goes on and each description says why it is missing."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel

from pressroom.kernel.errors import ProviderError
from pressroom.providers.describe.describer import Answer, Evidence, Profile, Turn

T = TypeVar("T", bound=BaseModel)


class UnavailableDescriber:
    """Answers every question with the reason there is no answer."""

    def __init__(self, model: str, reason: ProviderError) -> None:
        self.model = model
        self._reason = reason

    def check(self) -> None:
        """Raise the reason."""
        raise self._reason

    def describe(self, profile: Profile[T], evidence: Evidence, *, turns: Sequence[Turn] = ()) -> Answer[T]:  # noqa: ARG002  # the Protocol's signature
        """Raise the reason."""
        raise self._reason
