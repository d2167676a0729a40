"""An embedder that needs no model: texts are near one another where they share words."""

import math
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from pressroom.kernel.errors import PressroomError
from pressroom.providers.embed.embedder import DIMENSIONS


@dataclass(slots=True)
class FakeEmbedder:
    """Embeds by the words' letters alone, always alike; first raises `error` if there is one."""

    error: PressroomError | None = None
    model: str = "fake"
    dimensions: int = DIMENSIONS
    calls: list[tuple[str, ...]] = field(default_factory=list)
    """What it was asked, in order."""

    def preparation(self) -> Callable[[], object]:
        """Return what loads nothing: there is nothing to load."""
        return int

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector for each text, or fail as told."""
        self.calls.append(tuple(texts))
        if self.error:
            raise self.error
        return [self._point(text) for text in texts]

    def _point(self, text: str) -> list[float]:
        words = set(re.findall(r"\w+", text.lower())) or {""}
        directions = [self._direction(word) for word in sorted(words)]
        total = [sum(numbers) for numbers in zip(*directions, strict=True)]
        length = math.hypot(*total)
        return [number / length for number in total]

    def _direction(self, word: str) -> list[float]:
        random = Random(zlib.crc32(word.encode()))  # noqa: S311  # repeatable is what it should be
        return [random.gauss() for _ in range(self.dimensions)]
