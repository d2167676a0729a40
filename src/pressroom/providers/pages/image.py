"""Image files, by Pillow: any mode and orientation becomes one upright picture for OCR. Child processes only."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from math import ceil
from pathlib import Path

from PIL import ExifTags, Image, ImageOps

from pressroom.kernel.errors import Invalid, TooLarge
from pressroom.providers.files.decoding import NAMES, decoding, in_8_bits, moment, require_fitting
from pressroom.providers.pages.page import Contents, File, Page, name_page
from pressroom.providers.pages.preview import scaled
from pressroom.providers.pages.recognition import DPI, recognised
from pressroom.providers.pages.sniff import JPEG, PNG, TIFF, WEBP

FORMATS = {PNG: ["PNG"], JPEG: ["JPEG"], WEBP: ["WEBP"], TIFF: ["TIFF"]}

PAPER_INCHES = 3.0, 24.0
"""A resolution is believed where it makes the longer side a sheet of paper."""
SMALL_LONG_SIDE = 1200
SMALL_SCALE = 2.0
LARGE_LONG_SIDE = 2800
WORTHWHILE = 0.02


def inspect(file: File) -> Contents:
    """Check the size of every picture in the file without decoding any."""
    mime, limits = file.mime, file.limits
    with _opened(file.path, mime) as image:
        count = getattr(image, "n_frames", 1) if mime == TIFF else 1
        if count > limits.max_pages:
            raise TooLarge(
                f"This {NAMES[mime]} has {count:,} pages, and at most {limits.max_pages:,} are taken. Split it into "
                "smaller files and add those, or raise PRESSROOM_MAX_PAGES.",
                code="too_many_pages",
            )
        for frame in range(count):
            image.seek(frame)
            require_fitting(image.size, limits.max_pixels)
        return Contents(page_count=count, created=_taken_at(image))


def read_page(file: File, number: int) -> Page:
    """Return the picture `number` (a TIFF may have many) as a page."""
    try:
        with _opened(file.path, file.mime) as image:
            image.seek(number - 1)
            require_fitting(image.size, file.limits.max_pixels)
            return recognised(for_reading(image), number, file.ocr)
    except Invalid as error:
        if file.mime == TIFF:
            name_page(error, number)
        raise


def for_reading(image: Image.Image) -> Image.Image:
    """Return the picture decoded, upright, on white, in 8-bit grey or RGB, scaled to about 200 dpi."""
    scale = reading_scale(image.size, image.info.get("dpi"))
    long_side = max(image.size) * scale
    if scale < 1:
        image.draft(None, (ceil(image.width * scale), ceil(image.height * scale)))
    plain = _on_white(in_8_bits(image))
    scale = long_side / max(plain.size)
    return ImageOps.exif_transpose(scaled(plain, scale) if abs(scale - 1) > WORTHWHILE else plain)


def reading_scale(size: tuple[int, int], dpi: tuple[float, float] | None) -> float:
    """Return how much to scale a picture of `size` for OCR, by its resolution if that is credible, or else its size."""
    long_side = max(size)
    if dpi and dpi[0] > 0 and PAPER_INCHES[0] <= long_side / dpi[0] <= PAPER_INCHES[1]:
        return min(DPI / dpi[0], LARGE_LONG_SIDE / long_side, SMALL_SCALE)
    if long_side > LARGE_LONG_SIDE:
        return LARGE_LONG_SIDE / long_side
    return SMALL_SCALE if long_side < SMALL_LONG_SIDE else 1.0


def _on_white(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        layers = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(layers, mask=layers.getchannel("A"))
        paper.info = image.info
        return paper
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


@contextmanager
def _opened(path: Path, mime: str) -> Iterator[Image.Image]:
    with decoding(mime), Image.open(path, formats=FORMATS[mime]) as image:
        yield image


def _taken_at(image: Image.Image) -> datetime | None:
    """Return when a camera says it took the picture; a damaged EXIF block costs only this."""
    with suppress(Exception):
        exif = image.getexif()
        camera = exif.get_ifd(ExifTags.IFD.Exif)
        return moment(camera.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime))
    return None
