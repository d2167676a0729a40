"""Makes a picture ready to be shown, compared and searched, in one pass. Child processes only."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from PIL.ImageFile import ImageFile

from pressroom.providers.pictures.colours import main_colours
from pressroom.providers.pictures.encoding import webp
from pressroom.providers.pictures.exif import Noted, noted
from pressroom.providers.pictures.fingerprint import fingerprint
from pressroom.providers.pictures.opening import decoded
from pressroom.providers.pictures.picture import LONG_SIDES, Developed, Limits, Size
from pressroom.providers.pictures.scaling import LYING, fitted, loaded, middle, middle_size, upright
from pressroom.providers.pictures.sniff import HEIC, JPEG, TIFF
from pressroom.providers.pictures.srgb import in_srgb, on_white

QUALITY = 70
METHODS = {Size.SMALL: 2, Size.MEDIUM: 0, Size.LARGE: 0}
"""How hard WebP tries, 0 to 6; harder is smaller but looks worse, and 2 takes twice as long as 0."""

GLANCE = 96
"""Long side of the picture that fingerprint and colours are taken from, in pixels."""

PLACEHOLDER_BYTES = 300
PLACEHOLDERS = ((16, 40), (16, 10), (10, 10), (6, 5), (2, 0))
"""Long side and quality, tried in turn until one is small enough."""

SEVERAL = (HEIC, TIFF)
"""Types whose pictures are no animation."""

NEAR_ENOUGH = 0.9
"""Of the largest thumbnail's side: a half or a quarter of a picture is made in far less time than two fifths."""

EXIF_LEFT_OUT = "Its EXIF data is damaged and was left out."


class _Seen(NamedTuple):
    """A picture decoded, upright, in sRGB, no larger than the largest thumbnail; and its own size, upright."""

    image: Image.Image
    size: tuple[int, int]
    frames: int
    noted: Noted
    notes: list[str]


def prepare() -> None:
    """Load what the first picture would have to wait for: importing this has."""


def develop(path: Path, mime: str, limits: Limits) -> Developed:
    """Return the picture in this file ready to be shown, compared and searched."""
    return _developed(decoded(path, mime, limits, lambda image, notes: _seen(image, mime, notes)))


def _seen(image: ImageFile, mime: str, notes: list[str]) -> _Seen:
    said, frames, size = noted(image), _frames(image, mime), image.size
    if said is None:
        notes.append(EXIF_LEFT_OUT)
    if frames > 1:
        notes.append(f"Only the first of {frames:,} {'pictures' if mime in SEVERAL else 'frames'} is shown.")
    if (seen := middle_size(size)) != size:
        notes.append("Only its middle is shown, for it is very long.")
    profile = image.info.get("icc_profile")
    most = LONG_SIDES[Size.LARGE]
    large = fitted(middle(loaded(image, most / max(seen) * NEAR_ENOUGH)), most, near=NEAR_ENOUGH)
    said = said or Noted()
    shown = upright(in_srgb(large, profile, notes), said.orientation)
    return _Seen(shown, size[::-1] if said.orientation in LYING else size, frames, said, notes)


def _frames(image: ImageFile, mime: str) -> int:
    """Return how many pictures there are to show; those beside a JPEG are previews, depth and the like."""
    return 1 if mime == JPEG else int(getattr(image, "n_frames", 1))


def _developed(seen: _Seen) -> Developed:
    thumbnails = dict(_thumbnails(seen.image))
    glance = fitted(seen.image, GLANCE)
    return Developed(
        width=seen.size[0],
        height=seen.size[1],
        frames=seen.frames,
        thumbnails=thumbnails,
        placeholder=_placeholder(glance),
        fingerprint=fingerprint(on_white(glance)),
        colours=main_colours(glance),
        taken_at=seen.noted.taken_at,
        camera=seen.noted.camera,
        location=seen.noted.location,
        notes=seen.notes,
    )


def _thumbnails(image: Image.Image) -> Iterator[tuple[Size, bytes]]:
    """Yield the thumbnails, each made from the next larger."""
    for size in (Size.LARGE, Size.MEDIUM, Size.SMALL):
        image = fitted(image, LONG_SIDES[size])
        yield size, webp(image, quality=QUALITY, method=METHODS[size])


def _placeholder(image: Image.Image) -> bytes:
    """Return a blur of the picture, as good as its few bytes allow."""
    tries = (webp(fitted(image, side), quality=quality, method=6) for side, quality in PLACEHOLDERS)
    return next(blur for blur in tries if len(blur) <= PLACEHOLDER_BYTES)
