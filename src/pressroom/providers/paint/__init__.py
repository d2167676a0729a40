"""Turns a photo into a picture of its subject in a style: a plushie, felt, clay, cut paper.

A `Style` is a file in `styles/`. A `Painter` paints: `painter_for` opens the one door, where `local` needs no key
and no network, and any other name is an image model of pydantic-ai. `FakePainter` is what tests of other parts
use. Importing this package costs little; what is heavy is loaded by the painter that needs it, and pictures are
decoded in child processes only.
"""

from pressroom.providers.paint.choice import painter_for
from pressroom.providers.paint.fake import FakePainter
from pressroom.providers.paint.painter import NothingToPaint, Painted, Painter, Subject, SubjectType
from pressroom.providers.paint.styles import Style, style, styles
from pressroom.providers.paint.unavailable import UnavailablePainter

__all__ = [
    "FakePainter",
    "NothingToPaint",
    "Painted",
    "Painter",
    "Style",
    "Subject",
    "SubjectType",
    "UnavailablePainter",
    "painter_for",
    "style",
    "styles",
]
