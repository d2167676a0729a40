"""What the camera noted in a picture: when, where, with what, and how it was held. Child processes only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from math import isfinite
from typing import Any

from PIL import ExifTags, Image
from PIL.TiffImagePlugin import TiffImageFile

from pressroom.providers.files.decoding import moment

MOST_BYTES = 1_000_000
"""EXIF larger than this is left unread: each of its entries may claim all of it."""
LONGEST_CAMERA = 80

OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What EXIF says, as far as it makes sense."""

    orientation: int = 1
    taken_at: datetime | None = None
    camera: str | None = None
    location: tuple[float, float] | None = None


def noted(image: Image.Image) -> Noted | None:
    """Return what the picture's EXIF says; None where it is damaged or too large to be honest."""
    if len(image.info.get("exif") or b"") > MOST_BYTES:
        return None
    try:
        exif = image.getexif()
        shot = exif.get_ifd(ExifTags.IFD.Exif)
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        return Noted(
            orientation=_orientation(image, exif.get(ExifTags.Base.Orientation)),
            taken_at=_taken_at(shot),
            camera=camera_name(_text(exif.get(ExifTags.Base.Make)), _text(exif.get(ExifTags.Base.Model))),
            location=_location(place),
        )
    except Exception:  # noqa: BLE001  # whatever a block made to confuse its parser brings about, the picture is fine
        return None


def camera_name(make: str, model: str) -> str | None:
    """Return maker and model without saying the maker twice: `Canon EOS R6`, `Apple iPhone 15`."""
    if not model:
        return make[:LONGEST_CAMERA] or None
    brand = make.split(" ", maxsplit=1)[0]
    name = model if model.lower().startswith(brand.lower()) else f"{make} {model}"
    return name[:LONGEST_CAMERA]


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode(errors="replace")
    return " ".join(CONTROL.sub(" ", value).split()) if isinstance(value, str) else ""


def _orientation(image: Image.Image, value: object) -> int:
    if isinstance(image, TiffImageFile):  # turned by its decoder
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1  # noqa: PLR2004  # as EXIF numbers them


def _taken_at(shot: Mapping[int, Any]) -> datetime | None:
    for date, offset in (
        (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
        (ExifTags.Base.DateTimeDigitized, ExifTags.Base.OffsetTimeDigitized),
    ):
        if found := moment(_text(shot.get(date))):
            return _shifted(found, _text(shot.get(offset)))
    return None


def _shifted(local: datetime, offset: str) -> datetime:
    """Return in UTC what clocks showed where they were this far ahead of it."""
    if not (parts := OFFSET.fullmatch(offset)):
        return local
    ahead = timedelta(hours=int(parts[2]), minutes=int(parts[3]))
    try:
        zone = timezone(ahead if parts[1] == "+" else -ahead)
        return local.replace(tzinfo=zone).astimezone(local.tzinfo)
    except (ValueError, OverflowError):
        return local


def _location(place: Mapping[int, Any]) -> tuple[float, float] | None:
    latitude = _degrees(place.get(ExifTags.GPS.GPSLatitude), place.get(ExifTags.GPS.GPSLatitudeRef), "S")
    longitude = _degrees(place.get(ExifTags.GPS.GPSLongitude), place.get(ExifTags.GPS.GPSLongitudeRef), "W")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004  # degrees
        return None
    return (latitude, longitude) if (latitude, longitude) != (0, 0) else None


def _degrees(parts: Any, side: object, negative: str) -> float | None:  # noqa: ANN401  # as EXIF has it
    """Return degrees, minutes and seconds as degrees; None where they are no numbers."""
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not isfinite(value):
        return None
    return round(-value if _text(side).upper() == negative else value, 7)
