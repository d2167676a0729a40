"""Turns texts into points that are near one another where the texts mean alike, so that meaning can be searched.

`LocalEmbedder` needs no key and no network. Importing this package costs little; the encoder is loaded in the
child processes that do the work.
"""

from pressroom.providers.embed.caption import caption_text
from pressroom.providers.embed.embedder import DIMENSIONS, ENCODER_KEPT, Embedder
from pressroom.providers.embed.fake import FakeEmbedder
from pressroom.providers.embed.local import LocalEmbedder

__all__ = ["DIMENSIONS", "ENCODER_KEPT", "Embedder", "FakeEmbedder", "LocalEmbedder", "caption_text"]
