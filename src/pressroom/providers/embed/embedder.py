"""The door every embedding model stands behind."""

from collections.abc import Callable, Sequence
from typing import Protocol

DIMENSIONS = 512
ENCODER_KEPT = "sentence encoder"
"""What a child process that embeds has in its memory."""


class Embedder(Protocol):
    """Turns texts into points, near one another where they mean alike; may be called from many threads at once."""

    @property
    def model(self) -> str:
        """The name of the model; only points of the same model can be compared."""
        ...

    @property
    def dimensions(self) -> int:
        """How many numbers a point has."""
        ...

    def preparation(self) -> Callable[[], object]:
        """Return what a child process may run before its first question, to be quicker then."""
        ...

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector for each text, in order; a text without words gets one, too.

        Raises ProviderBusy (time-out, fault) and ProviderRefused.
        """
        ...
