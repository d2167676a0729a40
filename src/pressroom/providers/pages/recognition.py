"""Reads a page that is only a picture."""

from PIL import Image

from pressroom.providers.ocr.engines import engine_named
from pressroom.providers.pages.page import Ocr, Page, Source
from pressroom.providers.pages.preview import preview
from pressroom.providers.pages.tidy import tidy

DPI = 200
"""What pages are rendered or scaled to for OCR."""

INK_CONTRAST = 40
LEAST_INK = 12
DOUBTFUL = 0.5
SHORT = 10

CLOCKWISE = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def recognised(image: Image.Image, number: int, ocr: Ocr, *, blank_source: Source = "ocr") -> Page:
    """Return the page that `image`, at about 200 dpi, shows; OCR and previews are made from this one picture.

    A blank page has no text, and `blank_source`.
    """
    if is_blank(image):
        return pictured(image, number, text="", source=blank_source)
    found = engine_named(ocr.engine, ocr.tessdata_dir).read(image, languages=ocr.languages)
    upright = image.transpose(CLOCKWISE[found.rotation]) if found.rotation else image
    text = tidy(found.text)
    if len(text) < SHORT and found.confidence < DOUBTFUL:  # specks and textures, taken for letters
        text = ""
    return pictured(
        upright,
        number,
        text=text,
        source="ocr",
        confidence=found.confidence if text else None,
        rotation=found.rotation,
    )


def pictured(
    image: Image.Image,
    number: int,
    *,
    text: str,
    source: Source,
    confidence: float | None = None,
    rotation: int = 0,
) -> Page:
    """Return a page with `text` that looks like `image`."""
    shown = preview(image)
    return Page(
        number=number,
        text=text,
        source=source,
        confidence=confidence,
        rotation=rotation,
        width=shown.width,
        height=shown.height,
        picture=shown.picture,
        thumbnail=shown.thumbnail,
    )


def is_blank(image: Image.Image) -> bool:
    """Tell whether there is nothing on the page but paper, grain and perhaps a speck."""
    grey = image.convert("L")
    seen = grey.reduce(4) if min(grey.size) >= 400 else grey  # noqa: PLR2004  # small pictures are seen whole
    histogram = seen.histogram()
    paper = max(range(256), key=histogram.__getitem__)
    darker = sum(histogram[: max(0, paper - INK_CONTRAST)])
    lighter = sum(histogram[paper + INK_CONTRAST :])
    return darker + lighter < LEAST_INK
