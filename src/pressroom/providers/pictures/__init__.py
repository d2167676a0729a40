"""Turns pictures of a library into what is shown, compared and searched.

What a file is, is judged by its content (`sniff_picture`). A `PictureReader` then develops it: thumbnails, a
placeholder, a fingerprint, colours, and what the camera noted. `local.LocalPictureReader` decodes in child
processes; `fake.FakePictureReader` decodes nothing, and is what tests of other parts use. The web process
imports this package and nothing below it that decodes.
"""

from pressroom.providers.pictures.fake import FakePictureReader
from pressroom.providers.pictures.likeness import ALIKE, fingerprint_distance
from pressroom.providers.pictures.local import LocalPictureReader
from pressroom.providers.pictures.palette import BASIC_COLOURS
from pressroom.providers.pictures.picture import LONG_SIDES, Colour, Developed, Limits, PictureReader, Size
from pressroom.providers.pictures.sniff import (
    ACCEPTED,
    ACCEPTED_IN_WORDS,
    AVIF,
    GIF,
    HEAD_BYTES,
    HEIC,
    JPEG,
    PNG,
    TIFF,
    WEBP,
    sniff_picture,
)

__all__ = [
    "ACCEPTED",
    "ACCEPTED_IN_WORDS",
    "ALIKE",
    "AVIF",
    "BASIC_COLOURS",
    "GIF",
    "HEAD_BYTES",
    "HEIC",
    "JPEG",
    "LONG_SIDES",
    "PNG",
    "TIFF",
    "WEBP",
    "Colour",
    "Developed",
    "FakePictureReader",
    "Limits",
    "LocalPictureReader",
    "PictureReader",
    "Size",
    "fingerprint_distance",
    "sniff_picture",
]
