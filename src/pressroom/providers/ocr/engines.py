"""Finds an OCR engine by the name in the settings, and loads it only then."""

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import cast

from pressroom.providers.ocr.engine import OcrEngine

SHIPPED = {"tesseract": "pressroom.providers.ocr.tesseract:TesseractEngine"}


@lru_cache
def engine_named(name: str, tessdata_dir: Path | None = None) -> OcrEngine:
    """Return the engine `tesseract`, or one of another package, named `package.module:function`."""
    module, _, function = SHIPPED.get(name, name).partition(":")
    return cast("Callable[[Path | None], OcrEngine]", getattr(import_module(module), function))(tessdata_dir)
