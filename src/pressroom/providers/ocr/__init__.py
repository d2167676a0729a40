"""Reads the text in a picture.

`engine.OcrEngine` is what the rest knows; `tesseract.TesseractEngine` does it with Tesseract,
`fake.FakeEngine` by being told. Engines are used inside child processes, so they are small values that
pickle, and load their models when first used there.
"""

import os

from pressroom.providers.ocr.engine import OcrEngine, OcrText

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # Tesseract reads it as it loads; with more threads a page takes longer

__all__ = ["OcrEngine", "OcrText"]
