"""An engine that answers what it is told, wherever there is ink; for tests and demonstrations."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from pressroom.providers.ocr.engine import OcrText
from pressroom.providers.ocr.languages import require_languages

NAME = "fake"
CONTRAST = 64


@dataclass(frozen=True, slots=True)
class FakeEngine:
    """Finds `answer` in every picture that is not blank."""

    answer: OcrText
    languages: tuple[str, ...] = ("deu", "eng")
    before: Callable[[], object] | None = None
    """Called first, in whatever process reads; may crash it, to show that others survive."""

    @property
    def name(self) -> str:
        """The engine's name."""
        return NAME

    def prepare(self, *, languages: str) -> None:
        """Check the languages; there is nothing to load."""
        require_languages(languages, installed=self.languages)

    def read(self, image: Image.Image, *, languages: str) -> OcrText:
        """Return the answer, or nothing for a blank picture."""
        require_languages(languages, installed=self.languages)
        if self.before is not None:
            self.before()
        darkest, lightest = image.convert("L").getextrema()
        assert isinstance(darkest, int | float)  # noqa: S101  # a grey picture has one band
        assert isinstance(lightest, int | float)  # noqa: S101  # as above
        return self.answer if lightest - darkest > CONTRAST else OcrText("", 0.0)
