"""Writes a picture anew in a type everybody can open, or as a pin shows it. Child processes only."""

from pathlib import Path

from PIL import Image
from PIL.ImageFile import ImageFile

from pressroom.kernel.errors import TooLarge
from pressroom.providers.pictures.encoding import encoded, webp
from pressroom.providers.pictures.exif import noted
from pressroom.providers.pictures.opening import decoded
from pressroom.providers.pictures.picture import Limits
from pressroom.providers.pictures.pinning import pinned, scale_for
from pressroom.providers.pictures.scaling import LYING, fitted, loaded, upright
from pressroom.providers.pictures.sniff import JPEG, PNG, WEBP
from pressroom.providers.pictures.srgb import in_srgb, on_white

QUALITY = 90
WEBP_METHOD = 4

LONGEST = {JPEG: 65_500, WEBP: 16_383}
"""The longest side each type can have, in pixels."""
NAMES = {JPEG: "JPEG", WEBP: "WebP"}


def convert(path: Path, mime: str, limits: Limits, to: str, long_side: int | None) -> bytes:
    """Return the picture in this file as the type `to`, at most `long_side` px long."""
    return _written(decoded(path, mime, limits, lambda image, notes: _shown(image, long_side, notes)), to)


def pin_picture(path: Path, mime: str, limits: Limits, pad: bool) -> bytes:  # noqa: FBT001  # called by name in a child
    """Return the picture in this file as a JPEG of two to three, padded or cut."""
    shaped = decoded(path, mime, limits, lambda image, notes: _pinned(image, notes, pad=pad))
    return encoded(shaped, "JPEG", quality=QUALITY)


def _pinned(image: ImageFile, notes: list[str], *, pad: bool) -> Image.Image:
    said = noted(image)
    profile = image.info.get("icc_profile")
    orientation = said.orientation if said else 1
    width, height = image.size[::-1] if orientation in LYING else image.size
    seen = loaded(image, scale_for(width, height, pad=pad))
    return pinned(on_white(upright(in_srgb(seen, profile, notes), orientation)), pad=pad)


def _shown(image: ImageFile, long_side: int | None, notes: list[str]) -> Image.Image:
    said = noted(image)
    profile = image.info.get("icc_profile")
    most = max(1, long_side or max(image.size))
    seen = fitted(loaded(image, most / max(image.size)), most)
    return upright(in_srgb(seen, profile, notes), said.orientation if said else 1)


def _written(image: Image.Image, to: str) -> bytes:
    if max(image.size) > LONGEST.get(to, max(image.size)):
        raise TooLarge(
            f"This picture is {max(image.size):,} px long, and a {NAMES[to]} at most {LONGEST[to]:,}. Choose PNG, or "
            "have it scaled down.",
            code="too_many_pixels",
        )
    if to == PNG:
        return encoded(image, "PNG")
    if to == WEBP:
        return webp(image, quality=QUALITY, method=WEBP_METHOD)
    return encoded(on_white(image), "JPEG", quality=QUALITY)
