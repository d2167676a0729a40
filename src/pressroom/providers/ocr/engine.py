"""What an OCR engine is asked and answers."""

from dataclasses import dataclass
from typing import Protocol

from PIL import Image


@dataclass(frozen=True, slots=True)
class OcrText:
    """The text found in a picture."""

    text: str
    """Lines in reading order, paragraphs and columns parted by empty lines; empty when there is none."""
    confidence: float
    """Mean over the words, 0 to 1; 0 when there are none."""
    rotation: int = 0
    """Degrees clockwise the picture has to be turned to stand upright: 0, 90, 180 or 270."""


class OcrEngine(Protocol):
    """Reads pictures of text."""

    @property
    def name(self) -> str:
        """The engine's name, as the setting `PRESSROOM_OCR_ENGINE` knows it."""
        ...

    def prepare(self, *, languages: str) -> None:
        """Load what reading needs, so that the first page does not wait for it; raises what `read` would."""
        ...

    def read(self, image: Image.Image, *, languages: str) -> OcrText:
        """Return the text of `image`, best at about 200 dpi; slightly tilted or turned pictures are put right.

        `languages` are codes joined by `+`, such as `eng+deu`. Raises Invalid (`language_missing`) for one
        that is not installed.
        """
        ...
