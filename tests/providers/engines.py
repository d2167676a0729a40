"""OCR engines that tests name to the reader; they run in its child processes."""

import os
import time
from functools import partial
from pathlib import Path

from pressroom.providers.ocr import OcrText
from pressroom.providers.ocr.fake import FakeEngine


def garden(_: Path | None = None) -> FakeEngine:
    """Return an engine that reads the same everywhere."""
    return FakeEngine(OcrText("A garden.", 0.8))


def turned(_: Path | None = None) -> FakeEngine:
    """Return an engine that finds every page on its side."""
    return FakeEngine(OcrText("Turned to the right.", 0.8, 270))


def crashing(_: Path | None = None) -> FakeEngine:
    """Return an engine that takes its process down."""
    return FakeEngine(OcrText("", 0), before=partial(os._exit, 139))


def hanging(_: Path | None = None) -> FakeEngine:
    """Return an engine that never answers."""
    return FakeEngine(OcrText("", 0), before=partial(time.sleep, 600))
