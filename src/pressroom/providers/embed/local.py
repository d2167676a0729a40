"""The embedder that needs no key and no network: the work itself is done apart, in a child process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from pressroom.kernel.processes import Length, run_apart
from pressroom.providers.embed.embedder import DIMENSIONS, ENCODER_KEPT

ENCODER = "pressroom.providers.embed.encoder"
LONGEST = 2000
"""Characters of a text that count."""


@dataclass(frozen=True, slots=True)
class LocalEmbedder:
    """Embeds offline by the Universal Sentence Encoder, in some sixteen languages."""

    timeout_seconds: float
    model: str = "local"
    dimensions: int = DIMENSIONS

    def preparation(self) -> Callable[[], object]:
        """Return what a child process may run before its first question, to be quicker then."""
        return partial(embed_apart, ("A cat on a windowsill.",))

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector for each text; ProviderBusy over the time, ProviderRefused when it cannot."""
        if not texts:
            return []
        # Half a surrogate pair, as broken file names have, is no letter to the encoder.
        shortened = tuple(text[:LONGEST].encode("utf-8", "replace").decode() for text in texts)
        return run_apart(
            embed_apart, shortened, timeout_seconds=self.timeout_seconds, length=Length.BRIEF, keeps=ENCODER_KEPT
        )


def embed_apart(texts: Sequence[str]) -> list[list[float]]:
    """Return one unit vector for each text; runs in the child."""
    # Loaded by name so that the processes that only ask never hold the encoder and numpy.
    encoder: Any = import_module(ENCODER)
    vectors: list[list[float]] = encoder.embed(texts).tolist()
    return vectors
