"""The door every painter stands behind."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Protocol

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.paint.styles import Style

SIDE = 1024
"""Width and height of what is painted, in pixels."""


class SubjectType(StrEnum):
    """What kind of subject a photo has."""

    PERSON = "person"
    PET = "pet"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who or what is to be painted."""

    type: SubjectType
    description: str
    features: tuple[str, ...] = ()
    """What makes it recognisable, a few words each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """A finished picture, and at what cost."""

    png: bytes
    width: int
    height: int
    model: str
    notes: tuple[str, ...] = ()
    """What a person should know about how it was painted, as sentences."""
    cost_usd: Decimal | None = None
    """None where the price is not known."""
    input_tokens: int | None = None
    output_tokens: int | None = None
    seconds: float = 0.0


class NothingToPaint(ProviderRefused):
    """The photo shows nothing: it is of one colour."""

    code: ClassVar[str] = "nothing_to_paint"


class Painter(Protocol):
    """Paints a photo's subject in a style; may be called from many threads at once."""

    @property
    def model(self) -> str:
        """The name the model is set by."""
        ...

    def check(self) -> None:
        """Do nothing where the model can be asked, as far as that shows without asking it; else raise ProviderError."""
        ...

    def paint(self, photo: bytes, style: Style, subject: Subject) -> Painted:
        """Return a PNG of the photo's subject in the style.

        The photo is WebP, PNG or JPEG: upright, in sRGB, at most 2048 px a side. Raises ProviderBusy (time-out, rate
        limit, fault, no connection), ProviderRefused (NothingToPaint; content the model refuses; an answer that is
        no picture) and ProviderAuthLost (the key).
        """
        ...
