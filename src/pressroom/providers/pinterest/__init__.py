"""The door to Pinterest: boards read and made, pins published, found again and withdrawn."""

from pressroom.providers.pinterest.choice import open_pinterest
from pressroom.providers.pinterest.fake import FakePinterest
from pressroom.providers.pinterest.pinterest import (
    BoardFound,
    Limited,
    OpenPinterest,
    PictureToSend,
    PinFound,
    Pinterest,
    PinterestRefused,
    PinToSend,
    Published,
    Rate,
    SectionFound,
    Unreached,
)

__all__ = [
    "BoardFound",
    "FakePinterest",
    "Limited",
    "OpenPinterest",
    "PictureToSend",
    "PinFound",
    "PinToSend",
    "Pinterest",
    "PinterestRefused",
    "Published",
    "Rate",
    "SectionFound",
    "Unreached",
    "open_pinterest",
]
