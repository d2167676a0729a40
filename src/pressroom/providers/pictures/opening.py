"""Opens pictures of every accepted type, checked but not yet decoded. Child processes only."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

import pi_heif  # type: ignore[import-untyped]  # pi_heif ships no types
from PIL.AvifImagePlugin import AvifImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from pressroom.kernel.errors import Invalid, TooLarge
from pressroom.providers.files.decoding import decoding, ends_early, require_fitting
from pressroom.providers.pictures.damage import is_cut, without_metadata
from pressroom.providers.pictures.picture import Limits
from pressroom.providers.pictures.sniff import AVIF, GIF, HEIC, JPEG, PNG, TIFF, WEBP

R = TypeVar("R")

DECODERS: dict[str, Callable[[BinaryIO], ImageFile]] = {
    JPEG: JpegImageFile,
    PNG: PngImageFile,
    WEBP: WebPImageFile,
    GIF: GifImageFile,
    TIFF: TiffImageFile,
    HEIC: pi_heif.HeifImageFile,
    AVIF: AvifImageFile,
}
"""By type, for `Image.open` takes many a phone's JPEG for MPO, and HEIC of rarer brands for nothing."""

METADATA_LEFT_OUT = "Its metadata is damaged and was left out."

pi_heif.options.DECODE_THREADS = 1  # pictures are decoded side by side already
pi_heif.options.THUMBNAILS = False
pi_heif.options.DEPTH_IMAGES = False
pi_heif.options.AUX_IMAGES = False


def decoded(path: Path, mime: str, limits: Limits, use: Callable[[ImageFile, list[str]], R]) -> R:
    """Return what `use` makes of the opened picture; it may add to the notes it is given.

    A picture that cannot be decoded with its metadata is tried without. Raises Invalid (`broken`,
    `truncated`) and TooLarge.
    """
    try:
        with path.open("rb") as file:
            return _used(file, mime, limits, use, [])
    except TooLarge:
        raise
    except Invalid as error:
        if is_cut(path, mime):
            raise ends_early(mime) from error
        plain = without_metadata(path.read_bytes(), mime)
        if plain is None:
            raise
    return _used(io.BytesIO(plain), mime, limits, use, [METADATA_LEFT_OUT])


def _used(file: BinaryIO, mime: str, limits: Limits, use: Callable[[ImageFile, list[str]], R], notes: list[str]) -> R:
    with decoding(mime), DECODERS[mime](file) as image:
        require_fitting(image.size, limits.max_pixels)
        return use(image, notes)
