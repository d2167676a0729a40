"""Finds an OCR engine by the name in the settings."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from pressroom.providers.ocr.engine import OcrEngine
from pressroom.providers.ocr.tesseract import NAME as TESSERACT
from pressroom.providers.ocr.tesseract import TesseractEngine


def engine_named(name: str, tessdata_dir: Path | None = None) -> OcrEngine:
    """Return the engine `tesseract`, or one of another package: `package.module:function`, called without arguments."""
    if name == TESSERACT:
        return TesseractEngine(tessdata_dir)
    module, _, function = name.partition(":")
    return cast("Callable[[], OcrEngine]", getattr(import_module(module), function))()
