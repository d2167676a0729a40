"""Every workflow of this installation: what it is about, what starts it, and how one is started by hand.

What a worker tells is in `stories`; this says of each what people and programs need to know.
"""

from pressroom.catalogue import blogs, documents, generations, media, pins, rounds, telling
from pressroom.core.floor.catalogue import Catalogue

__all__ = ["CATALOGUE"]

CATALOGUE = Catalogue(
    *documents.STORIES,
    *media.STORIES,
    *generations.STORIES,
    *blogs.STORIES,
    *pins.STORIES,
    *rounds.STORIES,
    *telling.STORIES,
)
"""One for a process; plug-ins add theirs when it starts."""
