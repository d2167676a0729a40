"""What templates say of the pictures that a pin can have."""

from dataclasses import dataclass
from typing import ClassVar

from pressroom.web.views.pin import PinMaking
from pressroom.web.views.shell import Crumb, Shell, View


@dataclass(frozen=True, slots=True, kw_only=True)
class PinPicturesPage(View):
    """`GET /pins/{id}/pictures`."""

    template: ClassVar[str] = "pins/pictures.html"
    shell: Shell
    pin: Crumb
    url: str
    project: str
    article: str
    """The ids that the pictures on offer go by."""
    room: int
    """How many more it can have."""
    has_own: bool
    """Whether there is a picture of its own; else the first that is chosen becomes it."""
    making: PinMaking
