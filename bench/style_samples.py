"""`python -m bench.style_samples`: the pictures beside the styles' names in the studio, painted by this machine."""

import io
from pathlib import Path

from PIL import Image

from pressroom.providers.paint import Subject, SubjectType, painter_for, styles

ROOT = Path(__file__).parents[1]
PHOTO = ROOT / "samples" / "pictures" / "coffee.webp"
SAMPLES = ROOT / "src" / "pressroom" / "web" / "static" / "styles"
SIDE = 192
MARGIN = 0.09
"""The share of plain ground cut off at each edge."""
TIMEOUT_SECONDS = 120.0


def main() -> None:
    """Paint the same cup in every style."""
    SAMPLES.mkdir(exist_ok=True)
    painter = painter_for("local", timeout_seconds=TIMEOUT_SECONDS)
    cup = Subject(type=SubjectType.OTHER, description="A cup of coffee on a red saucer.")
    for style in styles():
        painted = Image.open(io.BytesIO(painter.paint(PHOTO.read_bytes(), style, cup).png)).convert("RGB")
        edge = round(MARGIN * painted.width)
        cut = painted.crop((edge, edge, painted.width - edge, painted.height - edge))
        cut.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(SAMPLES / f"{style.key}.webp", quality=82, method=6)


if __name__ == "__main__":
    main()
