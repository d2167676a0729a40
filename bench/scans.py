"""Sets text as a page, and turns pages into scans as an old scanner makes them: noisy, tilted, unevenly lit."""

import io
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]  # pypdfium2 ships no types
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BalancedColumns, Flowable, Paragraph, SimpleDocTemplate

DPI = 200
MARGIN = 22 * mm
GUTTER = 8 * mm
PAPER = 236
SCANNED_AT = time.strptime("2026-10-12", "%Y-%m-%d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """How badly a page was scanned."""

    tilt_degrees: float = 1.5
    noise: float = 14.0
    shade: float = 0.22
    blur: float = 0.6
    quality: int = 60


def typeset(text: str, *, columns: int = 1, font: str = "Times-Roman", size: float = 11) -> bytes:
    """Return a PDF of `text` (paragraphs parted by empty lines), set in A4 without hyphenation.

    In columns, the first paragraph stands above them, and they are of one height.
    """
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        invariant=1,
        title=text.partition("\n")[0],
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
    )
    style = ParagraphStyle("body", fontName=font, fontSize=size, leading=1.35 * size, spaceAfter=0.7 * size)
    flow: list[Flowable] = [
        Paragraph(one.replace("&", "&amp;").replace("\n", "<br/>"), style) for one in text.split("\n\n")
    ]
    if columns > 1:
        document.build([flow[0], BalancedColumns(flow[1:], nCols=columns, innerPadding=GUTTER)])
    else:
        document.build(flow)
    return out.getvalue()


def render(pdf: bytes, *, dpi: int = DPI) -> list[Image.Image]:
    """Return each page of `pdf` as a grey picture."""
    with pdfium.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().copy() for page in document]


def render_colour(pdf: bytes, *, dpi: int = DPI) -> Image.Image:
    """Return the first page of `pdf` in colour."""
    with pdfium.PdfDocument(pdf) as document:
        image: Image.Image = document[0].render(scale=dpi / 72).to_pil()
        return image.convert("RGB")


def scan(page: Image.Image, wear: Wear, *, seed: int = 1) -> Image.Image:
    """Return `page` as a scanner would see it; the same seed gives the same scan."""
    random = np.random.default_rng(seed)
    turned = page.convert("L").rotate(wear.tilt_degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    ink = np.asarray(turned.filter(ImageFilter.GaussianBlur(wear.blur)), dtype=np.float32) / 255
    height, width = ink.shape
    light = 1 - wear.shade * (np.linspace(0, 1, width)[None, :] + np.linspace(0, 1, height)[:, None]) / 2
    grey = (35 + ink * (PAPER - 35)) * light + random.normal(0, wear.noise, ink.shape)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def bind(pages: Sequence[Image.Image], *, dpi: int = DPI, quality: int = 60) -> bytes:
    """Return a PDF that has only pictures."""
    out = io.BytesIO()
    pages[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=dpi,
        quality=quality,
        creationDate=SCANNED_AT,
        modDate=SCANNED_AT,
    )
    return out.getvalue()
