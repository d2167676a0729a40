"""Sentences as points: near one another where they share words, or parts of long ones.

Within one document this chooses about as well as sentence embeddings do, and needs no second and no 110 MB
to load; embeddings (`embed.encoder`) are for words that are not the document's own.
"""

import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pressroom.providers.describe.local.vocabulary import Vocabulary
from pressroom.providers.embed.encoder import Vectors

DIMENSIONS = 1024
WORDS = re.compile(r"[^\W\d_]{3,}|\d+")
ENDING = re.compile(r"(?:ern|en|er|es|ies|e|n|s)$")
PART = 4
"""Letters of the parts that words are compared by, so that compounds and endings do not hide likeness."""
PART_WEIGHT = 0.35


@dataclass(frozen=True)
class Space:
    """The space of one document's sentences."""

    texts: tuple[str, ...]
    vocabulary: Vocabulary

    @cached_property
    def own(self) -> Vectors:
        """Return the sentences' vectors."""
        return self.vectors(self.texts)

    @cached_property
    def centre(self) -> Vectors:
        """Return the direction the sentences share."""
        return centre(self.own)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return a unit vector for each text; zeros for one without words."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            for feature, weight in self._features(text).items():
                rarity = math.sqrt(math.log(1 + (1 + len(self.texts)) / self._rarities.get(feature, 1)))
                vectors[row, zlib.crc32(feature.encode()) % DIMENSIONS] += (1 + math.log1p(weight)) * rarity
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(norms, np.float32(1e-6))
        return unit

    @cached_property
    def _rarities(self) -> Mapping[str, int]:
        return Counter(feature for text in self.texts for feature in self._features(text))

    def _features(self, text: str) -> Mapping[str, float]:
        found: defaultdict[str, float] = defaultdict(float)
        for word in WORDS.findall(text.lower()):
            if word in self.vocabulary.stopwords:
                continue
            stem = ENDING.sub("", word) if len(word) > PART else word
            found[f"={stem}"] += 1
            for index in range(len(stem) - PART + 1 if len(stem) > PART + 1 else 0):
                found[stem[index : index + PART]] += PART_WEIGHT
        return found


def centre(vectors: Vectors) -> Vectors:
    """Return the unit vector in the middle of others."""
    mean: Vectors = vectors.mean(axis=0)
    return mean / (np.linalg.norm(mean) or 1.0)
