"""Paints photos in every style onto one sheet: `python -m docs.contact_sheet`.

Without arguments the sample pictures become docs/pictures/styles.webp; with them, the photos named become the sheet
that `--to` names, which is how a style in the making is looked at.
"""

import argparse
import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from pressroom.kernel.processes import shutdown
from pressroom.providers.paint import Painter, Style, Subject, SubjectType, painter_for, styles

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples" / "pictures"
KINDS = {"cat": SubjectType.PET, "astronaut": SubjectType.PERSON}
CELL = 320
QUALITY = 80
SECONDS = 120.0


def main() -> None:
    """Paint, and write the sheet."""
    parser = argparse.ArgumentParser(prog="python -m docs.contact_sheet", description=__doc__)
    parser.add_argument("photos", nargs="*", type=Path, help="JPEG, PNG or WebP; none: samples/pictures")
    parser.add_argument("--to", type=Path, default=HERE / "pictures" / "styles.webp", help="the sheet to write")
    given = parser.parse_args()
    sheet([*given.photos] or sorted(SAMPLES.glob("*.webp"))).save(given.to, "WEBP", quality=QUALITY, method=6)
    shutdown()


def sheet(photos: Sequence[Path]) -> Image.Image:
    """Return a sheet with a row for each photo: as it is, then in each style."""
    painter = painter_for("local", timeout_seconds=SECONDS)
    whole = Image.new("RGB", (CELL * (1 + len(styles())), CELL * len(photos)), "white")
    for row, photo in enumerate(photos):
        whole.paste(_fitted(Image.open(photo).convert("RGB")), (0, CELL * row))
        for column, style in enumerate(styles(), 1):
            whole.paste(_painted(painter, photo, style), (CELL * column, CELL * row))
    return whole


def _fitted(image: Image.Image) -> Image.Image:
    """Return the middle of an image, as large as a cell."""
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side)).resize((CELL, CELL), Image.Resampling.LANCZOS)


def _painted(painter: Painter, photo: Path, style: Style) -> Image.Image:
    subject = Subject(type=KINDS.get(photo.stem, SubjectType.OTHER), description=photo.stem)
    return _fitted(Image.open(io.BytesIO(painter.paint(photo.read_bytes(), style, subject).png)))


if __name__ == "__main__":
    main()
