"""A painter that cannot be used, so that each generation says why it is missing."""

from pressroom.kernel.errors import ProviderError
from pressroom.providers.paint.painter import Painted, Subject
from pressroom.providers.paint.styles import Style


class UnavailablePainter:
    """Answers every request with the reason there is no picture."""

    def __init__(self, model: str, reason: ProviderError) -> None:
        self.model = model
        self._reason = reason

    def check(self) -> None:
        """Raise the reason."""
        raise self._reason

    def paint(self, photo: bytes, style: Style, subject: Subject) -> Painted:  # noqa: ARG002  # the Protocol's signature
        """Raise the reason."""
        raise self._reason
